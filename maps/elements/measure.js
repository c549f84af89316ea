// The measuring tool: geodesic length, and area from three places on.

function buildMeasure(app) {
  const button = $("measure");
  const { map, text, format } = app;
  const shape = L.layerGroup().addTo(map);
  let places = [];

  const drawing = () => {
    const { line, halo } = app.colours();
    const path = places.flatMap((p, i) => (i ? along(places[i - 1], p) : [p])).map(([lon, lat]) => [lat, lon]);
    shape.clearLayers();
    if (places.length > 2) {
      const closing = along(places.at(-1), places[0]).map(([lon, lat]) => [lat, lon]);
      shape.addLayer(L.polygon([...path, ...closing], { stroke: false, fillColor: line, fillOpacity: 0.1, interactive: false }));
      shape.addLayer(L.polyline([path.at(-1), ...closing], { color: line, weight: 1.5, dashArray: "1 5", interactive: false }));
    }
    shape.addLayer(L.polyline(path, { color: halo, weight: 6, interactive: false }));
    shape.addLayer(L.polyline(path, { color: line, weight: 2.5, dashArray: "6 4", interactive: false }));
    for (const [lon, lat] of places) shape.addLayer(L.circleMarker([lat, lon], { radius: 4, color: line, weight: 2, fillColor: halo, fillOpacity: 1, interactive: false }));
  };
  const report = () => {
    const metres = lengthOf(places);
    const rows = [[text.length, format.both(metres)]];
    if (places.length > 2) rows.push([text.area, format.km2(areaOf(places))]);
    $("measure-rows").replaceChildren(...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
    $("measure-box").dataset.metres = String(metres);
    $("measure-box").dataset.area = places.length > 2 ? String(areaOf(places)) : "";
    if (places.length > 1) announce(rows.map((r) => r.join(": ")).join(". "));
  };
  const tool = {
    add(latlng) {
      places.push([latlng.lng, latlng.lat]);
      drawing();
      report();
    },
    undo() {
      places.pop();
      drawing();
      report();
    },
  };
  const turn = (on) => {
    app.measuring = on ? tool : null;
    button.setAttribute("aria-pressed", String(on));
    $("measure-box").hidden = !on;
    if (on) {
      hideCard(app);
      app.lower();
    }
    map.getContainer().classList.toggle("measuring", on);
    map.doubleClickZoom[on ? "disable" : "enable"]();
    places = [];
    drawing();
    report();
  };
  button.addEventListener("click", () => turn(!app.measuring));
  $("measure-undo").addEventListener("click", tool.undo);
  $("measure-close").addEventListener("click", () => {
    turn(false);
    button.focus();
  });
  app.stopMeasuring = () => turn(false);
}
