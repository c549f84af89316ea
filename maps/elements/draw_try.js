// A line in the hand: what is tried, what is made of it, which tool is chosen.

function attempt(app, path) {
  app.trying = path;
  const snap = app.snap?.();
  tryOut(app, { op: "try", path: path.map(rounded), ...(snap && { snap }) });
  app.hands.redraw();
}

// Ask what something would come to; an answer that comes when the hand does something else is dropped.
function tryOut(app, message) {
  const { turn } = app;
  app.link.attempt(message, (answer, since) => turn === app.turn && tried(app, answer, since));
}

function stopTrying(app) {
  app.turn++;
  app.link?.forget();
}

const rounded = ([lon, lat]) => [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7];

function tried(app, message, since) {
  if (message.op === "fault") {
    say(app, message.text);
    app.gains = [];
  } else {
    say(app, null);
    app.gains = message.gains;
    if (app.trying && message.path.length) app.snapped = message.path;
    app.show(message.figures, true);
  }
  app.hands.redraw();
  app.waited?.(since);
}

function clearTrial(app) {
  stopTrying(app);
  Object.assign(app, { trying: null, sketch: null, depth: null, gains: [], snapped: null });
  if (app.state) app.show(app.state.figures, false);
  app.hands.redraw();
}

function commit(app, path) {
  const snap = app.snap?.();
  makeEdit(app, "draw", { path: path.map(rounded), ...(snap && { snap }) });
}

// Make an edit; what was tried stays in sight until the engine's answer is drawn.
function makeEdit(app, verb, words) {
  stopTrying(app);
  if (app.busy || !app.link.open) return clearTrial(app);
  setBusy(app, true);
  return app.link.send({ op: "edit", verb, words }, app.answered);
}

// One edit at a time: the next one starts from the line that the engine answers with.
function setBusy(app, busy) {
  app.busy = busy;
  document.body.dataset.busy = busy ? "yes" : "no";
}

function setMode(app, mode) {
  app.cancelGesture();
  app.mode = mode;
  document.body.dataset.hand = mode;
  for (const button of document.querySelectorAll("[data-tool]")) button.setAttribute("aria-pressed", String(button.dataset.tool === mode));
  for (const node of document.querySelectorAll("[data-for]")) node.hidden = !node.dataset.for.split(" ").includes(mode);
  $("draw-help").textContent = app.words[`help_${mode}`];
  app.hands.redraw();
}

function watchTools(app) {
  for (const button of document.querySelectorAll("[data-tool]")) button.addEventListener("click", () => setMode(app, button.dataset.tool));
}

function say(app, words) {
  $("draw-fault").hidden = !words;
  $("draw-fault").textContent = words ?? "";
}

// A change with its sign; one that is nothing at the digits shown is none.
function signed_(app, value, shown) {
  const size = shown(Math.abs(value));
  return size === shown(0) ? app.words.same : `${value > 0 ? "+" : "−"}${size}`;
}

// What the line itself comes to: its name, how it is shown, now, at the start.
function lineRows(app, now, start) {
  const { format } = app;
  const km = (metres) => `${format.number(metres / 1000, 1)} ${app.text.km}`;
  const { party_names: names } = app.plan();
  const fine = (share) => `${format.number(100 * share, 3)} %`;
  const rows = [[app.words.length, km, now.line_m, start.line_m]];
  names.forEach((name, side) => rows.push([format.fill(app.words.share_of, { party: name }), fine, now.shares[side], start.shares[side]]));
  names.forEach((name, side) => rows.push([format.fill(app.words.ground_of, { party: name }), format.km2, now.territory_m2[side], start.territory_m2[side]]));
  return rows;
}

const figureRow = (app, [name, shown, now, start], trying) => el("tr", {},
  el("th", { scope: "row" }, name),
  el("td", { class: trying ? "number trying" : "number" }, shown(now)),
  el("td", { class: "number" }, signed_(app, now - start, shown)));

function watchKeys(app) {
  const asked = (event) => {
    const key = (/^[a-z]$/i.test(event.key) ? event.key : event.code.replace(/^Key/, "")).toLowerCase();
    const typing = event.target.closest("input, select, textarea");
    if (!(event.ctrlKey || event.metaKey) || (typing && key !== "s")) return null;
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return { y: "redo", s: "save" }[key] ?? null;
  };
  document.addEventListener("keydown", (event) => {
    if (!app.link.open) return;
    const what = asked(event);
    if (what) {
      event.preventDefault();
      app.ask(what);
    } else if (event.key === "Escape") app.cancelGesture();
    else if (event.key === "Delete" && app.mode === "shape" && !event.target.closest("input, select, textarea")) app.chosen?.remove();
  });
}
