// "Keep on this telephone": fetches the pages of the course, for reading without a network. They go
// when their person signs out.
"use strict";
(() => {
  const section = document.querySelector("[data-shelf]"), words = section.dataset;
  const { mark } = document.body.dataset;
  section.hidden = false;
  // Without TLS there is no service worker: the sentence stands alone.
  if (!navigator.serviceWorker || !window.caches) return;
  const language = document.documentElement.lang;
  const [text] = section.querySelectorAll("p");
  const button = document.createElement("button"), line = document.createElement("p");
  const bar = document.createElement("progress"), status = document.createElement("p");
  button.className = "btn alt plain";
  button.type = "button";
  button.textContent = words.keep;
  status.setAttribute("role", "status");
  bar.hidden = true;
  bar.setAttribute("aria-label", words.keep);
  line.append(button, " ", bar);
  text.textContent = words.about;
  text.after(status, line);

  const LIST = "/kept";
  const kilobytes = (bytes) => `${new Intl.NumberFormat(language).format(Math.ceil(bytes / 1024))}\u00a0${words.unit}`;
  const cache = () => caches.open(`danbe-${mark}`);
  const kept = async () => (await (await cache()).match(LIST))?.json();
  const say = (sentence, bytes) => `${sentence} · ${kilobytes(bytes)}`;
  const show = async () => {
    const had = await kept();
    bar.hidden = true;
    button.disabled = false;
    status.textContent = had ? say(words.kept, had.bytes) : "";
    button.textContent = had ? words.remove : words.keep;
    if (had) return;
    const list = await fetch(words.shelf).then((reply) => reply.json()).catch(() => null);
    if (list) button.textContent = say(words.keep, list.bytes);
  };
  // As packed on the way, where the server says it.
  const one = async (store, address) => {
    const reply = await fetch(address);
    if (!reply.ok || reply.redirected) throw new Error(address);
    const body = await reply.text();
    await store.put(address, new Response(body, { headers: { "Content-Type": "text/html; charset=utf-8" } }));
    return Number(reply.headers.get("Content-Length")) || body.length;
  };
  const keep = async () => {
    button.disabled = true;
    bar.hidden = false;
    bar.removeAttribute("value");
    await navigator.serviceWorker.register("/sw.js");
    await navigator.serviceWorker.ready;
    navigator.storage?.persist?.();
    const { pages } = await fetch(words.shelf).then((reply) => reply.json());
    const store = await cache(), waiting = [...pages];
    let bytes = 0, done = 0;
    bar.max = pages.length;
    const work = async () => {
      while (waiting.length) {
        const weight = await one(store, waiting.shift()); // Two work at once: never `+= await`.
        bytes += weight;
        done += 1;
        bar.value = done;
        status.textContent = words.progress.replace("{n}", done).replace("{all}", pages.length);
      }
    };
    await Promise.all([work(), work()]);
    await store.put(LIST, new Response(JSON.stringify({ bytes })));
  };
  const remove = async () => {
    const store = await cache();
    // The pages of a begun test stay: they are needed until it is handed in.
    for (const request of await store.keys()) {
      if (!new URL(request.url).pathname.includes("/test/")) await store.delete(request);
    }
  };
  button.addEventListener("click", async () => {
    try {
      if (await kept()) await remove();
      else await keep();
      await show();
    } catch {
      await show();
      status.textContent = words.failed;
    }
  });
  window.danbe.ready.then(show);
})();
