// The line in the reader's hand, on a map that no program serves: tried, made, undone, downloaded.

// The country's rim as edges, and whether a place lies in it.
function rimOf(model) {
  const { arcs, contains } = model;
  const shapes = model.base.units.map((unit) => unit.shape);
  const edges = [];
  for (const n of model.outline("units", shapes)) {
    const { lonlat } = arcs[n];
    for (let i = 2; i < lonlat.length; i += 2) edges.push(lonlat[i - 2], lonlat[i - 1], lonlat[i], lonlat[i + 1]);
  }
  return { edges: Float64Array.from(edges), land: (place) => shapes.some((shape) => contains(shape, place)) };
}

const sectionOf = ({ properties, geometry }) => ({ ...properties, coords: geometry.coordinates });

function featureOf({ name, basis, depth_m: depth, locked, corridor_m: corridor, coords }) {
  const properties = { name, basis, ...(depth && { depth_m: depth }), ...(locked && { locked }), ...(corridor && { corridor_m: corridor }) };
  return { type: "Feature", properties, geometry: { type: "LineString", coordinates: coords } };
}

// A placement file, as the engine writes it: a line for each section.
function placementText({ ceaseline }, lines) {
  const features = lines.map((line) => JSON.stringify(featureOf(line)));
  return `{\n "type": "FeatureCollection",\n "ceaseline": ${JSON.stringify(ceaseline)},\n "features": [\n${features.join(",\n")}\n ]\n}\n`;
}

const figuresOf = ({ line_m, territory_m2: ground }) => ({ line_m, territory_m2: ground, shares: ground.map((one) => one / (ground[0] + ground[1])) });

// Answers what the hand asks as the engine's wire does, of the last of some states.
function makeHere(app, first) {
  const rim = rimOf(app.model);
  const states = [first];
  let at = 0;
  let frame = 0;
  const after = (path) => {
    const now = states[at];
    const found = movedLine(now.lines, path, rim);
    if (found.fault) return { op: "fault", text: app.words[found.fault] };
    const [one, two] = now.territory_m2;
    const next = { lines: found.lines, line_m: now.line_m + found.metres, territory_m2: [one + found.ground, two - found.ground], kept: [...now.kept, ...found.gains] };
    return { op: "trial", path: found.path, figures: figuresOf(next), gains: found.gains, next };
  };
  const go = (to) => {
    at = Math.max(0, Math.min(states.length - 1, to));
    takeMoved(app, states[at], { undo: at > 0, redo: at < states.length - 1 });
  };
  const ways = {
    undo: () => go(at - 1),
    redo: () => go(at + 1),
    save: () => offer(app.exact.file, "application/geo+json", placementText(app.exact.placement, states[at].lines)),
  };
  return {
    open: false,
    ask: (what) => ways[what]?.(),
    attempt(message, answer) {
      cancelAnimationFrame(frame);
      const since = performance.now();
      frame = requestAnimationFrame(() => answer(after(message.path), since));
    },
    forget: () => cancelAnimationFrame(frame),
    send({ words }, answer) {
      const found = after(words.path);
      answer(found);
      if (found.op === "fault") return;
      states.splice(at + 1, Infinity, found.next);
      go(at + 1);
    },
  };
}

function takeMoved(app, state, able) {
  Object.assign(app, { lines: makeLines(state.lines), kept: state.kept, state: { figures: figuresOf(state) }, chosen: null });
  for (const [name, on] of Object.entries({ ...able, save: able.undo })) $(`move-${name}`).disabled = !on;
  setBusy(app, false);
  clearTrial(app);
}

function showMoved(app, figures, trying) {
  const rows = lineRows(app, figures, app.start);
  $("move-rows").replaceChildren(...rows.map((row) => figureRow(app, row, trying)));
  $("move-box").dataset.figures = JSON.stringify(figures);
}

function startMoving(app) {
  const { exact } = app.model;
  const first = { lines: exact.placement.features.map(sectionOf), line_m: exact.line_m, territory_m2: exact.territory_m2, kept: [] };
  Object.assign(app, { words: app.model.words, exact, gains: [], turn: 0, busy: false, start: figuresOf(first), show: (figures, trying) => showMoved(app, figures, trying) });
  app.hands = new Hands(app);
  app.link = makeHere(app, first);
  app.ask = app.link.ask;
  app.answered = (message) => {
    setBusy(app, false);
    if (message.op === "fault") clearTrial(app);
    say(app, message.op === "fault" ? message.text : null);
  };
  buildHand(app);
  takeMoved(app, first, { undo: false, redo: false });
  const turn = (on) => {
    app.link.open = on;
    document.body.classList.toggle("moving", on);
    for (const id of ["move-box", "draw-bar"]) $(id).hidden = !on;
    $("move").setAttribute("aria-pressed", String(on));
    app.map[on ? "addLayer" : "removeLayer"](app.hands);
    setMode(app, on ? "shape" : "look");
    if (!on) return;
    if (app.measuring) app.stopMeasuring();
    hideCard(app);
    app.lower();
  };
  $("move").addEventListener("click", () => turn(!app.link.open));
  $("move-close").addEventListener("click", () => {
    turn(false);
    $("move").focus();
  });
  for (const what of ["undo", "redo", "save"]) $(`move-${what}`).addEventListener("click", () => app.ask(what));
  watchKeys(app);
  watchTools(app);
  setMode(app, "look");
}
