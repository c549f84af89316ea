"""What a change of the line means on the ground: who changes sides, which pockets come and go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from ceaseline.geo.gazetteer import gazetteer
from ceaseline.geo.gazetteer.names import named
from ceaseline.geo.gazetteer.people import is_settlement
from ceaseline.geo.geodesy import area, distance
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from ceaseline.geo.partition import Division
    from ceaseline.geo.partition.ray_casting import Places
    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement

__all__ = ["Crossing", "Pocket", "ZoneSide", "crossings", "people", "pockets", "zone_sides"]

State = Literal["gone", "new", "cut off"]

_LEAST_M2 = 1e4
"""A piece of ground smaller than a hundredth of a km² is a sliver, no pocket."""
_OVERLAP = 0.01
"""Of a piece of ground that is gone, no more than this share is its party's still."""


@dataclass(frozen=True)
class Crossing:
    """A settlement that changes sides.

    Attributes
    ----------
    id : int
    name : str
    people : int
    giver, taker : str
        The parties.
    listed : bool
        Whether it is a settlement; else it stands for the people of villages that are not listed.
    """

    id: int
    name: str
    people: int
    giver: str
    taker: str
    listed: bool = True


@dataclass(frozen=True, eq=False)
class Pocket:
    """A piece of a party's ground that hangs together with none of its other ground.

    Attributes
    ----------
    state : str
        ``"gone"``: the other party's now; ``"new"``: the other party's before; ``"cut off"``: a
        piece of a larger one before.
    party : str
        Whose it was, if it is gone, or is.
    area_m2 : float
    near : str
        The settlement with most people in it, or else the nearest one.
    shape : Polygon
    """

    state: State
    party: str
    area_m2: float
    near: str
    shape: shapely.Polygon

    def as_dict(self) -> dict[str, str | float]:
        """Return it for JSON, without its shape; the area in m²."""
        return {"state": self.state, "party": self.party, "area": self.area_m2, "near": self.near}


@dataclass(frozen=True)
class ZoneSide:
    """The zone on a party's side, before and after.

    Attributes
    ----------
    party : str
    area_m2, settlements, people : (before, after)
    """

    party: str
    area_m2: tuple[float, float]
    settlements: tuple[int, int]
    people: tuple[int, int]


def people(division: Division, ground: Ground) -> tuple[int, int]:
    """Return the people on either side, as `measures` counts them.

    Parameters
    ----------
    division : Division
    ground : Ground
    """
    left = division.sides(_prepared(ground)) > 0
    many = _people(_places(ground))
    return int(many[left].sum()), int(many[~left].sum())


def _places(ground: Ground) -> pd.DataFrame:
    """Return the settlements whose people are counted: of the embedded country all of them."""
    places: pd.DataFrame = ground.places
    return places if ground.boundaries is None else gazetteer(ground.boundaries.made_of).settlements


def _people(places: pd.DataFrame) -> NDArray[np.int64]:
    """Return the people of each settlement, (n,); 0 where the table does not say."""
    if "population" not in places:
        return np.zeros(len(places), dtype=np.int64)
    return np.asarray(places["population"], dtype=np.int64)


def crossings(
    old: Division, new: Division, parties: Sequence[str], ground: Ground
) -> tuple[Crossing, ...]:
    """Return the settlements that change sides, those with most people first.

    Parameters
    ----------
    old, new : Division
    parties : (str, str)
    ground : Ground
    """
    had, has = (division.sides(_prepared(ground)) > 0 for division in (old, new))
    rows = np.flatnonzero(had != has)
    places = _places(ground)
    many, listed = _people(places), is_settlement(places)
    names, ids = places["name"].to_numpy(), places["id"].to_numpy()
    return tuple(
        Crossing(
            int(ids[k]),
            str(names[k]),
            int(many[k]),
            parties[0] if had[k] else parties[1],
            parties[0] if has[k] else parties[1],
            bool(listed[k]),
        )
        for k in sorted(rows.tolist(), key=lambda k: (-int(many[k]), str(names[k])))
    )


def pockets(
    old: Division, new: Division, parties: Sequence[str], ground: Ground
) -> tuple[Pocket, ...]:
    """Return the pieces of ground that come, go or are cut off, the largest first.

    An island that changes hands whole is told once, as gone.

    Parameters
    ----------
    old, new : Division
    parties : (str, str)
    ground : Ground
    """
    found = []
    for side, party in enumerate(parties):
        had, has = (_pieces(division.territory(side)) for division in (old, new))
        for state, shapes in (
            ("gone", _without(had, has)),
            ("new", _without(has, had)),
            ("cut off", _cut_off(had, has)),
        ):
            found += [
                Pocket(state, party, float(area(s)), _near(s, ground), s)  # type: ignore[arg-type]  # one of the three
                for s in shapes
            ]
    gone = [one.shape for one in found if one.state == "gone"]
    told = [
        one
        for one in found
        if one.state != "new" or not any(shapely.equals(one.shape, shape) for shape in gone)
    ]
    return tuple(sorted(told, key=lambda one: -one.area_m2))


def _pieces(territory: shapely.MultiPolygon) -> list[shapely.Polygon]:
    return [p for p in territory.geoms if float(area(p)) >= _LEAST_M2]


def _without(
    pieces: Sequence[shapely.Polygon], others: Sequence[shapely.Polygon]
) -> Iterator[shapely.Polygon]:
    """Yield the pieces that the others have nothing of."""
    tree = shapely.STRtree(others)
    for piece in pieces:
        if len(tree.query(piece.representative_point(), predicate="intersects")):
            continue  # a point of it is still held: no overlay is needed
        hits = tree.query(piece, predicate="intersects")
        shared = sum(shapely.area(shapely.intersection(piece, others[k])) for k in hits)
        if shared <= _OVERLAP * piece.area:
            yield piece


def _cut_off(
    had: Sequence[shapely.Polygon], has: Sequence[shapely.Polygon]
) -> Iterator[shapely.Polygon]:
    """Yield the pieces that were part of one piece together with a larger one."""
    tree = shapely.STRtree(had)
    largest: set[int] = set()
    for piece in sorted(has, key=lambda one: -one.area):
        hits = tree.query(piece.representative_point(), predicate="intersects").tolist()
        if any(k in largest for k in hits):
            yield piece
        largest.update(hits)


def _near(shape: shapely.Polygon, ground: Ground) -> str:
    lon, lat = ground.lonlat.T
    many = _people(ground.places)
    inside = np.flatnonzero(shapely.intersects_xy(shape, lon, lat))
    if len(inside):
        near = int(inside[many[inside].argmax()])
    else:
        spot = shape.representative_point()
        near = int(np.argmin(distance(spot.x, spot.y, lon, lat)))
    return named(ground.places.iloc[[near]])[0]


@lru_cache(maxsize=4)
def _prepared(ground: Ground) -> Places:
    places = _places(ground)
    return ground.divider.places(places["lon"].to_numpy(), places["lat"].to_numpy())


def zone_sides(before: Placement, after: Placement, ground: Ground) -> tuple[ZoneSide, ...]:
    """Return the zone of either party before and after; none on a country that is only drawn.

    The depth of stretches without their own is the assumed one.

    Parameters
    ----------
    before, after : Placement
    ground : Ground
    """
    if ground.boundaries is None:
        return ()
    old, new = (plan(one, ground.boundaries).figures for one in (before, after))

    def both(name: str, party: str) -> tuple[float, float]:
        return find(old, name, party=party).value, find(new, name, party=party).value

    return tuple(
        ZoneSide(
            party,
            both("zone_area", party),
            (int(places[0]), int(places[1])),
            (int(many[0]), int(many[1])),
        )
        for party in after.parties
        for places in [both("settlements_in_zone", party)]
        for many in [both("people_in_zone", party)]
    )
