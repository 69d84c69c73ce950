// Asking without a change of page (htmx does that), with suggestions while typing.
import Combobox from "./vendor/combobox-nav.js";

let box = null;

function start() {
  const input = document.getElementById("q");
  const list = document.getElementById("suggestions");
  box = new Combobox(input, list, { tabInsertsSuggestions: true });
  list.addEventListener("combobox-commit", (event) => {
    input.value = event.target.dataset.text;
    close();
    input.focus();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
}

function close() {
  const list = document.getElementById("suggestions");
  if (!list.hidden) box.stop();
  list.replaceChildren();
  list.hidden = true;
}

function suggested() {
  const input = document.getElementById("q");
  const list = document.getElementById("suggestions");
  if (!list.children.length || document.activeElement !== input) return close();
  if (list.hidden) {
    list.hidden = false;
    box.start();
  } else {
    box.clearSelection();
  }
}

function answered() {
  start();
  const lead = document.querySelector("#answer .lead");
  document.getElementById("said").textContent = lead ? lead.textContent : "";
  document.querySelector(".answer")?.scrollIntoView({ block: "start" });
  // On a phone the keyboard would cover the answer.
  if (matchMedia("(pointer: coarse)").matches) document.activeElement.blur();
  document.dispatchEvent(new CustomEvent("cloudcite:shown"));
}

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  if (target?.id === "suggestions") suggested();
  else if (target?.id === "main") answered();
});
document.addEventListener("submit", close, true);
start();
