"""Draw the places of a path to rivers, borders and other lines that are near."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits.verbs.follow import edges_of
from ceaseline.layers.placement.store import library, load

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.layers.edits.context import Ground

__all__ = ["FARTHEST_M", "Snap", "snapped"]

FARTHEST_M: Final = 50_000.0
_DEGREE_M: Final = 111_320.0


@dataclass(frozen=True)
class Snap:
    """What places are drawn to.

    Attributes
    ----------
    metres : float
        How near it must be.
    to : tuple of str
        ``river``, ``unit-border``, ``state-border``, or names of placements of the library.

    Raises
    ------
    InputError
        If the distance is none or something named is not there.

    Examples
    --------
    >>> Snap(200, ("coast",))
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: 'coast' is nothing to snap to; there are river, unit-border,...
    """

    metres: float
    to: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what there is not."""
        if not 0 < self.metres <= FARTHEST_M:
            raise InputError(
                f"The distance for snapping is {self.metres:g} m; give a number above 0 and at "
                f"most {FARTHEST_M:g}."
            )
        kinds = ("river", "unit-border", "state-border")
        for one in self.to:
            if one not in kinds and one not in library():
                raise InputError(
                    f"{one!r:.80} is nothing to snap to; there are {', '.join(kinds)}, "
                    f"{', '.join(library())}."
                )


def snapped(path: NDArray[np.float64], snap: Snap, ground: Ground) -> NDArray[np.float64]:
    """Return a path with its inner places drawn to what is near.

    A vertex within half the distance is taken before an edge. The ends of the path stay, since they
    lie on the line that is edited.

    Parameters
    ----------
    path : (n, 2) array
        Longitude, latitude.
    snap : Snap
    ground : Ground
    """
    out = path.copy()
    for k in range(1, len(path) - 1):
        out[k] = _drawn(path[k], snap, ground)
    return out


def _drawn(spot: NDArray[np.float64], snap: Snap, ground: Ground) -> NDArray[np.float64]:
    """Return the place that one is drawn to; itself where nothing is near."""
    lean = np.array([np.cos(np.radians(spot[1])), 1.0]) * _DEGREE_M
    reach = snap.metres / lean
    tails, ways = [np.empty((0, 2))], [np.empty((0, 2))]
    for one in snap.to:
        edges, tree = _edges(ground, one)
        near = tree.query(shapely.box(*(spot - reach), *(spot + reach)))
        tails.append((edges[near, 0] - spot) * lean)
        ways.append((edges[near, 1] - edges[near, 0]) * lean)
    tail, way = np.concatenate(tails), np.concatenate(ways)
    size = np.maximum((way**2).sum(axis=1), 1e-12)
    along = np.clip(-(tail * way).sum(axis=1) / size, 0.0, 1.0)
    corners = np.concatenate([tail, tail + way])
    for places, metres in ((corners, snap.metres / 2), (tail + along[:, None] * way, snap.metres)):
        off = np.hypot(*places.T)
        if len(off) and off.min() <= metres:
            found: NDArray[np.float64] = spot + places[int(off.argmin())] / lean
            return found
    return spot


@lru_cache(maxsize=16)
def _edges(ground: Ground, what: str) -> tuple[NDArray[np.float64], shapely.STRtree]:
    if what in library():
        edges = np.concatenate(
            [np.stack([s.array[:-1], s.array[1:]], axis=1) for s in load(what).sections]
        )
    else:
        edges = edges_of(ground, {"unit-border": "oblast-border"}.get(what, what))
    return edges, shapely.STRtree(np.asarray(shapely.linestrings(edges)))
