"""Studies and their faults, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceaseline.maps.text.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.check import Fault
    from ceaseline.layers.study import Study

__all__ = ["study_facts", "study_fault_facts", "study_faults", "study_table"]


def study_facts(study: Study) -> dict[str, Any]:
    """Return what a study is, for JSON.

    Examples
    --------
    >>> from ceaseline.layers.study import open_study
    >>> study_facts(open_study("cyprus"))["placements"]
    ['northern-limit', 'southern-limit']
    """
    return {
        "id": study.id,
        "title": study.title,
        "country": str(study.country.name),
        "parties": list(study.parties),
        "placements": list(study.lines),
        "about": study.table.about,
    }


def study_table(studies: Sequence[Study]) -> Table:
    """Return studies as a table, one a row.

    Examples
    --------
    >>> from ceaseline.layers.study import open_study
    >>> study_table([open_study("korea")]).rows[0][:2]
    ('korea', 'Korea: the armistice of 27 July 1953')
    """
    every = [study_facts(study) for study in studies]
    rows = tuple(
        (one["id"], one["title"], ", ".join(one["parties"]), len(one["placements"]))
        for one in every
    )
    columns = ("name", "title", "parties", "placements")
    note = "Take one with: ceaseline --study NAME ..."
    return Table("Studies", columns, rows, (3,), (note,))


def study_faults(faults: Sequence[Fault], name: str) -> Table:
    """Return the faults of a study as a table, one a row.

    Examples
    --------
    >>> from ceaseline.layers.check import Fault
    >>> study_faults([Fault("a", "b", "c")], "mine").rows
    (('a', 'b', 'c'),)
    """
    rows = tuple((fault.where, fault.what, fault.remedy) for fault in faults)
    columns = ("where", "fault", "remedy")
    return Table(f"Faults of {name}", columns, rows)


def study_fault_facts(faults: Sequence[Fault]) -> dict[str, Any]:
    """Return the faults of a study as the object for JSON."""
    return {
        "faults": [
            {"where": fault.where, "what": fault.what, "remedy": fault.remedy} for fault in faults
        ]
    }
