"""The figures of several placements side by side: what `ceaseline measure A B C` shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ceaseline.geo.errors import InputError
from ceaseline.geo.said import Said, joined, message, said
from ceaseline.layers.comparison.basis import labels
from ceaseline.layers.figures import borders_of_another_base, claim_notes
from ceaseline.layers.plan.depths import depths_of
from ceaseline.layers.plan.figure import find
from ceaseline.layers.provisions import findings
from ceaseline.maps.tables.lengths import length_tables
from ceaseline.maps.tables.measure import (
    INTERVAL,
    basis_notes,
    depth_words,
    known_notes,
    length_notes,
    measured_words,
    records,
    source_lines,
    target_words,
)
from ceaseline.maps.tables.membership import unit_table
from ceaseline.maps.text.describe import titled
from ceaseline.maps.text.quantities import area, count, kilometres, low_to_high, resolution, share
from ceaseline.maps.text.table import Table
from ceaseline.maps.text.wording import verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ceaseline.layers.plan.figure import Figure
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal

__all__ = ["columns_records", "columns_table", "side_by_side"]

_OBLASTS = message(
    "Figures by oblast are in `--format csv` and `--format json`, and of one placement alone."
)


@dataclass(frozen=True)
class _Column:
    """A placement and its figures."""

    plan: Plan
    figures: tuple[Figure, ...]

    def cell(self, shown: Callable[[float], Said], name: str, party: str | None = None) -> Said:
        """Return a figure, with its interval where it has one."""
        found = find(self.figures, name, party=party)
        text = shown(found.value)
        if found.low is None or found.high is None:
            return text
        ends = low_to_high(shown(found.low), shown(found.high))
        return Said.of("{value} ({ends})", {"value": text, "ends": ends})


def columns_table(plans: Sequence[Plan], study: Proposal) -> Table:
    """Return the figures of several plans in one table: a column a placement.

    Parameters
    ----------
    plans : sequence of Plan
        On the same boundaries and of the same parties.
    study : Proposal
        Whose provisions are held against them.

    Raises
    ------
    InputError
        If they are of other parties.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.provisions import proposal
    >>> from ceaseline.layers.placement.store import load
    >>> pair = [plan(load(name)) for name in ("four-oblasts", "donbas-full")]
    >>> columns_table(pair, proposal()).columns
    ('figure', 'four-oblasts', 'donbas-full')
    """
    _check_parties(plans)
    columns = [_Column(plan, plan.figures) for plan in plans]
    rows = [*_facts(plans), *_figures(columns), *_provisions(columns, study)]
    heads = (said("figure"), *labels(plans))
    notes = dict.fromkeys([*_notes(plans, heads[1:]), _OBLASTS, *source_lines(plans, study)])
    right = tuple(range(1, len(heads)))
    return Table(said("Figures side by side"), heads, tuple(rows), right, tuple(notes))


def side_by_side(
    plans: Sequence[Plan], study: Proposal, by: str | None = None, *, lengths: bool = False
) -> list[Table]:
    """Return the table of several plans, and under it what only a table a placement can show.

    Parameters
    ----------
    plans, study
        As of `columns_table`.
    by : str, optional
        ``oblast``, ``raion`` or ``hromada``: settlements and people of each placement by unit too.
    lengths : bool
        Whether to show the length of each line by parts and definitions too.
    """
    tables = [columns_table(plans, study)]
    for name, one in zip(labels(plans), plans, strict=True):
        more = [*([unit_table(one, by)] if by else []), *(length_tables(one) if lengths else [])]
        tables += [replace(table, title=joined(": ", [name, table.title])) for table in more]
    return tables


def _check_parties(plans: Sequence[Plan]) -> None:
    first = plans[0]
    for one in plans[1:]:
        if set(one.parties) != set(first.parties):
            raise InputError(
                f"{one.placement.name} is between {' and '.join(one.parties)}, "
                f"{first.placement.name} between {' and '.join(first.parties)}; measure them apart."
            )


def columns_records(plans: Sequence[Plan], study: Proposal, by: str | None = None) -> Table:
    """Return the figures of several plans as records, in SI units, for a spreadsheet.

    Parameters
    ----------
    plans, study, by
        As of `side_by_side`; the column ``placement`` tells them apart.
    """
    tables = [records(one, study, by) for one in plans]
    rows = tuple(
        (name, *row[1:])
        for name, table in zip(labels(plans), tables, strict=True)
        for row in table.rows
    )
    return Table("Figures side by side", tables[0].columns, rows)


def _facts(plans: Sequence[Plan]) -> Iterator[tuple[str, ...]]:
    placements = [one.placement for one in plans]
    yield (said("title"), *titled(plans))
    yield (
        said("date"),
        *(p.date.isoformat() if p.date else said("not dated") for p in placements),
    )
    yield (said("edits made"), *(count(len(p.history)) for p in placements))
    yield (
        said("detail of the line"),
        *(said("{m:,.0f} m", m=p.detail_m) if p.detail_m else said("as drawn") for p in placements),
    )


def _figures(columns: Sequence[_Column]) -> Iterator[tuple[str, ...]]:
    finest = [find(one.figures, "line_length").resolution_m for one in columns]
    if any(finest):
        yield (said("resolution"), *(resolution(m) if m is not None else "–" for m in finest))

    def row(
        name: str, shown: Callable[[float], Said], key: str, party: str | None = None
    ) -> tuple[str, ...]:
        return (name, *(one.cell(shown, key, party) for one in columns))

    yield row(said("line"), kilometres, "line_length")
    yield row(said("zone, length"), kilometres, "zone_length")
    yield (said("zone, depth"), *(depth_words(depths_of(c.plan), c.plan.parties) for c in columns))
    yield row(said("zone, area"), area, "zone_area")
    parties = columns[0].plan.parties
    for party in parties:
        yield row(said("zone, on the side of {party}", party=party), area, "zone_area", party)
    yield row(said("settlements in the zone"), count, "settlements_in_zone")
    yield row(said("people in the zone"), count, "people_in_zone")
    listed = all(any(f.id == "people_listed" for f in one.figures) for one in columns)
    if listed:
        words = said("people in the zone, as the gazetteer lists them")
        yield row(words, count, "people_listed_in_zone")
    for party in parties:
        yield row(joined(": ", [party, said("area")]), area, "territory_area", party)
        yield row(joined(": ", [party, said("share")]), share, "territory_share", party)
        yield row(joined(": ", [party, said("settlements")]), count, "settlements", party)
        yield row(joined(": ", [party, said("people")]), count, "people", party)
        if listed:
            words = said("people as the gazetteer lists them")
            yield row(joined(": ", [party, words]), count, "people_listed", party)
        words = said("settlements in the zone")
        yield row(joined(": ", [party, words]), count, "settlements_in_zone", party)
        words = said("people in the zone")
        yield row(joined(": ", [party, words]), count, "people_in_zone", party)


def _provisions(columns: Sequence[_Column], study: Proposal) -> Iterator[tuple[str, ...]]:
    every = [findings(one.plan, study, one.figures) for one in columns]
    for found in zip(*every, strict=True):
        target = target_words(found[0])
        name = found[0].provision.text
        cells = (
            verdict(f) if f.measured is None else joined(": ", [measured_words(f), verdict(f)])
            for f in found
        )
        about = Said.of("{name} ({target})", {"name": name, "target": target})
        yield (about if target != "–" else name, *cells)


def _notes(plans: Sequence[Plan], names: Sequence[str]) -> Iterator[str]:
    for name, one in zip(names, plans, strict=True):
        told = [
            *(end.words for end in one.carried),
            *borders_of_another_base(one),
            *claim_notes(one),
        ]
        told += length_notes(*(find(one.figures, f"{k}_length").value for k in ("line", "zone")))
        told += known_notes(one)
        yield from (joined(": ", [name, words]) for words in told)
    if any(one.uncertainty is not None for one in plans):
        yield INTERVAL
    yield from basis_notes(plans[0])
