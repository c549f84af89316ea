// Lines side by side: up to five checkpoints beside the line as it is, dashed on the map.

const BESIDE = ["#0f766e", "#c2410c", "#7c3aed", "#be185d", "#4d7c0f"];

// Show a checkpoint beside the line as it is, or no longer.
function besides(app, name, on) {
  if (!on) app.beside.delete(name);
  else if (app.beside.size < BESIDE.length) {
    const taken = [...app.beside.values()].map(({ colour }) => colour);
    app.beside.set(name, { colour: BESIDE.find((colour) => !taken.includes(colour)), stamp: null });
  }
  askBesides(app);
  showMarks(app);
}

// Ask for the figures of those that were kept anew since they were asked for.
function askBesides(app) {
  const { stamps } = app.state;
  for (const [name, one] of app.beside) {
    if (!(name in stamps)) app.beside.delete(name);
    else if (one.stamp !== stamps[name]) {
      const asked = app.link.send({ op: "kept", name }, (message) => {
        if (message.op === "fault") return say(app, message.text);
        Object.assign(one, { figures: message.figures, lines: message.lines });
        showBesides(app, app.state.figures);
        return app.hands.redraw();
      });
      if (asked) one.stamp = stamps[name];
    }
  }
  showBesides(app, app.state.figures);
  app.hands.redraw();
}

function showBesides(app, now) {
  const shown = [...app.beside].filter(([, one]) => one.figures);
  $("draw-compare").hidden = !shown.length;
  if (!shown.length) return $("draw-beside").replaceChildren();
  const columns = [now, ...shown.map(([, one]) => one.figures)].map((figures) => figureRows(app, figures, app.start));
  const head = el("tr", {}, el("th", { scope: "col" }, app.text.figure), el("th", { scope: "col", class: "number" }, app.words.now), ...shown.map(([name, { colour }]) =>
    el("th", { scope: "col", class: "number" }, swatch(colour), " ", el("button", { type: "button", class: "link", onclick: () => app.link.send({ op: "back_to", name }, app.answered) }, name))));
  const rows = columns[0].map(([name, format], row) => el("tr", {}, el("th", { scope: "row" }, name), ...columns.map((own) => el("td", { class: "number" }, format(own[row][2])))));
  return $("draw-beside").replaceChildren(el("thead", {}, head), el("tbody", {}, ...rows));
}

const swatch = (colour) => {
  const sign = el("span", { class: "draw-swatch", "aria-hidden": "true" });
  sign.style.background = colour;
  return sign;
};

// The checkpoints, each with a box that shows it beside; and the two that can be compared.
function showMarks(app) {
  const names = app.state.checkpoints;
  $("draw-marks").replaceChildren(...names.map((name) => el("li", {},
    el("label", { title: app.words.beside }, el("input", { type: "checkbox", "aria-label": app.format.fill(app.words.beside_tick, { name }), checked: app.beside.has(name), disabled: !app.beside.has(name) && app.beside.size >= BESIDE.length, onchange: (event) => besides(app, name, event.target.checked) })),
    el("button", { type: "button", class: "link", onclick: () => app.link.send({ op: "back_to", name }, app.answered) }, name))));
  const options = () => [el("option", { value: "" }, app.words.beside_now), ...[...app.beside.keys()].map((name) => el("option", { value: name }, name))];
  const before = ["draw-one", "draw-two"].map((id) => $(id).value);
  ["draw-one", "draw-two"].forEach((id, k) => {
    $(id).replaceChildren(...options());
    const known = [...$(id).options].some(({ value }) => value === before[k]);
    $(id).value = before[k] && known ? before[k] : k ? "" : ([...app.beside.keys()][0] ?? "");
  });
  linkCompared();
}

function linkCompared() {
  const [one, two] = ["draw-one", "draw-two"].map((id) => $(id).value);
  const link = $("draw-compared");
  if (one === two) link.removeAttribute("href");
  else link.href = `/export/compare.html?of=${encodeURIComponent(one)}&of=${encodeURIComponent(two)}`;
}

function buildBesides(app) {
  app.beside = new Map();
  for (const id of ["draw-one", "draw-two"]) $(id).addEventListener("change", linkCompared);
}
