// Scale bar in kilometres and miles, measured along the middle of the map; theme; panel.

function drawScale(map, node, format, text) {
  const size = map.getSize();
  const y = size.y / 2;
  const span = Math.min(140, size.x / 3);
  const at = (x) => {
    const { lng, lat } = map.containerPointToLatLng([x, y]);
    return [lng, lat];
  };
  const metres = metresBetween(at(size.x / 2 - span / 2), at(size.x / 2 + span / 2));
  const bar = (unit, name) => {
    const most = metres / unit;
    const power = 10 ** Math.floor(Math.log10(most));
    const value = [5, 2, 1].map((m) => m * power).find((v) => v <= most) ?? power;
    const row = el("div", { class: "scale-bar" }, `${format.number(value, value < 1 ? 1 : 0)} ${name}`);
    row.style.width = `${(span * value) / most}px`;
    return row;
  };
  node.replaceChildren(bar(1000, text.km), bar(1609.344, text.mi));
}

function buildFurniture(app) {
  const { map, store } = app;
  const scale = () => drawScale(map, $("scale"), app.format, app.text);
  // Two maps on a phone leave the credit a row of its own.
  const row = () => document.body.style.setProperty("--credit", `${document.querySelector(".credit").offsetHeight}px`);
  map.on("resize", row);
  row();
  map.on("moveend zoomend resize", scale);
  scale();
  $("theme").addEventListener("click", () => store.set({ theme: app.theme() === "dark" ? "light" : "dark" }));
  $("share").addEventListener("click", () => copyLink(app));
  $("print").addEventListener("click", () => window.print());
  $("panel-toggle").addEventListener("click", () => {
    const open = document.body.classList.toggle("panel-closed");
    $("panel-toggle").setAttribute("aria-expanded", String(!open));
    app.resized();
  });
  $("zoom-in").addEventListener("click", () => map.zoomIn());
  $("zoom-out").addEventListener("click", () => map.zoomOut());
  $("home").addEventListener("click", () => app.home());
  $("card-close").addEventListener("click", () => {
    hideCard(app);
    map.getContainer().focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (app.measuring) app.stopMeasuring();
    else if (!$("card").hidden) hideCard(app);
  });
  window.addEventListener("beforeprint", () => printing(app, 3));
  window.addEventListener("afterprint", () => printing(app, null));
}

// A printed sheet is as wide as the page, shows what was in sight on the screen, in light colours,
// at three dots a pixel; afterwards the screen is as it was.
function printing(app, ratio) {
  const before = app.maps().map((map) => [map, uncovered(map), map.getCenter(), map.getZoom()]);
  app.screen = ratio === null ? app.screen : before;
  app.paper = ratio !== null;
  const { title, date_text } = app.plan();
  const heading = [document.title, title, title.includes(date_text) ? "" : date_text].filter(Boolean).join(" · ");
  document.documentElement.style.setProperty("--running", JSON.stringify(heading));
  document.documentElement.dataset.theme = app.theme();
  document.body.classList.toggle("printing", app.paper);
  for (const sheet of app.sheets()) sheet.ratio = ratio ?? undefined;
  for (const [map, bounds, centre, zoom] of app.screen ?? []) {
    map.invalidateSize({ animate: false });
    if (app.paper) map.fitBounds(bounds, { animate: false });
    else map.setView(centre, zoom, { animate: false });
  }
  drawLegend(app);
  for (const sheet of app.sheets()) sheet._update();
}
