// The page comes up: the payload is read, the first view drawn, then the rest is wired.

const DARK = matchMedia("(prefers-color-scheme: dark)");

function makeApp(model, map, mapOptions) {
  const known = { plans: model.plans.length, layers: offered(model).map((layer) => layer.id) };
  const hash = readHash(location.hash, known);
  const standard = offered(model).filter((layer) => !layer.off).map((layer) => layer.id);
  const store = makeStore({
    plan: hash.plan ?? model.first,
    other: hash.other ?? (model.plans.length > 1 ? (model.first === 0 ? 1 : 0) : 0),
    mode: model.comparison ? hash.mode ?? "swipe" : "single",
    layers: hash.layers ?? new Set(standard),
    opacity: hash.opacity ?? {},
    place: hash.place ?? null,
    theme: hash.theme ?? null,
  });
  const app = { model, map, mapOptions, store, hash, known, text: model.text, format: makeFormat(model.lang, model.text), measuring: null, spot: null, area: null };
  app.embed = hash.embed ?? "embed" in document.documentElement.dataset;
  app.plan = () => model.plans[store.state.plan];
  app.pieces = () => (store.state.other === 0 ? model.pieces?.[store.state.plan - 1] ?? null : null);
  app.theme = () => {
    if (app.paper) return "light";
    return store.state.theme ?? (model.theme === "auto" ? (DARK.matches ? "dark" : "light") : model.theme);
  };
  app.colours = () => model.style.palettes[app.theme()];
  app.fits = (id) => (store.state.mode === "pieces" ? !BESIDE_PIECES.has(id) : id !== "pieces");
  app.on = (id) => store.state.layers.has(id) && app.fits(id);
  const byId = new Map(model.places.map((p) => [p.id, p]));
  app.selected = () => byId.get(store.state.place) ?? null;
  app.scene = () => {
    const { state } = store;
    const pieces = state.mode === "pieces" ? app.pieces() : null;
    const on = (id) => app.on(id) && (id !== "pieces" || pieces !== null);
    return {
      plan: app.plan(), other: model.plans[state.other], pieces, colours: app.colours(), on,
      opacity: (id) => state.opacity[id] ?? 1, selected: app.selected(), tiles: app.on("tiles"),
    };
  };
  app.sheet = new Sheet(model, app.scene, {});
  app.sheets = () => [app.sheet];
  app.maps = () => [map];
  app.redraw = () => app.sheets().forEach((sheet) => sheet.redraw());
  buildView(app);
  return app;
}

function showTheme(app) {
  document.documentElement.dataset.theme = app.theme();
  $("theme").setAttribute("aria-pressed", String(app.theme() === "dark"));
}

function followHash(app) {
  let own = "";
  let timer = 0;
  const write = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      own = writeHash(app.store.state, app.map);
      if (location.protocol !== "about:") history.replaceState(null, "", own); // a notebook's frame has no address
    }, 150);
  };
  app.map.on("moveend", write);
  app.store.on(write);
  window.addEventListener("hashchange", () => {
    if (location.hash === own) return;
    const { view, ...changes } = readHash(location.hash, app.known);
    delete changes.embed;
    app.store.set(changes);
    if (view) app.map.setView([view.lat, view.lon], view.zoom, { animate: false });
  });
}

function tileLayer(app) {
  if (!app.model.tiles) return;
  const layer = L.tileLayer(app.model.tiles.url, { attribution: "", maxZoom: NEAREST });
  const follow = () => {
    const on = app.store.state.layers.has("tiles");
    $("credit-tiles").hidden = !on;
    if (on) app.map.addLayer(layer);
    else app.map.removeLayer(layer);
  };
  app.store.on(follow);
  follow();
}

// No further out than the ground reaches, but always far enough to see the whole country; no
// nearer than the data mean anything.
const NEAREST = 14;

function keepInWindow({ map, model }) {
  // A map that is not yet where it is kept would move there in its own time, over what it shows.
  map.fitBounds(model.bounds, { animate: false });
  const reach = L.latLngBounds(model.reach);
  const limit = () => map.setMinZoom(Math.min(map.getBoundsZoom(reach, true), map.getBoundsZoom(model.bounds) - 0.2));
  map.setMaxZoom(NEAREST);
  map.setMaxBounds(reach);
  map.options.maxBoundsViscosity = 1;
  map.on("resize", limit);
  limit();
}

async function startCeaseline(map, mapOptions) {
  const model = makeModel(await unpack($("payload").textContent));
  const app = makeApp(model, map, mapOptions);
  showTheme(app);
  buildEmbed(app);
  map.invalidateSize({ animate: false });
  $("legend").open = !app.embed && !narrow() && innerHeight >= 720 && map.getSize().x >= 560;
  buildLayers(app);
  keepInWindow(app);
  app.closeCostly();
  if (app.selected()) app.lower();
  if (app.hash.view) map.setView([app.hash.view.lat, app.hash.view.lon], app.hash.view.zoom, { animate: false });
  else app.fit(false, model.view ?? undefined);
  map.addLayer(app.sheet);
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
  tileLayer(app);
  buildTimeline(app);
  buildSearch(app);
  buildMeasure(app);
  buildTable(app);
  buildFurniture(app);
  watchPointer(app, map);
  buildCompare(app);
  captionOf(app);
  yieldWheel(app);
  app.store.on((state, changed) => {
    if (changed.includes("theme")) showTheme(app);
    app.redraw();
  });
  DARK.addEventListener("change", () => {
    showTheme(app);
    drawLegend(app);
    app.redraw();
  });
  followHash(app);
  if (app.selected()) showCard(app, settlementFacts(app, app.selected()));
  if (model.exact) startMoving(app);
  else if (model.words) startDrawing(app);
  document.documentElement.dataset.complete = "yes";
}

function failed(fault) {
  $("failure").hidden = false;
  $("failure").append(` ${fault?.message ?? fault}`);
  throw fault;
}
