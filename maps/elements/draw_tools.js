// What the hand does in the editor alone: areas, stretches, depths, settlements, units.

Object.assign(GESTURES, {
  ring(app, point, reach, at) {
    const give = (ring) => (ring.length > 3 ? makeEdit(app, "give", { to: $("draw-to").value, ring: [...ring, ring[0]] }) : clearTrial(app));
    return freehand(app, point, at, { drop: give });
  },
  stretch(app, point, reach) {
    if (app.stretch && inStretch(app, point)) return shifting(app, point);
    const near = nearestOnLines(app, point);
    if (!near || near.far > reach) return null;
    return {
      move(to) {
        const other = nearestOnLines(app, to);
        if (other) chooseStretch(app, Math.min(near.km, other.km), Math.max(near.km, other.km));
      },
      drop: () => app.hands.redraw(),
      tap: () => chooseStretch(app, Math.max(0, near.km - 10), Math.min(app.lines.at(-1).km.at(-1), near.km + 10)),
    };
  },
  depth(app, point, reach, at) {
    const held = sideOf(app.plan(), app.model, at);
    return held && deepening(app, held.side);
  },
  flip(app, point) {
    return { tap: () => flipAt(app, point) };
  },
  give(app, point, reach, at) {
    return {
      tap() {
        const held = sideOf(app.plan(), app.model, at);
        if (held) makeEdit(app, "give", { to: $("draw-to").value, units: [held.unit] });
      },
    };
  },
});

// The zone of one side as deep as the hand is away from the line: all of it, or along the chosen stretch.
function deepening(app, side) {
  const between = app.stretch && [app.stretch.from, app.stretch.to].map((km) => Number(km.toFixed(3)));
  const now = between ? app.lines.find(({ km }) => km.at(-1) > between[0]).depth_km : app.state.depth_km;
  const words = (km) => ({ km: now.map((own, k) => (k === side ? km : own)), ...(between && { between }) });
  let km = null;
  return {
    move(to, place) {
      const { lonlat } = nearestOnLines(app, to);
      km = Math.min(150, Math.round(metresBetween(place, lonlat) / 100) / 10);
      app.depth = { from: lonlat, to: place, said: `${app.format.number(km, 1)} ${app.text.km}` };
      tryOut(app, { op: "try_depth", ...words(km) });
    },
    drop: () => makeEdit(app, "depth", words(km)),
  };
}

// Shift the chosen stretch with all that lies on it.
function shifting(app, from) {
  const start = app.map.containerPointToLatLng(from);
  const own = stretchPlaces(app);
  if (!own) return refused(app, app.words.one_piece);
  const path = ([lon, lat]) => {
    const moved = own.map(([x, y]) => [x + lon - start.lng, y + lat - start.lat]);
    return [own[0], ...moved, own.at(-1)];
  };
  const gesture = along_(app, path);
  gesture.tap = () => chooseStretch(app, null);
  return gesture;
}

// The places of the chosen stretch, if it is one piece of the line.
function stretchPlaces(app) {
  const { from, to } = app.stretch;
  const out = [];
  for (const line of app.lines) {
    const [low, high] = [line.km[0], line.km.at(-1)];
    if (high <= from || low >= to) continue;
    const own = [];
    if (from > low) own.push(placeAtKm(line, from));
    line.coords.forEach((place, i) => line.km[i] >= Math.max(from, low) && line.km[i] <= to && own.push(place));
    if (to < high) own.push(placeAtKm(line, to));
    const joins = !out.length || (out.at(-1)[0] === own[0][0] && out.at(-1)[1] === own[0][1]);
    if (!joins) return null;
    out.push(...(out.length ? own.slice(1) : own));
  }
  return out.length > 1 ? out : null;
}

function placeAtKm(line, km) {
  const i = Math.max(1, line.km.findIndex((value) => value >= km));
  const share = (km - line.km[i - 1]) / (line.km[i] - line.km[i - 1] || 1);
  return [0, 1].map((k) => line.coords[i - 1][k] + share * (line.coords[i][k] - line.coords[i - 1][k]));
}

function inStretch(app, point) {
  const near = nearestOnLines(app, point);
  return Boolean(near && near.far < 12 && near.km >= app.stretch.from && near.km <= app.stretch.to);
}

function chooseStretch(app, from, to) {
  app.stretch = from === null ? null : { from, to };
  $("draw-from").value = from === null ? "" : from.toFixed(3);
  $("draw-until").value = from === null ? "" : to.toFixed(3);
  app.hands.redraw();
}

function flipAt(app, point) {
  const place = placeAt(app, app.map, point, 16);
  if (!place) return say(app, app.words.no_settlement);
  const plan = app.plan();
  const to = plan.parties[plan.party(place.n) ? 0 : 1];
  const level = $("draw-flip").value;
  if (level === "settlement" || !place[level]) return makeEdit(app, "flip", { settlement: String(place.id), to });
  const members = app.model.places.filter((one) => one.unit === place.unit && one[level] === place[level]);
  return makeEdit(app, "flips", { settlements: members.map(({ id }) => id), to });
}
