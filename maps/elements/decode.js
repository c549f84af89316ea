// The payload: base64 -> deflate -> one JSON document and byte streams (maps/streams.py).

async function unpack(text) {
  const bytes = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const raw = new Uint8Array(await new Response(inflated).arrayBuffer());
  const size = new DataView(raw.buffer).getUint32(0, true);
  const data = JSON.parse(new TextDecoder().decode(raw.subarray(4, 4 + size)));
  const streams = {};
  let at = 4 + size;
  for (const [name, length] of data.streams) {
    streams[name] = raw.subarray(at, at + length);
    at += length;
  }
  data.streams = streams;
  return data;
}

function integers(bytes) {
  const out = [];
  for (let at = 0; at < bytes.length; ) {
    let value = 0;
    let unit = 1;
    let byte;
    do {
      byte = bytes[at++];
      value += (byte & 127) * unit;
      unit *= 128;
    } while (byte & 128);
    out.push(value);
  }
  return out;
}

function signed(bytes) {
  return integers(bytes).map((v) => (v % 2 ? -(v + 1) / 2 : v / 2));
}

function running(values) {
  let sum = 0;
  return values.map((v) => (sum += v));
}

// Web-map pixels at zoom 0; the sheet scales them.
const WORLD = 256;
const mercatorX = (lon) => ((lon + 180) / 360) * WORLD;
const mercatorY = (lat) =>
  (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)) * WORLD;

// An arc: lonlat and projected pairs, and the box of the latter.
function makeArc(lonlat) {
  const xy = new Float64Array(lonlat.length);
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < lonlat.length; i += 2) {
    const x = (xy[i] = mercatorX(lonlat[i]));
    const y = (xy[i + 1] = mercatorY(lonlat[i + 1]));
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return { lonlat, xy, box };
}

function decodeArcs(streams, scale) {
  const steps = signed(streams.arc_steps);
  let x = 0;
  let y = 0;
  let at = 0;
  return integers(streams.arc_sizes).map((count) => {
    const lonlat = new Float64Array(2 * count);
    for (let i = 0; i < 2 * count; i += 2) {
      x += steps[at++];
      y += steps[at++];
      lonlat[i] = x / scale;
      lonlat[i + 1] = y / scale;
    }
    return makeArc(lonlat);
  });
}

// A shape: polygons of rings of arc numbers; ~n is arc n walked backwards. On the wire twice the
// number, one more where backwards, each less the one before.
function decodeShapes(streams) {
  const flat = signed(streams.shapes);
  const shapes = [];
  let at = 0;
  let last = 0;
  const many = (read) => Array.from({ length: flat[at++] }, read);
  const step = () => (last += flat[at++]);
  const arc = () => (step() % 2 ? ~((last - 1) / 2) : last / 2);
  while (at < flat.length) shapes.push(many(() => many(() => many(arc))));
  return shapes;
}
