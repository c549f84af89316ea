"""The lines that are measured: a real front where a sample is at hand, else a drawn one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

Coordinates = NDArray[np.float64]

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
_MOUTH = 46.45  # the Dnipro's; south of it the ring follows the coast, not the front
DRAWN = np.array(
    [
        [31.9, 46.6], [32.6, 46.7], [33.4, 47.1], [34.3, 47.5], [35.4, 47.5], [36.4, 47.6],
        [37.2, 47.9], [37.6, 48.3], [38.0, 48.8], [38.1, 49.4], [37.8, 49.9], [37.6, 50.2],
    ]
)  # fmt: skip


@cache
def front() -> Coordinates:
    """Return a contact line of about 1,000 vertices, (n, 2) longitude and latitude."""
    control, units = (
        SAMPLES / "deepstate-2024-11-07.geojson",
        SAMPLES / "geoboundaries-ukr-adm1.geojson",
    )
    if not (control.exists() and units.exists()):
        return roughen(DRAWN, 1050, seed=1)
    ring = max(_polygons(control), key=lambda part: part.area).exterior
    plane = Transformer.from_crs(
        4326, "+proj=laea +lat_0=48 +lon_0=33 +ellps=WGS84", always_xy=True
    )

    def flat(xy: Coordinates) -> Coordinates:
        return np.column_stack(plane.transform(xy[:, 0], xy[:, 1]))

    country = shapely.union_all(_polygons(units))
    inland = shapely.buffer(shapely.transform(country, flat), -3000.0)
    shapely.prepare(inland)
    xy = shapely.get_coordinates(ring)[:-1]
    inside = shapely.contains_xy(inland, *flat(xy).T) & (xy[:, 1] > _MOUTH)
    return _longest_run(xy, inside, gap=6)


def _polygons(path: Path) -> list[shapely.Polygon]:
    features = json.loads(path.read_text("utf-8"))["features"]
    shapes = [shapely.make_valid(shapely.from_geojson(json.dumps(f["geometry"]))) for f in features]
    parts = shapely.get_parts(shapely.get_parts(np.array(shapes)))
    return [part for part in parts if part.geom_type == "Polygon"]


def _longest_run(xy: Coordinates, inside: NDArray[np.bool_], gap: int) -> Coordinates:
    """Return the longest cyclic run of vertices inside, holes of up to `gap` vertices allowed."""
    n = len(xy)
    index = np.flatnonzero(inside)
    index = np.concatenate([index, index + n])
    breaks = np.flatnonzero(np.diff(index) > gap)
    starts, ends = np.r_[0, breaks + 1], np.r_[breaks, len(index) - 1]
    best = np.argmax(np.minimum(index[ends] - index[starts], n - 1))
    return xy[
        np.arange(index[starts[best]], min(index[ends[best]], index[starts[best]] + n - 1) + 1) % n
    ]


def roughen(xy: Coordinates, n: int, seed: int = 0, amplitude: float = 0.08) -> Coordinates:
    """Displace midpoints until there are n vertices: a fractal of the same large shape."""
    random = np.random.default_rng(seed)
    squeeze = np.cos(np.radians(xy[:, 1].mean()))
    while len(xy) < n:
        step = np.diff(xy, axis=0)
        push = np.clip(random.normal(0, amplitude, len(step)), -0.2, 0.2)
        middle = (xy[1:] + xy[:-1]) / 2
        middle += np.column_stack([-step[:, 1] / squeeze * push, step[:, 0] * squeeze * push])
        longer = np.empty((len(xy) + len(middle), 2))
        longer[::2], longer[1::2] = xy, middle
        xy = longer
    odd = np.arange(1, len(xy) - 1, 2)
    keep = np.ones(len(xy), dtype=bool)
    keep[random.choice(odd, len(xy) - n, replace=False)] = False
    return xy[keep]


def line(n: int) -> Coordinates:
    """Return the front with n vertices (as it is where it has about that many)."""
    xy = front()
    return xy if n <= 1.1 * len(xy) else roughen(xy, n)


def ring(n: int) -> Coordinates:
    """Return a closed ring of n vertices around the country's middle, (n, 2)."""
    angle = np.linspace(0, 2 * np.pi, 33)[:-1]
    coarse = np.column_stack([31 + 8 * np.cos(angle), 48.5 + 3.5 * np.sin(angle)])
    xy = roughen(np.vstack([coarse, coarse[:1]]), n, seed=2)
    xy[-1] = xy[0]
    return xy
