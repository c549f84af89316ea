// The editor: what the map is asked, what the engine answers, and how both meet.

const SENT_OFTEN = 400;

function attempt(app, path) {
  app.trying = path;
  const snap = snapOf(app);
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

function snapOf(app) {
  const to = [...document.querySelectorAll("[data-snap]")].filter((box) => box.checked).map((box) => box.dataset.snap);
  if ($("draw-snap-line").value) to.push($("draw-snap-line").value);
  if (!to.length) return null;
  const { lat } = app.map.getCenter();
  const metres = (14 * 40075017 * Math.cos(lat * RADIANS)) / (WORLD * 2 ** app.map.getZoom());
  return { m: Math.min(50000, metres), to };
}

function tried(app, message, since) {
  if (message.op === "fault") {
    say(app, message.text);
    app.gains = [];
  } else {
    say(app, null);
    app.gains = message.gains;
    if (app.trying && message.path.length) app.snapped = message.path;
    showFigures(app, message.figures, true);
  }
  app.hands.redraw();
  requestAnimationFrame(() => waited(app, performance.now() - since));
}

// How long figures took from the move of the hand to the screen: for the reader, and for tests.
function waited(app, ms) {
  app.waits.push(Math.round(ms));
  if (app.waits.length > SENT_OFTEN) app.waits.shift();
  document.documentElement.dataset.waits = app.waits.join(",");
  $("draw-took").textContent = app.format.fill(app.words.took, { ms: app.format.number(ms) });
}

function clearTrial(app) {
  stopTrying(app);
  Object.assign(app, { trying: null, sketch: null, gains: [], snapped: null });
  if (app.state) showFigures(app, app.state.figures, false);
  app.hands.redraw();
}

function commit(app, path) {
  const snap = snapOf(app);
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

async function takeState(app, state) {
  const data = await unpack(state.plan);
  if (app.state && state.sequence < app.state.sequence) return;
  app.cancelGesture();
  takePlan(app, data);
  app.state = state;
  app.start = state.start;
  app.lines = makeLines(state.lines);
  app.chosen = null;
  if (app.stretch && app.stretch.to > app.lines.at(-1).km.at(-1)) chooseStretch(app, null);
  app.setDepths(state.depth_km);
  showState(app, state);
  clearTrial(app);
  drawLegend(app);
  app.redraw();
  setBusy(app, false);
  document.documentElement.dataset.sequence = String(state.sequence);
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

function watchKeys(app) {
  const asked = (event) => {
    const key = (/^[a-z]$/i.test(event.key) ? event.key : event.code.replace(/^Key/, "")).toLowerCase();
    const typing = event.target.closest("input, select, textarea");
    if (!(event.ctrlKey || event.metaKey) || (typing && key !== "s")) return null;
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return { y: "redo", s: "save" }[key] ?? null;
  };
  document.addEventListener("keydown", (event) => {
    const what = asked(event);
    if (what) {
      event.preventDefault();
      app.ask(what);
    } else if (event.key === "Escape") app.cancelGesture();
    else if (event.key === "Delete" && app.mode === "shape" && !event.target.closest("input, select, textarea")) app.chosen?.remove();
  });
}

function startDrawing(app) {
  document.body.classList.add("drawing");
  document.body.dataset.sheet = "half";
  Object.assign(app, { words: app.model.words, waits: [], gains: [], turn: 0, busy: false, mode: "shape", placeById: new Map(app.model.places.map((place) => [place.id, place])) });
  app.hands = new Hands(app).addTo(app.map);
  app.answered = (message) => {
    if (message.op !== "fault") return say(app, null);
    setBusy(app, false);
    clearTrial(app);
    return say(app, message.text);
  };
  const link = makeLink(app);
  link.on = {
    opened: () => $("draw-state").classList.remove("bad"),
    closed: () => {
      $("draw-state").textContent = app.words.cut_off;
      $("draw-state").classList.add("bad");
      setBusy(app, false);
      app.cancelGesture();
    },
    state: (state) => takeState(app, state),
    fault: ({ n, text }) => n === null && say(app, text),
    changed: () => ($("draw-changed").hidden = false),
  };
  buildPanel(app);
  buildHand(app);
  watchKeys(app);
  for (const button of document.querySelectorAll("[data-tool]")) button.addEventListener("click", () => setMode(app, button.dataset.tool));
  setMode(app, "shape");
}
