"""Comparisons as tables: what `ceaseline compare` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.geo.gazetteer.names import named_units
from ceaseline.geo.said import Number, Said, counted, joined, said
from ceaseline.layers.comparison import SMALL_M2
from ceaseline.maps.tables.measure import source_lines
from ceaseline.maps.tables.overview import settlements_table, summary_table
from ceaseline.maps.text.quantities import area, count, kilometres, points, share, shown, signed
from ceaseline.maps.text.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceaseline.layers.comparison import Comparison, Difference, Goal, Piece
    from ceaseline.maps.text.table import Cell

__all__ = [
    "comparison_tables",
    "definitions",
    "named",
    "records",
    "tradeoff_table",
]

_UNKNOWN = "–"
_PIECES = 25
_FAR_M = 100_000.0
_ROUNDING_M2 = 1.0
_NO = (None,) * 4
"""What a measure leaves empty in the columns about settlements."""
_SIGNS = ("+", "\N{MINUS SIGN}")


def _shown(name: str, value: float | None, unit: str) -> Said:
    if value is not None and name.endswith("share"):
        return share(value)
    return shown(value, unit)


def _change(name: str, value: float | None, unit: str) -> Said:
    if value is None:
        return shown(None, unit)
    if name.endswith("share"):
        return points(value)
    text = shown(value, unit)
    return signed(text, 0 if text.lstrip("-") == shown(0.0, unit) else value)


def comparison_tables(held: Comparison, *, sources: bool = True) -> list[Table]:
    """Return everything that a comparison says, as tables for people: the summary first.

    Parameters
    ----------
    held : Comparison
    sources : bool
        Whether the sources stand under the measures; a report has them by themselves.
    """
    tables = [summary_table(held)]
    for k, found in enumerate(held.pieces):
        tables += [settlements_table(held, k)] if held.changed_settlements[k] else []
        tables += [_ledger(held, k)]
        tables += [_pieces(held, k)] if found else []
    return [*tables, _distances(held), _lengths(held), _measures(held, sources=sources)]


def _measures(held: Comparison, *, sources: bool) -> Table:
    every = [held.differences(k) for k in range(len(held.plans))]
    units = named_units(held.basis.boundaries.units)
    rows = []
    for line in zip(*every, strict=True):
        first = line[0]
        if _idle(line):
            continue
        key: str = units.get(first.key, first.key)
        if first.measure.per == "unit":
            key = joined(": ", [key, held.basis.parties[1]])
        title = joined(", ", [first.measure.title, key] if key else [first.measure.title])
        name, unit = first.measure.id, first.measure.unit
        cells = [
            Said.of(
                "{value} ({change})",
                {
                    "value": _shown(name, row.value, unit),
                    "change": _change(name, row.change, unit),
                },
            )
            for row in line[1:]
        ]
        rows.append((title, _shown(name, first.value, unit), *cells))
    base = said("{name} (the base)", name=held.names[0])
    columns = (said("measure"), base, *held.names[1:])
    cited = source_lines(held.plans) if sources else ()
    notes = (held.plans[0].gazetteer.about_people, *cited)
    right = tuple(range(1, len(columns)))
    title = said("Measures against {name}", name=held.names[0])
    return Table(title, columns, tuple(rows), right, notes)


def _idle(line: Sequence[Difference]) -> bool:
    """Whether a row says nothing: an oblast that none changes, a city that none comes near."""
    per = line[0].measure.per
    if per == "unit":
        own = line[0].measure
        return not any(_change(own.id, row.change, own.unit).startswith(_SIGNS) for row in line)
    return per == "city" and all((row.value or 0.0) > _FAR_M for row in line)


def _ledger(held: Comparison, number: int) -> Table:
    rows = []
    for account in held.ledgers[number]:
        for words, (square, places, people) in (
            (said("gains"), account.gained),
            (said("gives"), account.given),
            (said("balance"), account.balance),
        ):
            cells = (area(square), count(places), count(people))
            if words == "balance":
                cells = (
                    signed(cells[0], square), signed(cells[1], places), signed(cells[2], people),
                )  # fmt: skip
            rows.append((account.party, words, *cells))
    title = said("Swap ledger: {first} to {second}", **_pair(held, number))
    columns = (said("party"), said("account"), *_counts())
    return Table(title, columns, tuple(rows), (2, 3, 4), tuple(_gap(held, number)))


def _gap(held: Comparison, number: int) -> Iterator[str]:
    """Say by how much the pieces miss the change of the territories, where that can be seen."""
    metres, pieces = held.gaps_m2[number], len(held.pieces[number])
    if abs(metres) > _ROUNDING_M2:
        off = signed(said("{n} m²", n=Number(metres, 1)), metres)
        yield said(
            "The pieces sum to {off} more than the territories change: the two lines nearly repeat "
            "each other and part in {pieces:,} pieces.",
            off=off, pieces=pieces,
        )  # fmt: skip


def _pieces(held: Comparison, number: int) -> Table:
    found = held.pieces[number]
    large = [piece for piece in found if piece.area_m2 >= SMALL_M2][:_PIECES]
    rows = [_piece(piece) for piece in large]
    rest = found[len(large) :]
    ways = dict.fromkeys((piece.giver, piece.taker) for piece in rest)
    rows += [_together([p for p in rest if (p.giver, p.taker) == way]) for way in ways]
    title = said("Pieces that change hands: {first} to {second}", **_pair(held, number))
    columns = (said("piece"), said("from"), said("to"), *_counts())
    return Table(title, columns, tuple(rows), (3, 4, 5))


def _pair(held: Comparison, number: int) -> dict[str, str]:
    return {"first": held.names[0], "second": held.names[number + 1]}


def _counts() -> tuple[str, ...]:
    return said("area"), said("settlements"), said("people")


def _piece(piece: Piece) -> tuple[str, ...]:
    sums = (area(piece.area_m2), count(piece.settlements), count(piece.people))
    return (piece.name, piece.giver, piece.taker, *sums)


def _together(found: Sequence[Piece]) -> tuple[str, ...]:
    square = sum(piece.area_m2 for piece in found)
    places = sum(piece.settlements for piece in found)
    people = sum(piece.people for piece in found)
    words = counted("{n} smaller piece", "{n} smaller pieces", len(found))
    sums = (area(square), count(places), count(people))
    return (words, found[0].giver, found[0].taker, *sums)


def _distances(held: Comparison) -> Table:
    rows = tuple(
        (name, *(kilometres(m) for m in gap.as_dict().values()))
        for name, gap in zip(held.names[1:], held.apart, strict=True)
    )
    note = said(
        "Hausdorff: the farthest place of either line from the other. Fréchet: the shortest leash "
        "with which the longest stretch of both can be walked from end to end, exact. Mean and "
        "95 %: every km along the line, to the nearest place of the base. All geodesic."
    )
    columns = (
        said("line"),
        said("Hausdorff"),
        said("Fréchet"),
        said("mean"),
        "95 %",
        said("without pockets"),
    )
    title = said("Distance from {name}", name=held.names[0])
    return Table(title, columns, rows, (1, 2, 3, 4, 5), (note,))


def _lengths(held: Comparison) -> Table:
    details = sorted({d for drawn in held.lengths for d in drawn.detail_m})
    rows = []
    for name, drawn in zip(held.names, held.lengths, strict=True):
        at = dict(zip(drawn.detail_m, drawn.length_m, strict=True))
        rows.append((name, *(kilometres(at[d], 0) if d in at else _UNKNOWN for d in details)))
    columns = (said("line"), *(said("{n:,g} km", n=d / 1000) for d in details))
    note = said(
        "A line generalised to a coarser detail is shorter; it passes no settlement, so that it "
        "stays longer than a line that may. No figure is given finer than the line was drawn. "
        "Here the whole line is generalised from the detail of this comparison; `measure "
        "--lengths` generalises each part, and `--detail-m` each section before it is measured."
    )
    right = tuple(range(1, len(columns)))
    return Table(said("Length against detail"), columns, tuple(rows), right, (note,))


def records(held: Comparison) -> Table:
    """Return one record a measure and placement, in SI units, for a spreadsheet.

    After them every settlement that changes hands: its id in the gazetteer is the key, its people
    are the value.
    """
    rows: list[tuple[Cell, ...]] = [
        (name, row.measure.id, row.key, row.value, row.base, row.change, row.measure.unit, *_NO)
        for k, name in enumerate(held.names)
        for row in held.differences(k)
    ]
    rows += [
        (name, "changed_settlement", one.id, one.people, None, None, "count",
         one.name, one.unit_code, one.giver, one.taker)
        for name, found in zip(held.names[1:], held.changed_settlements, strict=True)
        for one in found
    ]  # fmt: skip
    columns = ("placement", "id", "key", "value", "base", "change", "unit",
               "name", "unit_code", "from", "to")  # fmt: skip
    return Table(f"Against {held.names[0]}", columns, tuple(rows))


def definitions(held: Comparison) -> Table:
    """Return what each measure of a comparison is, and what it rests on."""
    rows = tuple((q.id, q.title, q.unit, q.definition, q.rests_on) for q in held.chosen)
    columns = ("id", said("measure"), said("unit"), said("definition"), said("source"))
    return Table(said("Measures"), columns, rows)


def tradeoff_table(held: Comparison, goals: Sequence[Goal]) -> Table:
    """Return which placements are not beaten on all chosen measures."""
    rows = []
    for name, standing in zip(held.names, held.standings(goals), strict=True):
        cells = (
            _shown(g.id, value, next(q.unit for q in held.chosen if q.id == g.id))
            for g, value in zip(goals, standing.values, strict=True)
        )
        better = joined(", ", (held.names[k] for k in standing.beaten_by))
        beaten = said("beaten by {names}", names=better) if better else said("not beaten")
        rows.append((name, *cells, beaten))
    columns = (said("placement"), *(g.words for g in goals), said("standing"))
    note = said(
        "A placement is beaten by one that is at least as good on every chosen measure and better "
        "on one. Nothing is weighted; which way counts as better is the reader's choice."
    )
    return Table(said("Trade-offs"), columns, tuple(rows), tuple(range(1, len(goals) + 1)), (note,))


def named(placements: Sequence[str], against: str | None) -> tuple[list[str], int]:
    """Return the placements to compare and which of them is the base.

    Examples
    --------
    >>> named(["a", "b"], None), named(["a", "b"], "b"), named(["a"], "c")
    ((['a', 'b'], 0), (['a', 'b'], 1), (['c', 'a'], 0))
    """
    if against is None:
        return list(placements), 0
    if against in placements:
        return list(placements), list(placements).index(against)
    return [against, *placements], 0
