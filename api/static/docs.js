// Requests are sent from the page; without this file they can be opened or copied.
const LONGEST = 100000;

function legible(text, type) {
  if (!type.includes("json")) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(form) {
  const { method, type } = form.dataset;
  const said = form.querySelector("[role=status]");
  const shown = form.querySelector(".response");
  const body = form.elements.body?.value;
  // Only what is here is asked, wherever the address that was written leads.
  const address = new URL(form.elements.address.value, location.href);
  if (address.origin !== location.origin) {
    said.textContent = `Requests go to ${location.origin} only.`;
    return;
  }
  said.textContent = "…";
  const began = performance.now();
  try {
    const headers = { Accept: "application/json, */*;q=0.5", ...(body !== undefined && { "Content-Type": type }) };
    const response = await fetch(address, { method, headers, body });
    const text = legible(await response.text(), response.headers.get("Content-Type") ?? "");
    const time = Math.round(performance.now() - began);
    said.textContent = `${response.status} ${response.statusText}, ${time} ms`;
    shown.textContent = text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… ${text.length - LONGEST} characters more` : text;
    shown.hidden = false;
  } catch (error) {
    said.textContent = `No answer: ${error.message}`;
  }
}

for (const form of document.querySelectorAll(".request")) {
  form.querySelector("button").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

// A link to an operation or an object opens it.
function open() {
  const found = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (found instanceof HTMLDetailsElement) {
    found.open = true;
    found.scrollIntoView();
  }
}

addEventListener("hashchange", open);
open();
