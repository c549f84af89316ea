"""What a comparison opens with: ten rows, and by name the settlements that change hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ceaseline.geo.gazetteer.names import named_units
from ceaseline.geo.said import Said, counted, joined, listed, message, said
from ceaseline.maps.text.quantities import area, count, kilometres, points, share, signed
from ceaseline.maps.text.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ceaseline.layers.comparison import ChangedSettlement, Comparison
    from ceaseline.layers.comparison.apart import Apart
    from ceaseline.layers.measures.view import PlanView
    from ceaseline.maps.text.table import Cell

__all__ = ["settlements_table", "summary_table"]

_NAMED = 3
_LISTED = 15
_NONE = message("none")
_LEAST_M2 = 1e6
_LEAST_M = 50.0
_BASE = "–"
_MARK = "†"
_UNLISTED = said(
    "{mark} These people are not the village's alone: it stands for villages of its hromada that "
    "are not listed, too.",
    mark=_MARK,
)


def summary_table(held: Comparison) -> Table:
    """Return what is asked first of a comparison, in ten rows, the basis before them.

    Parameters
    ----------
    held : Comparison
    """
    base = said("{name} (the base)", name=held.names[0])
    columns = (said("in short"), base, *held.names[1:])
    rows = (*_figures(held), *_exchanged(held), *_zones(held), _distance(held))
    title = said(
        "Summary: {names} against {base}", names=listed(held.names[1:]), base=held.names[0]
    )
    return Table(title, columns, rows, notes=_note(rows), lead=held.basis.words)


def _note(rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """Return what the mark means, where a cell has it."""
    return (_UNLISTED,) if any(_MARK in str(cell) for row in rows for cell in row) else ()


def _people(one: ChangedSettlement) -> str:
    """Return the counted people, marked where a village stands for others of its hromada too."""
    more = one.is_settlement and one.people > one.own_people
    if not more:
        return count(one.people)
    return Said.of("{people} {mark}", {"people": count(one.people), "mark": _MARK})


def _people_of(number: float) -> Said:
    return counted("{n} person", "{n} people", number)


def _settlements_of(number: float) -> Said:
    return counted("{n} settlement", "{n} settlements", number)


def _long(metres: float) -> Said:
    return said("{length} long", length=kilometres(metres))


@dataclass(frozen=True)
class _Figure:
    """A value of a plan, how it is written, whole and bare, and how its difference is."""

    value: Callable[[PlanView], float]
    words: Callable[[float], Said]
    whole: Callable[[float], Said] | None = None
    change: Callable[[float], Said] | None = None

    def of(self, subject: PlanView, base: PlanView) -> str:
        own = self.value(subject)
        text = (self.whole or self.words)(own)
        if subject is base:
            return text
        off = own - self.value(base)
        told = self.change(off) if self.change else signed(self.words(off), off)
        return Said.of("{value} ({change})", {"value": text, "change": told})


def _row(title: str, held: Comparison, *figures: _Figure) -> tuple[str, ...]:
    base = held.subjects[0]
    cells = (joined(", ", (f.of(subject, base) for f in figures)) for subject in held.subjects)
    return (title, *cells)


def _fixed(name: str, party: str | None = None) -> Callable[[PlanView], float]:
    return lambda subject: subject.figure(name, party)


def _figures(held: Comparison) -> Iterator[tuple[str, ...]]:
    title = said("The line, at {km:g} km detail", km=held.basis.detail_m / 1000)
    yield _row(title, held, _Figure(_fixed("line_length"), kilometres))
    for party in held.basis.parties:
        yield _row(
            said("Held by {party}", party=party),
            held,
            _Figure(_fixed("territory_area", party), area),
            _Figure(_fixed("territory_share", party), share, change=points),
        )


def _exchanged(held: Comparison) -> Iterator[tuple[str, ...]]:
    for party in held.basis.parties:
        cells = (_ground(held, number, party) for number in range(len(held.pieces)))
        yield (said("Ground to {party}", party=party), _BASE, *cells)
    for party in held.basis.parties:
        cells = (_settlements(found, party) for found in held.changed_settlements)
        yield (said("Settlements to {party}", party=party), _BASE, *cells)


def _ground(held: Comparison, number: int, party: str) -> str:
    own = [piece for piece in held.pieces[number] if piece.taker == party]
    if not own:
        return _NONE
    total, largest = sum(piece.area_m2 for piece in own), own[0]
    if total < _LEAST_M2:
        return said("under 1 km²")
    if len(own) == 1:
        return joined(": ", [area(total), largest.name])
    return said(
        "{total}; the largest piece, {area}: {name}",
        total=area(total), area=area(largest.area_m2), name=largest.name,
    )  # fmt: skip


def _settlements(found: Sequence[ChangedSettlement], party: str) -> str:
    own = [one for one in found if one.taker == party]
    if not own:
        return _NONE
    places = [one for one in own if one.is_settlement]
    largest = sorted(places, key=lambda one: -one.people)[:_NAMED]
    named = joined(
        ", ", (Said.of("{name} {people}", {"name": one.name, "people": _people(one)})
               for one in largest),
    )  # fmt: skip
    rest = len(places) - len(largest)
    people = _people_of(sum(one.people for one in own))
    many = said("{number} with {people}", number=count(len(places)), people=people)
    if rest:
        named = said("{names} and {rest} more", names=named, rest=count(rest))
    return joined(": ", [many, named]) if largest else many


def _zones(held: Comparison) -> Iterator[tuple[str, ...]]:
    square = _Figure(_fixed("zone_area"), area)
    long = _Figure(_fixed("zone_length"), kilometres, _long)
    yield _row(said("The zone"), held, square, long)
    people = _Figure(_fixed("people_in_zone"), count, _people_of)
    places = _Figure(_fixed("settlements_in_zone"), count, _settlements_of)
    yield _row(said("In the zone"), held, people, places)


def _distance(held: Comparison) -> tuple[str, ...]:
    return (said("Between the lines"), _BASE, *map(_between, held.apart))


def _between(gap: Apart) -> Said:
    """Return how far lines are apart; without pockets that are gone or new, where that is less."""
    far = said(
        "mean {mean}, farthest {farthest}",
        mean=kilometres(gap.mean_m), farthest=kilometres(gap.hausdorff_m),
    )  # fmt: skip
    if gap.hausdorff_m - gap.moved_m < _LEAST_M:
        return far
    first = gap.pockets[0]
    values = {"far": far, "place": first.near, "left": kilometres(gap.moved_m, 2)}
    if len(gap.pockets) > 1:
        return counted(
            "{far} ({n} pocket is gone or new, the largest near {place}; without them {left})",
            "{far} ({n} pockets are gone or new, the largest near {place}; without them {left})",
            len(gap.pockets), **values,
        )  # fmt: skip
    values["area"] = area(first.area_m2)
    if first.state == "gone":
        return said("{far} (a pocket of {area} near {place} is gone; without it {left})", **values)
    return said("{far} (a pocket of {area} near {place} is new; without it {left})", **values)


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
    names = named_units(units)
    rows = [
        (one.name, names.get(one.unit_code, one.unit_code), one.giver, one.taker, _people(one))
        for one in found[:_LISTED]
    ]
    rest = found[_LISTED:]
    for way in dict.fromkeys((one.giver, one.taker) for one in rest):
        own = [one for one in rest if (one.giver, one.taker) == way]
        people = count(sum(one.people for one in own))
        more = count(sum(one.is_settlement for one in own))
        rows.append((said("and {count} more", count=more), "", *way, people))
    every = (said("All of them by name: --format json or csv."),) if rest else ()
    title = said(
        "Settlements that change hands: {first} to {second}",
        first=held.names[0], second=held.names[number + 1],
    )  # fmt: skip
    columns = (said("settlement"), said("oblast"), said("from"), said("to"), said("people"))
    return Table(title, columns, tuple(rows), (4,), (*_note(rows), *every))
