"""Geometry stored once: shapes cut into the arcs they share, on a grid of 1e-5 degrees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.maps.page.encoding import deltas, varint, zigzag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["SCALE", "Arc", "Path", "Topology"]

SCALE = 100_000
"""Grid steps in a degree: 1e-5 degrees, about a metre."""

Arc: TypeAlias = "NDArray[np.int64]"
"""(n, 2) grid coordinates: longitude, latitude."""

Path: TypeAlias = tuple[int, ...]
"""Arcs in order, by number; ``~n`` is arc ``n`` walked backwards."""


@dataclass(frozen=True, eq=False)
class Topology:
    """Shapes as paths over shared arcs.

    Attributes
    ----------
    arcs : tuple of Arc
        Each stretch of border or line once, whatever number of shapes it belongs to.
    shapes : tuple of tuple of tuple of Path
        For each shape its polygons, each a tuple of rings (shell first). A line is a polygon of
        one ring that does not close.

    Examples
    --------
    >>> west, east = shapely.box(30, 48, 31, 49), shapely.box(31, 48, 32, 49)
    >>> topology = Topology.of([west, east])
    >>> len(topology.arcs), topology.shapes
    (3, ((((0, 1),),), (((-1, 2),),)))
    """

    arcs: tuple[Arc, ...]
    shapes: tuple[tuple[tuple[Path, ...], ...], ...]

    @classmethod
    def of(cls, geometries: Iterable[Any]) -> Topology:
        """Cut polygons and lines at the places where they begin or cease to run together.

        Parameters
        ----------
        geometries : iterable of shapely polygons and lines, single or multiple
            Longitude, latitude. Rings that the grid leaves without area are left out.

        Raises
        ------
        InputError
            If a geometry is neither a polygon nor a line.
        """
        shapes = [list(_polygons(g)) for g in geometries]
        paths = [path for shape in shapes for polygon in shape for path in polygon]
        arcs = _Arcs(paths)
        walked = iter([arcs.walk(n) for n in range(len(paths))])
        return cls(
            arcs=(),
            shapes=tuple(tuple(tuple(next(walked) for _ in p) for p in s) for s in shapes),
        ).renewed(tuple(arcs.found))

    def renewed(self, arcs: tuple[Arc, ...]) -> Topology:
        """Return the same shapes over other arcs."""
        return Topology(arcs, self.shapes)

    def path(self, path: Path) -> Arc:
        """Return the coordinates along a path, (n, 2), each joint once."""
        pieces = [self.arcs[n] if n >= 0 else self.arcs[~n][::-1] for n in path]
        return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])

    def geometry(self, number: int) -> Any:
        """Return a shape as shapely sees it: a MultiPolygon, or a MultiLineString.

        Parameters
        ----------
        number : int
            The place of the shape among those given.
        """
        polygons = [[self.path(ring) / SCALE for ring in p] for p in self.shapes[number]]
        if all((ring[0] == ring[-1]).all() for p in polygons for ring in p):
            return shapely.MultiPolygon([(p[0], p[1:]) for p in polygons])
        return shapely.MultiLineString([ring for p in polygons for ring in p])

    @cached_property
    def points(self) -> int:
        """How many places the arcs have in all."""
        return sum(map(len, self.arcs))

    def streams(self) -> dict[str, bytes]:
        """Return the topology as byte streams for :func:`ceaseline.maps.page.encoding.pack`.

        ``arc_sizes`` holds the places of each arc, ``arc_steps`` their differences, longitude and
        latitude in turn, running on from arc to arc; ``shapes`` holds for each shape the number of
        polygons, for each of these the number of rings, for each of these the number of arcs and
        the arcs, all zigzag; an arc is twice its number, one more where it is walked backwards,
        less the arc before.
        """
        steps = deltas(np.concatenate([np.zeros((0, 2), np.int64), *self.arcs]))
        return {
            "arc_sizes": varint([len(arc) for arc in self.arcs]),
            "arc_steps": varint(zigzag(steps)),
            "shapes": varint(zigzag(list(_flat(self.shapes)))),
        }


class _Arcs:
    """The paths' vertices numbered, the places where paths part, and the arcs found so far."""

    def __init__(self, paths: Sequence[Arc]) -> None:
        self.found: list[Arc] = []
        self._known: dict[bytes, int] = {}
        self._paths = paths
        sizes = np.array([len(path) for path in paths], dtype=np.int64)
        self._ends = np.cumsum(sizes)
        every = np.concatenate([np.zeros((0, 2), np.int64), *paths])
        _, self._ids = np.unique((every[:, 0] << 32) + every[:, 1], return_inverse=True)
        self._junction = self._junctions(sizes)

    def _junctions(self, sizes: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell for each numbered vertex whether a path ends there or two paths part."""
        ids, ends = self._ids, self._ends
        before, after = np.roll(ids, 1), np.roll(ids, -1)
        first, last = ends - sizes, ends - 1
        closed = ids[first] == ids[last]
        before[first[closed]] = ids[last[closed] - 1]
        after[last[closed]] = ids[first[closed] + 1]
        before[first[~closed]] = after[last[~closed]] = -1
        low, high = np.minimum(before, after), np.maximum(before, after)
        order = np.lexsort((high, low, ids))
        i, a, b = ids[order], low[order], high[order]
        parts = (i[1:] == i[:-1]) & ((a[1:] != a[:-1]) | (b[1:] != b[:-1]))
        out = np.zeros(int(ids.max(initial=-1)) + 1, dtype=bool)
        out[i[1:][parts]] = True
        out[ids[low == -1]] = True
        return out

    def walk(self, number: int) -> Path:
        """Return a path over the arcs, adding those that are new."""
        path = self._paths[number]
        ids = self._ids[self._ends[number] - len(path) : self._ends[number]]
        at = np.flatnonzero(self._junction[ids])
        if ids[0] == ids[-1] and not self._junction[ids[0]]:
            start = int(at[0]) if len(at) else int(np.argmin(ids[:-1]))
            path = np.concatenate([path[start:-1], path[: start + 1]])
            at = (at - start) if len(at) else at
        bounds = np.unique(np.concatenate([[0], at, [len(path) - 1]]))
        return tuple(self._number(path[a : b + 1]) for a, b in pairwise(bounds))

    def _number(self, arc: Arc) -> int:
        forward, backward = arc.tobytes(), arc[::-1].tobytes()
        if forward in self._known:
            return self._known[forward]
        if backward in self._known:
            return ~self._known[backward]
        self._known[forward] = len(self.found)
        self.found.append(arc)
        return len(self.found) - 1


def _polygons(geometry: Any) -> Iterator[list[Arc]]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            rings = [_grid(ring) for ring in (part.exterior, *part.interiors)]
            if len(rings[0]) >= 4:
                yield [ring for ring in rings if len(ring) >= 4]
        elif part.geom_type in {"LineString", "LinearRing"}:
            line = _grid(part)
            if len(line) >= 2:
                yield [line]
        else:
            raise InputError(f"A {part.geom_type} cannot be cut into arcs; give polygons or lines.")


def _grid(path: Any) -> Arc:
    xy = np.round(shapely.get_coordinates(path) * SCALE).astype(np.int64)
    keep = np.ones(len(xy), dtype=bool)
    keep[1:] = (xy[1:] != xy[:-1]).any(axis=1)
    return xy[keep]


def _flat(nested: Any) -> Iterator[int]:
    last = 0
    for shape in nested:
        yield len(shape)
        for polygon in shape:
            yield len(polygon)
            for ring in polygon:
                yield len(ring)
                for n in ring:
                    own = 2 * n if n >= 0 else 2 * ~n + 1
                    yield own - last
                    last = own
