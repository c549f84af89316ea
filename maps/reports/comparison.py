"""The report on a comparison: what changes between placements, where and for whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ceaseline.maps.charts.comparison import length_chart, said_in, strip_charts, tradeoff_chart
from ceaseline.maps.overtime.chart import charted, panels
from ceaseline.maps.print.document import Part, Prose
from ceaseline.maps.reports.common import closing, made
from ceaseline.maps.tables.compare import comparison_tables, definitions, tradeoff_table
from ceaseline.maps.text.describe import titles, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.comparison import Comparison, Goal
    from ceaseline.layers.provisions import Proposal
    from ceaseline.maps.print.document import Document
    from ceaseline.maps.reports.pictures import Pen
    from ceaseline.maps.text.language import Tongue
    from ceaseline.maps.text.table import Table

__all__ = ["comparison_document", "is_wide", "tables_of", "titled"]

_FEW = 3
"""Up to so many placements have room side by side on a page that stands upright."""


class Tables(NamedTuple):
    """The tables of a comparison by what they are about.

    Attributes
    ----------
    summary : Table
    swaps : list of list of Table
        For each placement but the base: settlements and pieces that change hands, the ledger.
    distances, lengths, measures, definitions : Table
    tradeoffs : Table, optional
    """

    summary: Table
    swaps: list[list[Table]]
    distances: Table
    lengths: Table
    measures: Table
    definitions: Table
    tradeoffs: Table | None


def tables_of(held: Comparison, goals: Sequence[Goal], tongue: Tongue) -> Tables:
    """Return the tables of a comparison, those of a swap without the pair that it is between.

    Examples
    --------
    >>> from ceaseline.layers.comparison import compare
    >>> from ceaseline.layers.placement.store import load
    >>> from ceaseline.maps.text.language import tongue
    >>> held = compare([load("contact-2024-11-20"), load("four-oblasts")], measures=["zone_area"])
    >>> [table.title for table in tables_of(held, (), tongue("en")).swaps[0]]
    ['Settlements that change hands', 'Swap ledger', 'Pieces that change hands']
    """
    first, *between, distances, lengths, measures = map(
        tongue.table, comparison_tables(held, sources=False)
    )
    left = iter(between)
    swaps = [
        [_named(next(left)) for _ in range(1 + bool(places) + bool(pieces))]
        for places, pieces in zip(held.changed_settlements, held.pieces, strict=True)
    ]
    tradeoffs = tongue.table(tradeoff_table(held, goals)) if goals else None
    told = tongue.table(definitions(held))
    return Tables(_named(first), swaps, distances, lengths, measures, told, tradeoffs)


def _named(table: Table) -> Table:
    """Return a table without the names of placements in its title."""
    return replace(table, title=table.title.partition(": ")[0])


def titled(held: Comparison, tongue: Tongue) -> Comparison:
    """Return a comparison whose placements go by their titles.

    Parameters
    ----------
    held : Comparison
    tongue : Tongue

    Examples
    --------
    >>> from ceaseline.layers.comparison import compare
    >>> from ceaseline.layers.placement.store import load
    >>> from ceaseline.maps.text.language import tongue
    >>> held = compare([load("contact-2024-11-20"), load("four-oblasts")], measures=["zone_area"])
    >>> titled(held, tongue("en")).names[1]
    'Crimea and the whole of four oblasts'
    """
    return held.called(titles(held.plans, tongue))


def comparison_document(
    held: Comparison, study: Proposal, goals: Sequence[Goal], pen: Pen, title: str | None
) -> Document:
    """Return the report on a comparison.

    Parameters
    ----------
    held : Comparison
    study : Proposal
    goals : sequence of Goal
        Of the trade-offs to show.
    pen : Pen
        Draws its maps and charts, and has its language.
    title : str, optional
        The proposal's if not given.
    """
    tongue, own = pen.tongue, titled(held, pen.tongue)
    tables = tables_of(own, goals, tongue)
    first = tables.summary
    strips = (pen.chart(said_in(tongue, one)) for one in strip_charts(own))
    by_detail = pen.chart(said_in(tongue, length_chart(own, study)))
    parts = [
        Part("", (pen.lines(held.plans, study), Prose(first.lead, small=True))),
        Part(first.title, (replace(first, lead=()),)),
        *(
            Part(_swap_title(own, k, tongue), (pen.swap(own, k), *swapped))
            for k, swapped in enumerate(tables.swaps)
        ),
        Part(tables.distances.title, (tables.distances, *strips)),
        Part(tables.lengths.title, (by_detail, tables.lengths)),
        *_over_time(held, study, pen),
        *_tradeoffs(own, goals, tables.tradeoffs, pen),
        Part(tables.measures.title, (tables.measures,)),
        Part(tables.definitions.title, (tables.definitions,)),
        *closing(held.plans, study, tongue),
    ]
    introduced = [
        (f"{name} ({tongue['the_base']})" if k == 0 else name, plan.placement.name)
        for k, (name, plan) in enumerate(zip(own.names, held.plans, strict=True))
    ]
    return made(title or tongue.said(study.title), tongue["comparison"], introduced, parts, tongue,
                contents=True, lying=is_wide(held))  # fmt: skip


def is_wide(held: Comparison) -> bool:
    """Whether so many placements stand side by side that pages lie on their long side."""
    return len(held.plans) > _FEW


def _swap_title(own: Comparison, number: int, tongue: Tongue) -> str:
    pair = {"first": own.names[0], "second": own.names[number + 1]}
    return f"{tongue['mode_pieces']}: {tongue['first_to_second'].format(**pair)}"


def _over_time(held: Comparison, study: Proposal, pen: Pen) -> list[Part]:
    """Return what the dated placements come to over time, where no two are of one day."""
    if not charted(held.plans):
        return []
    found = panels(held.plans, [words(plan, study, pen.tongue) for plan in held.plans])
    return [Part(pen.tongue["over_time"], tuple(pen.times(held.plans, found)))]


def _tradeoffs(own: Comparison, goals: Sequence[Goal], table: Table | None, pen: Pen) -> list[Part]:
    if table is None:
        return []
    several = len(goals) > 1
    chart = [pen.chart(said_in(pen.tongue, tradeoff_chart(own, goals)))] if several else []
    return [Part(table.title, (*chart, table))]
