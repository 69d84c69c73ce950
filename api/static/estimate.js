// Sliders beside the fields: as far to the right as the amount is many times larger.
document.querySelector("#work .button.main").hidden = true;

function bounds(slider) {
  const high = Number(slider.dataset.high);
  return { low: Math.max(Number(slider.dataset.low), high / 1e6), high };
}

// Two significant digits, so that numbers stay readable.
function valueOf(slider) {
  const { low, high } = bounds(slider);
  const value = low * (high / low) ** (slider.value / slider.max);
  return Number(value.toPrecision(2)).toLocaleString("en", { useGrouping: false, maximumFractionDigits: 6 });
}

function follow(slider, field) {
  const value = Number(field.value.replaceAll(",", ""));
  if (!(value > 0)) return;
  const { low, high } = bounds(slider);
  slider.value = (slider.max * Math.log(value / low)) / Math.log(high / low);
}

function told(slider, field) {
  slider.setAttribute("aria-valuetext", `${field.value} ${slider.dataset.unit}`);
}

for (const slider of document.querySelectorAll("#work input[type=range]")) {
  const field = document.getElementById(slider.dataset.for);
  slider.hidden = false;
  follow(slider, field);
  told(slider, field);
  slider.addEventListener("input", () => {
    field.value = valueOf(slider);
    told(slider, field);
  });
  field.addEventListener("input", () => {
    follow(slider, field);
    told(slider, field);
  });
}
