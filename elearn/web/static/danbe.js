// Danbe's script for every page. All of it works without; with it the quick exit leaves nothing
// behind, and a refused form says so at once.
"use strict";
(() => {
  const LEFT = "danbe-left";
  const { keep } = document.currentScript.dataset;
  const leave = document.querySelector("form[data-leave]");
  const gone = () => location.replace(leave.dataset.leave);
  leave?.addEventListener("submit", (event) => {
    event.preventDefault();
    // keepalive: the session ends though the page is gone; replace: "back" does not return here.
    fetch(leave.action, { method: "POST", keepalive: true, redirect: "manual" }).catch(() => {});
    gone();
    sessionStorage.setItem(LEFT, 1);
  });
  // "Back" after the quick exit: a page that this tab still remembers gives way to the calendar.
  addEventListener("pageshow", ({ persisted }) => {
    const [way] = performance.getEntriesByType("navigation");
    if (!persisted && way?.type !== "back_forward") sessionStorage.removeItem(LEFT);
    else if (sessionStorage.getItem(LEFT)) gone();
  });
  document.querySelector(".error[tabindex]")?.focus();
  // Where nothing waits on this telephone, most pages need not fetch what keeps and sends it.
  try {
    if (localStorage.danbe && !document.querySelector("script[data-keeper]")) {
      document.head.append(Object.assign(document.createElement("script"), { src: keep }));
    }
  } catch { /* This browser keeps nothing. */ }
})();
