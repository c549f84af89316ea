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

// The open legend takes a corner of a wide window, in the width that leaves the country largest:
// beside the country as far as it is clear of its outline, else below it.
const WIDTHS = [230, 280, 340, 420, 520, 640, 940];
const ZOOM_STEP = 0.1;

function besideLegend(app, edge) {
  const legend = $("legend");
  const stack = legend.parentElement;
  stack.style.setProperty("--legend", "");
  if (narrow() || !legend.open || app.embed || app.paper) return null;
  const { map } = app;
  const { top, right } = covered(map);
  const box = map.getContainer().getBoundingClientRect();
  const foot = document.querySelector(".foot").getBoundingClientRect().top - box.top;
  const spots = outline(app.model);
  let best = null;
  for (const width of WIDTHS.filter((w) => w <= stack.clientWidth)) {
    stack.style.setProperty("--legend", `${width}px`);
    const low = legend.getBoundingClientRect();
    const corner = { x: low.right - box.left + edge / 2, y: low.top - box.top - edge / 2 };
    const area = { left: edge, top: top + 2 * edge, right: box.width - Math.max(edge, right), bottom: foot - edge };
    const found = low.top > box.top + top ? largest(spots, area, corner, map.getMinZoom()) : null;
    if (found && (!best || found.rank > best.rank)) best = { ...found, width };
  }
  if (best) stack.style.setProperty("--legend", `${best.width}px`);
  else stack.style.setProperty("--legend", "");
  return best;
}

// The corners of the country's outline, and its box, in pixels of the whole world at zoom 0.
function outline(model) {
  const spots = model.arcsOf("country", model.plans[0].parts.map((part) => part.shape)).map((arc) => model.arcs[arc]);
  const reach = (k, pick) => spots.reduce((a, { box }) => pick(a, box[k]), spots[0].box[k]);
  return { spots: spots.map(({ xy }) => xy), west: reach(0, Math.min), north: reach(1, Math.min), east: reach(2, Math.max), south: reach(3, Math.max) };
}

// The largest zoom at which spots fit an area with nothing in a corner at its lower left, and the
// middle of the view at it: as far to the right and to the top as it takes. Above the least zoom;
// of two at one zoom the one nearer the middle ranks higher.
function largest({ spots, west, east, north, south }, area, corner, least) {
  const [wide, high] = [area.right - area.left, area.bottom - area.top];
  const most = Math.log2(Math.min(wide / (east - west), high / (south - north)));
  for (let zoom = Math.floor(most / ZOOM_STEP) * ZOOM_STEP; zoom > least; zoom -= ZOOM_STEP) {
    const scale = 2 ** zoom;
    const spare = { x: wide - (east - west) * scale, y: high - (south - north) * scale };
    for (const share of [0.5, 0.75, 1]) {
      const x0 = area.left + spare.x * share - west * scale;
      const y0 = area.top + spare.y * (1 - share) - north * scale;
      const [x, y] = [(corner.x - x0) / scale, (corner.y - y0) / scale];
      if (spots.every((xy) => xy.every((value, i) => i % 2 || value > x || xy[i + 1] < y))) return { zoom, scale, x0, y0, rank: zoom - share * ZOOM_STEP };
    }
  }
  return null;
}

function buildView(app) {
  const { map, model } = app;
  app.fit = (animate, bounds = model.bounds) => {
    const edge = narrow() ? 8 : 14;
    const beside = bounds === model.bounds ? besideLegend(app, edge) : null;
    if (beside) {
      const middle = map.getSize().divideBy(2).subtract([beside.x0, beside.y0]).divideBy(beside.scale);
      map.setView(L.CRS.EPSG3857.pointToLatLng(middle, 0), beside.zoom, { animate });
      return;
    }
    const { top, right, bottom } = covered(map);
    // Where furniture leaves next to nothing, the country lies under it in part.
    const room = Math.min(1, (map.getSize().y * 0.6) / (top + bottom + 2 * edge));
    map.fitBounds(bounds, {
      animate, paddingTopLeft: [edge, (top + edge) * room], paddingBottomRight: [Math.max(edge, right), (bottom + edge) * room],
    });
  };
  app.home = () => app.fit(!calm());
  // A legend that would take the country more than this of its zoom waits until it is asked for.
  app.closeCostly = () => {
    const beside = besideLegend(app, 14);
    const alone = map.getBoundsZoom(model.bounds, false, [28 + covered(map).right, 80]);
    if (beside && beside.zoom < alone - 0.3) $("legend").open = false;
  };
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
