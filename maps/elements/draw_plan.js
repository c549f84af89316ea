// The line as it is edited: exact places, world pixels, kilometres from its start.
function makeLines(lines) {
  let start = 0;
  return lines.map((line, index) => {
    const km = [start];
    for (let i = 1; i < line.coords.length; i++) km.push(km[i - 1] + metresBetween(line.coords[i - 1], line.coords[i]) / 1000);
    start = km.at(-1);
    const spots = line.coords.map(([lon, lat]) => [mercatorX(lon), mercatorY(lat)]);
    const [first, last] = [line.coords[0], line.coords.at(-1)];
    return { ...line, index, km, spots, closed: first[0] === last[0] && first[1] === last[1] };
  });
}

// The nearest place of the lines to a point of the screen: { line, edge, share, far, lonlat }.
function nearestOnLines(app, point) {
  let best = null;
  for (const line of app.lines) {
    const pixels = screenOf(app, line);
    for (let i = 1; i < pixels.length; i++) {
      const [ax, ay] = pixels[i - 1];
      const [dx, dy] = [pixels[i][0] - ax, pixels[i][1] - ay];
      const share = Math.max(0, Math.min(1, ((point.x - ax) * dx + (point.y - ay) * dy) / (dx * dx + dy * dy || 1)));
      const far = Math.hypot(ax + share * dx - point.x, ay + share * dy - point.y);
      if (!best || far < best.far) best = { line, edge: i, share, far };
    }
  }
  if (!best) return null;
  const [a, b] = [best.line.coords[best.edge - 1], best.line.coords[best.edge]];
  best.lonlat = [0, 1].map((k) => a[k] + best.share * (b[k] - a[k]));
  best.km = best.line.km[best.edge - 1] + best.share * (best.line.km[best.edge] - best.line.km[best.edge - 1]);
  return best;
}

function screenOf(app, line) {
  const { map } = app;
  const k = map.getZoomScale(map.getZoom(), 0);
  const corner = map.getPixelBounds().min;
  return line.spots.map(([x, y]) => [x * k - corner.x, y * k - corner.y]);
}

// The handles: as many vertices as a hand can tell apart, in view or not.
const APART = 26;

function handlesOf(app) {
  const out = [];
  for (const line of app.lines) {
    if (line.locked) continue;
    const pixels = screenOf(app, line);
    const last = pixels.length - 1;
    let before = null;
    for (let i = line.closed ? 0 : 1; i < last; i++) {
      const [x, y] = pixels[i];
      if (before && Math.hypot(x - before.x, y - before.y) < APART) continue;
      before = { line, vertex: i, x, y };
      out.push(before);
    }
  }
  return out;
}

// The vertices of a line from one to another, over the first of a closed one.
function verticesBetween(line, from, to) {
  const count = line.closed ? line.coords.length - 1 : line.coords.length;
  const out = [];
  for (let i = from; ; i = (i + 1) % count) {
    out.push(i);
    if (i === to || out.length > count) return out;
  }
}
