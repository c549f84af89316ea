// A line moved in the page, without the engine: what replaces which stretch, and what that comes to.
// Places are [longitude, latitude]; a line is an open section, or a closed one round a pocket.

const samePlace = (a, b) => a[0] === b[0] && a[1] === b[1];

// What a path makes of lines: { lines, path, metres, ground, gains }, or { fault } with a word's key.
// metres: by how much the line grows; ground: what the first party gains and the second loses, m².
function movedLine(lines, path, rim) {
  const ways = waysOf(lines, path).map((way) => ({ ...way, moved: signedArea(ringOf(way)) }));
  if (!ways.length) return { fault: "move_apart" };
  const way = ways.reduce((best, one) => (Math.abs(one.moved) < Math.abs(best.moved) ? one : best));
  if (way.gone.some(({ locked }) => locked)) return { fault: "is_locked" };
  if (crossesItself(way)) return { fault: "move_crosses" };
  if (leavesLand(way, rim)) return { fault: "move_leaves" };
  return { lines: withNames(way.lines), path: way.path, metres: lengthOf(way.path) - lengthOf(way.old), ground: -way.moved, gains: gainsOf(way) };
}

const ringOf = ({ old, path }) => [...old, ...path.slice(1, -1).reverse()];

// The ways in which a path can replace a stretch between vertices: within one section where it can.
function waysOf(lines, path) {
  const [ones, others] = [path[0], path.at(-1)].map((place) => nearestVertices(lines, place));
  const pairs = ones.flatMap((one) => others.map((other) => [one, other])).filter(([one, other]) => one.at !== other.at || one.vertex !== other.vertex);
  const within = pairs.filter(([one, other]) => one.at === other.at);
  return (within.length ? within : pairs).flatMap((pair) => waysBetween(lines, path, pair));
}

function waysBetween(lines, path, pair) {
  const ahead = pair[0].at < pair[1].at || (pair[0].at === pair[1].at && pair[0].vertex < pair[1].vertex);
  const [from, to] = ahead ? pair : [pair[1], pair[0]];
  const course = ahead ? path : [...path].reverse();
  if (!continuous(lines, from.at, to.at)) return [];
  const ways = [onward(lines, from, to, course)];
  if (from.at === to.at && isClosed(lines[from.at])) ways.push(around(lines, from, to, [...course].reverse()));
  return ways;
}

function nearestVertices(lines, [lon, lat]) {
  const lean = Math.cos(lat * RADIANS);
  let best = Infinity;
  let out = [];
  lines.forEach(({ coords }, at) => coords.forEach(([x, y], vertex) => {
    const far = ((x - lon) * lean) ** 2 + (y - lat) ** 2;
    if (far > best) return;
    if (far < best) out = [];
    best = far;
    out.push({ at, vertex });
  }));
  return out;
}

const isClosed = ({ coords }) => samePlace(coords[0], coords.at(-1));

// Whether sections continue one another.
function continuous(lines, from, to) {
  for (let k = from; k < to; k++) if (!samePlace(lines[k].coords.at(-1), lines[k + 1].coords[0])) return false;
  return true;
}

// A path in place of the stretch from one vertex to a later one.
function onward(lines, from, to, path) {
  const gone = [];
  let old = [];
  for (let k = from.at; k <= to.at; k++) {
    const own = lines[k].coords.slice(k === from.at ? from.vertex : 0, k === to.at ? to.vertex + 1 : undefined);
    if (own.length > 1) gone.push({ ...lines[k], count: own.length });
    old = [...old, ...own.slice(old.length ? 1 : 0)];
  }
  const [first, last] = [lines[from.at], lines[to.at]];
  const fresh = freshLine(gone, path, old);
  const closed = from.at === to.at && isClosed(first);
  const rest = closed ? [pieceOver(first, to.vertex, from.vertex)] : [pieceOf(first, 0, from.vertex), pieceOf(last, to.vertex, last.coords.length - 1)];
  const between = closed ? [fresh, ...rest] : [rest[0], fresh, rest[1]];
  return { gone, old, path: fresh.coords, lines: grown([...lines.slice(0, from.at), ...between.filter(Boolean), ...lines.slice(to.at + 1)]) };
}

// A path in place of the other stretch of a pocket: from the later vertex over its first one.
function around(lines, from, to, path) {
  const line = lines[from.at];
  const old = pieceOver(line, to.vertex, from.vertex)?.coords ?? [];
  const gone = [{ ...line, count: old.length }];
  const fresh = freshLine(gone, path, old);
  const rest = pieceOf(line, from.vertex, to.vertex);
  return { gone, old, path: fresh.coords, lines: [...lines.slice(0, from.at), rest, fresh, ...lines.slice(from.at + 1)] };
}

// What is drawn is known no nearer than the hand: it has no corridor; it has the depths of what it replaces most of.
function freshLine(gone, path, old) {
  const [first, last] = [old[0], old.at(-1)];
  const inner = path.filter((place, i) => !samePlace(place, first) && !samePlace(place, last) && (!i || !samePlace(place, path[i - 1])));
  const most = gone.reduce((best, one) => (one.count > best.count ? one : best));
  return { name: "drawn", basis: "drawn", depth_m: most.depth_m, coords: [first, ...inner, last], fresh: true };
}

function pieceOf(line, from, to) {
  if (from >= to) return null;
  return { ...line, coords: line.coords.slice(from, to + 1), corridor_m: line.corridor_m?.slice(from, to + 1) };
}

// A piece of a closed line from one vertex over its first to another.
function pieceOver(line, from, to) {
  const over = (list) => list && [...list.slice(from), ...list.slice(1, to + 1)];
  const coords = over(line.coords);
  return coords.length > 1 ? { ...line, coords, corridor_m: over(line.corridor_m) } : null;
}

// Lines with neighbours that were drawn one after the other made one.
function grown(lines) {
  const out = [];
  for (const line of lines) {
    const before = out.at(-1);
    const one = before?.fresh && line.fresh && samePlace(before.coords.at(-1), line.coords[0]) && String(before.depth_m) === String(line.depth_m);
    if (one) out[out.length - 1] = { ...before, coords: [...before.coords, ...line.coords.slice(1)] };
    else out.push(line);
  }
  return out;
}

// Names told apart as the engine does: the second of a name is "name (2)".
function withNames(lines) {
  const taken = new Set();
  return lines.map((line) => {
    const stem = line.name.replace(/( \(\d+\))+$/, "");
    let name = line.name;
    for (let n = 2; taken.has(name); n++) name = `${stem} (${n})`;
    taken.add(name);
    return { ...line, name };
  });
}

// Whether two edges meet elsewhere than at an end they share.
function edgesMeet(a, b, c, d) {
  if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])) return false;
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return false;
  const turn = (o, p, q) => (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0]);
  const shared = [a, b].flatMap((p) => [c, d].filter((q) => samePlace(p, q)));
  if (shared.length > 1) return true;
  if (shared.length) {
    const [p, q] = [samePlace(a, shared[0]) ? b : a, samePlace(c, shared[0]) ? d : c];
    const ahead = (p[0] - shared[0][0]) * (q[0] - shared[0][0]) + (p[1] - shared[0][1]) * (q[1] - shared[0][1]);
    return turn(shared[0], p, q) === 0 && ahead > 0;
  }
  return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0;
}

function crossesItself({ lines, path }) {
  const [low, high] = [0, 1].map((end) => [0, 1].map((k) => Math[end ? "max" : "min"](...path.map((place) => place[k]))));
  const near = [];
  for (const { coords } of lines) {
    for (let i = 1; i < coords.length; i++) {
      const [p, q] = [coords[i - 1], coords[i]];
      const beside = [0, 1].some((k) => Math.max(p[k], q[k]) < low[k] || Math.min(p[k], q[k]) > high[k]);
      if (!beside) near.push([p, q]);
    }
  }
  // Every edge of the path is among the near ones itself, and there alone is it met whole.
  const own = path.slice(1).map((place, i) => [path[i], place]);
  const same = ([a, b], [c, d]) => samePlace(a, c) && samePlace(b, d);
  return own.some((one) => near.some((other) => !same(one, other) && edgesMeet(...one, ...other)));
}

// Whether what changes hands reaches over the border or the shore: there only the engine cuts it.
function leavesLand({ old, path }, rim) {
  const ring = ringOf({ old, path });
  const edges = ring.map((place, i) => [place, ring[(i + 1) % ring.length]]);
  const [west, south, east, north] = [[0, "min"], [1, "min"], [0, "max"], [1, "max"]].map(([k, way]) => Math[way](...ring.map((place) => place[k])));
  const { edges: all } = rim;
  const flat = [ring.concat([ring[0]]).flat()];
  for (let i = 0; i < all.length; i += 4) {
    if (Math.max(all[i], all[i + 2]) < west || Math.min(all[i], all[i + 2]) > east || Math.max(all[i + 1], all[i + 3]) < south || Math.min(all[i + 1], all[i + 3]) > north) continue;
    const [c, d] = [[all[i], all[i + 1]], [all[i + 2], all[i + 3]]];
    if (inside(c, flat) || edges.some(([a, b]) => edgesMeet(a, b, c, d))) return true;
  }
  return !rim.land(old[0]);
}

// The ground between a stretch and the path in its place, by the party that gains it.
function gainsOf({ old, path }) {
  const cuts = [{ i: 0, place: old[0], on: 0 }];
  for (let i = 1; i < path.length; i++) cuts.push(...crossingsOf(path[i - 1], path[i], old).map((one) => ({ ...one, i })));
  cuts.push({ i: path.length, place: old.at(-1), on: old.length - 1 });
  const inOrder = cuts.every((cut, k) => !k || cut.on >= cuts[k - 1].on);
  const loops = inOrder ? cuts.slice(1).map((cut, k) => loopOf(old, path, cuts[k], cut)) : [ringOf({ old, path })];
  return loops.filter((ring) => ring.length > 2).map((ring) => ({ to: signedArea(ring) > 0 ? 1 : 0, shape: [ring] }));
}

// Where an edge crosses a stretch, in its own direction: the place, and how far along the stretch.
function crossingsOf(a, b, old) {
  const out = [];
  for (let j = 1; j < old.length; j++) {
    const [c, d] = [old[j - 1], old[j]];
    const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
    const across = ux * vy - uy * vx;
    if (!across) continue;
    const s = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / across;
    const t = ((c[0] - a[0]) * uy - (c[1] - a[1]) * ux) / across;
    if (s > 0 && s < 1 && t > 0 && t < 1) out.push({ s, on: j - 1 + t, place: [a[0] + s * ux, a[1] + s * uy] });
  }
  return out.sort((one, other) => one.s - other.s);
}

function loopOf(old, path, from, to) {
  const back = path.slice(Math.max(1, from.i), Math.min(to.i, path.length - 1)).reverse();
  return [from.place, ...old.slice(Math.floor(from.on) + 1, Math.ceil(to.on)), to.place, ...back];
}
