// The commitments of a module become boxes to tick. What is ticked stays on this telephone.
"use strict";
for (const list of document.querySelectorAll("[data-commitments]")) {
  const name = "module-" + list.dataset.commitments;
  const ticked = new Set(JSON.parse(localStorage.getItem(name) || "[]"));
  [...list.children].forEach((line, number) => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    const text = document.createElement("span");
    label.className = "opt";
    box.type = "checkbox";
    box.checked = ticked.has(number);
    text.append(...line.childNodes);
    label.append(box, text);
    line.replaceChildren(label);
    box.addEventListener("change", () => {
      if (box.checked) ticked.add(number);
      else ticked.delete(number);
      localStorage.setItem(name, JSON.stringify([...ticked]));
    });
  });
  list.className = "bare";
}
