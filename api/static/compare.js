// The matrix follows the choice; without this file the button does.
document.querySelector("#picker .button.main").hidden = true;
document.addEventListener("htmx:after:swap", () => {
  document.dispatchEvent(new CustomEvent("cloudcite:shown"));
});
