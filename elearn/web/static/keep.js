// What waits on this telephone: answers, a test to hand in, steps done without a network, and whose
// telephone it is now. A row carries its person's mark, and nothing is sent for anybody else.
"use strict";
(() => {
  const LIMIT = 5000, AT_ONCE = 50, LONGEST = 30000;
  const ROWS = "danbe-rows", FLAG = "danbe";
  const { body } = document;
  const here = body.dataset.mark; // undefined where the page says nothing about its reader
  let who = here || "", memory = null;

  // ------------------------------------------------------------ the rows
  const opened = new Promise((yes) => {
    try {
      const asked = indexedDB.open("danbe", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("rows", { keyPath: "id" });
      asked.onsuccess = () => yes(asked.result);
      asked.onerror = () => yes(null);
    } catch { yes(null); }
  });
  const stored = () => {
    try { return JSON.parse(localStorage.getItem(ROWS)) || []; } catch { return []; }
  };
  const rows = async () => {
    const database = await opened;
    if (memory) return memory;
    if (!database) return stored();
    return new Promise((yes, no) => {
      const asked = database.transaction("rows").objectStore("rows").getAll();
      asked.onsuccess = () => yes(asked.result);
      asked.onerror = () => no(asked.error);
    });
  };
  // Strict: "kept" is said when it would survive a power cut, not when the browser has noted it.
  const write = (database, put, drop) => new Promise((yes, no) => {
    const work = database.transaction("rows", "readwrite", { durability: "strict" });
    const store = work.objectStore("rows");
    drop.forEach((id) => store.delete(id));
    put.forEach((row) => store.put(row));
    work.oncomplete = yes;
    work.onabort = () => no(work.error);
  });
  const change = async (put, drop = []) => {
    const database = await opened;
    const gone = new Set([...drop, ...put.map((row) => row.id)]);
    const merged = (all) => all.filter((row) => !gone.has(row.id)).concat(put);
    try {
      if (memory) memory = merged(memory);
      else if (database) await write(database, put, drop);
      else localStorage.setItem(ROWS, JSON.stringify(merged(stored())));
    } catch { memory = merged(await rows().catch(() => [])); }
    await show();
  };

  // ------------------------------------------------------------ what the page says of it
  const isWaiting = (row) => row.kind === "answer" && !row.sent;
  const show = async () => {
    const all = await rows(), own = all.filter((row) => row.mark === who);
    const left = own.filter(isWaiting).length;
    try {
      if (all.some((row) => row.id === "end" || (row.kind && !row.sent))) localStorage.setItem(FLAG, 1);
      else localStorage.removeItem(FLAG);
    } catch { /* This browser keeps nothing. */ }
    // Of everybody, for whoever watches this page: a test, or an author with the browser's tools.
    body.dataset.waits = danbe.pending + all.filter((row) => row.kind && !row.sent).length;
    let chip = document.querySelector("span[data-unsent]");
    if (!chip && left) {
      chip = document.createElement("span");
      chip.className = "push";
      chip.dataset.unsent = "";
      chip.setAttribute("role", "status");
      document.querySelector("header .w")?.append(chip);
    }
    if (!chip) return;
    const handing = who && own.some((row) => row.kind === "hand-in") ? body.dataset.handing : "";
    const count = left ? body.dataset.unsent.replace("{n}", left) : "";
    chip.textContent = [count, handing].filter(Boolean).join(" · ");
    chip.classList.toggle("wait", Boolean(chip.textContent));
  };
  const tell = (detail) => document.dispatchEvent(new CustomEvent("danbe", { detail }));

  // ------------------------------------------------------------ sending
  const post = async (address, sent) => {
    const stop = new AbortController(), limit = setTimeout(() => stop.abort(), LIMIT);
    try {
      const reply = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(sent),
        redirect: "manual",
        signal: stop.signal,
      });
      const said = await reply.json().catch(() => ({}));
      return { ...said, status: reply.type === "opaqueredirect" ? 303 : reply.status };
    } catch { return { status: 0 }; } finally { clearTimeout(limit); } // none, or one that hangs
  };
  // Where a page says nothing about its reader and nobody is known, the server knows.
  const mayGo = (row) => (who ? row.mark === who : here === undefined);

  // Each answers with the status of its last request, 200 when there was nothing to do.
  const answers = async (attempt) => {
    let most = AT_ONCE;
    for (;;) {
      const batch = (await rows()).filter((row) => isWaiting(row) && row.attempt === attempt)
        .slice(0, most);
      if (!batch.length) return 200;
      const sent = batch.map(({ id, item, choice, writer, number, at }) =>
        ({ id, item, choice, writer, number, at }));
      const reply = await post("/answers", { attempt, answers: sent });
      if (![200, 202, 409, 410, 422].includes(reply.status)) {
        tell({ rows: batch, status: reply.status });
        return reply.status;
      }
      // Nothing of a batch is kept when one answer of it is refused: the others go again, one by
      // one where the server cannot say which.
      const named = reply.status === 422 && batch.some((row) => row.item === reply.item);
      if (reply.status === 422 && !named && most > 1) { most = 1; continue; }
      const done = named ? batch.filter((row) => row.item === reply.item) : batch;
      const ids = new Set((await rows()).map((row) => row.id));
      const keepsPages = reply.status === 200 && navigator.serviceWorker;
      const stays = keepsPages ? done.filter((row) => ids.has(row.id)) : [];
      await change(stays.map((row) => ({ ...row, sent: 1 })),
        done.filter((row) => !stays.includes(row)).map((row) => row.id));
      tell({ rows: done, status: reply.status });
    }
  };
  // Of a test that was handed in, or is over, no page stays on this telephone.
  const dropPages = async (attempt) => {
    for (const name of window.caches ? await caches.keys() : []) {
      const cache = await caches.open(name);
      for (const page of await cache.keys()) {
        const kept = page.url.includes("/test/") && await cache.match(page);
        if (kept && (await kept.text()).includes(attempt)) await cache.delete(page);
      }
    }
  };
  const handIn = async (row) => {
    const { status, to } = await post(row.address, { mark: row.mark, attempt: row.attempt });
    if (status === 200 || status === 409) await dropPages(row.attempt).catch(() => {});
    if (status === 200 || status === 409 || status === 422) {
      const own = (await rows()).filter((one) => one.attempt === row.attempt && !isWaiting(one));
      await change([], own.map((one) => one.id));
    }
    tell({ rows: [row], status, to });
    return status;
  };
  const steps = async (row) => {
    const { status } = await post(row.address, { mark: row.mark, place: row.place, step: row.step });
    if ([200, 409, 422].includes(status)) await change([], [row.id]);
    return status;
  };
  // Signed out without a network: the session ends before anything else is asked.
  const end = async (row) => {
    const another = here && here !== row.mark;
    const { status } = another ? { status: 303 } : await post(row.address, {});
    if (status < 300 || status >= 500) return status;
    await change([], [row.id]);
    if (here && !another) location.reload();
    return 200;
  };
  const round = async () => {
    const all = await rows(), ended = all.find((row) => row.id === "end");
    if (ended && (await end(ended)) !== 200) return 0;
    const going = all.filter(mayGo);
    let worst = 200;
    const note = (status) => { if (status === 0 || status > 202) worst = status; };
    for (const attempt of new Set(going.filter(isWaiting).map((row) => row.attempt))) {
      note(await answers(attempt));
    }
    const waiting = new Set((await rows()).filter(isWaiting).map((row) => row.attempt));
    for (const row of going) {
      if (row.kind === "hand-in" && !waiting.has(row.attempt)) note(await handIn(row));
      else if (row.kind === "done") note(await steps(row));
    }
    return worst;
  };
  // One tab at a time, where this browser can say so.
  const alone = (work) => (navigator.locks
    ? navigator.locks.request("danbe", { ifAvailable: true }, (lock) => (lock ? work() : 0))
    : work());
  let flight = null, later, pause = 1000;
  const flush = (byItself) => flight ||= (async () => {
    clearTimeout(later);
    const status = await alone(round);
    await show(); // Another tab may have sent.
    const left = (await rows()).some((row) => row.id === "end"
      || (mayGo(row) && (isWaiting(row) || row.kind === "hand-in" || row.kind === "done")));
    // Whoever goes on answering must not wait longer for it.
    if (!left) pause = 1000;
    else if (byItself) pause = Math.min(pause * 2, LONGEST);
    // Not all telephones of a room at once.
    if (left) later = setTimeout(flush, pause * (0.5 + Math.random() / 2), true);
    return status;
  })().finally(() => { flight = null; });
  // What is in flight was read before: once it has landed, the newest goes.
  const send = () => (flight ? flight.then(() => flush()) : flush());

  // ------------------------------------------------------------ in and out
  const forget = async (mark) => {
    const all = await rows();
    const names = window.caches ? await caches.keys() : [];
    await Promise.all(names.filter((name) => name !== "danbe-files" && name !== `danbe-${mark}`)
      .map((name) => caches.delete(name)));
    await change([{ id: "who", mark }],
      all.filter((row) => row.sent && row.mark !== mark).map((row) => row.id));
  };
  const begin = async () => {
    const known = (await rows()).find((row) => row.id === "who")?.mark || "";
    who = here ?? known;
    if (here && here !== known) await forget(here);
    // Nobody is signed in: what is kept stays hidden until its person, or somebody else, comes.
    else if (here === "" && known) await change([{ id: "who", mark: "" }]);
    else await show();
    return flush();
  };
  document.querySelectorAll("form[action$='/sign-out']").forEach((form) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const mark = who;
      who = "";
      await forget("");
      const { status } = await post(form.action, {});
      const address = form.dataset.leave || form.getAttribute("action");
      if (status < 300 || status >= 500) await change([{ id: "end", mark, address }]);
      if (status >= 300 || navigator.serviceWorker?.controller) location.assign(form.dataset.home);
      else document.querySelector("main").textContent = form.dataset.later;
    });
  });
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  // `pending`: answers on their way into the rows.
  const danbe = { rows, change, send, isWaiting, pending: 0 };
  window.danbe = danbe;
  danbe.ready = begin();
})();
