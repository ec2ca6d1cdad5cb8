// The script of a test's pages: each answer is kept at once on this phone, sent under an id made
// here, and sent again until the server says that it has it. A queue belongs to one attempt, so
// whoever comes in next on this phone neither sends nor loses it.
"use strict";
(() => {
  const form = document.querySelector("form[data-attempt]");
  const words = form.dataset;
  const store = "danbe-" + words.attempt;
  const AT_ONCE = 50;
  // No randomUUID and no crypto.subtle: a hotspot without TLS has neither.
  const hex = (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const writer = hex(16);
  let number = 0;

  // ------------------------------------------------------------ the queue
  let memory = null; // holds it where this browser keeps nothing
  const read = () => {
    if (memory) return memory;
    try { return JSON.parse(localStorage.getItem(store)) || []; } catch { return []; }
  };
  const write = (queue) => {
    try {
      if (queue.length) localStorage.setItem(store, JSON.stringify(queue));
      else localStorage.removeItem(store);
      memory = null;
    } catch { memory = queue; }
    count();
  };
  const count = () => {
    const chip = document.querySelector("span[data-unsent]"), left = read().length;
    chip.textContent = left ? words.unsent.replace("{n}", left) : "";
    chip.classList.toggle("wait", left > 0);
  };

  // ------------------------------------------------------------ the questions on this page
  const sets = [...form.querySelectorAll("fieldset[data-item]")];
  const setOf = (item) => sets.find((set) => set.dataset.item === item);
  const open = new Set(sets.filter((set) => set.querySelector(".kept.soft")));
  const inputs = (set) => [...set.elements].filter((e) => e.name && e.name !== "move");
  const isUnknown = (e) => e.name.endsWith(".unknown") || e.value === "unknown";

  const choice = (set) => {
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

  // ------------------------------------------------------------ sending
  let flight = null, later, pause = 1000, status = 200;
  const post = async () => {
    const batch = read().slice(0, AT_ONCE);
    if (!batch.length) return;
    clearTimeout(later);
    let refused;
    try {
      const reply = await fetch(words.answers, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ attempt: words.attempt, answers: batch }),
        signal: AbortSignal.timeout?.(5000),
      });
      status = reply.status;
      if (status === 422) refused = (await reply.json()).item;
    } catch { status = 0; } // no network, or one that hangs
    // Nothing of a batch is kept when one answer of it is refused: the others go again.
    const done = [200, 202, 409, 410, 422].includes(status)
      ? batch.filter((one) => !refused || one.item === refused).map((one) => one.id) : [];
    write(read().filter((one) => !done.includes(one.id)));
    const left = read();
    const said = [202, 409].includes(status) ? [words.closed] : [words.kept.replace("{time}", clock()), 1];
    if (done.length && status !== 422) {
      batch.filter((one) => !left.some((l) => l.item === one.item))
        .forEach((one) => tell(setOf(one.item), ...said));
    }
    if (done.length) {
      pause = 1000;
      return post();
    }
    // 401 and 404: nobody is signed in, or somebody else; the owner's answers wait for the owner.
    const waits = status === 401 || status === 404 ? words.out : words.waiting;
    left.forEach((one) => tell(setOf(one.item), waits, 0));
    later = setTimeout(send, pause);
    pause = Math.min(pause * 2, 30000);
  };
  const send = () => flight ||= post().finally(() => { flight = null; });

  const keep = (set) => {
    const { item, choose } = set.dataset, chosen = choice(set);
    if (chosen === undefined) return;
    if (choose && chosen?.length > choose) return tell(set, words.many.replace("{n}", choose));
    number += 1;
    const others = read().filter((one) => one.item !== item || one.writer !== writer);
    const at = new Date().toISOString();
    write(others.concat({ id: hex(16), item, choice: chosen, writer, number, at }));
    tell(set, words.waiting, 0);
    // What is in flight was read before: once it has landed, this one goes.
    if (flight) flight.then(send); else send();
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
  // Without a network the next page would be the browser's own excuse, and a test is not handed in
  // before its answers: the button waits, and the bar says what is not sent.
  let free = false;
  form.addEventListener("submit", async (event) => {
    if (free || !read().length || (sets.length && status)) return;
    event.preventDefault();
    await send();
    if (sets.length ? status : !read().length || status === 401 || status === 404) {
      free = true;
      form.requestSubmit(event.submitter);
    }
  });
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });

  read().forEach((one) => {
    const set = setOf(one.item);
    if (!set) return;
    restore(set, one.choice);
    tell(set, words.waiting, 0);
  });
  count();
  send();
})();
