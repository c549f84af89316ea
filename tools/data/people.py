"""The people of every settlement: the official figures spread on the places of the gazetteer.

Towns have their official figure. The rest of a hromada's people are spread on its listed villages
in proportion to their listing, in whole people by the method of largest remainders, so that every
hromada comes to its official figure; where no village is listed they stand at the centre.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceaseline.geo.gazetteer.romanise import romanise
from tools.data.codifier import spelt
from tools.data.gazetteer import rank
from tools.data.membership import Member, centre_codes, members
from tools.data.raions import raion_name_ru

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.data.codifier import Codifier
    from tools.data.official import Official, Town

__all__ = ["ADDED", "hromada_rows", "largest_remainder", "people_rows", "raion_rows"]

TOWN, SHARE, CENTRE, CITY, GAZETTEER, NONE = (
    "town", "share", "centre", "city", "gazetteer", "none",
)  # fmt: skip
"""What a settlement's people are: the official figure of a town; a share of the people of its
hromada outside towns; all those people, who stand at its centre for want of a listed village;
nobody, being counted with its city; the gazetteer's figure; nobody, being abandoned."""

ADDED: Final = "added"
"""How a place was matched that the gazetteer does not list: it stands at its hromada's centre."""

CRIMEA: Final = ("UA-43", "UA-40")
_ABANDONED: Final = frozenset({710403})
"""Chornobyl: in no hromada, without people in the official table."""


def largest_remainder(total: int, weights: Sequence[float]) -> list[int]:
    """Return a whole number spread in proportion to weights, in whole parts.

    Parameters
    ----------
    total : int
    weights : sequence of float
        Where all are 0, the parts are equal.

    Returns
    -------
    list of int
        Each its exact part rounded down, or up for those with the largest remainders; of equal
        ones the first. They sum to the total (Hamilton's method).

    Examples
    --------
    >>> largest_remainder(10, [1, 1, 1]), largest_remainder(7, [0, 0]), largest_remainder(5, [9, 1])
    ([4, 3, 3], [4, 3], [5, 0])
    """
    whole = [round(w) for w in weights]
    if not any(whole):
        whole = [1] * len(whole)
    parts = [total * w // sum(whole) for w in whole]
    left = [(-(total * w % sum(whole)), k) for k, w in enumerate(whole)]
    for _, k in sorted(left)[: total - sum(parts)]:
        parts[k] += 1
    return parts


def people_rows(
    rows: Sequence[dict[str, Any]], codifier: Codifier, facts: Official
) -> list[dict[str, Any]]:
    """Return settlements with their people, hromada and raion, and the places added.

    Parameters
    ----------
    rows : sequence of dict
        From :func:`tools.data.gazetteer.settlements`: the gazetteer's figure as ``population``.
    codifier : Codifier
    facts : Official

    Returns
    -------
    list of dict
        Sorted by id. Places that are not in the gazetteer have negative ids: the last five digits
        of their code, which are unique in the codifier. Where no village of a hromada is listed,
        one row at its centre stands for them all; its id is that of the hromada.
    """
    spots = _centres(rows, codifier, facts)
    found = members(rows, codifier, facts, spots)
    out = [_row(row, member, codifier) for row, member in zip(rows, found, strict=True)]
    inside: dict[str, list[tuple[dict[str, Any], Member]]] = defaultdict(list)
    for row, member in zip(out, found, strict=True):
        inside[member.hromada].append((row, member))
    added = []
    for code in facts.hromadas:
        own = _Hromada(code, inside[code], codifier, facts, spots[code])
        added += own.counted()
    every = sorted([*out, *added], key=lambda row: int(row["id"]))
    for row in every:
        row["rank"] = rank(row["id"], _of_its_own(row))
    return every


def _of_its_own(row: Mapping[str, Any]) -> int:
    """Return the people by which a place is shown: a village that stands for others is no town."""
    people, listed = int(row["population"]), int(row["population_listed"])
    if row["people_basis"] == CENTRE:
        return 0
    return min(people, listed) if row["people_basis"] == SHARE else people


def _row(row: Mapping[str, Any], member: Member, codifier: Codifier) -> dict[str, Any]:
    """Return a settlement's row with its membership, its people as the gazetteer has them."""
    part, crimea = row["part_of"], row["unit_code"] in CRIMEA
    basis = CITY if part else GAZETTEER if crimea else SHARE
    return _in_order({
        **row,
        "population": row["population"] if crimea else 0,
        "population_listed": row["population"],
        "people_basis": NONE if row["id"] in _ABANDONED else basis,
        "raion": codifier.hromadas[member.hromada].raion,
        "hromada": member.hromada,
        "katottg": member.settlement,
        "matched": member.how,
    })  # fmt: skip


_COLUMNS: Final = (
    "id", "name", "name_uk", "name_ru", "other_names", "population", "population_listed",
    "people_basis", "part_of", "unit_code", "raion", "hromada", "katottg",
    "matched", "rank", "lon", "lat",
)  # fmt: skip


def _in_order(row: Mapping[str, Any]) -> dict[str, Any]:
    return {column: row[column] for column in _COLUMNS}


class _Hromada:
    """One hromada with its places, which `counted` gives their people."""

    def __init__(
        self,
        code: str,
        places: Sequence[tuple[dict[str, Any], Member]],
        codifier: Codifier,
        facts: Official,
        spot: tuple[float, float],
    ) -> None:
        self.code, self.spot = code, spot
        self.codifier, self.facts = codifier, facts
        own = [(row, member) for row, member in places if row["people_basis"] == SHARE]
        self.own = [row for row, _ in own]  # neither districts nor what is abandoned
        self.by_code: dict[str, dict[str, Any]] = {}
        # of two listings of one settlement the larger is it
        for row, member in sorted(own, key=lambda pair: pair[0]["population_listed"]):
            if member.settlement:
                self.by_code[member.settlement] = row

    def counted(self) -> list[dict[str, Any]]:
        """Give every place its people; return the places that had to be added."""
        added = [
            row for town in self.facts.of_hromada.get(self.code, ()) for row in self._town(town)
        ]
        rest = self.facts.rest(self.code)
        villages = [row for row in self.own if row["people_basis"] == SHARE]
        if villages:
            listed = [row["population_listed"] for row in villages]
            for row, people in zip(villages, largest_remainder(rest, listed), strict=True):
                row["population"] = people
        elif rest:
            added.append(self._villages(rest))
        return [_in_order(row) for row in added]

    def _town(self, town: Town) -> list[dict[str, Any]]:
        """Give a town its people; return it where it is not listed."""
        new = town.code not in self.by_code
        row = self._added(town.code, town.name_uk) if new else self.by_code[town.code]
        row["population"], row["people_basis"] = town.people, TOWN
        return [row] if new else []

    def _villages(self, people: int) -> dict[str, Any]:
        """Return the row that stands for villages of which none is listed."""
        own = self.codifier.hromadas[self.code].name
        row = self._added(self.code, own)
        return row | {
            "name": f"{romanise(own)} hromada (villages)",
            "name_uk": f"{own} громада (села)",
            "name_ru": f"{own} громада (сёла)",
            "population": people,
            "people_basis": CENTRE,
            "katottg": "",
        }

    def _added(self, code: str, name_uk: str) -> dict[str, Any]:
        unit = self.codifier.hromadas[self.code]
        return {
            "katottg": code,
            "id": -int(code[-5:]),
            "name": romanise(name_uk),
            "name_uk": name_uk,
            "name_ru": "",
            "other_names": "",
            "population": 0,
            "population_listed": 0,
            "people_basis": TOWN,
            "part_of": 0,
            "unit_code": unit.oblast,
            "raion": unit.raion,
            "hromada": self.code,
            "matched": ADDED,
            "rank": 5,
            "lon": self.spot[0],
            "lat": self.spot[1],
        }


def _centres(
    rows: Sequence[Mapping[str, Any]], codifier: Codifier, facts: Official
) -> dict[str, tuple[float, float]]:
    """Return the centres of the hromadas; in Crimea the middle of the places known by name."""
    out = {
        code: (float(row["centre_lon"]), float(row["centre_lat"]))
        for code, row in facts.hromadas.items()
    }
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in codifier.settlements.values():
        if entry.oblast in CRIMEA:
            by_name[entry.oblast, entry.name].add(entry.hromada)
    spots: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        if len(known := by_name.get((row["unit_code"], row["name_uk"]), ())) == 1:
            spots[next(iter(known))].append((row["lon"], row["lat"]))
    for code, own in spots.items():
        lon, lat = np.mean(own, axis=0).round(5)
        out[code] = (float(lon), float(lat))
    return out


def hromada_rows(
    places: Sequence[Mapping[str, Any]], codifier: Codifier, facts: Official
) -> list[dict[str, Any]]:
    """Return the table of hromadas: names, raion, centre and official people, by code.

    Parameters
    ----------
    places : sequence of mapping
        From :func:`people_rows`.
    codifier : Codifier
    facts : Official

    Returns
    -------
    list of dict
        Those of Crimea and Sevastopol too, without people. ``former_uk`` is the name of 2022 where
        it has changed since, ``centre_uk`` the centre's name, ``centre`` its id among the places,
        0 where it is not one.
    """
    ids = {row["katottg"]: row["id"] for row in places if row["katottg"]}
    centre = centre_codes(codifier, facts)
    out = []
    for code, entry in sorted(codifier.hromadas.items()):
        row = facts.hromadas.get(code, {})
        former = spelt(row.get("name_uk", entry.name))
        out.append({
            "code": code,
            "oblast": entry.oblast,
            "raion": entry.raion,
            "name": romanise(entry.name),
            "name_uk": entry.name,
            "former_uk": "" if former == entry.name else former,
            "centre_uk": codifier.settlements[centre.get(code, code)].name,
            "centre": ids.get(centre.get(code, code), 0),
            "people": row.get("people", ""),
            "urban_people": facts.people(code) - facts.rest(code) if row else "",
            "lon": row.get("centre_lon", ""),
            "lat": row.get("centre_lat", ""),
        })  # fmt: skip
    return out


def raion_rows(codifier: Codifier, facts: Official) -> list[dict[str, Any]]:
    """Return the table of raions: names and official people, by code.

    Parameters
    ----------
    codifier : Codifier
    facts : Official

    Returns
    -------
    list of dict
        Cities that are units of their own among them; those of Crimea without people.
    """
    people: dict[str, int] = defaultdict(int)
    for code in facts.hromadas:
        people[codifier.hromadas[code].raion] += facts.people(code)
    return [
        {
            "code": code,
            "oblast": entry.oblast,
            "name": romanise(entry.name),
            "name_uk": entry.name,
            "name_ru": raion_name_ru(entry.name),
            "people": people.get(code, ""),
        }
        for code, entry in sorted(codifier.raions.items())
    ]
