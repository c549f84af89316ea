// What the hand does on the map: one gesture at a time, tried while it lasts, made when it ends.

const REACH = { mouse: 9, pen: 12, touch: 22 };
// Pixels that a hand may slip and still means where it came down.
const SLIP = { mouse: 3, pen: 5, touch: 10 };

function buildHand(app) {
  const { map } = app;
  const root = map.getContainer();
  const spot = (event) => {
    const box = root.getBoundingClientRect();
    return L.point(event.clientX - box.left, event.clientY - box.top);
  };
  const lonlat = (point) => {
    const { lng, lat } = map.containerPointToLatLng(point);
    return [lng, lat];
  };
  let gesture = null;
  let held = 0;

  const idle = () => !app.measuring && !app.busy && app.link.open;
  const mine = (event) => event.target.closest(".map") && event.isPrimary && event.button <= 0;
  const begin = (event) => {
    if (gesture && !event.isPrimary) return app.cancelGesture(); // two fingers zoom
    if (!mine(event) || !idle()) return;
    const point = spot(event);
    gesture = GESTURES[app.mode]?.(app, point, REACH[event.pointerType] ?? 9, lonlat(point)) ?? null;
    if (!gesture) return;
    event.preventDefault();
    event.stopPropagation();
    map.dragging.disable();
    document.body.dataset.gesture = "yes";
    root.setPointerCapture(event.pointerId);
    Object.assign(gesture, { id: event.pointerId, from: point, moved: false });
    if (gesture.hold) held = setTimeout(() => gesture && !gesture.moved && end(event, gesture.hold), 650);
  };
  const move = (event) => {
    if (!gesture || event.pointerId !== gesture.id) {
      if (event.pointerType !== "touch") hover(app, spot(event));
      return;
    }
    event.stopPropagation();
    const point = spot(event);
    if (!gesture.moved && point.distanceTo(gesture.from) < (SLIP[event.pointerType] ?? 3)) return;
    gesture.moved = true;
    gesture.move?.(point, lonlat(point));
    app.hands.redraw();
  };
  const end = (event, last) => {
    clearTimeout(held);
    if (!gesture || event.pointerId !== gesture.id) return;
    const done = gesture;
    gesture = null;
    delete document.body.dataset.gesture;
    map.dragging.enable();
    stopTrying(app);
    const finish = last ?? (done.moved ? done.drop : done.tap);
    app.suppress = performance.now() + 350;
    if (finish) finish(spot(event), lonlat(spot(event)));
    else clearTrial(app);
    app.hands.redraw();
  };
  app.cancelGesture = () => {
    clearTimeout(held);
    if (gesture) map.dragging.enable();
    gesture = null;
    delete document.body.dataset.gesture;
    clearTrial(app);
  };
  root.addEventListener("pointerdown", begin, { capture: true });
  root.addEventListener("pointermove", move, { capture: true });
  root.addEventListener("pointerup", (event) => end(event), { capture: true });
  root.addEventListener("pointercancel", () => app.cancelGesture(), { capture: true });
  // The click that ends a gesture is no question about the place.
  root.addEventListener("click", (event) => performance.now() < app.suppress && event.stopPropagation(), { capture: true });
}

function hover(app, point) {
  const over = app.mode === "shape" ? (nearestOnLines(app, point)?.far ?? 99) < REACH.mouse : app.mode === "stretch" && app.stretch && inStretch(app, point);
  document.body.dataset.over = over ? "yes" : "no";
}

const GESTURES = {
  shape(app, point, reach) {
    const handle = handlesOf(app).map((one) => ({ ...one, far: Math.hypot(one.x - point.x, one.y - point.y) })).sort((a, b) => a.far - b.far)[0];
    if (handle && handle.far <= reach) return bending(app, handle.line, handle.vertex, handle);
    const near = nearestOnLines(app, point);
    if (!near || near.far > reach || near.line.locked) return near && near.far <= reach ? refused(app, app.words.is_locked) : null;
    const pixels = screenOf(app, near.line);
    const [a, b] = [pixels[near.edge - 1], pixels[near.edge]];
    const { coords } = near.line;
    if (Math.hypot(a[0] - b[0], a[1] - b[1]) > APART) {
      return along_(app, (to) => [coords[near.edge - 1], to, coords[near.edge]]);
    }
    return bending(app, near.line, near.share > 0.5 ? near.edge : near.edge - 1, null);
  },
  draw(app, point, reach, at) {
    return freehand(app, point, at, { move: (path) => attempt(app, path), drop: (path) => commit(app, path) });
  },
};

const refused = (app, words) => ({ tap: () => say(app, words), drop: () => say(app, words) });

// A path as the hand draws it.
function freehand(app, point, at, { move, drop }) {
  const path = [at];
  let last = point;
  return {
    move(to, place) {
      if (to.distanceTo(last) < 3) return;
      last = to;
      path.push(place);
      app.sketch = path;
      move?.(thinnedPath(app, path));
    },
    drop: () => drop(thinnedPath(app, path)),
  };
}

// Bend a line at a vertex: what lies up to the neighbouring handles goes along in part.
function bending(app, line, vertex, handle) {
  const own = handlesOf(app).filter((one) => one.line === line).map((one) => one.vertex);
  const count = line.closed ? line.coords.length - 1 : line.coords.length;
  if (!line.closed && (vertex === 0 || vertex === count - 1)) return null;
  const [before, after] = [-1, 1].map((step) => neighbour(own, vertex, step, line, count));
  const ahead = verticesBetween(line, before, vertex);
  const behind = verticesBetween(line, vertex, after);
  const start = line.coords[vertex];
  const tent = (to) => {
    const [dx, dy] = [to[0] - start[0], to[1] - start[1]];
    const moved = (list, share) => list.map((i, k) => [line.coords[i][0] + share(k) * dx, line.coords[i][1] + share(k) * dy]);
    const up = moved(ahead, (k) => k / (ahead.length - 1));
    const down = moved(behind, (k) => 1 - k / (behind.length - 1));
    return [...up, ...down.slice(1)];
  };
  const gesture = along_(app, tent);
  const [one, two] = [(vertex + count - 1) % count, (vertex + 1) % count];
  const remove = () => commit(app, [line.coords[one], line.coords[two]]);
  if (handle) gesture.hold = remove;
  gesture.tap = () => {
    const again = app.chosen?.line === line && app.chosen.vertex === vertex && performance.now() - app.chosen.at < 450;
    app.chosen = { line, vertex, at: performance.now(), remove };
    if (again) remove();
  };
  return gesture;
}

// The next handle, or the end of the line.
function neighbour(own, vertex, step, line, count) {
  const others = step > 0 ? own.filter((v) => v > vertex) : own.filter((v) => v < vertex).reverse();
  if (others.length) return others[0];
  if (!line.closed) return step > 0 ? count - 1 : 0;
  if (own.length > 2) return own.at(step > 0 ? 0 : -1);
  return (vertex + step + count) % count;
}

// A path that follows the pointer.
function along_(app, pathTo) {
  return {
    move: (_, place) => attempt(app, pathTo(place)),
    drop: (_, place) => commit(app, pathTo(place)),
  };
}

// A freehand path without what is under a pixel and a half from the straight way (Douglas, Peucker).
function thinnedPath(app, path) {
  const pixels = path.map(([lon, lat]) => app.map.latLngToContainerPoint([lat, lon]));
  const kept = L.LineUtil.simplify(pixels.map((p, i) => Object.assign(p, { i })), 1.5);
  return kept.map(({ i }) => path[i]);
}
