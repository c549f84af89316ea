"""The settlements of a page: names, and the rest in a few bytes each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.spatial import cKDTree

from ceaseline.geo.gazetteer.hromadas import hromadas, raions
from ceaseline.geo.gazetteer.people import BASES, is_settlement, own_people
from ceaseline.geo.gazetteer.settlements import positions
from ceaseline.geo.lines.nearest import ecef
from ceaseline.maps import style
from ceaseline.maps.page.encoding import deltas, varint, zigzag
from ceaseline.maps.page.search_keys import distinct
from ceaseline.maps.page.topology import SCALE
from ceaseline.maps.text.wording import place_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from ceaseline.geo.gazetteer.hromadas import Unit
    from ceaseline.maps.text.language import Tongue

__all__ = ["Places", "order_of", "unit_name"]

_BESIDE_M = 10_000.0
_GREATER = 3


@dataclass(frozen=True, eq=False)
class Places:
    """Settlements as the payload holds them.

    Attributes
    ----------
    order : (n,) int array
        Rows of the frame, see :func:`order_of`.
    names, others : str
        One line a settlement: its name; what else it is called, joined by ``;``: the names of today
        in other languages, then after a ``|`` former and other ones. Both are empty
        for a row that stands for the villages of a hromada: the page names it by the hromada.
    streams : mapping of str to bytes
        ``place_ids``, ``place_lon``, ``place_lat``, ``place_people``, ``place_towns`` (index into
        :data:`ceaseline.maps.style.TOWNS`), ``place_units`` (index into the units, their number if
        none), ``place_basis`` (index into :data:`ceaseline.geo.gazetteer.people.BASES`); where the
        table has them ``place_raions`` (index into `raions`) and ``place_hromadas`` (index within
        the raion).
    raions : tuple of mapping
        ``name`` in the language, ``hromadas``: the names of those in it, joined by ``;``.
    """

    order: NDArray[np.int64]
    names: str
    others: str
    streams: dict[str, bytes]
    raions: tuple[dict[str, str], ...] = ()

    @classmethod
    def of(cls, frame: gpd.GeoDataFrame, tongue: Tongue, units: Sequence[str]) -> Places:
        """Return the settlements of a plan.

        Parameters
        ----------
        frame : GeoDataFrame
            As :func:`ceaseline.geo.gazetteer.settlements.settlements` has it.
        tongue : Tongue
            Language of the names.
        units : sequence of str
            Codes of the units.

        Examples
        --------
        >>> from ceaseline.geo.gazetteer.settlements import settlements
        >>> from ceaseline.maps.text.language import tongue
        >>> "Київ" in Places.of(settlements(), tongue("uk"), ["UA-30"]).names.splitlines()
        True
        """
        order = order_of(frame)
        rows = frame.iloc[order]
        known = [rows[key].tolist() for key in ("name", "name_uk", "name_ru", "other_names")]
        own = is_settlement(rows)
        names = np.where(own, place_names(rows, tongue), "").tolist()
        known = [np.where(own, column, "").tolist() for column in known]
        every = distinct(tuple(names), tuple(zip(*known, strict=True)))
        present = (set(own) for own in zip(*known[:3], strict=True))
        others = [_told(own, now) for own, now in zip(every, present, strict=True)]
        number = {code: n for n, code in enumerate(units)}
        streams = {
            "place_ids": varint(zigzag(deltas(rows["id"]))),
            "place_lon": varint(zigzag(deltas(np.round(rows["lon"] * SCALE)))),
            "place_lat": varint(zigzag(deltas(np.round(rows["lat"] * SCALE)))),
            "place_people": varint(rows["population"]),
            "place_towns": varint(_towns(rows)),
            "place_units": varint([number.get(code, len(units)) for code in rows["unit_code"]]),
            "place_basis": varint(_bases(rows)),
        }
        raions, membership = _membership(rows, tongue)
        lines = "\n".join(names), "\n".join(others)
        return cls(order, *lines, streams | membership, raions)


def order_of(frame: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """Return the rows of settlements in the order of a page, (n,).

    Those of one hromada come together, since neighbours take fewer bytes; the page itself puts
    capitals and the most populous first.
    """
    together = frame["hromada"] if "hromada" in frame else np.zeros(len(frame))
    return np.lexsort((frame["id"], together))


def _told(others: list[str], present: set[str]) -> str:
    """Return the other names on a line: those of today, a bar, those of former times."""
    now = ";".join(name for name in others if name in present)
    before = ";".join(name for name in others if name not in present)
    return f"{now}|{before}" if before else now


def _towns(rows: gpd.GeoDataFrame) -> list[int]:
    columns = (rows["rank"], own_people(rows), _beside_greater(rows))
    return [
        style.town(rank, people, beside=bool(beside))
        for rank, people, beside in zip(*columns, strict=True)
    ]


def _bases(rows: gpd.GeoDataFrame) -> list[int]:
    """Return what the people of settlements are, as indices into `BASES`."""
    if "people_basis" not in rows:
        return [BASES.index("user")] * len(rows)
    return [BASES.index(basis) for basis in rows["people_basis"]]


def _membership(
    rows: gpd.GeoDataFrame, tongue: Tongue
) -> tuple[tuple[dict[str, str], ...], dict[str, bytes]]:
    """Return the raions with their hromadas, and which of them settlements are in."""
    if "hromada" not in rows:
        return (), {}
    inside: dict[str, list[str]] = {}
    for raion, hromada in sorted(set(zip(rows["raion"], rows["hromada"], strict=True))):
        inside.setdefault(raion, []).append(hromada)
    number = {code: n for n, code in enumerate(inside)}
    within = {code: n for own in inside.values() for n, code in enumerate(own)}
    table = tuple(
        {
            "name": unit_name(raions()[raion], tongue.code),
            "hromadas": ";".join(unit_name(hromadas()[code], tongue.code) for code in own),
        }
        for raion, own in inside.items()
    )
    return table, {
        "place_raions": varint([number[code] for code in rows["raion"]]),
        "place_hromadas": varint([within[code] for code in rows["hromada"]]),
    }


def unit_name(unit: Unit, language: str) -> str:
    """Return the name of a raion or hromada in a language; another where it has none in that.

    Examples
    --------
    >>> from ceaseline.geo.gazetteer.hromadas import raions
    >>> [unit_name(raions()["UA65100000000029736"], code) for code in ("en", "uk", "ru")]
    ['Khersonskyi', 'Херсонський', 'Херсонский']
    """
    known = {"uk": unit.name_uk, "ru": unit.name_ru or unit.name_uk}
    return known.get(language) or unit.name or unit.name_uk


def _beside_greater(rows: gpd.GeoDataFrame) -> Any:
    """Tell for each settlement whether one of three times its people is within 10 km, (n,)."""
    earth = ecef(positions(rows))
    people = rows["population"].to_numpy()
    out = np.zeros(len(rows), dtype=bool)
    pairs = cKDTree(earth).query_pairs(_BESIDE_M, output_type="ndarray")
    for less, more in (pairs.T, pairs.T[::-1]):
        np.logical_or.at(out, less, people[more] >= _GREATER * people[less])
    return out
