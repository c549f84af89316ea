// Figures on the WGS84 ellipsoid, for what a person measures on the page.

const WGS84_A = 6378137;
const WGS84_F = 1 / 298.257223563;
const WGS84_B = WGS84_A * (1 - WGS84_F);
const RADIANS = Math.PI / 180;

// Vincenty (1975): metres between two places, and the azimuths; to a tenth of a millimetre.
function geodesic(lon1, lat1, lon2, lat2) {
  if (lon1 === lon2 && lat1 === lat2) return { metres: 0, azimuth: 0 };
  const L = (lon2 - lon1) * RADIANS;
  const u1 = Math.atan((1 - WGS84_F) * Math.tan(lat1 * RADIANS));
  const u2 = Math.atan((1 - WGS84_F) * Math.tan(lat2 * RADIANS));
  const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = L;
  let sinS, cosS, sigma, cosSqA, cos2M;
  for (let turn = 0; turn < 200; turn++) {
    const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
    sinS = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
    cosS = s1 * s2 + c1 * c2 * cl;
    sigma = Math.atan2(sinS, cosS);
    const sinA = (c1 * c2 * sl) / sinS;
    cosSqA = 1 - sinA * sinA;
    cos2M = cosSqA ? cosS - (2 * s1 * s2) / cosSqA : 0;
    const C = (WGS84_F / 16) * cosSqA * (4 + WGS84_F * (4 - 3 * cosSqA));
    const bend = sigma + C * sinS * (cos2M + C * cosS * (2 * cos2M * cos2M - 1));
    const next = L + (1 - C) * WGS84_F * sinA * bend;
    const step = Math.abs(next - lambda);
    lambda = next;
    if (step < 1e-13) break;
  }
  const uSq = (cosSqA * (WGS84_A ** 2 - WGS84_B ** 2)) / WGS84_B ** 2;
  const A = 1 + (uSq / 16384) * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq)));
  const B = (uSq / 1024) * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)));
  const q = 2 * cos2M * cos2M - 1;
  const inner = cosS * q - (B / 6) * cos2M * (4 * sinS * sinS - 3) * (4 * cos2M * cos2M - 3);
  const delta = B * sinS * (cos2M + (B / 4) * inner);
  const azimuth = Math.atan2(c2 * Math.sin(lambda), c1 * s2 - s1 * c2 * Math.cos(lambda));
  return { metres: WGS84_B * A * (sigma - delta), azimuth };
}

const metresBetween = (a, b) => geodesic(a[0], a[1], b[0], b[1]).metres;

// Vincenty's direct problem: the place at some metres along an azimuth (radians).
function destination([lon, lat], azimuth, metres) {
  const tanU = (1 - WGS84_F) * Math.tan(lat * RADIANS);
  const cosU = 1 / Math.hypot(1, tanU);
  const sinU = tanU * cosU;
  const [sinZ, cosZ] = [Math.sin(azimuth), Math.cos(azimuth)];
  const sigma1 = Math.atan2(tanU, cosZ);
  const sinA = cosU * sinZ;
  const cosSqA = 1 - sinA * sinA;
  const uSq = (cosSqA * (WGS84_A ** 2 - WGS84_B ** 2)) / WGS84_B ** 2;
  const A = 1 + (uSq / 16384) * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq)));
  const B = (uSq / 1024) * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)));
  let sigma = metres / (WGS84_B * A);
  let cos2M, sinS, cosS;
  for (let turn = 0; turn < 200; turn++) {
    cos2M = Math.cos(2 * sigma1 + sigma);
    [sinS, cosS] = [Math.sin(sigma), Math.cos(sigma)];
    const q = 2 * cos2M * cos2M - 1;
    const inner = cosS * q - (B / 6) * cos2M * (4 * sinS * sinS - 3) * (4 * cos2M * cos2M - 3);
    const next = metres / (WGS84_B * A) + B * sinS * (cos2M + (B / 4) * inner);
    const step = Math.abs(next - sigma);
    sigma = next;
    if (step < 1e-13) break;
  }
  const x = sinU * sinS - cosU * cosS * cosZ;
  const north = Math.atan2(
    sinU * cosS + cosU * sinS * cosZ,
    (1 - WGS84_F) * Math.hypot(sinA, x),
  );
  const lambda = Math.atan2(sinS * sinZ, cosU * cosS - sinU * sinS * cosZ);
  const C = (WGS84_F / 16) * cosSqA * (4 + WGS84_F * (4 - 3 * cosSqA));
  const bend = sigma + C * sinS * (cos2M + C * cosS * (2 * cos2M * cos2M - 1));
  const east = lambda - (1 - C) * WGS84_F * sinA * bend;
  return [lon + east / RADIANS, north / RADIANS];
}

// Places along the geodesic between two places, at most `step` metres apart, without the first.
function along(a, b, step = 5000) {
  const { metres, azimuth } = geodesic(a[0], a[1], b[0], b[1]);
  const count = Math.max(1, Math.ceil(metres / step));
  const out = [];
  for (let i = 1; i < count; i++) out.push(destination(a, azimuth, (metres * i) / count));
  out.push(b);
  return out;
}

const lengthOf = (places) =>
  places.slice(1).reduce((sum, place, i) => sum + metresBetween(places[i], place), 0);

// Geodesic polygon: spherical excess on the authalic sphere of edges cut to 2 km.
const WGS84_E = Math.sqrt(WGS84_F * (2 - WGS84_F));
const authalicQ = (s) =>
  (1 - WGS84_E ** 2) *
  (s / (1 - (WGS84_E * s) ** 2) + Math.atanh(WGS84_E * s) / WGS84_E);
const AUTHALIC_R2 = (WGS84_A ** 2 * authalicQ(1)) / 2;
const halfTangent = (lat) =>
  Math.tan(Math.asin(authalicQ(Math.sin(lat * RADIANS)) / authalicQ(1)) / 2);

const areaOf = (places) => Math.abs(signedArea(places));

// Square metres of a ring; above 0 where it turns left.
function signedArea(places) {
  let excess = 0;
  for (let i = 0; i < places.length; i++) {
    let from = places[i];
    for (const to of along(from, places[(i + 1) % places.length], 2000)) {
      const [t1, t2] = [halfTangent(from[1]), halfTangent(to[1])];
      const turn = Math.tan(((to[0] - from[0]) * RADIANS) / 2);
      excess += 2 * Math.atan((turn * (t1 + t2)) / (1 + t1 * t2));
      from = to;
    }
  }
  return -excess * AUTHALIC_R2;
}

// Earth-centred coordinates of lon, lat pairs: the nearest chord there is the nearest geodesic.
function centred(lonlat) {
  const out = new Float64Array(lonlat.length * 1.5);
  for (let i = 0, o = 0; i < lonlat.length; i += 2) {
    const [lon, lat] = [lonlat[i] * RADIANS, lonlat[i + 1] * RADIANS];
    const n = WGS84_A / Math.sqrt(1 - (WGS84_E * Math.sin(lat)) ** 2);
    out[o++] = n * Math.cos(lat) * Math.cos(lon);
    out[o++] = n * Math.cos(lat) * Math.sin(lon);
    out[o++] = n * (1 - WGS84_E ** 2) * Math.sin(lat);
  }
  return out;
}

const makeChain = (lonlat) => ({ lonlat, earth: centred(lonlat) });

// Metres from a place to the nearest place of some chains; short edges are taken as chords.
function nearest(place, chains) {
  const [px, py, pz] = centred(place);
  let best = { far: Infinity, spot: null };
  for (const { lonlat, earth } of chains) {
    for (let i = 3; i < earth.length; i += 3) {
      const [ax, ay, az] = [earth[i - 3] - px, earth[i - 2] - py, earth[i - 1] - pz];
      const [dx, dy, dz] = [earth[i] - earth[i - 3], earth[i + 1] - earth[i - 2], earth[i + 2] - earth[i - 1]];
      const across = dx * dx + dy * dy + dz * dz || 1;
      const t = Math.max(0, Math.min(1, -(ax * dx + ay * dy + az * dz) / across));
      const far = (ax + t * dx) ** 2 + (ay + t * dy) ** 2 + (az + t * dz) ** 2;
      if (far < best.far) {
        const j = (i / 3) * 2;
        best = { far, spot: [0, 1].map((k) => lonlat[j - 2 + k] + t * (lonlat[j + k] - lonlat[j - 2 + k])) };
      }
    }
  }
  return best.spot && { spot: best.spot, metres: metresBetween(place, best.spot) };
}

// Whether a place lies in a ring set (even-odd).
function inside([lon, lat], rings) {
  let odd = false;
  for (const ring of rings) {
    for (let i = 2; i < ring.length; i += 2) {
      const [x1, y1, x2, y2] = [ring[i - 2], ring[i - 1], ring[i], ring[i + 1]];
      if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) odd = !odd;
    }
  }
  return odd;
}
