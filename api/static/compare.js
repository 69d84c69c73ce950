// The matrix follows the choice; without this file the button does.
document.querySelector("#picker .button.main").hidden = true;
document.addEventListener("htmx:after:swap", () => {
  document.dispatchEvent(new CustomEvent("cloudcite:shown"));
});

// A size that is known by the name written becomes a choice beside the others; any other name is the server's to judge.
const size = document.getElementById("size");

function choose(value, label) {
  let box = document.querySelector(`#picker input[name=service][value="${CSS.escape(value)}"]`);
  if (!box) {
    box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name: "service", value });
    const name = document.createElement("span");
    name.textContent = label;
    const pick = document.createElement("label");
    pick.className = "pick";
    pick.append(box, " ", name);
    document.getElementById("chosen").append(pick);
  }
  box.checked = true;
}

function add() {
  const written = size.value.trim().toLowerCase();
  const known = [...document.querySelectorAll("#sizes option")].find((each) => each.value.toLowerCase() === written);
  if (known) {
    choose(known.dataset.name, known.value);
    size.value = "";
  }
  size.name = size.value ? "service" : ""; // what is empty stays out of the address
}

if (size) {
  size.name = "";
  size.addEventListener("change", add);
}
