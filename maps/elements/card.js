// The card: what was clicked or found. The tip: a line of it under the pointer.

function showCard(app, facts) {
  const { model } = app;
  const sources = [...new Set(facts.sources)].filter(Boolean).map((id) => model.sources[id]).filter(Boolean);
  $("card-title").textContent = facts.title;
  $("card-rows").replaceChildren(...facts.rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, String(value))]));
  $("card-sources").replaceChildren(
    ...sources.map((s) => el("li", {}, safeLink(s.url, `${s.title}, ${s.date}`), s.licence ? ` (${s.licence})` : "")),
  );
  $("card").hidden = false;
  // Names keep clear of the legend, which on a phone makes way for the card.
  app.redraw();
  announce(`${facts.title}. ${facts.rows.map((r) => r.join(": ")).join(". ")}`);
}

function hideCard(app) {
  $("card").hidden = true;
  app.redraw();
  app.spot = app.area = null;
  app.store.set({ place: null });
}

function selectPlace(app, place, { fly = true } = {}) {
  app.store.set({ place: place.id });
  app.spot = app.area = null;
  showCard(app, settlementFacts(app, place));
  if (!fly) return;
  app.centre([place.lat, place.lon], Math.max(app.map.getZoom(), 9));
}

// An oblast, raion or hromada: its figures, and all of it in view.
function selectArea(app, entry) {
  app.store.set({ place: null });
  app.spot = null;
  app.area = entry;
  showCard(app, areaFacts(app, entry));
  const spots = entry.shape === undefined
    ? entry.members.map(({ lat, lon }) => [lat, lon])
    : app.model.rings(entry.shape).flatMap((ring) => ring.flatMap((lon, i) => (i % 2 ? [] : [[ring[i + 1], lon]])));
  app.fit(!calm(), L.latLngBounds(spots).pad(0.1));
}

function inspect(app, map, latlng) {
  const place = placeAt(app, map, map.latLngToContainerPoint(latlng));
  if (place) return selectPlace(app, place, { fly: false });
  const section = app.on("line") && sectionAt(app, map, latlng);
  app.store.set({ place: null });
  app.area = null;
  app.spot = [latlng.lng, latlng.lat];
  return showCard(app, section ? sectionFacts(app, section) : pointFacts(app, app.spot));
}

function tipText(app, map, latlng) {
  const { text, format, model } = app;
  const plan = app.plan();
  const place = placeAt(app, map, map.latLngToContainerPoint(latlng));
  if (place) {
    const people = place.people ? ` · ${format.number(place.people)} ${text.people_unit}` : "";
    return `${place.name} · ${plan.party_names[plan.party(place.n)]}${people} · ${format.km(plan.metres(place.n))} ${text.from_line}`;
  }
  const section = app.on("line") && sectionAt(app, map, latlng);
  if (section) return `${section.title} · ${format.both(section.length_m)} · ${text.detail}: ${format.detail(plan.detail_m)}${plan.resolution ? `, ${plan.resolution}` : ""}`;
  const spot = [latlng.lng, latlng.lat];
  const held = sideOf(plan, model, spot);
  if (!held) return "";
  const zone = app.on("zone") && plan.zone_parts.find((p) => model.contains(p.shape, spot));
  const where = `${model.unitName.get(held.unit)} · ${plan.party_names[held.side]}`;
  return zone ? `${where} · ${text.layer_zone}: ${format.km2(zone.area_m2)}` : `${where}: ${format.km2(held.part.area_m2)}`;
}

function watchPointer(app, map) {
  const tip = el("div", { class: "tip", "aria-hidden": "true", hidden: true });
  map.getContainer().append(tip);
  let frame = 0;
  // A finger points at nothing before it taps, and a tap shows the card.
  let touch = false;
  map.getContainer().addEventListener("pointerdown", (event) => (touch = event.pointerType === "touch"));
  map.getContainer().addEventListener("pointermove", (event) => (touch = event.pointerType === "touch"));
  map.on("mousemove", (event) => {
    cancelAnimationFrame(frame);
    if (touch) return;
    frame = requestAnimationFrame(() => {
      const words = app.measuring || map.dragging.moving() ? "" : tipText(app, map, event.latlng);
      tip.hidden = !words;
      tip.textContent = words;
      const { x, y } = event.containerPoint;
      const wide = map.getSize().x;
      tip.style.transform = `translate(${Math.min(x + 14, wide - tip.offsetWidth - 8)}px, ${y + 16}px)`;
    });
  });
  map.on("mouseout movestart", () => {
    cancelAnimationFrame(frame);
    tip.hidden = true;
  });
  map.on("click", (event) => (app.measuring ? app.measuring.add(event.latlng) : inspect(app, map, event.latlng)));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== map.getContainer()) return;
    event.preventDefault();
    const centre = map.getCenter();
    if (app.measuring) app.measuring.add(centre);
    else inspect(app, map, centre);
  });
}
