"""An independent truth for zones, and lines that are hard on them.

The truth knows no plane and no circle: the line is cut on its geodesics into steps so short that
the nearest of their ends, found in space, gives the distance by GeographicLib's solver.
"""

import numpy as np
import shapely
from pyproj import Geod
from scipy.spatial import cKDTree

GEOD = Geod(ellps="WGS84")
_A, _F = 6378137.0, 1 / 298.257223563
_E2 = _F * (2 - _F)


def in_space(lonlat):
    lon, lat = np.radians(lonlat.T)
    normal = _A / np.sqrt(1 - _E2 * np.sin(lat) ** 2)
    return np.column_stack(
        [
            normal * np.cos(lat) * np.cos(lon),
            normal * np.cos(lat) * np.sin(lon),
            normal * (1 - _E2) * np.sin(lat),
        ]
    )


def cut_fine(lonlat, step):
    """Return points on the geodesics, at most a step apart, and their place along the vertices."""
    azimuth, _, metres = GEOD.inv(*lonlat[:-1].T, *lonlat[1:].T)
    count = np.maximum(1, np.ceil(np.asarray(metres) / step)).astype(int)
    edge = np.repeat(np.arange(len(count)), count)
    share = (np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)) / count[edge]
    lon, lat, _ = GEOD.fwd(*lonlat[edge].T, np.asarray(azimuth)[edge], metres[edge] * share)
    points = np.vstack([np.column_stack([lon, lat]), lonlat[-1]])
    return points, np.append(edge + share, len(lonlat) - 1)


class Truth:
    """Depth of points below the rim of a zone: depth of the line there less the distance."""

    def __init__(self, sections, depths, tolerance, points=400_000):
        deep = max(float(np.max(d)) for d in depths)
        total = sum(float(GEOD.line_length(*s.T)) for s in sections)
        # the nearest of points a step apart is too far by step²/8d at most
        self.step = max(np.sqrt(8 * 0.02 * tolerance * deep), total / points)
        self.slack = self.step**2 / (8 * deep)
        points, radii = [], []
        for section, depth in zip(sections, depths, strict=True):
            fine, at = cut_fine(section, self.step)
            points.append(fine)
            radii.append(
                np.interp(at, np.arange(len(section)), np.broadcast_to(depth, len(section)))
            )
        self.points, self.radii = np.concatenate(points), np.concatenate(radii)
        self.tree = cKDTree(in_space(self.points))
        self.even = bool(np.ptp(self.radii) == 0)

    def below(self, lonlat):
        """Return metres inside the rim (negative: outside)."""
        if self.even:
            _, near = self.tree.query(in_space(lonlat))
            metres = GEOD.inv(*lonlat.T, *self.points[near].T)[2]
            return self.radii[near] - np.asarray(metres)
        out = np.full(len(lonlat), -np.inf)
        reach = self.radii.max() * 1.2
        pairs = cKDTree(in_space(lonlat)).sparse_distance_matrix(
            self.tree, reach, output_type="ndarray"
        )
        i, j = pairs["i"], pairs["j"]
        metres = np.asarray(GEOD.inv(*lonlat[i].T, *self.points[j].T)[2])
        np.maximum.at(out, i, self.radii[j] - metres)
        return out


def rim(zone, most=4000):
    """Return points along a zone's boundary: vertices and points between them."""
    points = []
    for ring in shapely.get_rings(shapely.get_parts(zone)):
        lonlat = shapely.get_coordinates(ring)
        points += [
            lonlat[:-1],
            (lonlat[1:] + lonlat[:-1]) / 2,
            lonlat[:-1] * 0.75 + lonlat[1:] * 0.25,
        ]
    points = np.concatenate(points)
    return points[:: max(1, len(points) // most)]


def around(sections, depth, random, count=1500):
    """Return random places near where the rim may be, and a little off it."""
    vertices = np.concatenate(sections)
    pick = vertices[random.integers(0, len(vertices), count)]
    metres = depth * np.concatenate(
        [random.uniform(0.2, 1.6, count // 2), 1 + random.normal(0, 1e-4, count - count // 2)]
    )
    lon, lat, _ = GEOD.fwd(*pick.T, random.uniform(0, 360, count), metres)
    return np.column_stack([lon, lat])


def on_sheet(lonlat, zone):
    """Return longitudes moved by whole turns to where the zone is."""
    west, _, east, _ = zone.bounds
    middle = (west + east) / 2
    moved = lonlat.copy()
    moved[:, 0] = middle + (lonlat[:, 0] - middle + 180) % 360 - 180
    return moved


def faults(zone, sections, depths, tolerance, random, most=4000, points=400_000):
    """Return all that is wrong with a zone of the same depths on both sides."""
    truth = Truth(sections, depths, tolerance, points)
    bound = tolerance + truth.slack
    found = []
    if not shapely.is_valid(zone):
        found.append(shapely.is_valid_reason(zone))
    off = np.abs(truth.below(rim(zone, most)))
    if off.max() > bound:
        found.append(f"the rim is off by {off.max():.3f} m")
    places = on_sheet(around(sections, float(np.max(truth.radii)), random, most // 2), zone)
    below = truth.below(places)
    inside = shapely.contains_xy(zone, places)
    wrong = (inside & (below < -bound)) | (~inside & (below > bound))
    if wrong.any():
        found.append(
            f"{wrong.sum()} places on the wrong side, by {np.abs(below[wrong]).max():.3f} m"
        )
    return found


def _two(random, _):
    return random.normal(0, 10.0 ** random.uniform(-3, 1), (2, 2))


def _walk(random, n):
    return np.cumsum(random.normal(0, 10.0 ** random.uniform(-2, 0.5), (n, 2)), axis=0)


def _spiral(random, _):
    turns, gap = random.uniform(1, 5), random.uniform(0.3, 3)
    angle = np.linspace(0, turns * 2 * np.pi, 30 * int(turns + 1))
    return _on_circle(angle) * (gap * angle / 6)[:, None]


def _spikes(random, n):
    out = np.zeros((2 * n, 2))
    out[:, 0] = np.repeat(np.cumsum(random.uniform(0.01, 0.5, n)), 2)
    out[1::2, 1] = random.normal(0, 3, n)
    return out


def _loop(random, n):
    angle = np.linspace(0, 2 * np.pi - random.uniform(0, 0.3), n + 10)
    return random.uniform(0.5, 4) * _on_circle(angle)


def _arms(random, _):
    gap = 10.0 ** random.uniform(-4, 0.4)
    return np.array([[0, 0], [5, 0], [5 + gap, gap / 2], [5, gap], [0, gap * 1.01]])


def _repeats(random, n):
    return np.repeat(_small_walk(random, n), random.integers(1, 4, n), axis=0)


def _back(random, n):
    walk = _small_walk(random, n)
    return np.vstack([walk, walk[-2::-1][: random.integers(1, n)]])


def _zigzag(random, n):
    y = np.where(np.arange(n) % 2, 1, -1) * 10.0 ** random.uniform(-4, 0)
    return np.column_stack([np.linspace(0, random.uniform(0.1, 8), n), y])


def _eight(random, _):
    angle = np.linspace(0, 2 * np.pi, 40)
    return random.uniform(0.5, 3) * np.column_stack([np.sin(angle), np.sin(2 * angle)])


def _circle(random, _):
    ring = _on_circle(np.linspace(0, 2 * np.pi, int(random.integers(4, 120))))
    ring[-1] = ring[0]
    return random.choice([0.999, 1.0, 1.001, 2.5]) * ring


def _star(random, n):
    tips = random.uniform(0.5, 5) * _on_circle(np.linspace(0, 6 * np.pi, n))
    return np.vstack([[tip, [0, 0]] for tip in tips])


def _on_circle(angle):
    return np.column_stack([np.cos(angle), np.sin(angle)])


def _small_walk(random, n):
    return np.cumsum(random.normal(0, 0.5, (n, 2)), axis=0)


KINDS = (
    _two, _walk, _spiral, _spikes, _loop, _arms, _repeats, _back, _zigzag, _eight, _circle, _star,
)  # fmt: skip


def hard_case(seed):
    """Return vertices, depth and tolerance of a hard line anywhere on the Earth."""
    random = np.random.default_rng(seed)
    depth = 10.0 ** random.uniform(2, np.log10(150_000))
    shape = KINDS[seed % len(KINDS)](random, int(random.integers(3, 60)))
    turn = random.uniform(0, 2 * np.pi)
    shape = shape @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    shape = shape - shape.mean(axis=0)
    size = np.hypot(*shape.T).max() * depth
    shape *= min(1.0, 2_000_000 / size)
    lat0 = random.uniform(-60, 60)
    lat = lat0 + np.degrees(shape[:, 1] * depth / _A)
    lon = random.uniform(-180, 180) + np.degrees(
        shape[:, 0] * depth / _A / np.cos(np.radians(np.clip(lat, -85, 85)))
    )
    return np.column_stack([lon, lat]), depth, float(random.choice([0.1, 1.0]))
