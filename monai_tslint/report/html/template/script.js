"use strict";
const items = [...document.querySelectorAll("[data-item]")];
const texts = new Map(items.map((item) => [item, item.textContent.toLowerCase()]));
const search = document.getElementById("search");

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const kinds = new Set([...document.querySelectorAll("[name=kind]:checked")].map((box) => box.value));
  const counts = { finding: [0, 0], class: [0, 0] };
  for (const item of items) {
    const text = texts.get(item);
    item.hidden = !kinds.has(item.dataset.kind) || !words.every((word) => text.includes(word));
    counts[item.dataset.item][item.hidden ? 1 : 0] += 1;
  }
  const said = Object.entries({ findings: counts.finding, classes: counts.class })
    .filter(([, [shown, hidden]]) => shown + hidden > 0)
    .map(([name, [shown, hidden]]) => `${shown} of ${shown + hidden} ${name}`);
  document.getElementById("shown").textContent = said.length ? `Shown: ${said.join(", ")}` : "";
}

function sort(header) {
  const body = document.querySelector("#table tbody");
  const place = [...header.parentNode.children].indexOf(header);
  const ascending = header.getAttribute("aria-sort") !== "ascending";
  for (const other of header.parentNode.children) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const value = (row) => row.children[place].textContent;
  const order = new Intl.Collator("en", { numeric: true });
  const rows = [...body.rows].sort((a, b) => order.compare(value(a), value(b)));
  body.append(...(ascending ? rows : rows.reverse()));
}

document.querySelector(".filter").addEventListener("input", filter);
document.querySelector(".filter").addEventListener("submit", (event) => event.preventDefault());
document.querySelector("#table thead").addEventListener("click", (event) => {
  if (event.target.tagName === "BUTTON") sort(event.target.closest("th"));
});
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const one of opened) one.open = true;
});
addEventListener("afterprint", () => { for (const one of opened) one.open = false; });

function show() {
  const target = document.getElementById(location.hash.slice(1));
  if (target === null || target.dataset.item === undefined) return;
  if (target.hidden) {
    document.querySelector(".filter").reset();
    filter();
  }
  if (target.tagName === "DETAILS") target.open = true;
  const focus = target.querySelector("summary, a");
  if (focus !== null) focus.focus();
  target.scrollIntoView();
}

addEventListener("hashchange", show);
filter();
show();
