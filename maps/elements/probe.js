// What lies at a place: the figures the engine computed, or, for any point, approximate ones.

const lineChains = (app, plan) => app.model.chains(`line${plan.index}`, plan.sections.map((s) => s.shape));

function sideOf(plan, model, place) {
  const part = plan.parts.find((p) => model.contains(p.shape, place));
  return part ? { side: part.side, unit: part.unit, part } : null;
}

function zoneAt(app, plan, place) {
  const within = plan.zone_parts.some((p) => app.model.contains(p.shape, place));
  const chains = app.model.chains(`zone${plan.index}`, plan.zone_parts.map((p) => p.shape));
  return { within, metres: within ? 0 : nearest(place, chains)?.metres ?? null };
}

// A settlement: side and distance as the engine has them, distance to the zone approximate.
function settlementFacts(app, place) {
  const { text, format, model } = app;
  const plan = app.plan();
  const spot = [place.lon, place.lat];
  const zone = zoneAt(app, plan, spot);
  const rows = [
    [text.side, plan.party_names[plan.party(place.n)]],
    [text.oblast, model.unitName.get(place.unit) ?? text.none],
    ...(place.raion ? [[text.raion, place.raion], [text.hromada, place.hromada]] : []),
    [text.people, place.people ? `${format.number(place.people)} (${text.basis_people[place.basis]})` : text.people_none],
    [text.to_line, format.both(plan.metres(place.n))],
    [text.to_zone, plan.inZone(place.n) ? text.in_zone : `${format.both(zone.metres ?? 0)} ${text.approximate}`],
  ];
  if (!sideOf(plan, model, spot)) rows.push([text.notes, text.outside_drawn]);
  if (place.others) rows.push([text.other_names, place.others.split(/[;|]/).filter(Boolean).join(", ")]);
  return { title: place.name, rows, sources: [...plan.sources, ...model.base.sources, ...model.place_sources] };
}

// An area: what of an oblast each party has, as the engine has it; settlements and people added up.
function areaFacts(app, { title, unit, shape, members }) {
  const { text, format, model } = app;
  const plan = app.plan();
  const own = members ?? model.places.filter((place) => place.unit === unit);
  const rows = members ? [[text.oblast, model.unitName.get(unit) ?? text.none]] : [];
  const tally = (list) => `${text.settlements}: ${format.number(list.length)}; ${text.people}: ${format.number(list.reduce((sum, place) => sum + place.people, 0))}`;
  plan.party_names.forEach((party, side) => {
    const held = own.filter((place) => plan.party(place.n) === side);
    const ground = shape === undefined ? [] : plan.parts.filter((part) => part.unit === unit && part.side === side);
    if (!held.length && !ground.length) return;
    const area = ground.reduce((sum, part) => sum + part.area_m2, 0);
    rows.push([party, [area ? format.km2(area) : "", tally(held)].filter(Boolean).join("; ")]);
  });
  const within = own.filter((place) => plan.inZone(place.n));
  if (within.length) rows.push([text.in_zone, tally(within)]);
  return { title, rows, sources: [...plan.sources, ...model.base.sources, ...model.place_sources] };
}

function pointFacts(app, spot) {
  const { text, format, model } = app;
  const plan = app.plan();
  const held = sideOf(plan, model, spot);
  const rows = [[text.side, held ? plan.party_names[held.side] : text.outside]];
  if (held) rows.push([text.oblast, model.unitName.get(held.unit)]);
  const line = nearest(spot, lineChains(app, plan));
  if (line) rows.push([text.to_line, `${format.both(line.metres)} ${text.approximate}`]);
  const zone = zoneAt(app, plan, spot);
  if (zone.metres !== null) rows.push([text.to_zone, zone.within ? text.in_zone : `${format.both(zone.metres)} ${text.approximate}`]);
  if (held) rows.push([format.fill(text.part_of, { unit: model.unitName.get(held.unit) }), format.km2(held.part.area_m2)]);
  const piece = app.pieces()?.find((p) => model.contains(p.shape, spot));
  if (piece) rows.push([text.piece, `${piece.name}: ${format.km2(piece.area_m2)}, ${format.number(piece.people)} ${text.people_unit}`]);
  return { title: format.place(...spot), rows, sources: [...plan.sources, ...model.base.sources] };
}

// The settlement under the pointer, if its dot is drawn there.
function placeAt(app, map, point, reach = 9) {
  const { model } = app;
  const plan = app.plan();
  const [circles, dots, zoom] = [app.on("zone_settlements"), app.on("towns"), map.getZoom()];
  const size = (place) => {
    if (circles && plan.inZone(place.n)) return Math.max(reach, peopleRadius(place.people));
    return dots && zoom >= model.style.towns[place.town].zoom ? reach : -1;
  };
  let best = null;
  for (const place of model.places) {
    const limit = size(place);
    if (limit < 0) continue;
    const at = map.latLngToContainerPoint([place.lat, place.lon]);
    const far = Math.hypot(at.x - point.x, at.y - point.y);
    if (far <= limit && (!best || far < best.far)) best = { place, far };
  }
  return best?.place ?? null;
}

function sectionAt(app, map, latlng) {
  const spot = [latlng.lng, latlng.lat];
  const metres = (6 * 40075017 * Math.cos(latlng.lat * RADIANS)) / (WORLD * 2 ** map.getZoom());
  const plan = app.plan();
  const near = plan.sections
    .map((section, n) => ({ section, found: nearest(spot, app.model.chains(`s${plan.index}.${n}`, [section.shape])) }))
    .filter(({ found }) => found && found.metres <= metres)
    .sort((a, b) => a.found.metres - b.found.metres);
  return near[0]?.section ?? null;
}

function sectionFacts(app, section) {
  const { text, format } = app;
  const plan = app.plan();
  return {
    title: section.title,
    rows: [
      [text.basis, text[`basis_${section.basis.replace(" ", "_")}`]],
      [text.length, format.both(section.length_m)],
      [text.detail, [format.detail(plan.detail_m), plan.resolution].filter(Boolean).join(", ")],
      [text.zone_depths, section.depth_text],
    ],
    sources: plan.sources,
  };
}
