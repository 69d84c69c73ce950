// The picture: what the list says, as two trees that grow out of the thing to the left and to the right.
// A press on a thing walks there.
/* global cytoscape */
const ROW = 28;
const HIGHEST_ROW = 40;
const MOST_SOCIAL = 8;
const MOST_OTHERS = 4;
const MOST_THINGS = 5;
const LONGEST = 28;
const NARROW = 560;
const LEGIBLE = 0.72;

const heading = document.getElementById("thing");
const canvas = document.getElementById("canvas");
document.getElementById("picture").hidden = false;

// Relations to what people choose between come first, on the right; then what describes the thing.
const every = [...document.querySelectorAll(".relation")].map((section, at) => ({
  id: `r${at}`,
  label: (section.dataset.direction === "in" ? "← " : "") + section.dataset.label,
  all: false,
  things: [...section.querySelectorAll(".links a")].map((link, number) => ({
    id: `r${at}t${number}`,
    label: link.textContent,
    href: link.href,
    chosen: "chosen" in link.dataset,
  })),
}));
const social = every.filter((relation) => relation.things.some((thing) => thing.chosen));
const others = every.filter((relation) => !social.includes(relation));
const relations = [...social.slice(0, MOST_SOCIAL), ...others.slice(0, MOST_OTHERS)];

function short(text, longest = LONGEST) {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

// What is shown of a relation: all, or the first few and how many more there are.
function leaves(relation) {
  const { things, all, id } = relation;
  if (all || things.length <= MOST_THINGS + 1) return things;
  return [...things.slice(0, MOST_THINGS), { id: `${id}more`, label: `${things.length - MOST_THINGS} more …`, more: true }];
}

function narrow() {
  return canvas.clientWidth < NARROW;
}

// On a narrow screen one tree, else two of about the same height.
function sides() {
  if (narrow()) return [[], relations];
  const total = relations.reduce((sum, relation) => sum + leaves(relation).length, 0);
  const right = [];
  let height = 0;
  for (const relation of relations) {
    if (height >= total / 2) break;
    right.push(relation);
    height += leaves(relation).length;
  }
  return [relations.slice(right.length), right];
}

function elements() {
  const found = [{ data: { id: "self", label: heading.dataset.label, wide: selfWidth() }, classes: "self", position: { x: 0, y: 0 } }];
  const [pill, gap, branch] = narrow() ? [108, 28, 24] : [132, 44, 34];
  const start = selfWidth() / 2 + gap;
  const trees = sides();
  const row = rowHeight(trees, 2 * (start + pill + branch + LONGEST * 6.5));
  trees.forEach((side, at) => {
    const sign = at ? 1 : -1;
    const end = at ? "right" : "left";
    const height = rows(side) * row;
    let y = -height / 2 + row / 2;
    for (const relation of side) {
      const shown = leaves(relation);
      found.push({
        data: { id: relation.id, wide: pill, label: short(relation.label, narrow() ? 17 : 22) },
        classes: `relation ${end}`,
        position: { x: sign * (start + pill / 2), y: y + ((shown.length - 1) * row) / 2 },
      });
      found.push({ data: { id: `${relation.id}e`, source: "self", target: relation.id }, classes: end });
      shown.forEach((thing, number) => {
        const kind = thing.more ? " more" : thing.chosen ? " chosen" : "";
        found.push({
          data: { id: thing.id, label: short(thing.label), href: thing.href ?? "", of: relation.id },
          classes: `thing ${end}${kind}`,
          position: { x: sign * (start + pill + branch), y: y + number * row },
        });
        found.push({ data: { id: `${thing.id}e`, source: relation.id, target: thing.id }, classes: end });
      });
      y += (shown.length + 0.45) * row;
    }
  });
  return found;
}

function rows(side) {
  return side.reduce((sum, relation) => sum + leaves(relation).length + 0.45, -0.45);
}

// Rows are as high as fills the canvas, if that leaves them between close and far apart.
function rowHeight(trees, wide) {
  const scale = Math.max(canvas.clientWidth / wide, LEGIBLE);
  const most = Math.max(...trees.map(rows), 1);
  return Math.min(Math.max((canvas.clientHeight / scale - 60) / most, ROW), HIGHEST_ROW);
}

function selfWidth() {
  return Math.min(Math.max(9.4 * heading.dataset.label.length, 60), 170);
}

function style() {
  const colours = getComputedStyle(document.documentElement);
  const colour = (name) => colours.getPropertyValue(name).trim();
  return [
    { selector: "node", style: { label: "data(label)", "font-family": "system-ui, sans-serif", "font-size": 13, "text-valign": "center", color: colour("--ink"), width: 8, height: 8, "background-color": colour("--edge"), "overlay-opacity": 0 } },
    { selector: ".self", style: { shape: "round-rectangle", width: "data(wide)", height: 26, padding: 13, "background-color": colour("--accent"), color: colour("--on-accent"), "font-weight": 600, "font-size": 15, "text-wrap": "wrap", "text-max-width": 180 } },
    { selector: ".relation", style: { shape: "round-rectangle", width: "data(wide)", height: 22, "font-size": 12, color: colour("--dim"), "background-color": colour("--soft") } },
    { selector: ".thing.right", style: { "text-halign": "right", "text-margin-x": 7 } },
    { selector: ".thing.left", style: { "text-halign": "left", "text-margin-x": -7 } },
    { selector: ".chosen", style: { width: 10, height: 10, "background-color": colour("--accent"), "font-weight": 600 } },
    { selector: ".more", style: { color: colour("--dim"), "background-color": colour("--line") } },
    { selector: ".thing.pointed", style: { color: colour("--accent"), "background-color": colour("--accent") } },
    { selector: "edge", style: { width: 1.5, "line-color": colour("--line"), "curve-style": "round-taxi", "taxi-direction": "horizontal", "taxi-turn": "50%", "taxi-turn-min-distance": 6, "taxi-radius": 7, "overlay-opacity": 0 } },
  ];
}

const picture = cytoscape({
  container: canvas,
  elements: elements(),
  style: style(),
  layout: { name: "preset" },
  minZoom: 0.25,
  maxZoom: 2,
  boxSelectionEnabled: false,
  autoungrabify: true,
  userZoomingEnabled: matchMedia("(pointer: coarse)").matches, // a wheel scrolls the page
});

function fit() {
  picture.resize();
  picture.fit(undefined, 20);
  if (picture.zoom() > 1.15) picture.zoom(1.15);
  if (picture.zoom() < LEGIBLE) picture.zoom(LEGIBLE);
  picture.center();
  // What does not fit legibly is dragged to; the thing itself is where it starts.
  const box = picture.elements().renderedBoundingBox();
  if (box.w > canvas.clientWidth) picture.panBy({ x: 12 - box.x1, y: 0 });
  if (box.h > canvas.clientHeight) {
    picture.panBy({ x: 0, y: canvas.clientHeight / 2 - picture.$("#self").renderedPosition().y });
  }
}

function draw() {
  picture.json({ elements: elements() });
  for (const element of elements()) if (element.position) picture.$id(element.data.id).position(element.position);
  fit();
}

picture.on("tap", ".thing", (event) => {
  const { href, of } = event.target.data();
  if (href) return location.assign(href);
  relations.find((relation) => relation.id === of).all = true;
  draw();
});
picture.on("mouseover", ".thing", (event) => {
  event.target.addClass("pointed");
  canvas.classList.add("pointing");
});
picture.on("mouseout", ".thing", (event) => {
  event.target.removeClass("pointed");
  canvas.classList.remove("pointing");
});
document.getElementById("closer").addEventListener("click", () => zoom(1.25));
document.getElementById("farther").addEventListener("click", () => zoom(0.8));
document.getElementById("whole").addEventListener("click", fit);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => picture.style(style()));
addEventListener("resize", draw);

function zoom(factor) {
  const middle = { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 };
  picture.zoom({ level: picture.zoom() * factor, renderedPosition: middle });
}

fit();
document.getElementById("seen")?.scrollIntoView({ block: "nearest" });
// Where a thing is on the screen, for whoever drives the page from outside.
canvas.placeOf = (label) => {
  const node = picture.nodes(".thing").filter((each) => each.data("label") === label)[0];
  const box = canvas.getBoundingClientRect();
  const { x, y } = node.renderedPosition();
  return { x: box.x + x, y: box.y + y };
};
