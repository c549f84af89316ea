"""The pieces of ground that change hands between two placements, and the ledger of the swap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from ceaseline.geo.gazetteer.names import named, named_units
from ceaseline.geo.gazetteer.people import is_settlement
from ceaseline.geo.geodesy import area
from ceaseline.geo.said import Named, joined, said
from ceaseline.layers.comparison.overlay import exchange

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.gazetteer import Gazetteer
    from ceaseline.layers.plan.plan import Plan

__all__ = ["SMALL_M2", "Account", "Piece", "as_frame", "ledger", "pieces"]

SMALL_M2 = 1e6
"""Smaller pieces are counted and summed, and named together in tables."""


@dataclass(frozen=True, eq=False)
class Piece:
    """One connected piece of ground that changes hands.

    Attributes
    ----------
    giver, taker : str
        The party that holds it before, and after.
    area_m2 : float
    settlements, people : int
        Listed settlements in it, and the people there.
    name : str
        The largest settlement in it, or the nearest to it, with the oblast.
    unit_codes : tuple of str
        The oblasts it lies in, the largest part first.
    geometry : Polygon
    """

    giver: str
    taker: str
    area_m2: float
    settlements: int
    people: int
    name: str
    unit_codes: tuple[str, ...]
    geometry: shapely.Polygon

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON: ``from``, ``to``, ``area`` (m²), ``settlements``, ``people``,
        ``name``, ``unit_codes``.
        """  # noqa: D205 - one sentence
        return {
            "from": self.giver,
            "to": self.taker,
            "area": self.area_m2,
            "settlements": self.settlements,
            "people": self.people,
            "name": self.name,
            "unit_codes": list(self.unit_codes),
        }


@dataclass(frozen=True)
class Account:
    """What one party gains and gives.

    Attributes
    ----------
    party : str
    gained, given : (float, int, int)
        Area in m², settlements, people.
    """

    party: str
    gained: tuple[float, int, int]
    given: tuple[float, int, int]

    @property
    def balance(self) -> tuple[float, int, int]:
        """Gained less given: area in m², settlements, people."""
        (a, s, p), (x, y, z) = self.gained, self.given
        return a - x, s - y, p - z


def pieces(before: Plan, after: Plan) -> tuple[Piece, ...]:
    """Return the pieces of ground that change hands from one plan to another, the largest first.

    Parameters
    ----------
    before, after : Plan
        On the same boundaries, of the same parties.

    Returns
    -------
    tuple of Piece
        Their areas sum to the change of the territories as
        :func:`ceaseline.layers.comparison.overlay .exchange` says, their settlements and people to
        the change of those exactly.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> given = pieces(plan(load("contact-2024-11-20")), plan(load("four-oblasts")))
    >>> given[0].giver, given[0].taker
    ('Ukraine', 'Russia')
    """
    moved = exchange(before.division, after.division)
    if not len(moved.polygons):
        return ()
    places = before.settlements
    changed = (places["party"] != after.settlements["party"]).to_numpy()
    towns = _Towns.of(places[changed], before.parties)
    owner = _owners(moved.polygons, moved.to_right, towns)
    names = _names(before.boundaries, before.gazetteer)
    return tuple(
        _piece(moved.polygons[k], float(moved.area_m2[k]), way, towns.among(owner == k), names)
        for k, way in enumerate(_ways(moved.to_right, before.parties))
    )


@dataclass(frozen=True, eq=False)
class _Towns:
    """Settlements that change hands, a row each."""

    name: NDArray[np.object_]
    unit_code: NDArray[np.object_]
    people: NDArray[np.int64]
    to_right: NDArray[np.bool_]
    spots: NDArray[np.object_]
    counts: NDArray[np.bool_]

    @classmethod
    def of(cls, places: gpd.GeoDataFrame, parties: tuple[str, str]) -> _Towns:
        lon, lat = (places[key].to_numpy(float) for key in ("lon", "lat"))
        return cls(
            np.array(named(places), dtype=object),
            places["unit_code"].to_numpy(object),
            places["population"].to_numpy(np.int64),
            (places["party"] == parties[0]).to_numpy(),
            np.asarray(shapely.points(lon, lat)),
            is_settlement(places),
        )

    def among(self, chosen: NDArray[np.bool_]) -> _Towns:
        return _Towns(
            self.name[chosen], self.unit_code[chosen], self.people[chosen],
            self.to_right[chosen], self.spots[chosen], self.counts[chosen],
        )  # fmt: skip


def _ways(to_right: NDArray[np.bool_], parties: tuple[str, str]) -> list[tuple[str, str]]:
    left, right = parties
    return [(left, right) if way else (right, left) for way in to_right]


def _owners(
    polygons: NDArray[np.object_], to_right: NDArray[np.bool_], towns: _Towns
) -> NDArray[np.int64]:
    """Return for each settlement that changes hands the nearest piece going the same way."""
    owner = np.full(len(towns.name), -1, dtype=np.int64)
    for way in (True, False):
        own = np.flatnonzero(to_right == way)
        mine = np.flatnonzero(towns.to_right == way)
        if len(own) and len(mine):
            piece, town = shapely.STRtree(towns.spots[mine]).query(
                polygons[own], predicate="contains"
            )
            owner[mine[town]] = own[piece]
            off = mine[owner[mine] < 0]
            owner[off] = own[shapely.STRtree(polygons[own]).nearest(towns.spots[off])]
    return owner


@lru_cache(maxsize=4)
def _names(boundaries: Boundaries, gazetteer: Gazetteer) -> _Names:
    return _Names(boundaries, gazetteer.settlements)


class _Names:
    """Names of pieces by settlements and oblasts."""

    def __init__(self, boundaries: Boundaries, places: gpd.GeoDataFrame) -> None:
        self.shapes = boundaries.units.geometry.to_numpy()
        shapely.prepare(self.shapes)
        self.units = shapely.STRtree(self.shapes)
        self.codes = boundaries.units["code"].to_numpy()
        units = boundaries.units
        self.titles = {
            code: _with_kind(name) if kind == "oblast" else name
            for (code, name), kind in zip(named_units(units).items(), units["kind"], strict=True)
        }
        self.towns = named(places)
        self.spots = shapely.STRtree(shapely.points(places["lon"], places["lat"]))

    def oblasts(self, shape: shapely.Polygon, size: float) -> tuple[str, ...]:
        of = shapely.point_on_surface(shape) if size < SMALL_M2 else shape
        found = np.sort(self.units.query(of))
        whole = shapely.contains_properly(self.shapes[found], of)
        if whole.any():
            return (str(self.codes[found[whole][0]]),)
        if size < SMALL_M2:
            return (str(self.codes[self.units.nearest(of)]),)
        found = found[shapely.intersects(self.shapes[found], shape)]
        sizes = np.asarray(area(shapely.intersection(self.shapes[found], shape)))
        order = [k for k in np.argsort(-sizes, kind="stable") if sizes[k] > 0.01 * size]
        return tuple(str(self.codes[found[k]]) for k in order)

    def name(self, shape: shapely.Polygon, inside: _Towns, codes: Sequence[str]) -> str:
        if len(inside.name):
            largest = int(inside.people.argmax())
            unit = self.titles.get(inside.unit_code[largest], "")
            return joined(", ", [inside.name[largest], unit])
        town = self.towns[int(self.spots.nearest(shape))]
        return said("near {place}, {unit}", place=town, unit=self.titles[codes[0]])


def _with_kind(name: Named) -> Named:
    """Return the name of an oblast with the word, which other languages have in it already."""
    return name if name.endswith("Oblast") else Named.of(f"{name} oblast", name.others)


def _piece(
    shape: shapely.Polygon,
    size: float,
    way: tuple[str, str],
    inside: _Towns,
    names: _Names,
) -> Piece:
    codes = names.oblasts(shape, size)
    name = names.name(shape, inside, codes)
    people = int(inside.people.sum())
    return Piece(*way, size, int(inside.counts.sum()), people, name, codes, shape)


def ledger(found: Iterable[Piece], parties: Sequence[str]) -> tuple[Account, ...]:
    """Return what each party gains and gives.

    Parameters
    ----------
    found : iterable of Piece
    parties : sequence of str

    Examples
    --------
    >>> [account.balance for account in ledger((), ("Ukraine", "Russia"))]
    [(0.0, 0, 0), (0.0, 0, 0)]
    """
    held = tuple(found)
    return tuple(
        Account(
            party,
            _sum(piece for piece in held if piece.taker == party),
            _sum(piece for piece in held if piece.giver == party),
        )
        for party in parties
    )


def _sum(found: Iterable[Piece]) -> tuple[float, int, int]:
    held = tuple(found)
    return (
        float(sum((piece.area_m2 for piece in held), 0.0)),
        sum(piece.settlements for piece in held),
        sum(piece.people for piece in held),
    )


def as_frame(found: Sequence[Piece]) -> gpd.GeoDataFrame:
    """Return pieces as a table for maps and files.

    Returns
    -------
    GeoDataFrame
        ``from``, ``to``, ``area_m2``, ``name``, ``settlements``, ``people``, geometry; EPSG:4326.
    """
    rows = {
        "from": [p.giver for p in found],
        "to": [p.taker for p in found],
        "area_m2": [p.area_m2 for p in found],
        "name": [p.name for p in found],
        "settlements": [p.settlements for p in found],
        "people": [p.people for p in found],
    }
    return gpd.GeoDataFrame(rows, geometry=[p.geometry for p in found], crs=4326)
