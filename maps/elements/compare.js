// Two placements at once: a swipe over one map, two maps in step, or the pieces that change hands.

// Degrees within which a view that two maps in step have passed to each other is the same.
const STILL = 0.2;

function buildCompare(app) {
  const { model, store, map } = app;
  if (!model.comparison) return;
  const other = { map: null, sheet: null };
  const handle = $("swipe");
  let share = acrossLines(app);
  const badges = placeBadges(map);
  const reframe = frameSides(app);
  nameMoved(app);

  const sceneFor = (plan) => () => {
    const on = (id) => id !== "pieces" && app.on(id);
    return { ...app.scene(), plan: model.plans[plan()], other: null, pieces: null, on };
  };
  const clip = () => {
    if (store.state.mode !== "swipe") return;
    const size = map.getSize();
    const x = Math.round(size.x * share);
    const corner = map.containerPointToLayerPoint([0, 0]);
    const bounds = [corner.y, corner.x + x, corner.y + size.y, corner.x].map((v) => `${Math.round(v)}px`);
    map.getPane("second").style.clip = `rect(${bounds.join(" ")})`;
    handle.style.left = `${x}px`;
    badges(x - 10, x + 10, true);
    handle.setAttribute("aria-valuenow", String(Math.round(share * 100)));
  };
  const label = () => {
    $("badge-plan").textContent = app.plan().title;
    $("badge-other").textContent = model.plans[store.state.other].title;
    const wide = map.getContainer().parentElement.clientWidth;
    if (store.state.mode === "side") badges(wide / 4, (3 * wide) / 4, false);
    if (store.state.mode === "swipe") clip();
  };
  const move = (to) => {
    share = Math.max(0.02, Math.min(0.98, to));
    clip();
  };

  map.createPane("second").style.zIndex = "410";
  const over = new Sheet(model, sceneFor(() => store.state.other), { pane: "second" });

  const startSide = () => {
    other.map ??= twin(app, sceneFor(() => store.state.other), other);
    other.map.invalidateSize({ animate: false });
    other.map.setView(map.getCenter(), map.getZoom(), { animate: false });
  };
  const apply = () => {
    const { mode, plan } = store.state;
    const frame = reframe();
    if (mode === "pieces") store.set({ other: 0, plan: plan || 1 });
    $("other").disabled = mode === "pieces";
    document.body.dataset.mode = mode;
    handle.hidden = mode !== "swipe";
    $("map-other").hidden = mode !== "side";
    map.invalidateSize({ animate: false });
    if (mode === "side") $("legend").open = false;
    frame();
    if (mode === "swipe") {
      map.addLayer(over);
      clip();
    } else {
      map.removeLayer(over);
    }
    if (mode === "side") startSide();
    for (const box of document.querySelectorAll("[name=mode]")) box.checked = box.value === mode;
    $("badges").hidden = mode !== "swipe" && mode !== "side";
    label();
    app.redraw();
  };
  app.sheets = () => [app.sheet, over, store.state.mode === "side" ? other.sheet : null].filter((sheet) => sheet?._map);
  app.maps = () => [map, store.state.mode === "side" ? other.map : null].filter(Boolean);

  map.on("move zoom zoomend moveend resize", clip);
  map.on("resize", label);
  for (const box of document.querySelectorAll("[name=mode]")) box.addEventListener("change", () => store.set({ mode: box.value }));
  $("other").addEventListener("change", (event) => store.set({ other: Number(event.target.value) }));
  $("other").value = String(store.state.other);
  store.on((state, changed) => {
    if (changed.includes("mode")) apply();
    if (changed.includes("other")) $("other").value = String(state.other);
    label();
  });
  dragHandle(handle, map, move, () => share);
  apply();
}

// The settlements that pass to each party, under what passes to it: the largest, the rest on demand;
// not the rows that stand for the unlisted villages of a hromada.
const FIRST_MOVED = 8;
const CENTRE = 2;

function nameMoved(app) {
  const { model, format, text } = app;
  const row = (place) =>
    el("li", {}, el("button", { type: "button", class: "link", onclick: () => (app.lower(), selectPlace(app, place)) }, place.name), ` ${format.number(place.people)}`);
  for (const node of document.querySelectorAll("[data-to]")) {
    const plan = model.plans[Number(node.closest("[data-plan]").dataset.plan)];
    const side = Number(node.dataset.to);
    const moved = model.places.filter(({ n, basis }) => basis !== CENTRE && plan.party(n) === side && model.plans[0].party(n) !== side);
    moved.sort((a, b) => b.people - a.people || a.id - b.id);
    const list = el("ul", {}, ...moved.slice(0, FIRST_MOVED).map(row));
    const rest = moved.slice(FIRST_MOVED);
    const more = rest.length && el("button", { type: "button", class: "link", onclick: () => {
      list.append(...rest.map(row));
      more.remove();
      list.children[FIRST_MOVED].firstChild.focus();
    } }, format.fill(text.more_places, { count: format.number(rest.length) }));
    if (moved.length) node.append(list, more || "");
  }
}

// Puts the two titles on the map, the base to the left: beside the divider, or each over the middle
// of its half; never under the buttons, and below one another where there is no room for both.
function placeBadges(map) {
  const [base, plan] = [$("badge-other"), $("badge-plan")];
  return (left, right, beside) => {
    for (const badge of [base, plan]) badge.style.top = "";
    const box = map.getContainer().parentElement.getBoundingClientRect();
    const bar = document.querySelector(".toolbar").getBoundingClientRect();
    const limit = (bar.height > bar.width ? bar.left - box.left : box.width) - 12;
    const [a, b] = [base.offsetWidth, plan.offsetWidth];
    const start = Math.max(12, Math.min(left - (beside ? a : a / 2), limit - a));
    const other = Math.max(12, Math.min(right - (beside ? 0 : b / 2), limit - b));
    base.style.left = `${start}px`;
    plan.style.left = `${other}px`;
    const stacked = narrow() && document.body.dataset.mode === "side";
    if (!stacked && start + a + 6 > other) plan.style.top = `${base.offsetTop + base.offsetHeight + 6}px`;
  };
}

// Half a map has no room for the country: both halves show where the lines run, until the hand
// moves them. Called before a change of mode, it returns what frames the view after it.
function frameSides(app) {
  const { map, model, store } = app;
  let framed = null;
  return () => {
    const all = map.getBounds().contains(model.bounds);
    const untouched = framed?.zoom === map.getZoom() && framed.centre.equals(map.getCenter(), STILL);
    return () => {
      const side = store.state.mode === "side";
      if (side && all) app.fit(false, linesOf(app, [app.plan(), model.plans[store.state.other]]));
      else if (!side && untouched) app.fit(false);
      framed = side && (all || untouched) ? { centre: map.getCenter(), zoom: map.getZoom() } : null;
    };
  };
}

// The box around lines: [[south, west], [north, east]].
function linesOf(app, plans) {
  let [south, west, north, east] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { lonlat } of plans.flatMap((plan) => lineChains(app, plan))) {
    for (let i = 0; i < lonlat.length; i += 2) {
      [west, east] = [Math.min(west, lonlat[i]), Math.max(east, lonlat[i])];
      [south, north] = [Math.min(south, lonlat[i + 1]), Math.max(north, lonlat[i + 1])];
    }
  }
  return [[south, west], [north, east]];
}

// Where the swipe starts: over the middle of the line, so that either side shows some of it.
function acrossLines(app) {
  const [[, west], [, east]] = linesOf(app, [app.plan()]);
  const x = app.map.latLngToContainerPoint([0, (west + east) / 2]).x;
  return west < east ? Math.max(0.1, Math.min(0.9, x / app.map.getSize().x)) : 0.5;
}

function twin(app, sceneOf, other) {
  const node = $("map-other");
  node.hidden = false;
  const map = L.map(node, { ...app.mapOptions, keyboard: true });
  other.sheet = new Sheet(app.model, sceneOf, {});
  map.setView(app.map.getCenter(), app.map.getZoom(), { animate: false });
  map.addLayer(other.sheet);
  let busy = false;
  const follow = (from, to) => () => {
    if (busy || app.store.state.mode !== "side") return;
    busy = true;
    to.setView(from.getCenter(), from.getZoom(), { animate: false });
    busy = false;
  };
  map.on("move", follow(map, app.map));
  app.map.on("move", follow(app.map, map));
  watchPointer({ ...app, measuring: null, plan: () => app.model.plans[app.store.state.other] }, map);
  return map;
}

function dragHandle(handle, map, move, share) {
  const box = () => map.getContainer().getBoundingClientRect();
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    handle.focus();
  });
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId)) move((event.clientX - box().left) / box().width);
  });
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -0.02, ArrowRight: 0.02, PageDown: -0.1, PageUp: 0.1 }[event.key];
    if (step) event.preventDefault();
    if (step) move(share() + step);
  });
}
