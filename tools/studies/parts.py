"""Units, lines and settlements of a study, from the pinned archives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import shapely

from ceaseline.geo.gazetteer.geonames import is_readable, rank_of
from ceaseline.geo.readers import read
from ceaseline.layers.derive.barrier_regions import shared_borders
from tools.data.gazetteer import LAST_ID
from tools.data.shapes import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Features = list[tuple[dict[str, Any], Any]]

__all__ = ["border", "named", "places", "units"]

_NAMES: Final = 6
"""Other names kept of a place: Latin and Cyrillic ones."""


def units(member: Path, owners: Sequence[str], names: Mapping[str, str]) -> Features:
    """Return the first-level units of countries, sorted by code.

    Parameters
    ----------
    member : Path
        ``admin1.json``.
    owners : sequence of str
        Their ``adm0_a3``.
    names : mapping
        Names that go before the source's English ones, by code.
    """
    found = {
        feature["properties"]["iso_3166_2"]: feature
        for feature in json.loads(member.read_bytes())["features"]
        if feature["properties"]["adm0_a3"] in owners
    }
    return [
        (
            {"code": code, "name": names.get(code) or str(found[code]["properties"]["name_en"])},
            shapely.orient_polygons(shapely.geometry.shape(found[code]["geometry"])),
        )
        for code in sorted(found)
    ]


def named(member: Path, layer: str, names: Mapping[str, tuple[str, str]]) -> Features:
    """Return the areas of a file that have a name, put together, sorted by the code they get.

    Parameters
    ----------
    member : Path
        In a format that `ceaseline.geo.readers.read` takes.
    layer : str
        The layer of it.
    names : mapping
        Code and name that each area gets, by the name that it has.
    """
    frame = read(member, layer).frame
    found = {
        names[name]: rounded(
            shapely.orient_polygons(shapely.coverage_union_all(own.geometry.to_numpy()))
        )
        for name, own in frame[frame["name"].isin(names)].groupby("name")
    }
    return [({"code": code, "name": name}, found[code, name]) for code, name in sorted(found)]


def border(features: Features, right: Sequence[str]) -> list[Any]:
    """Return the border between units of the first party, on its left, and those of the second.

    Parameters
    ----------
    features : list of (properties, geometry)
        A coverage.
    right : sequence of str
        Codes of the units of the second party.

    Returns
    -------
    list of (n, 2) arrays
        Those of most vertices first; those that close are rings around an exclave.
    """
    halves = [
        shapely.coverage_union_all([s for p, s in features if (p["code"] in right) is which])
        for which in (False, True)
    ]
    chains = [chain for own in shared_borders(halves).values() for chain in own]
    return sorted(chains, key=len, reverse=True)


def places(
    member: Path, countries: Sequence[str], features: Features, capitals: Sequence[int]
) -> list[dict[str, Any]]:
    """Return the settlements of countries, each in the unit that it lies in or nearest to, by id.

    Parameters
    ----------
    member : Path
        ``cities500.json``.
    countries : sequence of str
        Their ISO 3166-1 codes.
    features : list of (properties, geometry)
        The units.
    capitals : sequence of int
        Ids of those that are shown first.
    """
    listed = json.loads(member.read_bytes()).values()
    tree = shapely.STRtree([shape for _, shape in features])
    rows = []
    for one in sorted(listed, key=lambda place: int(place["geonameid"])):
        if one["countrycode"] not in countries or int(one["geonameid"]) >= LAST_ID:
            continue
        spot = shapely.Point(one["longitude"], one["latitude"])
        others = [n for n in one["alternatenames"] if n and is_readable(n) and n != one["name"]]
        people = int(one["population"])
        rows.append(
            {
                "id": int(one["geonameid"]),
                "name": str(one["name"]),
                "name_uk": "",
                "name_ru": "",
                "other_names": ";".join(sorted(set(others))[:_NAMES]),
                "population": people,
                "part_of": 0,
                "unit_code": features[int(tree.nearest(spot))][0]["code"],
                "rank": 0 if int(one["geonameid"]) in capitals else rank_of(people),
                "lon": round(spot.x, 5),
                "lat": round(spot.y, 5),
            }
        )
    return rows
