"""Which hromada a settlement of the gazetteer lies in, by its names and its place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceaseline.geo.gazetteer.romanise import key, romanise
from ceaseline.geo.geodesy import distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from tools.data.codifier import Codifier, Entry
    from tools.data.official import Official

__all__ = ["BY_HAND", "HOW", "Member", "centre_codes", "members"]

HOW: Final = ("name", "name, nearest", "other name", "nearest", "by hand", "with its city")
"""How a settlement was matched: by its Ukrainian name, which one hromada of the oblast has; which
several have, the nearest chosen; by another of its names; by the nearest hromada centre alone; by
hand; as the district of a city."""

BY_HAND: Final[dict[int, str]] = {
    702148: "UA44060010000059164", 711778: "UA44060010000059164", 9289047: "UA44060010000059164",
    704173: "UA44060010000059164",  # quarters of Luhansk
    689697: "UA12060170000091033", 698900: "UA12060170000091033",  # of Kryvyi Rih
    710937: "UA12020010000033698", 11125112: "UA12020010000033698",  # of Dnipro
    697657: "UA51100270000073549",  # of Odesa
    690254: "UA53020110000092487",  # of Kremenchuk
    698944: "UA59080270000073662", 712759: "UA59080270000073662",  # of Sumy
    690269: "UA63120270000028556",  # of Kharkiv
    12519177: "UA73060610000066784",  # of Chernivtsi
    706596: "UA65100110000015344",  # Kozachi Laheri: the nearest centre is across the Dnipro
    708841: "UA65080170000067222",  # Heroiske on the Kinburn peninsula: as above
    703494: "UA23100010010076329", 694016: "UA51020310010075967",  # Bilmak, Shyriaieve
    697676: "UA63120250030038784", 709254: "UA44020010120097679",  # Peresichne, Fashchivka
    705218: "UA44020010090043107",  # Komisarivka, now Holubivka as a larger town nearby
    689426: "UA65040070000086673",  # Chumatskyi Shliakh, at the rim of a large hromada
}  # fmt: skip
"""Quarters of cities, and others whose name and place mislead: GeoNames id to the code of the
settlement or of its hromada."""

_SURE_M: Final = 20_000.0
_FAR_M: Final = 35_000.0
"""A place farther than the first from the centre of the hromada that its name gives is believed
only where the name stands once in the oblast, farther than the second never, unless no centre of
another hromada is much nearer."""
_MUCH: Final = 1.5


@dataclass(frozen=True)
class Member:
    """A settlement's place in the codifier.

    Attributes
    ----------
    hromada : str
        Code.
    settlement : str
        Code of the settlement, where its name is in the codifier; else empty.
    how : str
        One of `HOW`.
    away_m : float
        Distance to the hromada's centre.
    nearest_m : float
        Distance to the nearest centre of any hromada of the oblast.
    """

    hromada: str
    settlement: str
    how: str
    away_m: float
    nearest_m: float


@dataclass(frozen=True, eq=False)
class _Oblast:
    """The hromadas of one oblast with their centres, and its settlements by name."""

    codes: tuple[str, ...]
    centres: NDArray[np.float64]
    by_name: Mapping[str, tuple[tuple[str, str], ...]]

    @cached_property
    def row(self) -> dict[str, int]:
        return {code: k for k, code in enumerate(self.codes)}

    def away(self, lon: float, lat: float) -> NDArray[np.float64]:
        """Return the distance of a place to every centre, m."""
        count = len(self.codes)
        ends = np.full(count, lon), np.full(count, lat)
        return np.asarray(distance(*ends, *self.centres.T))

    def named(self, names: Iterable[str]) -> dict[str, str]:
        """Return the settlements of any of some names: code by hromada."""
        found: dict[str, str] = {}
        for name in names:
            for hromada, code in self.by_name.get(name, ()):
                found.setdefault(hromada, code)
        return found


def members(
    rows: Sequence[Mapping[str, Any]],
    codifier: Codifier,
    facts: Official,
    centres: Mapping[str, tuple[float, float]],
) -> list[Member]:
    """Return the membership of settlements.

    Parameters
    ----------
    rows : sequence of mapping
        From :func:`tools.data.gazetteer.settlements`.
    codifier : Codifier
    facts : Official
        For the names that places had in 2022.
    centres : mapping of code to (lon, lat)
        Of the hromadas.

    Returns
    -------
    list of Member
        As many as rows. Districts of a city are in its hromada.
    """
    oblasts = _oblasts(codifier, facts, centres)
    found = {row["id"]: _member(row, oblasts[row["unit_code"]], codifier) for row in rows}
    for row in rows:
        if city := row["part_of"]:
            own = found[city]
            found[row["id"]] = Member(own.hromada, "", HOW[-1], own.away_m, own.nearest_m)
    return [found[row["id"]] for row in rows]


def _oblasts(
    codifier: Codifier, facts: Official, centres: Mapping[str, tuple[float, float]]
) -> dict[str, _Oblast]:
    codes: dict[str, list[str]] = defaultdict(list)
    for code, entry in codifier.hromadas.items():
        if code in centres:
            codes[entry.oblast].append(code)
    by_name: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for code, name, hromada in _names(codifier, facts):
        if hromada in centres:
            own = by_name[codifier.hromadas[hromada].oblast]
            for word in {key(name), key(romanise(name))}:
                if (hromada, code) not in own[word]:
                    own[word].append((hromada, code))
    return {
        oblast: _Oblast(
            tuple(own),
            np.array([centres[code] for code in own]),
            {name: tuple(entries) for name, entries in by_name[oblast].items()},
        )
        for oblast, own in codes.items()
    }


def _names(codifier: Codifier, facts: Official) -> Iterator[tuple[str, str, str]]:
    """Yield the names of settlements, towns first, those of 2022 too: code, name, hromada."""
    for town in facts.towns:
        yield town.code, town.name_uk, town.hromada
    for code, centre in centre_codes(codifier, facts).items():
        if code in facts.hromadas:
            yield centre, facts.hromadas[code]["centre_uk"], code
    for code, entry in codifier.settlements.items():
        yield code, entry.name, entry.hromada


def centre_codes(codifier: Codifier, facts: Official) -> dict[str, str]:
    """Return the centre of every hromada: the settlement of that name, or the one listed first."""
    inside: dict[str, list[Entry]] = defaultdict(list)
    for entry in codifier.settlements.values():
        inside[entry.hromada].append(entry)
    out = {}
    for code, own in inside.items():
        wanted = facts.hromadas[code]["centre_uk"] if code in facts.hromadas else ""
        same = [e.code for e in own if key(e.name) == key(wanted)]
        out[code] = min(same or [e.code for e in own])
    return out


def _member(row: Mapping[str, Any], oblast: _Oblast, codifier: Codifier) -> Member:
    away = oblast.away(row["lon"], row["lat"])
    nearest = int(away.argmin())

    def made(hromada: str, settlement: str, how: str) -> Member:
        return Member(
            hromada, settlement, how, float(away[oblast.row[hromada]]), float(away[nearest])
        )

    if row["id"] in BY_HAND:
        given = BY_HAND[row["id"]]
        known = codifier.settlements.get(given)
        return made(known.hromada if known else given, given if known else "", HOW[4])
    for names, other in zip(_names_of(row), (False, True), strict=True):
        candidates = oblast.named(names)
        if candidates:
            best = min(candidates, key=lambda code: away[oblast.row[code]])
            metres, once = away[oblast.row[best]], len(candidates) == 1
            if _plausible(float(metres), float(away[nearest]), once=once and not other):
                how = HOW[2] if other else HOW[0] if once else HOW[1]
                return made(best, candidates[best], how)
    return made(oblast.codes[nearest], "", HOW[3])


def _names_of(row: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the keys of the Ukrainian name, and those of every other."""
    main = [key(row["name_uk"])] if row["name_uk"] else []
    others = [row["name"], row["name_ru"], *row["other_names"].split(";")]
    return main, [word for name in others for word in (key(name), key(romanise(name))) if word]


def _plausible(metres: float, nearest: float, *, once: bool) -> bool:
    if metres <= _SURE_M or metres <= _MUCH * nearest:
        return True
    return once and metres <= _FAR_M
