"""Measure a map, figure or report again from what it holds, and say whether it is reproduced."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ceaseline import __version__
from ceaseline.geo.errors import InputError
from ceaseline.geo.files import read_at_most
from ceaseline.layers.record.remeasure import Check, check, restored
from ceaseline.layers.study import embedded, in_force, open_study, studies, using
from ceaseline.maps.seal.seal import unseal
from ceaseline.maps.text.table import Table
from ceaseline.maps.verify.compare_bytes import Drawing, drawn_again

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.gazetteer import Gazetteer
    from ceaseline.layers.study import Study

__all__ = ["Verification", "verify"]

LARGEST_BYTES = 128 << 20
"""The largest file that is read; a map of many placements has a few MiB."""

_MOST_ROWS = 200
_LONGEST = 120
_OUTCOMES = {True: "verified", False: "not reproduced", None: "not verified"}
_FIRST = {
    True: "Verified: {} is reproduced, byte for byte",
    False: "Not reproduced: {}",
    None: "Not verified: {}; its figures are reproduced, its drawing could not be compared",
}
"""The first line of what is printed, by what was found; it begins with the outcome."""


@dataclass(frozen=True)
class Verification:
    """What measuring a file again came to.

    Attributes
    ----------
    name : str
        Of the file.
    version : str
        Of the tool that wrote it.
    checks : tuple of Check
        The bytes of the file first, then its inputs, figures and findings, its drawing last.
    drawing : Drawing
        What drawing it again came to.
    """

    name: str
    version: str
    checks: tuple[Check, ...]
    drawing: Drawing

    @property
    def reproduced(self) -> bool | None:
        """Whether everything is; None where all figures are, but the drawing is not compared."""
        if not all(one.reproduced for one in self.checks):
            return False
        return True if self.drawing.verdict == "identical" else None

    def tables(self) -> list[Table]:
        """Return what was found, for people: how much is reproduced, and what is not."""
        groups = Counter(one.about for one in self.checks)
        lost = Counter(one.about for one in self.checks if not one.reproduced)
        rows = [
            (about[:_LONGEST], n, n - lost[about], "NOT" if lost[about] else "reproduced")
            for about, n in groups.items()
        ]
        notes = [
            f"Written by ceaseline {self.version}, measured again by {__version__}.",
            f"Drawn again: {self.drawing}",
        ]
        columns = ("of", "checked", "reproduced", "verdict")
        title = _FIRST[self.reproduced].format(self.name)
        tables = [Table(title, columns, tuple(rows), (1, 2), tuple(notes))]
        lost_rows = [
            (one.about[:_LONGEST], one.id[:_LONGEST], _word(one.printed), _word(one.measured))
            for one in self.checks
            if not one.reproduced
        ]
        if lost_rows:
            columns = ("of", "what", "the file says", "measured again")
            more = len(lost_rows) - _MOST_ROWS
            notes = [f"and {more:,} more; --format csv gives all."] if more > 0 else []
            shown = tuple(lost_rows[:_MOST_ROWS])
            tables.append(Table("Not reproduced", columns, shown, notes=tuple(notes)))
        return tables

    def records(self) -> Table:
        """Return one record a check, for a spreadsheet."""
        rows = tuple((c.about, c.id, c.printed, c.measured, int(c.reproduced)) for c in self.checks)
        return Table(self.name, ("of", "id", "printed", "measured", "reproduced"), rows)

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "tool": "ceaseline",
            "version": __version__,
            "file": self.name,
            "written_by": self.version,
            "outcome": _OUTCOMES[self.reproduced],
            "reproduced": self.reproduced,
            "drawn_again": {"verdict": self.drawing.verdict, "words": self.drawing.words},
            "checks": [dict(vars(one)) for one in self.checks],
        }


def verify(
    path: Path | str,
    base: Boundaries | None = None,
    gazetteer: Gazetteer | None = None,
) -> Verification:
    """Measure a file of the tool's again.

    Parameters
    ----------
    path : path
        HTML, PNG, SVG or PDF, of 128 MiB at most. The time that reading it takes grows with its
        size, and with nothing else.
    base : Boundaries, optional
        The country, where the file rests on one that is not in the catalogue.
    gazetteer : Gazetteer, optional
        The settlements, where the file counts those of a table of the user's.

    Raises
    ------
    InputError
        If it cannot be read, holds no manifest, or rests on boundaries or settlements that are
        not given.

    Examples
    --------
    >>> verify("missing.html")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: missing.html cannot be read (No such file or directory);...
    """
    path = Path(path)
    try:
        content = read_at_most(path, LARGEST_BYTES)
    except OSError as fault:
        raise InputError(
            f"{path} cannot be read ({fault.strerror}); give a map, figure or report."
        ) from None
    if content is None:
        raise InputError(
            f"{path} is larger than {LARGEST_BYTES >> 20} MiB, and no file that ceaseline writes "
            "is; give a map, figure or report."
        )
    held, intact = unseal(content, str(path))
    bytes_ = Check("the file", "bytes", "as sealed", "as sealed" if intact else "changed", intact)
    with using(_study(held)):
        again = restored(held, base, gazetteer)
        measured = check(held, base, again)
        if all(one.reproduced for one in measured):
            drawing = drawn_again(content, held, again)
        else:
            drawing = Drawing("not compared", "What it was made from is not reproduced.")
    version = str(held.get("version", ""))[:80]
    return Verification(path.name, version, (bytes_, *measured, *drawing.checks), drawing)


def _study(held: Mapping[str, Any]) -> Study:
    """Return the study that a file was made in: the one in force, or one that the tool brings."""
    name = str(held.get("study", ""))[:_LONGEST]
    if name == in_force().told:
        return in_force()
    if name and name not in studies():
        raise InputError(
            f"The file was made in the study {name!r}, which does not come with the tool; give its "
            "folder: ceaseline --study FOLDER verify FILE."
        )
    return open_study(name) if name else embedded()


def _word(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.9g}"
    text = str(value)
    return f"{text[:16]}…" if len(text) > 40 else text
