// Settlements by any of their names: a combobox that the arrow keys walk.

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

function makeIndex(model) {
  const skeleton = makeSkeleton(model.names);
  const rows = model.places.map((place) => [place.name, ...place.others.split(";").filter(Boolean)]);
  const keys = skeleton(rows.flat().join("\n")).split("\n");
  let at = 0;
  const entries = rows.map((names, n) => ({ place: model.places[n], names: names.map(folded), keys: keys.slice(at, (at += names.length)) }));
  return { skeleton, entries };
}

// Settlements by their own names, then those of a raion or hromada; `name, unit` asks for both.
function findPlaces({ skeleton, entries }, query, limit = 8) {
  const [name, unit] = query.split(",").map((part) => part.trim());
  const plain = folded(name);
  const wanted = skeleton(name);
  if (!wanted) return [];
  const within = (text) => {
    const [start, key] = [folded(text), skeleton(text)];
    const known = new Map();
    const called = (own) => {
      if (!known.has(own)) known.set(own, folded(own).startsWith(start) || skeleton(own).startsWith(key));
      return known.get(own);
    };
    return ({ place }) => [place.hromada, place.raion].some((own) => own && called(own));
  };
  const inUnit = wanted.length > 2 ? within(name) : () => false;
  const asked = unit ? within(unit) : () => true;
  const rank = ({ names, keys }) => {
    if (names[0] === plain) return 0;
    if (names.includes(plain) || keys.includes(wanted)) return 1;
    if (names.some((own) => own.startsWith(plain))) return 2;
    return keys.some((key) => key.startsWith(wanted)) ? 3 : 4;
  };
  return entries
    .filter(asked)
    .map((entry) => ({ place: entry.place, grade: Math.min(rank(entry), inUnit(entry) ? 3.5 : 4) }))
    .filter(({ grade }) => grade < 4)
    .sort((a, b) => a.grade - b.grade || b.place.people - a.place.people)
    .slice(0, limit)
    .map(({ place }) => place);
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
  const choose = (place) => {
    box.value = place.name;
    close();
    selectPlace(app, place);
  };
  const show = () => {
    index ??= makeIndex(app.model);
    found = findPlaces(index, box.value);
    list.replaceChildren(...found.map((place, n) =>
      el("li", { id: `hit-${n}`, role: "option", "aria-selected": "false", onmousedown: (e) => (e.preventDefault(), choose(place)) },
        el("span", {}, place.name), el("small", {}, [app.model.unitName.get(place.unit), place.hromada].filter(Boolean).join(" · ")))));
    const nothing = box.value.trim() && !found.length;
    $("search-none").hidden = !nothing;
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(found.length > 0));
    point(-1);
  };
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
