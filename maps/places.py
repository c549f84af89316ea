"""The settlements of a page: names, and the rest in a few bytes each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.spatial import cKDTree

from geo.lines.geocentric import ecef
from maps import style
from maps.names import distinct
from maps.streams import deltas, varint, zigzag
from maps.topology import SCALE
from maps.wording import place_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from maps.i18n import Tongue

__all__ = ["Places"]

_BESIDE_M = 10_000.0
_GREATER = 3


@dataclass(frozen=True, eq=False)
class Places:
    """Settlements as the payload holds them.

    Attributes
    ----------
    order : (n,) int array
        Rows of the frame: capitals and the most populous first, so that their labels win.
    names, others : str
        One line a settlement: its name; what else it is called, joined by ``;``.
    streams : mapping of str to bytes
        ``place_ids``, ``place_lon``, ``place_lat``, ``place_people``, ``place_towns`` (index into
        :data:`maps.style.TOWNS`) and ``place_units`` (index into the units, their number if none).
    """

    order: NDArray[np.int64]
    names: str
    others: str
    streams: dict[str, bytes]

    @classmethod
    def of(cls, frame: gpd.GeoDataFrame, tongue: Tongue, units: Sequence[str]) -> Places:
        """Return the settlements of a plan.

        Parameters
        ----------
        frame : GeoDataFrame
            As :func:`geo.gazetteer.settlements.settlements` has it.
        tongue : Tongue
            Language of the names.
        units : sequence of str
            Codes of the units.

        Examples
        --------
        >>> from geo.gazetteer.settlements import settlements
        >>> from maps.i18n import tongue
        >>> Places.of(settlements(), tongue("uk"), ["UA-30"]).names.splitlines()[0]
        'Київ'
        """
        order = np.lexsort((frame["id"], -frame["population"], frame["rank"] > 1))
        rows = frame.iloc[order]
        known = [rows[key].tolist() for key in ("name", "name_uk", "name_ru", "other_names")]
        names = place_names(rows, tongue)
        others = distinct(tuple(names), tuple(zip(*known, strict=True)))
        number = {code: n for n, code in enumerate(units)}
        streams = {
            "place_ids": varint(zigzag(deltas(rows["id"]))),
            "place_lon": varint(zigzag(deltas(np.round(rows["lon"] * SCALE)))),
            "place_lat": varint(zigzag(deltas(np.round(rows["lat"] * SCALE)))),
            "place_people": varint(rows["population"]),
            "place_towns": varint(_towns(rows)),
            "place_units": varint([number.get(code, len(units)) for code in rows["unit_code"]]),
        }
        return cls(order, "\n".join(names), "\n".join(map(";".join, others)), streams)


def _towns(rows: gpd.GeoDataFrame) -> list[int]:
    columns = (rows["rank"], rows["population"], _beside_greater(rows))
    return [
        style.town(rank, people, beside=bool(beside))
        for rank, people, beside in zip(*columns, strict=True)
    ]


def _beside_greater(rows: gpd.GeoDataFrame) -> Any:
    """Tell for each settlement whether one of three times its people is within 10 km, (n,)."""
    earth = ecef(np.column_stack([rows["lon"], rows["lat"]]).astype(float))
    people = rows["population"].to_numpy()
    out = np.zeros(len(rows), dtype=bool)
    pairs = cKDTree(earth).query_pairs(_BESIDE_M, output_type="ndarray")
    for less, more in (pairs.T, pairs.T[::-1]):
        np.logical_or.at(out, less, people[more] >= _GREATER * people[less])
    return out
