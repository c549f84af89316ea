// Places by any of their names, settlements and units: a combobox that the arrow keys walk.

const folded = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f'’ʼ`-]/g, "").toLowerCase().trim();

// What spellings of one name have in common; the rules are those of maps/names.py.
function makeSkeleton({ letters, rules }) {
  const [first, ...rest] = rules.map(([old, put]) => [new RegExp(old, "gu"), put]);
  const patterns = rest.map(([old, put]) => [old.source === "[^\\w\\n]|_" ? /[^\p{L}\p{N}\n]/gu : old, put]);
  return (text) => {
    let out = text.toLowerCase().normalize("NFD").replace(...first);
    out = out.replace(/./gu, (sign) => letters[sign] ?? sign);
    for (const rule of patterns) out = out.replace(...rule);
    return out;
  };
}

// Cyrillic names in Latin letters, by the tables of geo/romanise.py.
function makeReading({ reading, initials }) {
  const word = (text) => [...text].map((sign, n) => (n ? null : initials[sign]) ?? reading[sign] ?? sign).join("");
  return (text) => folded(text.normalize("NFC").toLowerCase().replace(/[ьъ]/g, "").replace(/зг/g, "zgh").replace(/[\p{L}]+/gu, word));
}

// Everything that can be looked for: settlements, then oblasts, raions and hromadas. `weight`
// orders those whose names begin alike: an oblast follows its largest place, smaller units come
// after all settlements.
function searchable({ places, base, text }, { fill }) {
  const units = new Map(base.units.map((unit) => [unit.code, { unit, most: 0, only: null }]));
  const inner = new Map();
  for (const place of places) {
    const own = units.get(place.unit);
    if (own && place.people >= own.most) Object.assign(own, { most: place.people, only: place.name });
    if (!place.raion || place.raion === own?.unit.title) continue;
    const raion = `${place.unit};${place.raion}`;
    for (const [key, name, kind] of [[raion, place.raion, "raion"], [`${raion};${place.hromada}`, place.hromada, "hromada"]]) {
      if (!inner.has(key)) inner.set(key, { kind, title: fill(text[`unit_${kind}`], { unit: name }), others: "", unit: place.unit, weight: kind === "raion" ? -1 : -2, members: [] });
      inner.get(key).members.push(place);
    }
  }
  return [
    ...places.map((place) => ({ kind: "place", place, title: place.name, others: place.others, unit: place.unit, weight: place.people })),
    ...[...units.values()].filter(({ unit, only }) => unit.title !== only).map(({ unit, most }) => ({ kind: "oblast", title: unit.title, others: unit.others, unit: unit.code, weight: most - 0.5, shape: unit.shape })),
    ...inner.values(),
  ];
}

function makeIndex(model, format) {
  const skeleton = makeSkeleton(model.names);
  const reading = makeReading(model.names);
  const entries = searchable(model, format);
  const names = entries.map(({ title, others }) => [title, ...others.split(/[;|]/).filter(Boolean)]);
  const keys = skeleton(names.flat().join("\n")).split("\n");
  let at = 0;
  entries.forEach((entry, n) => {
    const current = entry.others.split("|")[0].split(";").filter(Boolean).length;
    entry.names = names[n].map((name, k) => ({ latin: reading(name), key: keys[at + k], grade: k > current ? 3 : k || entry.members ? 1 : 0 }));
    at += names[n].length;
  });
  return { skeleton, reading, entries };
}

// Whether a name begins as typed: `к` is not the beginning of `Харків`, though `k` is that of `Kh`.
const startsAs = (typed, cyrillic) => ({ latin }) =>
  latin.startsWith(typed) && !(cyrillic && /[cksz]$/.test(typed) && latin[typed.length] === "h");

// Names in the page's language that begin with the letters, or any of today that are those; then
// spellings that sound alike and names in other languages; former names; and what lies in a raion
// or hromada so called. In each the largest first. `name, unit` asks for both.
function findPlaces({ skeleton, reading, entries }, query, limit = 8) {
  const [name, unit] = query.split(",").map((part) => part.trim());
  const wanted = skeleton(name);
  if (!wanted) return [];
  const typed = reading(name);
  const starts = startsAs(typed, /\p{Script=Cyrillic}/u.test(name));
  const within = (text) => {
    const [start, key] = [reading(text), skeleton(text)];
    const known = new Map();
    const called = (own) => {
      if (!known.has(own)) known.set(own, reading(own).startsWith(start) || skeleton(own).startsWith(key));
      return known.get(own);
    };
    return ({ place }) => Boolean(place) && [place.hromada, place.raion].some((own) => own && called(own));
  };
  const inUnit = wanted.length > 2 ? within(name) : () => false;
  const asked = unit ? within(unit) : () => true;
  const rank = ({ names }) => Math.min(...names.map((own) => {
    if (own.grade < 3 && own.latin === typed) return 0;
    if (starts(own)) return own.grade;
    return own.key.startsWith(wanted) ? Math.max(1, own.grade) : 9;
  }));
  const found = entries
    .filter(asked)
    .map((entry) => ({ entry, grade: Math.min(rank(entry), inUnit(entry) ? 4 : 9) }))
    .filter(({ grade }) => grade < 9)
    .sort((a, b) => a.grade - b.grade || b.entry.weight - a.entry.weight)
    .map(({ entry }) => entry);
  // What is called just so is in the list, however small.
  const exact = found.findIndex(({ names }) => names[0].latin === typed);
  if (exact >= limit) found.splice(limit - 1, 0, found[exact]);
  return found.slice(0, limit);
}

function buildSearch(app) {
  const box = $("search");
  const list = $("search-results");
  let index = null;
  let found = [];
  let active = -1;

  const point = (n) => {
    active = n;
    [...list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === n)));
    if (n >= 0) box.setAttribute("aria-activedescendant", `hit-${n}`);
    else box.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    point(-1);
  };
  const choose = (entry) => {
    box.value = entry.title;
    close();
    app.lower();
    if (entry.place) selectPlace(app, entry.place);
    else selectArea(app, entry);
  };
  const beside = ({ kind, place, unit }) => (kind === "oblast" ? [] : [app.model.unitName.get(unit), place?.hromada]).filter(Boolean).join(" · ");
  const show = () => {
    index ??= makeIndex(app.model, app.format);
    found = findPlaces(index, box.value);
    list.replaceChildren(...found.map((entry, n) =>
      el("li", { id: `hit-${n}`, role: "option", "aria-selected": "false", onmousedown: (e) => (e.preventDefault(), choose(entry)) },
        el("span", {}, entry.title), el("small", {}, beside(entry)))));
    const nothing = box.value.trim() && !found.length;
    $("search-none").hidden = !nothing;
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(found.length > 0));
    point(-1);
  };
  box.addEventListener("focus", () => app.raise(box));
  box.addEventListener("input", show);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (found.length) point((active + step + found.length) % found.length);
    } else if (event.key === "Enter" && found.length) {
      event.preventDefault();
      choose(found[Math.max(0, active)]);
    } else if (event.key === "Escape") {
      close();
    }
  });
}
