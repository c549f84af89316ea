// The layer switches, their opacity, and the legend, which shows what is on and nothing else.

const LAYERS = [
  { id: "territories", group: "plan", fades: true },
  { id: "line", group: "plan", fades: true },
  { id: "zone", group: "plan", fades: true },
  { id: "corridor", group: "plan", fades: true },
  { id: "zone_settlements", group: "plan", fades: true },
  { id: "pieces", group: "plan", fades: true, needs: "pieces" },
  { id: "oblasts", group: "base" },
  { id: "towns", group: "base" },
  { id: "water", group: "base", has: ({ lakes, rivers }) => lakes.length + rivers.length },
  { id: "drained", group: "base", has: ({ lakes }) => lakes.some((lake) => lake.since) },
  { id: "graticule", group: "base", off: true },
  { id: "tiles", group: "base", off: true, needs: "tiles" },
];

// With the pieces that change hands in view, these would only hide them.
const BESIDE_PIECES = new Set(["zone", "corridor", "zone_settlements"]);

const offered = (model) => [...LAYERS, ...model.overlays].filter(({ needs, has }) => (!needs || model[needs]) && (!has || has(model.base)));

function buildLayers(app) {
  const { model, store, text } = app;
  for (const group of ["plan", "base"]) {
    const rows = offered(model).filter((layer) => layer.group === group).map((layer) => layerRow(app, layer));
    $("layers").append(el("fieldset", {}, el("legend", {}, text[`group_${group}`]), ...rows));
  }
  store.on((state, changed) => {
    if (changed.some((k) => ["layers", "mode"].includes(k))) syncSwitches(app);
    if (changed.some((k) => ["layers", "plan", "other", "theme", "mode"].includes(k))) drawLegend(app);
  });
  $("legend").addEventListener("toggle", app.redraw);
  syncSwitches(app);
  drawLegend(app);
}

function layerRow({ store, text }, layer) {
  const box = el("input", {
    type: "checkbox", id: `layer-${layer.id}`, "data-layer": layer.id, checked: store.state.layers.has(layer.id),
    onchange: () => {
      const layers = new Set(store.state.layers);
      if (box.checked) layers.add(layer.id);
      else layers.delete(layer.id);
      store.set({ layers });
    },
  });
  const name = layer.title ?? text[`layer_${layer.id}`];
  const row = el("div", { class: "layer" }, box, el("label", { for: box.id }, name));
  if (layer.fades) {
    row.append(el("input", {
      type: "range", min: "0.1", max: "1", step: "0.1", value: String(store.state.opacity[layer.id] ?? 1),
      "aria-label": `${text.opacity}: ${name}`,
      oninput: (event) => store.set({ opacity: { ...store.state.opacity, [layer.id]: Number(event.target.value) } }),
    }));
  }
  return row;
}

function syncSwitches(app) {
  for (const box of document.querySelectorAll("[data-layer]")) {
    box.checked = app.store.state.layers.has(box.dataset.layer);
    box.disabled = !app.fits(box.dataset.layer);
  }
}

function drawLegend(app) {
  const { on } = app.scene();
  const rows = offered(app.model)
    .filter((layer) => on(layer.id))
    .flatMap((layer) => (layer.title ? declaredRow(app, layer) : LEGEND[layer.id](app)));
  $("legend-rows").replaceChildren(...rows);
}

function legendRow(name, draw, app) {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  const swatch = el("canvas", { width: 34 * ratio, height: 18 * ratio, class: "swatch", "aria-hidden": "true" });
  const ctx = swatch.getContext("2d");
  ctx.scale(ratio, ratio);
  draw(new Brush(ctx, app.model, { k: 1, x: 0, y: 0, w: 34, h: 18, ratio }, app.colours()), ctx);
  return el("li", { class: name.length > 48 ? "long" : null }, swatch, el("span", {}, name));
}

const stripe = (ctx, colour, width, dash = [], alpha = 1) => {
  Object.assign(ctx, { strokeStyle: colour, lineWidth: width, globalAlpha: alpha });
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(1, 9);
  ctx.lineTo(33, 9);
  ctx.stroke();
  Object.assign(ctx, { globalAlpha: 1 }).setLineDash([]);
};

const block = (ctx, style, edge) => {
  ctx.fillStyle = style;
  ctx.fillRect(1, 2, 32, 14);
  if (edge) Object.assign(ctx, { strokeStyle: edge, lineWidth: 1 }).strokeRect(1.5, 2.5, 31, 13);
};

// The plans in view: of a swipe and side by side there are two, which may differ in what they have.
const inView = ({ store, model, plan }) =>
  ["swipe", "side"].includes(store.state.mode) ? [plan(), model.plans[store.state.other]] : [plan()];

// A layer that is declared in Python: its legend has what of it is in view.
function declaredRow(app, { id, title, colour, width, dash, fill, radius }) {
  const own = inView(app).map((plan) => plan.overlays[id]).filter(Boolean);
  if (!own.length) return [];
  return [legendRow(title, (b, ctx) => {
    if (fill) {
      ctx.globalAlpha = fill;
      block(ctx, b.colours[colour]);
      Object.assign(ctx, { globalAlpha: 1, strokeStyle: b.colours[colour], lineWidth: width }).setLineDash(dash);
      ctx.strokeRect(1.5, 2.5, 31, 13);
    } else if (own.some(({ shapes }) => shapes.length)) stripe(ctx, b.colours[colour], width, dash);
    else b.disc(17, 9, radius, b.colours[colour], b.colours.halo);
  }, app)];
}

const LEGEND = {
  territories: (app) => app.plan().party_names.map((name, side) =>
    legendRow(app.format.fill(app.text.held_by, { party: name }), (b, ctx) => block(ctx, b.colours.fill[side], b.colours.border), app)),
  line: (app) => [...new Set(inView(app).flatMap((plan) => plan.sections.map((s) => s.basis)))].map((basis) =>
    legendRow(app.text[`basis_${basis.replace(" ", "_")}`], (b, ctx) => {
      stripe(ctx, b.colours.halo, 6);
      stripe(ctx, b.colours.line, 2.6, app.model.style.dashes[basis]);
    }, app)),
  zone: (app) => [...new Set(inView(app).filter((p) => p.zone_parts.length).map((p) => p.zone_label))].map((label) =>
    legendRow(label, (b, ctx) => block(ctx, b.hatch(b.colours.zone), b.colours.zone), app)),
  corridor: (app) => inView(app).every((p) => p.sections.every((s) => !s.widths.length)) ? [] :
    [legendRow(app.text.legend_corridor, (b, ctx) => {
      ctx.globalAlpha = 0.3;
      block(ctx, b.colours.corridor);
      ctx.globalAlpha = 1;
    }, app)],
  zone_settlements: (app) => !inView(app).some((p) => app.model.places.some(({ n }) => p.inZone(n))) ? [] : [legendRow(app.text.legend_people, (b) => {
    b.disc(6, 9, peopleRadius(1000), b.colours.strong[0], b.colours.halo);
    b.disc(22, 9, peopleRadius(100000), b.colours.strong[0], b.colours.halo);
  }, app)],
  pieces: (app) => [
    ...app.plan().party_names.map((name, side) =>
      legendRow(app.format.fill(app.text.to_party, { party: name }), (b, ctx) =>
        block(ctx, b.hatch(b.colours.strong[side], { gap: 6, width: 2, lean: side ? 1 : -1 }), b.colours.strong[side]), app)),
    legendRow(`${app.text.base_placement}: ${app.model.plans[app.store.state.other].title}`, (b, ctx) => {
      stripe(ctx, b.colours.halo, 6);
      stripe(ctx, b.colours.line, 2.6, [1, 3]);
    }, app),
  ],
  oblasts: (app) => [
    legendRow(app.text.legend_border, (b, ctx) => stripe(ctx, b.colours.border, 1.6), app),
    legendRow(app.text.legend_oblast, (b, ctx) => stripe(ctx, b.colours.oblast, 1, [4, 2.5]), app),
  ],
  towns: (app) => [legendRow(app.text.legend_towns, (b) => {
    app.model.style.towns.slice(0, 3).forEach((t, i) => b.disc(6 + 11 * i, 9, t.dot, b.colours.paper, b.colours.ink, t.dot / 2.2));
  }, app)],
  water: (app) => [legendRow(app.text.legend_water, (b, ctx) => stripe(ctx, b.colours.water, 2.4), app)],
  drained: (app) => [legendRow(app.text.legend_drained, (b, ctx) =>
    block(ctx, b.hatch(b.colours.drained, { gap: 5, width: 0.8, lean: -1 }), b.colours.drained), app)],
  graticule: (app) => [legendRow(app.text.layer_graticule, (b, ctx) => stripe(ctx, b.colours.ink_soft, 0.7), app)],
  tiles: (app) => [legendRow(app.text.layer_tiles, (b, ctx) => block(ctx, b.colours.paper_raised, b.colours.rule), app)],
};
