"""Shapes made simpler together, so that a map fits a size, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ceaseline.geo.country.planes import transformer
from ceaseline.geo.errors import InputError
from ceaseline.maps.page.topology import SCALE
from ceaseline.maps.text.quantities import area

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ceaseline.maps.page.topology import Arc, Topology
    from ceaseline.maps.text.language import Tongue

__all__ = ["Loss", "fitted", "simplified", "simplified_text", "thinned"]

_COARSEST_M = 20_000.0
_STEPS = 6


@dataclass(frozen=True)
class Loss:
    """What simplifying cost.

    Attributes
    ----------
    tolerance_m : float
        That the arcs were simplified to.
    moved_m : float
        Greatest distance of a place left out from the line that replaces it.
    area_m2 : float
        Ground between the arcs as they were and as they are, each arc once.
    """

    tolerance_m: float
    moved_m: float
    area_m2: float

    @classmethod
    def greatest(cls) -> Loss:
        """Return a loss whose words are as long as those of any."""
        return cls(_COARSEST_M, 10 * _COARSEST_M, 1e12)


def fitted(
    topology: Topology,
    size: Callable[[Topology], int],
    limit: int,
    counted: NDArray[np.bool_] | None = None,
) -> tuple[Topology, Loss | None]:
    """Return the finest simplification of a topology that fits a size.

    Parameters
    ----------
    topology : Topology
    size : callable
        Bytes of the whole file with a topology.
    limit : int
        Bytes.
    counted : (n_arcs,) bool array, optional
        As of `simplified`.

    Returns
    -------
    Topology, Loss or None
        None where it fits as it is.

    Raises
    ------
    InputError
        If the file is larger even with the coarsest shapes.
    """
    if size(topology) <= limit:
        return topology, None
    smallest = size(simplified(topology, _COARSEST_M)[0])
    if smallest > limit:
        raise InputError(
            f"The map cannot be made smaller than {smallest / 1000:,.0f} kB; "
            f"give at least that instead of {limit / 1000:,.0f}."
        )
    low, high = 1.0, _COARSEST_M
    for _ in range(_STEPS):
        middle = (low * high) ** 0.5
        low, high = (
            (low, middle) if size(simplified(topology, middle)[0]) <= limit else (middle, high)
        )
    return simplified(topology, high, counted)


def thinned(topology: Topology, tolerances_m: NDArray[np.float64]) -> Topology:
    """Return a topology without the places that the scale cannot show.

    Parameters
    ----------
    topology : Topology
    tolerances_m : (n_arcs,) array
        Metres.
    """
    _, kept = _douglas_peucker(topology, tolerances_m)
    return topology.renewed(_chosen(topology, kept))


def simplified(
    topology: Topology, tolerance_m: float, counted: NDArray[np.bool_] | None = None
) -> tuple[Topology, Loss]:
    """Return a topology with fewer places on its arcs, whose ends stay where they are.

    Rings stay rings, arcs that did not cross do not cross: an arc whose simpler form would do so
    is kept as it was (Douglas-Peucker on each arc once, so that shared edges stay shared).

    Parameters
    ----------
    topology : Topology
    tolerance_m : float
        Greatest distance of a place left out from the line that replaces it, in metres.
    counted : (n_arcs,) bool array, optional
        Arcs whose loss is told; all if not given.
    """
    plane, kept = _douglas_peucker(topology, np.full(len(topology.arcs), tolerance_m))
    _keep_apart(plane, kept)
    told = np.full(len(plane), fill_value=True) if counted is None else counted
    moved = [
        _moved(xy, keep)
        for xy, keep, one in zip(plane, kept, told, strict=True)
        if one and not keep.all()
    ]
    loss = Loss(
        tolerance_m,
        max((metres for metres, _ in moved), default=0.0),
        sum(area for _, area in moved),
    )
    return topology.renewed(_chosen(topology, kept)), loss


def _douglas_peucker(
    topology: Topology, tolerances: NDArray[np.float64]
) -> tuple[list[NDArray[np.float64]], list[NDArray[np.bool_]]]:
    """Return each arc in metres and which of its places stay."""
    plane = _plane(topology)
    ids = np.repeat(np.arange(len(plane)), [len(xy) for xy in plane])
    lines = shapely.linestrings(np.concatenate(plane), indices=ids)
    simple = shapely.simplify(lines, tolerances, preserve_topology=False)
    rest = _keys(shapely.get_coordinates(simple))
    ends = np.cumsum([len(xy) for xy in plane])[:-1]
    kept = np.split(np.isin(_keys(np.concatenate(plane)), rest), ends)
    for n in _spoilt(topology, kept):
        kept[n][:] = True
    return plane, kept


def _chosen(topology: Topology, kept: list[NDArray[np.bool_]]) -> tuple[Arc, ...]:
    return tuple(arc[keep] for arc, keep in zip(topology.arcs, kept, strict=True))


def _plane(topology: Topology) -> list[NDArray[np.float64]]:
    """Return the arcs in metres, in the equal-area plane of the country."""
    every = np.concatenate([np.zeros((0, 2), np.int64), *topology.arcs]) / SCALE
    ends = np.cumsum([len(arc) for arc in topology.arcs])[:-1]
    return np.split(np.column_stack(transformer("equal-area").transform(*every.T)), ends)


def _keys(xy: NDArray[np.float64]) -> NDArray[np.complex128]:
    return xy[:, 0] + 1j * xy[:, 1]


def _spoilt(topology: Topology, kept: list[NDArray[np.bool_]]) -> set[int]:
    """Return the arcs of rings that would be left without ground."""
    out = set()
    for path in (p for shape in topology.shapes for polygon in shape for p in polygon):
        numbers = [n if n >= 0 else ~n for n in path]
        places = sum(int(kept[n].sum()) - 1 for n in numbers)
        first = topology.arcs[numbers[0]]
        closed = len(path) > 1 or bool((first[0] == first[-1]).all())
        if closed and places < 4:
            out.update(numbers)
    return out


def _keep_apart(plane: list[NDArray[np.float64]], kept: list[NDArray[np.bool_]]) -> None:
    """Restore arcs, in place, whose simpler forms cross where the arcs did not."""
    whole = np.array([shapely.linestrings(xy) for xy in plane], dtype=object)
    changed = np.array([not keep.all() for keep in kept])
    before = _crossings(whole, changed)
    knotted = ~shapely.is_simple(whole)
    while changed.any():
        simple = whole.copy()
        for n in np.flatnonzero(changed).tolist():
            simple[n] = shapely.linestrings(plane[n][kept[n]])
        crossed = {n for pair in _crossings(simple, changed) - before for n in pair}
        looped = np.flatnonzero(~shapely.is_simple(simple) & ~knotted).tolist()
        guilty = [n for n in sorted({*crossed, *looped}) if changed[n]]
        if not guilty:
            return
        for n in guilty:
            kept[n][:] = True
            changed[n] = False


def _crossings(lines: NDArray[Any], changed: NDArray[np.bool_]) -> set[tuple[int, int]]:
    """Return the pairs of arcs that cross, at least one of them among the changed."""
    own = np.flatnonzero(changed)
    first, second = shapely.STRtree(lines).query(lines[own], predicate="crosses")
    pairs = np.sort(np.column_stack([own[first], second]), axis=1)
    return {(int(a), int(b)) for a, b in pairs}


def _moved(xy: NDArray[np.float64], keep: NDArray[np.bool_]) -> tuple[float, float]:
    """Return how far the places left out are from the new line, and the area between."""
    at = np.flatnonzero(keep)
    span = np.searchsorted(at, np.arange(len(xy)), side="right") - 1
    span = np.minimum(span, len(at) - 2)
    start, end = xy[at[span]], xy[at[span + 1]]
    along = end - start
    share = np.einsum("ij,ij->i", xy - start, along) / np.maximum((along**2).sum(axis=1), 1e-12)
    foot = start + along * np.clip(share, 0, 1)[:, None]
    far = np.hypot(*(xy - foot).T)
    cross = np.concatenate([[0.0], np.cumsum(_cross(xy[:-1], xy[1:]))])
    swept = np.diff(cross[at]) - _cross(xy[at[:-1]], xy[at[1:]])
    return float(far.max()), float(np.abs(swept).sum() / 2)


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    out: NDArray[np.float64] = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return out


def simplified_text(loss: Loss | None, tongue: Tongue) -> str:
    """Return what fitting a page to a size cost, in words; empty where it cost nothing.

    Examples
    --------
    >>> from ceaseline.maps.text.language import tongue
    >>> simplified_text(Loss(90.0, 84.4, 12.34e6), tongue("en"))[38:104]
    'no place of a border, line or zone lies farther than 84 m from whe'
    """
    if loss is None:
        return ""
    return tongue["simplified"].format(
        moved=f"{tongue.number(loss.moved_m)} {tongue['m']}", area=tongue.said(area(loss.area_m2))
    )
