// A sheet of paper typed letter by letter: a field for each question, which reads itself back at
// once and hands on to the next. What is sent is the line, as without this script.
"use strict";
(() => {
  const form = document.querySelector("form[data-asked]");
  const line = form.querySelector("[name=line]");
  const words = form.dataset;
  const asked = words.asked.split(" ").map((one) => {
    const [kind, width, letters] = one.split(":");
    return { kind, width: Number(width), letters };
  });
  const whole = (text) => text === "?" || text === "-";
  const fill = (sentence, place, letters) => sentence.replace("{n}", place + 1)
    .replace("{letters}", letters);

  // ------------------------------------------------------------ what was typed before
  const cut = (text) => {
    const parts = text.toUpperCase().split(/[\s,;]+/).filter(Boolean);
    if (parts.length === asked.length) return parts;
    const signs = parts.join("");
    let at = 0;
    return asked.map(({ width }) => {
      const part = signs.slice(at, at + (whole(signs[at]) ? 1 : width));
      at += part.length;
      return part;
    });
  };

  // ------------------------------------------------------------ reading one field
  const full = ({ width }, text) => whole(text) || text.length === width;
  const enough = ({ kind }, text) => text && (kind === "multiple" || kind === "single");
  const fits = ({ kind, width, letters }, text) => {
    if (text === "" || whole(text)) return true;
    const signs = [...text], once = new Set(signs.filter((sign) => sign !== "."));
    const dots = signs.length - signs.filter((sign) => sign !== ".").length;
    return signs.length <= width
      && signs.every((sign) => letters.includes(sign) || (sign === "." && kind !== "order" && width > 1))
      && (kind === "match" || once.size + dots === signs.length);
  };
  const readBack = ({ kind }, text) => {
    if (text === "?") return words.unknown;
    if (text === "-") return words.none;
    if (kind === "order") return [...text].join(" → ");
    if (kind === "match") return [...text].map((sign, place) => `${place + 1} ${sign}`).join(", ");
    return [...text].join(" + ");
  };

  // ------------------------------------------------------------ the fields
  const list = document.createElement("ol");
  list.className = "bare room";
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const kept = cut(line.value);
  const fields = asked.map((one, place) => {
    const cell = document.createElement("li"), name = document.createElement("label");
    const field = document.createElement("input"), echo = document.createElement("span");
    field.id = `sign-${place + 1}`;
    name.htmlFor = field.id;
    name.textContent = place + 1;
    field.setAttribute("aria-label", fill(words.question, place));
    Object.assign(field, { autocomplete: "off", spellcheck: false, maxLength: one.width + 1 });
    field.autocapitalize = "characters";
    field.value = fits(one, kept[place]) ? kept[place] : "";
    field.placeholder = "·".repeat(one.width);
    echo.className = "small";
    echo.textContent = readBack(one, field.value);
    cell.append(name, field, echo);
    list.append(cell);
    return { one, field, echo };
  });
  const go = (place) => {
    const next = fields[Math.min(Math.max(place, 0), fields.length - 1)].field;
    next.focus();
    next.select();
  };
  const done = ({ one, field }) => full(one, field.value) || enough(one, field.value);
  const tell = (text) => { said.textContent = text; };
  const count = () => tell(words.done.replace("{n}", fields.filter(done).length)
    .replace("{all}", fields.length));
  const refuse = (place) => {
    fields[place].field.setAttribute("aria-invalid", "true");
    tell(fill(words.wrong, place, `${asked[place].width > 1 ? `${asked[place].width} × ` : ""}A–${asked[place].letters.at(-1)}`));
  };

  fields.forEach(({ one, field, echo }, place) => {
    let before = field.value;
    field.addEventListener("input", () => {
      const text = field.value.toUpperCase().replace(/\s/g, "");
      // A sign that cannot stand here leaves the field as it was, and says why.
      if (!fits(one, text)) {
        field.value = before;
        refuse(place);
        return;
      }
      field.value = before = text;
      field.removeAttribute("aria-invalid");
      echo.textContent = readBack(one, text);
      count();
      if (full(one, text) && place < fields.length - 1) go(place + 1);
    });
    field.addEventListener("keydown", (event) => {
      const { key } = event;
      if (key === "Enter" && place < fields.length - 1) {
        event.preventDefault();
        if (done(fields[place])) go(place + 1);
        else refuse(place);
      } else if (key === "Backspace" && field.value === "" && place) {
        event.preventDefault();
        go(place - 1);
      } else if (key === "ArrowUp" || key === "ArrowDown") {
        event.preventDefault();
        go(place + (key === "ArrowUp" ? -1 : 1));
      }
    });
  });
  form.addEventListener("submit", (event) => {
    const open = fields.findIndex((one) => !done(one));
    if (open >= 0) {
      event.preventDefault();
      go(open);
      refuse(open);
      return;
    }
    line.value = fields.map(({ field }) => field.value).join(" ");
  });
  line.closest(".field").querySelector("label").htmlFor = "sign-1";
  line.before(list, said);
  line.hidden = true;
  count();
  if (!document.querySelector(".error[tabindex]")) go(Math.max(0, fields.findIndex((one) => !done(one))));
})();
