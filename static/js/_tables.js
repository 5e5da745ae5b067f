import { make } from "./_dom.js";

// Lets readers narrow a comparison: rows by words, rows that differ, columns by choice. What was chosen is in the
// address, so that it can be shared; what the address says wrongly is passed over.
export function tables() {
  const scroll = document.querySelector("[data-filter]");
  if (scroll) filter(scroll);
}

function filter(scroll) {
  const heads = [...scroll.querySelectorAll("th[data-id]")];
  const groups = [...scroll.querySelectorAll(":scope > table > tbody")].map((body) => ({
    body,
    name: body.querySelector(".group th").textContent,
    cell: body.querySelector(".group td"),
    rows: [...body.querySelectorAll(":scope > tr:not(.group)")].map(readRow),
  }));
  const total = groups.reduce((sum, group) => sum + group.rows.length, 0);

  const search = make("input", { type: "search", placeholder: "Filter rows", autocomplete: "off" });
  search.setAttribute("aria-label", "Filter rows");
  const differ = make("input", { type: "checkbox" });
  const boxes = heads.map((head) => make("input", { type: "checkbox", value: head.dataset.id, checked: true }));
  const columns = make("fieldset", {}, make("legend", { className: "vh", textContent: "Columns" }), ...heads.map((head, i) => make("label", {}, boxes[i], head.textContent.trim())));
  const chooser = make("details", {}, make("summary", { textContent: "Columns" }), columns);
  const all = make("button", { type: "button", textContent: "Show everything", hidden: true });
  const count = make("output");
  count.setAttribute("role", "status");
  const nothing = make("p", { className: "empty", hidden: true, textContent: "No row fits. Take a word away, or show more columns." });

  const bar = make("div", { className: "filter" }, search);
  if (heads.length > 1) bar.append(make("label", {}, differ, "Only rows that differ"));
  if (heads.length > 2) bar.append(chooser);
  bar.append(all, count);
  bar.setAttribute("role", "search");
  bar.setAttribute("aria-label", "Narrow the table");
  scroll.before(bar);
  scroll.after(nothing);

  read();
  apply();
  bar.addEventListener("input", () => {
    if (!boxes.some((box) => box.checked)) for (const box of boxes) box.checked = true;
    apply();
    write();
  });
  all.addEventListener("click", () => {
    search.value = "";
    differ.checked = false;
    for (const box of boxes) box.checked = true;
    apply();
    write();
    search.focus();
  });
  chooser.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !chooser.open) return;
    chooser.open = false;
    chooser.firstChild.focus();
  });
  document.addEventListener("click", (event) => {
    if (!chooser.contains(event.target)) chooser.open = false;
  });
  addEventListener("popstate", () => {
    read();
    apply();
  });

  function apply() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = boxes.map((box) => box.checked);
    let visible = 0;
    heads.forEach((head, i) => (head.hidden = !shown[i]));
    for (const group of groups) {
      let any = false;
      for (const { row, cells, text, words: said } of group.rows) {
        cells.forEach((cell, i) => (cell.hidden = !shown[i]));
        const fits = words.every((word) => text.includes(word) || group.name.toLowerCase().includes(word));
        row.hidden = !fits || (differ.checked && new Set(said.filter((_, i) => shown[i])).size < 2);
        any ||= !row.hidden;
        visible += !row.hidden;
      }
      group.body.hidden = !any;
      group.cell.colSpan = shown.filter(Boolean).length;
    }
    scroll.hidden = !visible;
    nothing.hidden = visible > 0;
    all.hidden = visible === total && shown.every(Boolean) && !search.value;
    count.textContent = `${visible} of ${total} rows`;
  }

  function read() {
    const query = new URLSearchParams(location.search);
    const chosen = (query.get("columns") ?? "").split(",").filter((id) => boxes.some((box) => box.value === id));
    search.value = query.get("rows") ?? "";
    differ.checked = query.get("differ") === "1";
    for (const box of boxes) box.checked = !chosen.length || chosen.includes(box.value);
  }

  function write() {
    const query = new URLSearchParams(location.search);
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    put(query, "rows", search.value.trim());
    put(query, "differ", differ.checked ? "1" : "");
    put(query, "columns", chosen.length < boxes.length ? chosen.join(",") : "");
    const text = query.toString().replaceAll("%2C", ",");
    history.replaceState(null, "", location.pathname + (text ? "?" + text : "") + location.hash);
  }
}

// The parts of a row, and what it says: its label and its cells, without the reasons and receipts that can be opened.
function readRow(row) {
  const cells = [...row.querySelectorAll(":scope > td")];
  const words = cells.map(wordsOf);
  const label = row.querySelector("summary")?.textContent ?? "";
  return { row, cells, words, text: [label, ...words].join(" ").toLowerCase() };
}

function put(query, name, value) {
  if (value) query.set(name, value);
  else query.delete(name);
}

// What a cell says, without its receipt.
function wordsOf(cell) {
  if (!cell.querySelector(".receipt")) return cell.textContent.trim();
  const copy = cell.cloneNode(true);
  for (const receipt of copy.querySelectorAll(".receipt")) receipt.remove();
  return copy.textContent.trim();
}
