// Everything on the map as tables: sorted by any column, filtered, taken away as CSV or GeoJSON.

function tableSets(app) {
  const { model, text, format } = app;
  const plan = app.plan();
  const unit = (code) => model.unitName.get(code) ?? "";
  const party = (side) => plan.party_names[side];
  const km2 = (m2) => format.number(m2 / 1e6, 1);
  const sets = {
    figures: {
      columns: [[text.figure], [text.party], [text.oblast], [text.value, "number"], [text.unit], [text.basis_or_detail]],
      rows: plan.figures.map((f) => ({
        cells: [f.name, f.party, f.unit_name, f.shown, f.unit, f.interval || f.basis], keys: { 3: f.value },
        taken: [f.id, f.value_si, f.unit_si, f.low_si ?? "", f.high_si ?? ""],
      })),
      taken: ["id", "value_si", "unit_si", "low_si", "high_si"],
    },
    parts: {
      columns: [[text.oblast], [text.party], [text.area_km2, "number"]],
      rows: plan.parts.map((p) => ({ cells: [unit(p.unit), party(p.side), km2(p.area_m2)], keys: { 2: p.area_m2 / 1e6 }, shape: p.shape })),
    },
    zone: {
      columns: [[text.oblast], [text.party], [text.area_km2, "number"]],
      rows: plan.zone_parts.map((p) => ({ cells: [unit(p.unit), party(p.side), km2(p.area_m2)], keys: { 2: p.area_m2 / 1e6 }, shape: p.shape })),
    },
    sections: {
      columns: [[text.section], [text.basis], [text.length_km, "number"]],
      rows: plan.sections.map((s) => ({
        cells: [s.title, text[`basis_${s.basis.replace(" ", "_")}`], format.number(s.length_m / 1000, 1)],
        keys: { 2: s.length_m / 1000 }, shape: s.shape, line: true,
      })),
    },
    settlements: {
      columns: [[text.settlement], [text.oblast], [text.party], [text.people, "number"], [text.in_zone], [text.to_line_km, "number"], [text.raion], [text.hromada]],
      rows: model.places.map((p) => ({
        cells: [p.name, unit(p.unit), party(plan.party(p.n)), format.number(p.people), plan.inZone(p.n) ? text.yes : text.no, format.number(plan.metres(p.n) / 1000, 2), p.raion ?? "", p.hromada ?? ""],
        keys: { 3: p.people, 5: plan.metres(p.n) / 1000 }, place: p,
      })),
    },
  };
  const pieces = app.pieces();
  if (pieces) {
    sets.pieces = {
      columns: [[text.piece], [text.from], [text.to], [text.area_km2, "number"], [text.settlements, "number"], [text.people, "number"]],
      rows: pieces.map((p) => ({
        cells: [p.name, party(p.from), party(p.to), km2(p.area_m2), format.number(p.settlements), format.number(p.people)],
        keys: { 3: p.area_m2 / 1e6, 4: p.settlements, 5: p.people }, shape: p.shape,
      })),
    };
  }
  return sets;
}

const plainCell = (row, i) => row.keys?.[i] ?? row.cells[i] ?? "";

// A cell that a spreadsheet would run gets a quote in front; numbers stay numbers.
function csvCell(value) {
  const text = String(value);
  const tamed = typeof value !== "number" && /^[\s]*[=+\-@\t\r|%]/.test(text) ? `'${text}` : text;
  return /[",\n\r;]/.test(tamed) || tamed !== text ? `"${tamed.replaceAll('"', '""')}"` : tamed;
}

// What is taken away has columns for machines too, as `ceaseline measure -f csv` names them.
const asCsv = ({ columns, rows, taken = [] }) =>
  [
    [...columns.map(([name]) => name), ...taken],
    ...rows.map((row) => [...row.cells.map((_, i) => plainCell(row, i)), ...(row.taken ?? [])]),
  ].map((cells) => cells.map(csvCell).join(",")).join("\r\n") + "\r\n";

function asGeoJson(app, { columns, rows }) {
  const pairs = (flat) => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
  const geometry = (row) => {
    if (row.place) return { type: "Point", coordinates: [row.place.lon, row.place.lat] };
    if (row.shape === undefined) return null;
    if (row.line) return { type: "MultiLineString", coordinates: app.model.rings(row.shape).map(pairs) };
    let at = 0;
    const rings = app.model.rings(row.shape);
    return { type: "MultiPolygon", coordinates: app.model.shapes[row.shape].map((p) => p.map(() => pairs(rings[at++]))) };
  };
  const features = rows.map((row) => ({
    type: "Feature",
    properties: Object.fromEntries(columns.map(([name], i) => [name, plainCell(row, i)])),
    geometry: geometry(row),
  }));
  const plan = app.plan();
  const sources = [...new Set([...plan.sources, ...app.model.base.sources, ...app.model.place_sources])].filter(Boolean).map((id) => app.model.sources[id]);
  return JSON.stringify({ type: "FeatureCollection", ceaseline: { placement: plan.name, title: plan.title, date: plan.date, sources, disclaimer: app.text.disclaimer }, features });
}

function offer(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function buildTable(app) {
  const { text, format } = app;
  const dialog = $("table");
  let sets = {};
  let current = "figures";
  let order = null;
  let limit = 300;

  const rows = () => {
    const wanted = folded($("table-filter").value);
    const kept = sets[current].rows.filter((row) => !wanted || row.cells.some((c) => folded(String(c ?? "")).includes(wanted)));
    if (!order) return kept;
    const collator = new Intl.Collator(app.model.lang, { numeric: true });
    const compare = (a, b) => {
      const [x, y] = [plainCell(a, order.column), plainCell(b, order.column)];
      return typeof x === "number" && typeof y === "number" ? x - y : collator.compare(x, y);
    };
    return kept.toSorted((a, b) => order.sign * compare(a, b));
  };
  const head = ([name, kind], column) => {
    const sort = order?.column === column ? (order.sign > 0 ? "ascending" : "descending") : "none";
    const press = () => {
      order = { column, sign: order?.column === column ? -order.sign : kind === "number" ? -1 : 1 };
      draw();
      $("table-head").querySelectorAll("button")[column].focus();
    };
    return el("th", { scope: "col", "aria-sort": sort, class: kind ?? "" }, el("button", { type: "button", onclick: press }, name));
  };
  const body = (row) => {
    const cells = row.cells.map((cell, i) => el("td", { class: sets[current].columns[i][1] ?? "" }, String(cell ?? "")));
    if (row.place) {
      const go = () => {
        dialog.close();
        selectPlace(app, row.place);
      };
      cells[0].replaceChildren(el("button", { type: "button", class: "link", onclick: go }, row.cells[0]));
    }
    return el("tr", {}, ...cells);
  };
  const moreRow = (more) => {
    const press = () => {
      limit = Infinity;
      draw();
    };
    const button = el("button", { type: "button", class: "link", onclick: press }, format.fill(text.show_more, { count: format.number(more) }));
    return el("tr", {}, el("td", { colSpan: sets[current].columns.length }, button));
  };
  const draw = () => {
    const set = sets[current];
    const shown = rows();
    $("table-head").replaceChildren(el("tr", {}, ...set.columns.map(head)));
    $("table-body").replaceChildren(...shown.slice(0, limit).map(body));
    const more = shown.length - limit;
    if (more > 0) $("table-body").append(moreRow(more));
    $("table-caption").textContent = `${text[`table_${current}`]} · ${app.plan().title} · ${shown.length}`;
    $("table-geojson").disabled = current === "figures";
  };
  const choose = (name) => {
    current = name;
    order = null;
    limit = 300;
    for (const tab of $("table-sets").children) tab.setAttribute("aria-pressed", String(tab.dataset.set === name));
    draw();
  };
  const file = (suffix) => `${app.plan().file_name}-${current}.${suffix}`;
  $("table-open").addEventListener("click", () => {
    sets = tableSets(app);
    $("table-sets").replaceChildren(...Object.keys(sets).map((name) =>
      el("button", { type: "button", "data-set": name, onclick: () => choose(name) }, text[`table_${name}`])));
    choose(sets[current] ? current : "figures");
    dialog.showModal();
  });
  $("table-close").addEventListener("click", () => dialog.close());
  $("table-filter").addEventListener("input", draw);
  $("table-csv").addEventListener("click", () => offer(file("csv"), "text/csv;charset=utf-8", `\ufeff${asCsv({ ...sets[current], rows: rows() })}`));
  $("table-geojson").addEventListener("click", () => offer(file("geojson"), "application/geo+json", asGeoJson(app, { ...sets[current], rows: rows() })));
}
