// What is drawn, bottom to top. Each layer is a function of the brush and the scene:
// { plan, other, pieces, on: (layer) => bool, opacity: (layer) => 0..1, zoom, selected }.

const GROUND = {
  land(b, { model }) {
    b.ctx.fillStyle = b.colours.sea;
    b.ctx.fillRect(0, 0, b.view.w, b.view.h);
    const { land, beyond, units } = model.base;
    const own = units.map((u) => u.shape);
    const drawn = (name, shapes, far) => {
      b.fill(shapes, b.colours.land);
      if (far) b.stroke(model.arcsOf(name, shapes), { colour: b.colours.land, width: 1.2 });
      clippedTo(b, model.window, far, () => {
        b.stroke(model.outline(`${name} shore`, shapes), { colour: b.colours.coast, width: 0.9 });
        b.stroke(model.arcsOf(name, far ? shapes : land), { colour: b.colours.border, width: 0.7, alpha: 0.6 });
      });
    };
    drawn("beyond", beyond, true);
    drawn("land", [...land, ...own], false);
  },
  territories(b, { plan, opacity }) {
    plan.parties.forEach((_, side) => {
      const own = plan.parts.filter((p) => p.side === side).map((p) => p.shape);
      b.fill(own, b.colours.fill[side], opacity("territories"));
    });
  },
  water(b, { model, zoom }) {
    const { rivers, lakes } = model.base;
    const width = Math.max(0.6, Math.min(2.4, 0.35 * (zoom - 3.5)));
    // Farther out it would show that rivers end with the window.
    if (zoom >= 5) b.stroke(model.arcsOf("rivers", rivers.map((r) => r.shape)), { colour: b.colours.water, width });
    const full = lakes.filter((l) => !l.since).map((l) => l.shape);
    b.fill(full, b.colours.water, 0.75);
    b.stroke(model.arcsOf("lakes", full), { colour: b.colours.coast, width: 0.5 });
  },
  drained(b, { model }) {
    const gone = model.base.lakes.filter((l) => l.since).map((l) => l.shape);
    b.fill(gone, b.colours.land, 0.6);
    b.fill(gone, b.hatch(b.colours.drained, { gap: 5, width: 0.8, lean: -1, alpha: 0.55 }));
  },
  oblasts(b, { model }) {
    const shapes = model.base.units.map((u) => u.shape);
    b.stroke(model.arcsOf("units", shapes), { colour: b.colours.oblast, width: 0.7, dash: [4, 2.5] });
  },
  border(b, { model }) {
    const shapes = model.base.units.map((u) => u.shape);
    const rim = model.outline("units", shapes);
    b.stroke(rim, { colour: b.colours.halo, width: 3, alpha: 0.5 });
    b.stroke(rim, { colour: b.colours.border, width: 1.4 });
  },
  graticule: drawGraticule,
};

const OVERLAY = {
  corridor(b, { plan, model, opacity }) {
    b.ctx.globalAlpha = 0.2 * opacity("corridor");
    b.ctx.fillStyle = b.colours.corridor;
    b.ctx.beginPath();
    for (const section of plan.sections) corridorPath(b, section, model);
    b.ctx.fill("nonzero");
    b.ctx.globalAlpha = 1;
  },
  zone(b, { plan, model, opacity }) {
    const shapes = plan.zone_parts.map((p) => p.shape);
    b.fill(shapes, b.colours.zone, 0.1 * opacity("zone"));
    b.fill(shapes, b.hatch(b.colours.zone), opacity("zone"));
    b.stroke(model.outline(`zone${plan.index}`, shapes), { colour: b.colours.zone, width: 1.3, alpha: opacity("zone") });
  },
  pieces(b, { pieces, plan, model, opacity }) {
    for (const side of [0, 1]) {
      const own = pieces.filter((p) => p.to === side).map((p) => p.shape);
      b.fill(own, b.hatch(b.colours.strong[side], { gap: 6, width: 2, lean: side ? 1 : -1, alpha: 0.9 }), opacity("pieces"));
      b.stroke(model.arcsOf(`pieces${plan.index}.${side}`, own), { colour: b.colours.strong[side], width: 1.6 });
    }
  },
  // The bed of a drained reservoir keeps its rim where the zone lies over it.
  drained(b, { model, zoom }) {
    if (zoom < 6.5) return;
    const gone = model.base.lakes.filter((l) => l.since).map((l) => l.shape);
    b.stroke(model.arcsOf("drained", gone), { colour: b.colours.halo, width: 2.2, alpha: 0.45 });
    b.stroke(model.arcsOf("drained", gone), { colour: b.colours.drained, width: 1.1, dash: [3, 2] });
  },
  line(b, { plan, other, model, pieces, zoom, opacity }) {
    const width = Math.max(1.8, Math.min(3.6, 0.4 * zoom));
    const alpha = opacity("line");
    const lines = pieces && other ? [other, plan] : [plan];
    for (const one of lines) {
      for (const path of sectionPaths(one, model)) b.stroke(path.arcs, { colour: b.colours.halo, width: width + 3, alpha: 0.8 * alpha }, { joined: true });
      for (const { arcs, basis } of sectionPaths(one, model)) {
        const dash = one === plan ? model.style.dashes[basis] ?? [] : [1, 3];
        b.stroke(arcs, { colour: b.colours.line, width, dash, alpha }, { joined: true });
      }
    }
  },
  zone_settlements(b, { plan, model, opacity, zoom }) {
    b.ctx.globalAlpha = 0.85 * opacity("zone_settlements");
    for (const place of model.places) {
      if (!plan.inZone(place.n)) continue;
      b.disc(place.x, place.y, peopleRadius(place.people) * Math.min(1, Math.max(0.4, 0.25 * (zoom - 4.4))), b.colours.strong[plan.party(place.n)], b.colours.halo, zoom < 7 ? 0.7 : 1.2);
    }
    b.ctx.globalAlpha = 1;
  },
  towns: drawTowns,
};

// A layer that is declared in Python.
function drawDeclared(b, { plan, model }, { id, colour, width, dash, fill, radius }) {
  const own = plan.overlays[id];
  if (!own) return;
  const arcs = model.arcsOf(`${id}${plan.index}`, own.shapes);
  if (fill) b.fill(own.shapes, b.colours[colour], fill);
  b.stroke(arcs, { colour: b.colours.halo, width: width + 2, alpha: 0.7 });
  b.stroke(arcs, { colour: b.colours[colour], width, dash });
  for (const [lon, lat] of own.spots) b.disc(mercatorX(lon), mercatorY(lat), radius, b.colours[colour], b.colours.halo);
}

// Draw inside a box of degrees, or outside of it, and not on its edge, along which both are cut.
function clippedTo(b, [[south, west], [north, east]], outside, draw) {
  const [left, top] = b.at(mercatorX(west), mercatorY(north));
  const [right, bottom] = b.at(mercatorX(east), mercatorY(south));
  // Two pixels: the coarse ground may end one off the window, and would show a line there.
  const edge = outside ? -2 : 1;
  b.ctx.save();
  b.ctx.beginPath();
  if (outside) b.ctx.rect(-1, -1, b.view.w + 2, b.view.h + 2);
  b.ctx.rect(left + edge, top + edge, right - left - 2 * edge, bottom - top - 2 * edge);
  b.ctx.clip("evenodd");
  draw();
  b.ctx.restore();
}

const peopleRadius = (people) => 2 + 0.02 * Math.sqrt(people);

function sectionPaths(plan, { shapes }) {
  return plan.sections.flatMap(({ basis, shape }) => shapes[shape].flat().map((arcs) => ({ arcs, basis })));
}

// A strip on either side of the line, as wide as the nearest settlements of that side are far.
function corridorPath(b, section, model) {
  const points = model.rings(section.shape)[0];
  const { widths } = section;
  if (!widths.length || !points) return;
  const count = Math.min(points.length, widths.length) / 2;
  const spots = Array.from({ length: count }, (_, i) => b.at(mercatorX(points[2 * i]), mercatorY(points[2 * i + 1])));
  const unit = (i) => (b.view.k * WORLD) / (40075017 * Math.cos(points[2 * i + 1] * RADIANS));
  const edge = (i, side) => {
    const [from, to] = [spots[Math.max(0, i - 1)], spots[Math.min(count - 1, i + 1)]];
    const long = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    const far = widths[2 * i + side] * unit(i) * (side ? -1 : 1);
    return [spots[i][0] + ((to[1] - from[1]) / long) * far, spots[i][1] - ((to[0] - from[0]) / long) * far];
  };
  for (const side of [0, 1]) {
    const rim = spots.map((_, i) => edge(i, side));
    for (let i = 1; i < count; i++) quad(b.ctx, spots[i - 1], spots[i], rim[i], rim[i - 1]);
  }
}

// All quads turn the same way, so that where they overlap nothing is cut out.
function quad(ctx, ...corners) {
  const twice = corners.reduce((sum, [x, y], i) => {
    const [u, v] = corners[(i + 1) % 4];
    return sum + x * v - u * y;
  }, 0);
  if (twice < 0) corners.reverse();
  corners.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  ctx.closePath();
}

function drawTowns(b, scene) {
  const { model, zoom } = scene;
  const labels = new Labels(b);
  const seen = (p) => b.sees([p.x, p.y, p.x, p.y]);
  const marked = scene.selected;
  if (marked) {
    b.disc(marked.x, marked.y, 11, null, b.colours.halo, 6);
    b.disc(marked.x, marked.y, 11, null, b.colours.accent, 3);
    labels.point(marked.name, marked.x, marked.y, { ...model.style.towns[0], dot: 12, colour: b.colours.ink });
  }
  const rows = model.places.filter((p) => zoom >= model.style.towns[p.town].zoom && seen(p) && p !== marked);
  const centres = rows.filter((p) => p.town < 2);
  for (const place of centres) labels.takeDot(place.x, place.y, model.style.towns[place.town].dot);
  for (const place of rows) {
    const style = { ...model.style.towns[place.town], colour: b.colours.ink };
    if (labels.point(place.name, place.x, place.y, style) || place.town < 2 || zoom > style.zoom + 1) {
      if (place.town > 1) labels.takeDot(place.x, place.y, style.dot);
      b.disc(place.x, place.y, style.dot, b.colours.paper, b.colours.ink, style.dot / 2.2);
    }
  }
  drawAreaNames(b, scene, labels);
}

// Names of areas: the zooms they show at, the layer they belong to, how they are set, and how many
// pixels aside where there is no room in the middle.
const AREAS = {
  country: { to: 8, style: { spaced: 2 } },
  sea: { to: 9, style: { text: 13, italic: true, spaced: 1 } },
  drained: { from: 7.5, layer: "drained", style: { italic: true }, shifts: [0, 22, -22, 40, -40] },
  lake: { from: 8, layer: "water", style: { italic: true } },
};

function drawAreaNames(b, { model, zoom, on }, labels) {
  const soft = { text: 11, colour: b.colours.ink_soft, dot: 0 };
  const set = new Set();
  const names = model.base.names.filter(({ kind }) => {
    const { from = 0, to = Infinity, layer } = AREAS[kind];
    return zoom >= from && zoom < to && (!layer || on(layer));
  });
  // First where the whole name is in sight, then beyond, for when the map is drawn along.
  for (const inSight of [true, false]) {
    for (const { name, lon, lat, kind } of names) {
      const { style, shifts = [0] } = AREAS[kind];
      const text = kind === "country" ? name.toUpperCase() : name;
      const put = (shift) => labels.middle(text, mercatorX(lon), mercatorY(lat), { ...soft, ...style, shift, inSight });
      if (!set.has(name) && shifts.some(put)) set.add(name);
    }
  }
}

function drawGraticule(b, { zoom, model }) {
  const step = [10, 5, 2, 1, 0.5, 0.25, 0.1][Math.max(0, Math.min(6, Math.floor(zoom - 4)))];
  const { ctx, view, box } = b;
  const unX = (x) => (x / WORLD) * 360 - 180;
  const unY = (y) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) / RADIANS);
  Object.assign(ctx, { strokeStyle: b.colours.ink_soft, fillStyle: b.colours.ink_soft, lineWidth: 0.6, globalAlpha: 0.6 });
  ctx.font = "10px system-ui, sans-serif";
  ctx.beginPath();
  const marks = [];
  const tidy = (v) => String(Math.round(v * 100) / 100);
  for (let lon = Math.ceil(unX(box[0]) / step) * step; lon <= unX(box[2]); lon += step) {
    const [x] = b.at(mercatorX(lon), 0);
    ctx.moveTo(x, 0);
    ctx.lineTo(x, view.h);
    marks.push([`${tidy(lon)}° ${model.text.longitude[0]}`, x + 3, view.margin + view.bar + 12]);
  }
  for (let lat = Math.ceil(unY(box[3]) / step) * step; lat <= unY(box[1]); lat += step) {
    const [, y] = b.at(0, mercatorY(lat));
    ctx.moveTo(0, y);
    ctx.lineTo(view.w, y);
    marks.push([`${tidy(lat)}° ${model.text.latitude[0]}`, view.marginX + 46, y - 3]);
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
  for (const mark of marks) ctx.fillText(...mark);
}
