// The part of the map that nothing covers, the country fitted into it, and the panel's handle.

// As in page.css: a phone, or a tablet held upright.
const NARROW = matchMedia("(max-width: 760px), (max-width: 1100px) and (orientation: portrait)");
const narrow = () => NARROW.matches;

// Pixels at each edge of the map that furniture covers: what runs across it, not what stands aside.
function covered(map) {
  const box = map.getContainer().getBoundingClientRect();
  const seen = (selector) => document.querySelector(selector).getBoundingClientRect();
  const bar = seen(".toolbar");
  const across = bar.width > bar.height;
  const legend = seen("#legend");
  const foot = seen(".foot");
  const [card, caption] = [seen("#card"), seen("#caption")];
  const below = Math.max(narrow() && card.height ? card.bottom - box.top + 4 : 0, caption.height ? caption.bottom - box.top : 0);
  const lowest = $("legend").open && legend.width > box.width / 2 ? Math.min(legend.top, foot.top) : foot.top;
  return {
    top: Math.max(across ? bar.bottom - box.top : 0, below),
    right: across ? 0 : Math.max(box.right - bar.left, document.body.dataset.mode === "side" ? bar.width : 0),
    bottom: Math.max(0, Math.min(box.bottom - lowest, box.height / 2)),
  };
}

// The ground that is seen between the furniture.
function uncovered(map) {
  const { top, right, bottom } = covered(map);
  const { x, y } = map.getSize();
  return L.latLngBounds([[0, top], [x - right, y - bottom]].map((spot) => map.containerPointToLatLng(spot)));
}

function buildView(app) {
  const { map, model } = app;
  app.fit = (animate, bounds = model.bounds) => {
    const { top, right, bottom } = covered(map);
    const edge = narrow() ? 8 : 14;
    // Where furniture leaves next to nothing, the country lies under it in part.
    const room = Math.min(1, (map.getSize().y * 0.6) / (top + bottom + 2 * edge));
    map.fitBounds(bounds, {
      animate, paddingTopLeft: [edge, (top + edge) * room], paddingBottomRight: [Math.max(edge, right), (bottom + edge) * room],
    });
  };
  app.home = () => app.fit(!calm());
  // Bring a place to the middle of what nothing covers.
  app.centre = (place, zoom) => {
    const { top, right, bottom } = covered(map);
    const middle = map.project(place, zoom).add([right / 2, (bottom - top) / 2]);
    const target = map.unproject(middle, zoom);
    if (calm()) map.setView(target, zoom, { animate: false });
    else map.flyTo(target, zoom, { duration: 0.9 });
  };
  app.resized = () => app.maps().forEach((one) => one.invalidateSize({ animate: false }));
  buildHandle(app);
  // The cross in the middle is for those who move the map by its keys.
  const keys = (on) => () => document.body.classList.toggle("by-keys", on);
  document.addEventListener("keydown", keys(true));
  document.addEventListener("pointerdown", keys(false));
}

// On a narrow screen the panel is a sheet: low, half or full, by its handle.
const SHEETS = ["low", "half", "full"];

function buildHandle(app) {
  const { resized } = app;
  const handle = $("panel-handle");
  const body = document.body;
  let start = null;
  const set = (name) => {
    body.dataset.sheet = name;
    handle.setAttribute("aria-expanded", String(name === "full"));
    resized();
  };
  // A sheet that is drawn up for what is typed, and let down to show what is chosen.
  app.lower = () => {
    if (!narrow()) return;
    $("panel").scrollTop = 0;
    if (body.dataset.sheet !== "low") set("low");
  };
  app.raise = (node) => {
    if (!narrow() || body.dataset.sheet === "full") return;
    set("full");
    $("panel").scrollTop += node.getBoundingClientRect().top - $("panel").getBoundingClientRect().top - 70;
  };
  const step = (by) => set(SHEETS[Math.max(0, Math.min(2, SHEETS.indexOf(body.dataset.sheet) + by))]);
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    start = event.clientY;
  });
  handle.addEventListener("click", (event) => {
    const drawn = event.detail && start !== null ? event.clientY - start : 0;
    start = null;
    if (Math.abs(drawn) > 24) step(drawn < 0 ? 1 : -1);
    else set(body.dataset.sheet === "full" ? "half" : "full");
  });
  handle.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(by);
  });
  body.dataset.sheet = "half";
}
