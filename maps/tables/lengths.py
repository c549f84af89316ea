"""How long a line is by every definition that people use, as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.geo.said import Said, joined, message, said
from ceaseline.layers.measures.kilometres import NEAR, QUOTED_M, kilometres, near
from ceaseline.maps.text.quantities import count, number
from ceaseline.maps.text.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.measures.kilometres import Kilometres, Row
    from ceaseline.layers.plan.plan import Plan

__all__ = ["length_tables"]

_MARK = "≈"
_MADE = message(
    "How these are made: coarser than drawn, each part is generalised by itself, its ends kept; "
    '"generalised alike" starts from the finest drawing there is. `compare` generalises the '
    "whole line as drawn, and with `--detail-m` the placement before it is measured. At one "
    "detail these differ by a few percent."
)


def length_tables(plan: Plan) -> list[Table]:
    """Return the length of a plan's line by its parts, and by definition, at each detail.

    Parameters
    ----------
    plan : Plan

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> parts, definitions = length_tables(plan(load("four-oblasts")))
    >>> parts.columns
    ('length in km, at a detail of', '0.5 km', '1 km', '2 km', '5 km', '10 km')
    >>> definitions.rows[0]
    ('the stretches along borders', '–', '1,1...', '1,0... ≈ 1,000', '9...', '8...')
    """
    found = kilometres(plan)
    heads = tuple(said("{n:,g} km", n=metres / 1000) for metres in found.detail_m)
    first = said("length in km, at a detail of")
    right = tuple(range(1, len(heads) + 1))
    quoted = joined(", ", (number(metres / 1000) for metres in QUOTED_M))
    marks = said(
        "{mark} marks what comes within {share:.0f} % of {lengths} km.",
        mark=_MARK, share=NEAR * 100, lengths=quoted,
    )  # fmt: skip
    return [
        Table(
            said("Length of the line, part by part"),
            (first, *heads),
            _rows(found.parts, marked=False),
            right,
            (*(found.notes[:1] if len(found.notes) > 1 else ()), _MADE),
        ),
        Table(
            said("Which definition gives your kilometres?"),
            (first, *heads),
            _rows(found.definitions, marked=True),
            right,
            (marks, *_far(found), found.notes[-1]),
        ),
    ]


def _far(found: Kilometres) -> tuple[str, ...]:
    """Return which of the quoted lengths no definition comes near."""
    far = joined(", ", (number(metres / 1000) for metres in found.far_m))
    return (said("Nothing here comes near {lengths} km.", lengths=far),) if far else ()


def _rows(rows: Sequence[Row], *, marked: bool) -> tuple[tuple[str, ...], ...]:
    return tuple((row.text, *(_cell(m, marked=marked) for m in row.length_m)) for row in rows)


def _cell(metres: float | None, *, marked: bool) -> str:
    if metres is None:
        return "–"
    quoted = near(metres) if marked else None
    words = count(metres / 1000)
    if quoted is None:
        return words
    ends = {"words": words, "mark": _MARK, "quoted": number(quoted / 1000)}
    return Said.of("{words} {mark} {quoted}", ends)
