// Tables of things side by side: copied as text, and their columns put in the order of a row.
import { copy } from "./page.js";

function rowsOf(table) {
  return [...table.rows].map((row) => [...row.cells].map((cell) => {
    const copied = cell.cloneNode(true);
    for (const extra of copied.querySelectorAll(".cite, .more, .sign, .mark, .sorter")) extra.remove();
    return copied.textContent.trim().replace(/\s+/g, " ");
  }));
}

function markdown(rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replace(/([\\|<>[\]*_`])/g, "\\$1")).join(" | ")} |`;
  return [line(rows[0]), line(rows[0].map(() => "---")), ...rows.slice(1).map(line)].join("\n") + "\n";
}

// A cell that begins like a formula would be run by a spreadsheet, so it is given as text.
function csv(rows) {
  const field = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  return rows.map((cells) => cells.map(field).join(",")).join("\r\n") + "\r\n";
}

function amount(cell) {
  if (cell.classList.contains("no_limit")) return Infinity;
  return Number(cell.dataset.value ?? NaN);
}

// Most first, then least first, then as it was.
function sort(button) {
  const table = button.closest("table");
  const row = button.closest("tr");
  const order = { none: "most", most: "least", least: "none" }[button.dataset.order];
  for (const other of table.querySelectorAll(".sorter")) mark(other, "none");
  const columns = [...row.cells].slice(1).map((cell) => ({ key: amount(cell), at: Number(cell.dataset.at) }));
  const sign = order === "least" ? 1 : -1;
  columns.sort((a, b) => {
    if (order === "none" || (Number.isNaN(a.key) && Number.isNaN(b.key)) || a.key === b.key) return a.at - b.at;
    if (Number.isNaN(a.key)) return 1;
    if (Number.isNaN(b.key)) return -1;
    return sign * (a.key - b.key);
  });
  for (const each of table.rows) {
    const cells = new Map([...each.cells].slice(1).map((cell) => [Number(cell.dataset.at), cell]));
    each.append(...columns.map((column) => cells.get(column.at)));
  }
  mark(button, order);
}

function mark(button, order) {
  button.dataset.order = order;
  button.textContent = { none: "⇄", most: "▾", least: "▴" }[order];
  button.setAttribute("aria-pressed", String(order !== "none"));
}

function start() {
  for (const holder of document.querySelectorAll(".side-by-side")) {
    if (holder.dataset.ready) continue;
    holder.dataset.ready = "yes";
    holder.querySelector(".tools").hidden = false;
    for (const row of holder.querySelector("table").rows) {
      [...row.cells].slice(1).forEach((cell, at) => { cell.dataset.at = at; });
      const values = [...row.cells].slice(1).map(amount).filter((value) => !Number.isNaN(value));
      if (values.length > 1 && new Set(values).size > 1) row.cells[0].append("\u00a0", sorter(row.cells[0]));
    }
  }
}

function sorter(header) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sorter";
  button.title = "Put the columns in order of this row";
  mark(button, "none");
  button.setAttribute("aria-label", `Order the columns by ${header.firstChild.textContent.trim()}`);
  return button;
}

document.addEventListener("click", (event) => {
  const shape = event.target.closest("[data-copy-table]");
  if (shape) {
    const rows = rowsOf(shape.closest(".side-by-side").querySelector("table"));
    copy(shape.dataset.copyTable === "csv" ? csv(rows) : markdown(rows), shape);
  }
  const button = event.target.closest(".sorter");
  if (button) sort(button);
});
document.addEventListener("cloudcite:shown", start);
start();
