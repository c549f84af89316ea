// What the page knows: the decoded document, with chains and rings made when first asked for.

function makeModel(data) {
  const arcs = decodeArcs(data.streams, data.scale);
  const shapes = decodeShapes(data.streams);
  const memo = new Map();
  const once = (key, make) => {
    if (!memo.has(key)) memo.set(key, make());
    return memo.get(key);
  };
  const model = { ...data, arcs, shapes, forget: () => memo.clear() };

  const ringPoints = (ring) => {
    const out = [];
    for (const n of ring) {
      const xy = arcs[n < 0 ? ~n : n].lonlat;
      for (let i = out.length ? 2 : 0; i < xy.length; i += 2) {
        const j = n < 0 ? xy.length - 2 - i : i;
        out.push(xy[j], xy[j + 1]);
      }
    }
    return out;
  };
  model.rings = (shape) => once(`r${shape}`, () => shapes[shape].flat().map(ringPoints));
  model.chains = (key, list) => once(`c${key}`, () => list.flatMap(model.rings).map(makeChain));
  model.contains = (shape, place) => inside(place, model.rings(shape));

  // Arcs that only one shape of a group uses: the group's outline.
  model.outline = (key, list) =>
    once(`o${key}`, () => {
      const uses = new Map();
      for (const n of list.flatMap((s) => shapes[s].flat(2))) {
        const arc = n < 0 ? ~n : n;
        uses.set(arc, (uses.get(arc) || 0) + 1);
      }
      return [...uses].filter(([, count]) => count === 1).map(([arc]) => arc);
    });
  model.arcsOf = (key, list) =>
    once(`a${key}`, () => [...new Set(list.flatMap((s) => shapes[s].flat(2)).map((n) => (n < 0 ? ~n : n)))]);

  model.places = decodePlaces(data);
  model.plans = data.plans.map((plan, index) => decodePlan(plan, index, data.streams));
  model.unitName = new Map(data.base.units.map((unit) => [unit.code, unit.name]));
  return model;
}

function decodePlaces({ streams, places, base, text }) {
  const lon = running(signed(streams.place_lon)).map((v) => v / 1e5);
  const lat = running(signed(streams.place_lat)).map((v) => v / 1e5);
  const people = integers(streams.place_people);
  const ids = running(signed(streams.place_ids));
  const town = integers(streams.place_towns);
  const unit = integers(streams.place_units).map((n) => base.units[n]?.code ?? null);
  const raions = places.raions.map((raion) => ({ name: raion.name, hromadas: raion.hromadas.split(";") }));
  const [raion, hromada] = [streams.place_raions, streams.place_hromadas].map((bytes) => bytes && integers(bytes));
  const basis = integers(streams.place_basis);
  const names = places.names.split("\n");
  const others = places.others.split("\n");
  const rows = names.map((name, n) => ({
    n, name: name || `${raions[raion[n]].hromadas[hromada[n]]} ${text.hromada_villages}`, others: others[n], id: ids[n], lon: lon[n], lat: lat[n],
    people: people[n], basis: basis[n], town: town[n],
    raion: raion && raions[raion[n]].name, hromada: raion && raions[raion[n]].hromadas[hromada[n]],
    unit: unit[n], x: mercatorX(lon[n]), y: mercatorY(lat[n]),
  }));
  // Capitals and the largest first, so that their labels win.
  return rows.sort((a, b) => a.town - b.town || b.people - a.people || a.id - b.id);
}

function decodePlan(plan, index, streams) {
  const sides = streams[`plan_${index}_sides`];
  const metres = integers(streams[`plan_${index}_metres`]).map((v) => v * 10);
  const widths = integers(streams[`plan_${index}_corridor`]).map((v) => v * 100);
  let at = 0;
  for (const section of plan.sections) {
    section.widths = widths.slice(at, (at += 2 * section.corridor));
  }
  return {
    ...plan, index,
    party: (n) => sides[n] & 1,
    inZone: (n) => Boolean(sides[n] & 2),
    metres: (n) => metres[n],
  };
}
