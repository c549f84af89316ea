// One store: what is shown. Every change goes through `set`, and the address follows it.

function makeStore(initial) {
  const listeners = [];
  const state = { ...initial };
  return {
    state,
    on: (listener) => listeners.push(listener),
    set(changes) {
      const changed = Object.keys(changes).filter((k) => state[k] !== changes[k]);
      if (!changed.length) return;
      Object.assign(state, changes);
      for (const listener of listeners) listener(state, changed);
    },
  };
}

// #zoom/lat/lon&embed&plan=0&layers=a,b&opacity=zone:0.5&place=703448&theme=dark&mode=swipe:0.5&with=1
function readHash(text, known) {
  const pairs = decodeSafely(text.replace(/^#/, "")).split("&");
  const [view] = pairs;
  const out = {};
  const [zoom, lat, lon] = view.split("/").map(Number);
  if ([zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) < 85) out.view = { zoom, lat, lon };
  for (const pair of pairs) {
    const [key, value = ""] = pair.split("=");
    if (Object.hasOwn(HASH_READERS, key)) HASH_READERS[key](value, out, known);
  }
  return out;
}

const decodeSafely = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
};

const whole = (value, below) => /^\d+$/.test(value) && Number(value) < below;

const HASH_READERS = {
  plan: (v, out, known) => whole(v, known.plans) && (out.plan = Number(v)),
  with: (v, out, known) => whole(v, known.plans) && (out.other = Number(v)),
  layers: (v, out, known) => (out.layers = new Set(v.split(",").filter((id) => known.layers.includes(id)))),
  place: (v, out) => whole(v, 2 ** 53) && (out.place = Number(v)),
  embed: (v, out) => (out.embed = v !== "0"),
  theme: (v, out) => ["light", "dark"].includes(v) && (out.theme = v),
  mode: (v, out) => ["single", "swipe", "side", "pieces"].includes(v) && (out.mode = v),
  opacity: (v, out, known) => {
    out.opacity = {};
    for (const [id, share] of v.split(",").map((p) => p.split(":"))) {
      if (known.layers.includes(id) && Number(share) >= 0 && Number(share) <= 1) out.opacity[id] = Number(share);
    }
  },
};

function writeHash(state, map) {
  const { lat, lng } = map.getCenter();
  const parts = [`${+map.getZoom().toFixed(2)}/${lat.toFixed(4)}/${lng.toFixed(4)}`];
  parts.push(`plan=${state.plan}`);
  if (state.mode !== "single") parts.push(`mode=${state.mode}`, `with=${state.other}`);
  parts.push(`layers=${[...state.layers].join(",")}`);
  const faint = Object.entries(state.opacity).filter(([, v]) => v !== 1);
  if (faint.length) parts.push(`opacity=${faint.map((p) => p.join(":")).join(",")}`);
  if (state.place !== null) parts.push(`place=${state.place}`);
  if (state.theme) parts.push(`theme=${state.theme}`);
  return `#${parts.join("&")}`;
}
