"""Answers of a search, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceaseline.geo.said import said
from ceaseline.maps.text.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ceaseline.layers.solve import Answer

__all__ = ["answer_facts", "answer_table"]


def answer_table(answers: Sequence[tuple[Answer, Path | None]], title: str) -> Table:
    """Return answers as a table, one a row.

    Examples
    --------
    >>> from ceaseline.layers.solve import Answer
    >>> answer_table([(Answer("shift", "No shift gives 99 %."), None)], "Share").rows
    (('shift', 'No shift gives 99 %.', 'none'),)
    """
    rows = tuple(
        (answer.way, answer.statement, str(path) if path else said("none"))
        for answer, path in answers
    )
    note = said("An answer says what would have to move; it is no advice to move it.")
    return Table(title, (said("way"), said("answer"), said("file")), rows, (), (note,))


def answer_facts(answers: Sequence[tuple[Answer, Path | None]]) -> dict[str, Any]:
    """Return answers as the object for JSON; shares as fractions, m, m2."""
    return {
        "answers": [
            {
                "way": answer.way,
                "statement": answer.statement,
                "value": answer.value,
                "reachable": list(answer.reachable) if answer.reachable else None,
                "file": str(path) if path else None,
            }
            for answer, path in answers
        ]
    }
