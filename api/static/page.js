// What all pages share: a citation shows its card when it is pointed at or reached by the keyboard.
// Pressing it works without this file.
const OPENS_AFTER = 120;
const CLOSES_AFTER = 250;
let timer = 0;
let pointed = null;
let closing = null;

function cardOf(button) {
  return document.getElementById(button.getAttribute("popovertarget"));
}

function show(button) {
  const card = cardOf(button);
  if (!card || card.matches(":popover-open")) return;
  card.showPopover({ source: button });
  pointed = button;
}

function later(work, delay) {
  clearTimeout(timer);
  timer = setTimeout(work, delay);
}

function hidePointed() {
  if (pointed) cardOf(pointed)?.hidePopover();
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const button = event.target.closest(".cite");
  if (button) later(() => show(button), OPENS_AFTER);
  else if (event.target.closest(".fact")) clearTimeout(timer);
  else if (pointed) later(hidePointed, CLOSES_AFTER);
});

// A card that closes hands the focus back to its marker, which does not open it again.
document.addEventListener("beforetoggle", (event) => {
  if (!event.target.matches(".fact") || event.newState === "open") return;
  closing = event.target;
  setTimeout(() => { closing = null; }, 0);
}, true);

// Not at once: while one card gives way to another, none can be shown.
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".cite:focus-visible") || (cardOf(target) === closing && target === pointed)) return;
  later(() => {
    if (target !== document.activeElement) return;
    if (target !== pointed) cardOf(target).hidePopover(); // shown from another marker, whose place in the order it has
    show(target);
  }, 0);
});

// A press on a marker whose card is already shown by pointing keeps it, instead of closing it.
document.addEventListener("click", (event) => {
  const button = event.target.closest(".cite");
  if (button) clearTimeout(timer); // or a card closed at once would be opened again by the pointer that is still there
  if (!button || button !== pointed || !cardOf(button).matches(":popover-open")) return;
  event.preventDefault();
  pointed = null;
});

document.addEventListener("toggle", (event) => {
  if (!event.target.matches(".fact")) return;
  const open = event.newState === "open";
  for (const button of document.querySelectorAll(`[popovertarget="${event.target.id}"]`)) {
    button.classList.toggle("open", open);
  }
  if (!open && pointed && cardOf(pointed) === event.target) pointed = null;
}, true);

// Copying a text or a link; without this file, links are links and buttons that copy are not shown.
export async function copy(text, told) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.body.appendChild(document.createElement("textarea"));
    field.value = text;
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  const before = told.textContent;
  told.textContent = "Copied";
  setTimeout(() => { told.textContent = before; }, 1500);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-copy-link]");
  if (link) {
    event.preventDefault();
    copy(link.href, link);
  }
  const button = event.target.closest("[data-copy]");
  if (button) copy(document.querySelector(button.dataset.copy).textContent, button);
});
