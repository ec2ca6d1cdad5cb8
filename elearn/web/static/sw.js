// The service worker: what was kept on this telephone is shown where there is no network, to the
// person it was kept for, and to nobody once they have left. FILES stands before this.
"use strict";
const OURS = "danbe-files", LIMIT = 5000, QUICK = 1000, AFTER_SILENCE = 30000;

const name = (url) => (url.pathname.startsWith("/static/")
  ? `/static/${url.pathname.split("/").pop()}`
  : url.pathname + url.search);

// ------------------------------------------------------------ the rows of keep.js
const table = (mode, work) => new Promise((yes, no) => {
  const asked = indexedDB.open("danbe", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("rows", { keyPath: "id" });
  asked.onerror = () => no(asked.error);
  asked.onsuccess = () => {
    const database = asked.result;
    const transaction = database.transaction("rows", mode, { durability: "strict" });
    const made = work(transaction.objectStore("rows"));
    transaction.oncomplete = () => { database.close(); yes(made?.result); };
    transaction.onabort = () => { database.close(); no(transaction.error); };
  };
});
const row = (id) => table("readonly", (store) => store.get(id));
const put = (...rows) => table("readwrite", (store) => rows.forEach((one) => store.put(one)));
const drop = (id) => table("readwrite", (store) => store.delete(id));
const whose = async () => (await row("who"))?.mark || "";

const forget = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((one) => one !== OURS).map((one) => caches.delete(one)));
  const all = await table("readonly", (store) => store.getAll());
  await Promise.all(all.filter((one) => one.sent).map((one) => drop(one.id)));
  await put({ id: "who", mark: "" });
};

// ------------------------------------------------------------ finding
const find = async (url) => {
  const mark = await whose();
  const own = mark ? await caches.open(`danbe-${mark}`) : null;
  const plain = url.search.startsWith("?said=") ? url.pathname : name(url);
  return await own?.match(plain) || await (await caches.open(OURS)).match(plain);
};
// A network that has just been silent is not waited for as long again.
let silentUntil = 0;
const within = (limit, reply) => Promise.race([
  reply,
  new Promise((_, no) => {
    setTimeout(() => {
      silentUntil = Date.now() + AFTER_SILENCE;
      no(new Error("silent"));
    }, Date.now() < silentUntil ? QUICK : limit);
  }),
]).then((answer) => { silentUntil = 0; return answer; });
const to = (path) => Response.redirect(new URL(path, location.origin), 303);

// A form sent without a network: where its button leads, as far as that is kept here.
const turned = async (url, sent) => {
  const done = url.pathname.match(/^(\/\w+)\/course\/module\/(\d+)\/done\/(\w+)$/);
  const then = url.searchParams.get("then") || "";
  if (done && /^\/\w/.test(then)) {
    const [, language, place, step] = done;
    const mark = await whose(), address = `${language}/later/done`;
    if (!mark) return null;
    await put({ id: `done-${mark}-${place}-${step}`, kind: "done", mark, address, place: Number(place), step });
    return to(then);
  }
  if (/\/practice\/\d+$/.test(url.pathname)) return to(`${url.pathname}?seen=1#answer`);
  const test = url.pathname.match(/^(\/\w+\/test\/[\w-]+)\/\d+$/);
  const go = test && (await sent.formData()).get("go");
  return go ? to(`${test[1]}/${go}`) : null;
};
// An address that only leads on: home to the course, the door of a test to its first page.
const leads = async (url) => {
  const on = /^\/\w+\/$/.test(url.pathname) ? "course" : /\/test\/[\w-]+$/.test(url.pathname) ? "/1" : "";
  const next = new URL(url.pathname + on, location.origin);
  return on && await find(next) ? to(next) : null;
};
const excuse = async (url) => {
  const language = url.pathname.startsWith("/en/") ? "en" : "fr";
  return await (await caches.open(OURS)).match(`/${language}/offline`) || Response.error();
};

// ------------------------------------------------------------ answering the browser
const file = async (request, url) => {
  const kept = await (await caches.open(OURS)).match(name(url));
  if (kept && new URL(kept.url).pathname === url.pathname) return kept;
  return fetch(request).catch(() => kept || Response.error());
};
// Signed out, or left in a hurry, without a network: that comes before anything else.
const end = async () => {
  const left = await row("end");
  if (!left) return;
  await within(LIMIT, fetch(left.address, { method: "POST", redirect: "manual" }));
  await drop("end");
};
const leave = async (request, url) => {
  await put({ id: "end", mark: await whose(), address: url.pathname });
  await forget();
  const reply = await fetch(request);
  await drop("end");
  return reply;
};
const page = async (request, url) => {
  const sent = request.method === "POST" ? request.clone() : null;
  const calendar = /\/month$/.test(url.pathname);
  if (calendar) await forget();
  const kept = sent ? null : await find(url);
  const limited = kept || (sent && /\/(done|practice|test)\//.test(url.pathname));
  try {
    if (!calendar) await end();
    const reply = fetch(request);
    return await (limited ? within(calendar ? QUICK : LIMIT, reply) : reply);
  } catch {
    if (kept) return kept;
    return await (sent ? turned(url, sent) : leads(url)) || excuse(url);
  }
};

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil((async () => {
    const files = await caches.open(OURS);
    await Promise.all(FILES.map(async (address) => {
      const reply = await fetch(address, { credentials: "omit" });
      if (!reply.ok) throw new Error(address);
      await files.put(name(new URL(address, location.origin)), reply);
    }));
  })());
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  // A form that another site sends never passes through here: it would look like one of ours.
  const ours = request.method === "GET" || request.referrer.startsWith(`${location.origin}/`);
  if (!ours) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request, url));
  else if (request.method === "POST" && url.pathname.endsWith("/leave")) event.respondWith(leave(request, url));
  else if (request.mode === "navigate") event.respondWith(page(request, url));
});
