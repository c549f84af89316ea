"""What a comparison opens with: ten rows, and by name the settlements that change hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.quantities import area, count, kilometres, points, share, signed
from maps.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from layers.comparison import ChangedSettlement, Comparison
    from layers.comparison.apart import Apart
    from layers.comparison.subject import Subject
    from maps.tables import Cell

__all__ = ["settlements_table", "summary_table"]

_NAMED = 3
_LISTED = 15
_NONE = "none"
_LEAST_M2 = 1e6
_LEAST_M = 50.0
_BASE = "–"
_MARK = "†"
_UNLISTED = (
    f"{_MARK} These people are not the village's alone: it stands for villages of its hromada that "
    "are not listed, too."
)


def summary_table(held: Comparison) -> Table:
    """Return what is asked first of a comparison, in ten rows, the basis before them.

    Parameters
    ----------
    held : Comparison
    """
    columns = ("in short", f"{held.names[0]} (the base)", *held.names[1:])
    rows = (*_figures(held), *_exchanged(held), *_zones(held), _distance(held))
    title = f"Summary: {' and '.join(held.names[1:])} against {held.names[0]}"
    return Table(title, columns, rows, notes=_note(rows), lead=held.basis.words)


def _note(rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """Return what the mark means, where a cell has it."""
    return (_UNLISTED,) if any(_MARK in str(cell) for row in rows for cell in row) else ()


def _people(one: ChangedSettlement) -> str:
    """Return the counted people, marked where a village stands for others of its hromada too."""
    more = one.is_settlement and one.people > one.own_people
    return f"{count(one.people)} {_MARK}" if more else count(one.people)


def _many(number: float, one: str, more: str) -> str:
    return one if number == 1 else more


@dataclass(frozen=True)
class _Figure:
    """A value of a plan, how it is written, and how its difference from the base's is."""

    value: Callable[[Subject], float]
    words: Callable[[float], str]
    after: str | tuple[str, str] = ""
    change: Callable[[float], str] | None = None

    def of(self, subject: Subject, base: Subject) -> str:
        own = self.value(subject)
        after = self.after if isinstance(self.after, str) else f" {_many(own, *self.after)}"
        if subject is base:
            return f"{self.words(own)}{after}"
        off = own - self.value(base)
        told = self.change(off) if self.change else signed(self.words(off), off)
        return f"{self.words(own)}{after} ({told})"


def _row(title: str, held: Comparison, *figures: _Figure) -> tuple[str, ...]:
    base = held.subjects[0]
    cells = (", ".join(f.of(subject, base) for f in figures) for subject in held.subjects)
    return (title, *cells)


def _fixed(name: str, party: str | None = None) -> Callable[[Subject], float]:
    return lambda subject: subject.fixed(name, party)


def _figures(held: Comparison) -> Iterator[tuple[str, ...]]:
    detail = f"{held.basis.detail_m / 1000:g} km detail"
    yield _row(f"The line, at {detail}", held, _Figure(_fixed("line_length"), kilometres))
    for party in held.basis.parties:
        yield _row(
            f"Held by {party}",
            held,
            _Figure(_fixed("territory_area", party), area),
            _Figure(_fixed("territory_share", party), share, change=points),
        )


def _exchanged(held: Comparison) -> Iterator[tuple[str, ...]]:
    for party in held.basis.parties:
        cells = (_ground(held, number, party) for number in range(len(held.pieces)))
        yield (f"Ground to {party}", _BASE, *cells)
    for party in held.basis.parties:
        cells = (_settlements(found, party) for found in held.changed_settlements)
        yield (f"Settlements to {party}", _BASE, *cells)


def _ground(held: Comparison, number: int, party: str) -> str:
    own = [piece for piece in held.pieces[number] if piece.taker == party]
    if not own:
        return _NONE
    total, largest = sum(piece.area_m2 for piece in own), own[0]
    if total < _LEAST_M2:
        return "under 1 km²"
    if len(own) == 1:
        return f"{area(total)}: {largest.name}"
    return f"{area(total)}; the largest piece, {area(largest.area_m2)}: {largest.name}"


def _settlements(found: Sequence[ChangedSettlement], party: str) -> str:
    own = [one for one in found if one.taker == party]
    if not own:
        return _NONE
    places = [one for one in own if one.is_settlement]
    largest = sorted(places, key=lambda one: -one.people)[:_NAMED]
    named = ", ".join(f"{one.name} {_people(one)}" for one in largest)
    rest = len(places) - len(largest)
    total = sum(one.people for one in own)
    people = f"{count(len(places))} with {count(total)} {_many(total, 'person', 'people')}"
    more = f" and {count(rest)} more" if rest else ""
    return f"{people}: {named}{more}" if named else people


def _zones(held: Comparison) -> Iterator[tuple[str, ...]]:
    square = _Figure(_fixed("zone_area"), area)
    long = _Figure(_fixed("zone_length"), kilometres, " long")
    yield _row("The zone", held, square, long)
    people = _Figure(_fixed("people_in_zone"), count, ("person", "people"))
    places = _Figure(_fixed("settlements_in_zone"), count, ("settlement", "settlements"))
    yield _row("In the zone", held, people, places)


def _distance(held: Comparison) -> tuple[str, ...]:
    cells = (
        f"mean {kilometres(gap.mean_m)}, farthest {kilometres(gap.hausdorff_m)}{_without(gap)}"
        for gap in held.apart
    )
    return ("Between the lines", _BASE, *cells)


def _without(gap: Apart) -> str:
    """Return how far lines are apart but for pockets that are gone or new, where that is less."""
    if gap.hausdorff_m - gap.moved_m < _LEAST_M:
        return ""
    first, *rest = gap.pockets
    if rest:
        told = f"{len(gap.pockets)} pockets are gone or new, the largest near {first.near}"
        return f" ({told}; without them {kilometres(gap.moved_m, 2)})"
    told = f"a pocket of {area(first.area_m2)} near {first.near} is {first.state}"
    return f" ({told}; without it {kilometres(gap.moved_m, 2)})"


def settlements_table(held: Comparison, number: int) -> Table:
    """Return the largest settlements that change hands between the base and another plan.

    Parameters
    ----------
    held : Comparison
    number : int
        Of the plan, without the base.
    """
    found = held.changed_settlements[number]
    units = held.basis.boundaries.units
    names = dict(zip(units["code"], units["name"], strict=True))
    rows = [
        (one.name, names.get(one.unit_code, one.unit_code), one.giver, one.taker, _people(one))
        for one in found[:_LISTED]
    ]
    rest = found[_LISTED:]
    for way in dict.fromkeys((one.giver, one.taker) for one in rest):
        own = [one for one in rest if (one.giver, one.taker) == way]
        people = count(sum(one.people for one in own))
        rows.append((f"and {count(sum(one.is_settlement for one in own))} more", "", *way, people))
    every = ("All of them by name: --format json or csv.",) if rest else ()
    title = f"Settlements that change hands: {held.names[0]} to {held.names[number + 1]}"
    columns = ("settlement", "oblast", "from", "to", "people")
    return Table(title, columns, tuple(rows), (4,), (*_note(rows), *every))
