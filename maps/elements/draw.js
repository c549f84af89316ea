// The editor: what the map is asked, what the engine answers, and how both meet.

const WAITS_KEPT = 400;

// The plan as the engine has it now, in place of the one before, whose shapes are let go.
function takePlan(app, data) {
  const { model } = app;
  app.drawn ??= { arcs: model.arcs.length, shapes: model.shapes.length, turn: 0 };
  const { arcs, shapes } = app.drawn;
  Object.assign(model.arcs, { length: arcs });
  Object.assign(model.shapes, { length: shapes });
  model.forget();
  const shift = (n) => (n < 0 ? ~(~n + arcs) : n + arcs);
  for (const arc of decodeArcs(data.streams, data.scale)) model.arcs.push(arc);
  for (const shape of decodeShapes(data.streams)) model.shapes.push(shape.map((rings) => rings.map((ring) => ring.map(shift))));
  const { plan } = data;
  const moved = (list) => list.map((one) => ({ ...one, shape: one.shape + shapes }));
  for (const own of Object.values(plan.overlays)) own.shapes = own.shapes.map((n) => n + shapes);
  const record = { ...model.plans[0], ...plan, sections: moved(plan.sections), parts: moved(plan.parts), zone_parts: moved(plan.zone_parts) };
  model.plans[0] = { ...decodePlan(record, 0, data.streams), index: `e${++app.drawn.turn}` };
}

function snapOf(app) {
  const to = [...document.querySelectorAll("[data-snap]")].filter((box) => box.checked).map((box) => box.dataset.snap);
  if ($("draw-snap-line").value) to.push($("draw-snap-line").value);
  if (!to.length) return null;
  const { lat } = app.map.getCenter();
  const metres = (14 * 40075017 * Math.cos(lat * RADIANS)) / (WORLD * 2 ** app.map.getZoom());
  return { m: Math.min(50000, metres), to };
}

// How long figures took from the move of the hand to the screen: for the reader, and for tests.
function waited(app, ms) {
  app.waits.push(Math.round(ms));
  if (app.waits.length > WAITS_KEPT) app.waits.shift();
  document.documentElement.dataset.waits = app.waits.join(",");
  $("draw-took").textContent = app.format.fill(app.words.took, { ms: app.format.number(ms) });
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

function startDrawing(app) {
  document.body.classList.add("drawing");
  document.body.dataset.sheet = "half";
  Object.assign(app, { words: app.model.words, waits: [], gains: [], turn: 0, busy: false, mode: "shape", placeById: new Map(app.model.places.map((place) => [place.id, place])) });
  app.show = (figures, trying) => showFigures(app, figures, trying);
  app.snap = () => snapOf(app);
  app.waited = (since) => requestAnimationFrame(() => waited(app, performance.now() - since));
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
  watchTools(app);
  setMode(app, "shape");
}
