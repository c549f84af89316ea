"""The part of SOURCES.md that says how settlements were matched to hromadas, and which were not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from ceaseline.geo.data import FOLDER, read_csv
from ceaseline.geo.geodesy import distance
from tools.data.membership import HOW
from tools.data.people import ADDED, CENTRE, CRIMEA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["matching", "with_matching"]

_BEGIN: Final = "<!-- matching: written by python -m tools.data.rebuild -->"
_END: Final = "<!-- end of matching -->"
_OUTLIER_M: Final = 20_000.0

_WORDS: Final = {
    HOW[0]: "Ukrainian name, in one hromada of the oblast",
    HOW[1]: "Ukrainian name, in several hromadas: the nearest centre",
    HOW[2]: "another name",
    HOW[3]: "nearest centre alone",
    HOW[4]: "by hand",
    HOW[5]: "district: with its city",
    ADDED: "not in the gazetteer: added at the centre",
}


def matching() -> str:
    """Return how many settlements were matched in which way, and the names of the doubtful ones.

    Returns
    -------
    str
        Markdown: a table, then lists.

    Examples
    --------
    >>> print(matching().splitlines()[0])
    | matched by | outside Crimea | Crimea and Sevastopol |
    """
    rows = read_csv(FOLDER / "settlements.csv")
    units = {row["code"]: row for row in read_csv(FOLDER / "hromadas.csv")}
    here = Counter((row["matched"], row["unit_code"] in CRIMEA) for row in rows)
    stand_in = sum(row["people_basis"] == CENTRE for row in rows)
    lines = [
        "| matched by | outside Crimea | Crimea and Sevastopol |",
        "| --- | ---: | ---: |",
        *(
            f"| {words} | {here[how, False]:,} | {here[how, True]:,} |"
            for how, words in _WORDS.items()
        ),
    ]
    lines += ["", f"Of those added {stand_in:,} stand for villages of which none is listed."]
    outside = [row for row in rows if row["unit_code"] not in CRIMEA]
    alone = [row for row in outside if row["matched"] == HOW[3]]
    far = [row for row in outside if row["matched"] != HOW[3] and _away(row, units) > _OUTLIER_M]
    added = [r for r in outside if r["matched"] == ADDED and r["people_basis"] != CENTRE]
    lists = (
        ("By the nearest centre alone", alone),
        ("More than 20 km from the centre of the hromada that the name gives", far),
        ("Towns added", added),
    )
    for title, chosen in lists:
        lines += ["", f"{title} ({len(chosen)}): {_listed(chosen, units)}."]
    return "\n".join(lines)


def _away(row: Mapping[str, str], units: Mapping[str, Mapping[str, str]]) -> float:
    """Return the distance of a settlement to the centre of its hromada, m."""
    centre = units[row["hromada"]]
    ends = (float(row["lon"]), float(row["lat"]), float(centre["lon"]), float(centre["lat"]))
    return float(np.asarray(distance(*ends)))


def _listed(rows: Sequence[Mapping[str, str]], units: Mapping[str, Mapping[str, str]]) -> str:
    every = sorted(rows, key=lambda row: (row["unit_code"], row["name"], int(row["id"])))
    return "; ".join(
        f"{row['name']} ({row['unit_code']}, {units[row['hromada']]['name']}"
        f"{'' if row['matched'] == ADDED else f', {_away(row, units) / 1000:.0f} km'})"
        for row in every
    )


def with_matching(text: str) -> str:
    """Return a page with the summary put between its two marks.

    Examples
    --------
    >>> page = f"Before{_BEGIN}old{_END}after"
    >>> "old" in with_matching(page), with_matching(page).endswith("after")
    (False, True)
    """
    head, _, rest = text.partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    return f"{head}{_BEGIN}\n\n{matching()}\n\n{_END}{tail}"
