// The script of a test's pages: each answer is kept at once on this phone under an id made here;
// keep.js sends it. The pages of a begun test are kept too, where the browser can, so that it can be
// finished without a network.
"use strict";
(() => {
  const form = document.querySelector("form[data-attempt]");
  const words = form.dataset, { attempt } = words;
  const { danbe } = window, { mark = "" } = document.body.dataset;
  const stale = "kept" in document.documentElement.dataset; // a page kept when the test was begun
  // No randomUUID and no crypto.subtle: a hotspot without TLS has neither.
  const hex = (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const writer = hex(16);
  let number = 0;
  const mine = async () => (await danbe.rows()).filter((row) => row.attempt === attempt);
  const waiting = async () => (await mine()).filter(danbe.isWaiting);

  // ------------------------------------------------------------ the questions on this page
  const sets = [...form.querySelectorAll("fieldset[data-item]")];
  const setOf = (item) => sets.find((set) => set.dataset.item === item);
  const open = new Set(sets.filter((set) => set.querySelector(".kept.soft")));
  const inputs = (set) => [...set.elements].filter((e) => e.name && e.name !== "move");
  const isUnknown = (e) => e.name.endsWith(".unknown") || e.value === "unknown";

  const chosen = (set) => {
    const all = inputs(set), kind = set.dataset.kind;
    if (all.some((e) => isUnknown(e) && e.checked)) return null;
    if (kind === "order") return all.filter((e) => e.type === "hidden").map((e) => e.value);
    if (kind === "match") {
      const pairs = all.filter((e) => e.tagName === "SELECT" && e.value)
        .map((e) => [e.name.slice(set.dataset.item.length + 1), e.value]);
      return pairs.length ? Object.fromEntries(pairs) : undefined;
    }
    const ticked = all.filter((e) => e.checked).map((e) => e.value);
    return ticked.length ? ticked : undefined;
  };
  const arrange = (rows) => rows.forEach((row, place) => {
    row.parentElement.append(row);
    row.querySelector("button[value$='.-1']").disabled = place === 0;
    row.querySelector("button[value$='.1']").disabled = place === rows.length - 1;
  });
  // After a reload the server does not know what still waits here.
  const restore = (set, kept) => {
    const all = inputs(set);
    all.forEach((e) => {
      if (e.tagName === "SELECT") e.value = kept?.[e.name.slice(set.dataset.item.length + 1)] || "";
      else if (e.type !== "hidden") e.checked = isUnknown(e) ? kept === null : Boolean(kept?.includes?.(e.value));
    });
    if (kept && set.dataset.kind === "order") {
      arrange(kept.map((step) => all.find((e) => e.value === step).closest("li")));
    }
  };
  // `sign` is 0 when the answer is on this phone, 1 when it is on the server too.
  const tell = (set, text, sign) => {
    if (!set) return;
    const line = set.querySelector("[data-state]");
    line.querySelector("svg")?.remove();
    line.querySelector("span").textContent = text;
    if (sign === undefined) return;
    line.prepend(form.querySelector("template").content.children[sign].cloneNode(true));
    line.classList.remove("soft");
    if (open.delete(set)) {
      const tally = document.querySelector("[data-tally]");
      const sentences = tally.dataset.tally.split("|");
      tally.textContent = sentences[sentences.indexOf(tally.textContent) + 1];
    }
  };
  const clock = () => {
    const now = new Date(), minutes = String(now.getMinutes()).padStart(2, "0");
    return document.documentElement.lang === "fr"
      ? `${now.getHours()}\u00a0h\u00a0${minutes}`
      : `${String(now.getHours()).padStart(2, "0")}:${minutes}`;
  };

  // ------------------------------------------------------------ keeping and sending
  const said = (status) => {
    const sentences = {
      200: [words.kept.replace("{time}", clock()), 1],
      202: [words.late],
      409: [words.closed],
      410: [words.closed],
      422: [words.refused],
      // Nobody is signed in, or somebody else; the owner's answers wait for the owner.
      401: [words.out, 0],
      404: [words.out, 0],
    };
    return sentences[status] || [words.waiting, 0];
  };
  const note = (text) => {
    const line = form.querySelector("[data-handing]");
    if (line) line.textContent = text;
  };
  document.addEventListener("danbe", async ({ detail }) => {
    const left = await waiting();
    const done = detail.status > 0 && detail.status < 500 && ![401, 404].includes(detail.status);
    for (const row of detail.rows.filter((one) => one.attempt === attempt)) {
      if (row.kind === "hand-in") {
        if (detail.status === 200) location.assign(detail.to);
        else note(done ? words.closed : said(detail.status)[0]);
      } else if (!done || !left.some((one) => one.item === row.item)) {
        if (!tooMany(setOf(row.item))) tell(setOf(row.item), ...said(detail.status));
        if (!sets.length && !done) note(said(detail.status)[0]);
      }
    }
  });

  // While more is ticked than may be, that stays said: what arrives is about the ticks before.
  const tooMany = (set) => set && chosen(set)?.length > set.dataset.choose;
  // One after another: of two quick answers to a question the later is the one that is kept.
  let kept = Promise.resolve();
  const keep = (set) => {
    const { item, choose } = set.dataset, choice = chosen(set);
    if (choice === undefined) return;
    if (tooMany(set)) {
      tell(set, words.many.replace("{n}", choose));
      return;
    }
    number += 1;
    const at = new Date().toISOString();
    const row = { id: hex(16), kind: "answer", attempt, mark, item, choice, writer, number, at };
    danbe.pending += 1;
    document.body.dataset.waits = "?";
    kept = kept.then(async () => {
      // What another tab wrote stays: the server decides between writers.
      const old = (await mine()).filter((one) => one.item === item
        && (one.sent || one.writer === writer));
      danbe.pending -= 1;
      await danbe.change([row], old.map((one) => one.id));
      if (!tooMany(set)) tell(set, words.waiting, 0);
      danbe.send();
    });
  };

  // ------------------------------------------------------------ what a finger does
  form.addEventListener("change", ({ target }) => {
    const set = target.closest("fieldset[data-item]");
    if (!set) return;
    // An answer unticks « Je ne sais pas », and the other way round.
    if (target.tagName === "SELECT" || target.checked) {
      inputs(set).forEach((e) => {
        if (isUnknown(e) === isUnknown(target)) return;
        if (e.tagName === "SELECT") e.value = "";
        else e.checked = false;
      });
    }
    keep(set);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=move]");
    if (!button) return;
    event.preventDefault();
    const set = button.closest("fieldset"), row = button.closest("li");
    const rows = [...row.parentElement.children], from = rows.indexOf(row);
    rows.splice(from + (button.value.endsWith(".-1") ? -1 : 1), 0, ...rows.splice(from, 1));
    arrange(rows);
    // Focus stays with the row; at an end its button is off and the other one takes over.
    (button.disabled ? row.querySelector("button:not(:disabled)") : button).focus();
    inputs(set).forEach((e) => { e.checked = false; });
    keep(set);
  });
  // ------------------------------------------------------------ from page to page
  const home = form.getAttribute("action").replace(/\/[^/]*$/, "");
  const isKept = (address) => window.caches?.match(address).catch(() => null);
  let free = false;
  const goOn = (button) => {
    free = true;
    form.requestSubmit(button);
  };
  // Without a network the next page is the one kept here; where none is kept, the button waits and
  // the bar says what is not sent.
  const turn = async (button) => {
    await kept;
    if (!(await waiting()).length) return goOn(button);
    const next = `${home}/${button?.value}`, there = await isKept(next);
    // Where the next page is kept, a network that hangs is not waited for.
    const wait = there ? [new Promise((yes) => { setTimeout(yes, 1500, 0); })] : [];
    const status = await Promise.race([danbe.send(), ...wait]);
    if (status || !(await waiting()).length) return goOn(button);
    if (there) location.assign(next);
    else document.documentElement.dataset.turn = "waits";
  };
  // A test is not handed in before its answers; once asked, it goes after them by itself.
  const handIn = async () => {
    const row = { id: `hand-${attempt}`, kind: "hand-in", attempt, mark, address: words.handIn };
    await danbe.change([row]);
    note(words.handing);
    danbe.send();
  };
  form.addEventListener("submit", (event) => {
    if (free) return;
    event.preventDefault();
    if (sets.length) turn(event.submitter);
    else handIn();
  });

  // ------------------------------------------------------------ pages kept for no network
  const marked = (text) => new Response(text.replace("<html ", "<html data-kept "), {
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });
  const keepPages = async () => {
    await navigator.serviceWorker.register("/sw.js");
    const cache = await caches.open(`danbe-${mark}`);
    const pages = [...Array(Number(words.pages)).keys()].map((page) => `${home}/${page + 1}`);
    // The course page too: it is where one signs out.
    const course = home.replace(/\/test\/.*/, "/course");
    for (const address of [course, ...pages, `${home}/send`]) {
      const old = await cache.match(address);
      if (old && (address === course || (await old.text()).includes(attempt))) continue;
      const reply = await fetch(address);
      if (reply.ok && !reply.redirected) await cache.put(address, marked(await reply.text()));
    }
    document.documentElement.dataset.pages = "kept";
  };
  if (navigator.serviceWorker && mark && !stale && words.pages) {
    danbe.ready.then(keepPages).catch(() => {}); // The network went: the next page tries again.
  }

  // What the server does not know yet, or a kept page is too old to know.
  danbe.ready.then(async () => {
    const own = (await mine()).filter((row) => row.kind === "answer" && (stale || !row.sent));
    own.sort((one, other) => Number(!one.sent) - Number(!other.sent) || one.number - other.number);
    own.forEach((row) => {
      const set = setOf(row.item);
      if (!set) return;
      restore(set, row.choice);
      tell(set, row.sent ? words.there : words.waiting, row.sent ? 1 : 0);
    });
    if (stale) catchUp(new Set(own.map((row) => row.item)).size);
    if ((await mine()).some((row) => row.kind === "hand-in")) note(words.handing);
    document.documentElement.dataset.ready = "yes";
  });
  const catchUp = (answered) => {
    const tally = document.querySelector("[data-tally]");
    if (tally) {
      const sentences = tally.dataset.tally.split("|");
      const before = sentences.indexOf(tally.textContent);
      tally.textContent = sentences[Math.max(before, answered)] || tally.textContent;
    }
    const heading = document.querySelector("[data-stale]");
    if (!heading) return;
    heading.textContent = heading.dataset.stale;
    document.querySelector("[data-open]")?.remove();
  };
})();
