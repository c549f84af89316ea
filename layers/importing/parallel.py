"""Two lines side by side: one line drawn twice, or both limits of a zone; and their middle."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.geodesy import azimuth, destination, distance
from ceaseline.geo.lines.chains import place
from ceaseline.layers.derive.cells import from_plane, to_plane
from ceaseline.layers.importing.course import Course

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Chain = NDArray[np.float64]

__all__ = ["PARALLEL", "Twins", "middle", "single", "twins"]

PARALLEL = ("refuse", "middle", "keep")
"""What may be done with two lines side by side."""
_TWICE_M = 500.0
"""Lines nearer to one another than this are one line drawn twice."""
_WIDEST_M = 60_000.0
_SHORTEST_M = 5_000.0
_NARROW = 0.2
_THIN = 0.01
"""A ring narrower than this share of its length is a line drawn there and back, not a pocket."""
_ALIKE = 0.9
_MOST = 12
_SAMPLES = 200
_ROUNDS = 60
_MANY = 3000
_EXACT_M = 1.0
_SAME_M = 1e-3


@dataclass(frozen=True)
class Twins:
    """Two chains that run side by side.

    Attributes
    ----------
    one, other : int
        Which; the same where one chain runs there and back.
    width_m : float
        The middle value of the distance between them.
    lon, lat : float
        A place on the one, half way.
    """

    one: int
    other: int
    width_m: float
    lon: float
    lat: float

    def __str__(self) -> str:
        """Return what they look like, for a person."""
        wide = self.width_m
        far = f"{wide / 1000:,.1f} km" if wide >= 1000 else f"{wide:,.1f} m"
        if wide <= _TWICE_M:
            looks, give = "one line drawn twice", "leave one of them out"
        else:
            looks, give = "both limits of a zone, not its line", "give the line between"
        run = "Two lines run" if self.one != self.other else "A line runs there and back,"
        return (
            f"{run} side by side, {far} apart, at {place(self.lon, self.lat)}; this looks "
            f"like {looks}: {give}, take the line midway with --parallel middle, or keep "
            "both with --parallel keep."
        )


def single(
    chains: list[Chain], country: shapely.Geometry, parallel: str
) -> tuple[list[Chain], list[str]]:
    """Return lines without a second one beside them.

    Parameters
    ----------
    chains : list of (n, 2) arrays
        In the plane, metres.
    country : Polygon or MultiPolygon
        In the plane; what lies outside does not count.
    parallel : str
        ``refuse``, ``middle`` for the line midway between the two, or ``keep``.

    Returns
    -------
    chains : list of (n, 2) arrays
    notes : list of str

    Raises
    ------
    InputError
        If `parallel` is none of these.
    GeometryError
        If two lines run side by side and are to be refused, or have no middle line.

    Examples
    --------
    >>> two = [np.array([[0.0, y], [90e3, y]]) for y in (0.0, 2.0)]
    >>> single(two, shapely.box(1e3, -1e4, 80e3, 1e4), "middle")[0][0][:2].round().tolist()
    [[0.0, 1.0], [100.0, 1.0]]
    """
    if parallel not in PARALLEL:
        raise InputError(f"{parallel!r:.40} is no way with parallel lines; give {PARALLEL}.")
    found = twins(chains, country) if parallel != "keep" else None
    if found is None:
        return chains, []
    if parallel == "refuse":
        raise GeometryError(str(found))
    pair = chains[found.one], chains[found.other]
    if found.one == found.other:
        there, back = Course(pair[0]).halves()
        pair = there.chain, back.chain
    line, off = middle(*pair)
    rest = [chain for k, chain in enumerate(chains) if k not in {found.one, found.other}]
    note = (
        f"Of two lines side by side, about {found.width_m:,.1f} m apart, the middle was taken; "
        f"each vertex lies as far from one as from the other, to {max(off, 0.1):.1f} m."
    )
    if twins([line, *rest], country):
        raise GeometryError("More than two lines run side by side; leave all but one or two out.")
    return [line, *rest], [note]


def twins(chains: list[Chain], country: shapely.Geometry) -> Twins | None:
    """Return two of the longest chains that run side by side in the country, or None.

    Examples
    --------
    >>> cross = [np.array([[0.0, 5e3], [9e4, 5e3]]), np.array([[5e4, 0.0], [5e4, 9e4]])]
    >>> twins(cross, shapely.box(0, 0, 9e4, 9e4))
    """
    sizes = [float(np.hypot(*np.diff(chain, axis=0).T).sum()) for chain in chains]
    longest = [k for k in np.argsort(sizes)[::-1][:_MOST].tolist() if sizes[k] >= _SHORTEST_M]
    courses = {k: Course(chains[k]) for k in longest}
    for i, j in combinations(longest, 2):
        if sizes[j] > sizes[i] / 2 and courses[i].closed == courses[j].closed:
            wide = _width(courses[i], courses[j], country)
            if wide is not None:
                return _twins(courses[i], 0.5, wide, i, j)
    for i in longest:
        if np.hypot(*(chains[i][0] - chains[i][-1])) < 3 * _TWICE_M:
            wide = _width(*courses[i].halves(), country)
            most = min(_TWICE_M, _THIN * sizes[i] if courses[i].closed else _TWICE_M)
            if wide is not None and wide <= most:
                return _twins(courses[i], 0.25, wide, i, i)
    return None


def _twins(course: Course, share: float, wide: float, one: int, other: int) -> Twins:
    lon, lat = from_plane(course.at(share))[0]
    return Twins(one, other, wide, float(lon), float(lat))


def _width(a: Course, b: Course, country: shapely.Geometry) -> float | None:
    """Return how far two lines are apart, if they run side by side in the country."""
    gaps = [_gaps(a, b, country), _gaps(b, a, country)]
    if not all(len(own) for own in gaps) or not _side_by_side(gaps, min(a.length, b.length)):
        return None
    if max(own.max() for own in gaps) < _SAME_M:  # one on the other: they are one line
        return None
    return float(np.median(np.concatenate(gaps)))


def _gaps(a: Course, b: Course, country: shapely.Geometry) -> Chain:
    """Return how far places along one line in the country lie from another."""
    spots = a.at(np.linspace(0, 1, _SAMPLES))
    spots = spots[shapely.contains(country, shapely.points(spots))]
    return np.hypot(*(b.feet(spots)[0] - spots).T) if len(spots) else np.zeros(0)


def _side_by_side(gaps: list[Chain], size: float) -> bool:
    """Return whether the lines keep their distance: near against their length, and alike."""
    wide = float(np.median(np.concatenate(gaps)))
    if wide > min(_WIDEST_M, _NARROW * size):
        return False
    low, high = (0.0, 3 * _TWICE_M) if wide <= _TWICE_M else (wide / 2, 2 * wide)
    return all(float(((own >= low) & (own <= high)).mean()) >= _ALIKE for own in gaps)


def middle(a: Chain, b: Chain) -> tuple[Chain, float]:
    """Return the line midway between two, and by how much a vertex is nearer to one of them.

    Parameters
    ----------
    a, b : (n, 2) arrays
        In the plane, metres.

    Returns
    -------
    line : (n, 2) array
        Its vertices as far from the one as from the other.
    off : float
        The largest difference between the two, geodesic metres.

    Raises
    ------
    GeometryError
        If the two are too unlike.

    Examples
    --------
    >>> line, off = middle(np.array([[0.0, 0], [1e4, 0]]), np.array([[1e4, 400.0], [0, 400]]))
    >>> line[0].round().tolist(), off < 0.1
    ([0.0, 200.0], True)
    """
    one, other = Course(a), Course(_turned(a, b))
    spots = _sampled(one, other)
    active = np.arange(len(spots))
    for _ in range(_ROUNDS):
        after = _midway(one.feet(spots[active])[0], other.feet(spots[active])[0])
        moved = np.hypot(*(after - spots[active]).T)
        spots[active] = after
        active = active[moved > _EXACT_M / 1000]
        if not len(active):
            break
    (near, there), (far, beside) = one.feet(spots), other.feet(spots)
    off = np.abs(_geodesic(spots, near) - _geodesic(spots, far))
    ways = [np.unwrap(way, period=1.0) if one.closed else way for way in (there, beside)]
    kept = _onward(ways[0] + ways[1], off <= _EXACT_M)
    line = spots[kept]
    line = np.vstack([line, line[:1]]) if one.closed else line
    if len(kept) < 2 or not shapely.LineString(line).is_simple:
        lon, lat = from_plane(spots[len(spots) // 2])[0]
        raise GeometryError(
            f"The two lines at {place(float(lon), float(lat))} have no line midway between them "
            "that does not cross itself; draw it, or leave one of them out."
        )
    return line, float(off[kept].max())


def _sampled(one: Course, other: Course) -> Chain:
    """Return places between which the middle is straight: the vertices of the one, and more."""
    wide = float(np.median(np.hypot(*(other.feet(one.chain)[0] - one.chain).T)))
    step = max(float(np.clip(wide / 4, 100.0, 1000.0)), one.length / _MANY)
    even = np.linspace(0, one.length, max(2, round(one.length / step) + 1))
    along = np.union1d(even, one.before)
    along = along[np.concatenate([[True], np.diff(along) > _EXACT_M])]
    along = along[along < one.length - _EXACT_M] if one.closed else along
    return one.at(along / one.length)


def _turned(a: Chain, b: Chain) -> Chain:
    """Return the second chain in the first one's direction; of rings, from beside its start."""
    if (a[0] == a[-1]).all():
        if shapely.LinearRing(a).is_ccw != shapely.LinearRing(b).is_ccw:
            b = b[::-1]
        first = int(np.argmin(np.hypot(*(b[:-1] - a[0]).T)))
        return np.vstack([b[first:-1], b[: first + 1]])
    return b[::-1] if _reversed(a, b) else b


def _reversed(a: Chain, b: Chain) -> bool:
    same = np.hypot(*(a[0] - b[0])) + np.hypot(*(a[-1] - b[-1]))
    return bool(np.hypot(*(a[0] - b[-1])) + np.hypot(*(a[-1] - b[0])) < same)


def _midway(a: Chain, b: Chain) -> Chain:
    """Return the places half way along the geodesics from the ones to the others."""
    one, other = from_plane(a).T, from_plane(b).T
    way, turn = np.asarray(distance(*one, *other)), np.asarray(azimuth(*one, *other))
    return to_plane(destination(one[0], one[1], turn, way / 2))


def _geodesic(a: Chain, b: Chain) -> Chain:
    one, other = from_plane(a), from_plane(b)
    return np.asarray(distance(one[:, 0], one[:, 1], other[:, 0], other[:, 1]))


def _onward(along: Chain, good: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return those that are good and farther along than all before them."""
    value = np.where(good, along, -np.inf)
    before = np.concatenate([[-np.inf], np.maximum.accumulate(value)[:-1]])
    return np.flatnonzero(value > before + 1e-9)
