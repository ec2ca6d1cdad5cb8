// Parts of a page that keep themselves up to date: fetched again now and then, while somebody looks.
"use strict";
(() => {
  const parts = () => [...document.querySelectorAll("[data-live]")];
  const PAUSE = 20000;
  let later;
  const again = async () => {
    clearTimeout(later);
    later = setTimeout(again, PAUSE);
    if (document.hidden) return;
    let fresh = [];
    try {
      const reply = await fetch(location.href, { signal: AbortSignal.timeout?.(5000) });
      if (!reply.ok || reply.redirected) return;
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      fresh = [...page.querySelectorAll("[data-live]")];
    } catch { return; } // No network: what stands here stays, and the next turn tries again.
    parts().forEach((part, place) => {
      if (fresh[place] && fresh[place].innerHTML !== part.innerHTML) {
        part.replaceChildren(...fresh[place].childNodes);
      }
    });
  };
  document.addEventListener("visibilitychange", again);
  later = setTimeout(again, PAUSE);
})();
