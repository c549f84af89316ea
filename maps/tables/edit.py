"""What an edit changed, as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceaseline.geo.geodesy import length
from ceaseline.layers.placement.placement import Edit
from ceaseline.maps.text.quantities import area, count, kilometres, points, share, signed
from ceaseline.maps.text.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ceaseline.geo.said import Said
    from ceaseline.layers.edits.change import Change
    from ceaseline.layers.edits.consequences import Pocket
    from ceaseline.layers.placement.placement import Placement

__all__ = [
    "change_facts",
    "change_table",
    "edit_words",
    "history_table",
]

NAMED = 8
"""How many of the settlements that change sides are named for each party; JSON has all."""
_STILL_M = 0.5
"""A line that moved less lies where it lay."""
_LEAST_M2 = 5000.0
"""Less ground than this is not said to change hands: a vertex put on an edge shifts as much."""


def change_table(change: Change, title: str) -> Table:
    """Return a change as a table: before, after, difference of all that changed, and nothing else.

    Parameters
    ----------
    change : Change
    title : str
    """
    rows = tuple(row for row in _rows(change) if row[1] != row[2])
    notes = [*_recorded(change), *_moves(change)]
    if not rows:
        notes.append("Nothing else changed.")
    if any(share(was) != share(now) for was, now in zip(*change.shares, strict=True)):
        country = area(change.country_m2)
        notes.append(f"Basis of shares: {country}, the country as its boundaries draw it.")
    return Table(title, ("", "before", "after", "difference"), rows, (1, 2, 3), tuple(notes))


def _rows(change: Change) -> Iterator[tuple[str, str, str, str]]:
    """Yield what may change: a figure, before, after and the difference."""
    before, after = change.before, change.after
    yield ("title", before.title, after.title, "")
    yield ("date", _date(before), _date(after), "")
    yield _row("line", kilometres, change.length_m)
    details = [f"{one.detail_m:g} m" for one in (before, after)]
    yield ("detail of the line", details[0], details[1], "")
    if change.verbs & {"simplify", "smooth"}:
        vertices = [sum(len(s.coords) for s in one.sections) for one in (before, after)]
        yield _row("vertices", count, (vertices[0], vertices[1]))
    yield _row("locked", kilometres, (_locked_m(before), _locked_m(after)))
    for k, party in enumerate(after.parties):
        was, now = (shares[k] for shares in change.shares)
        yield _row(f"held by {party}", area, (change.area_m2[0][k], change.area_m2[1][k]))
        yield (f"share of {party}", share(was), share(now), points(now - was))
        yield _row(f"people of {party}", count, (change.people[0][k], change.people[1][k]))
    if change.zone:
        old, new = (sum(side.area_m2[k] for side in change.zone) for k in (0, 1))
        yield _row("zone", area, (old, new))
        old, new = (sum(side.people[k] for side in change.zone) for k in (0, 1))
        yield _row("people in the zone", count, (old, new))
    for side in change.zone:
        where = f"on the side of {side.party}"
        yield _row(f"zone {where}", area, side.area_m2)
        yield _row(f"settlements in the zone {where}", count, side.settlements)
        yield _row(f"people in the zone {where}", count, side.people)


def _row(
    name: str, shown: Callable[[float], Said], values: tuple[float, float]
) -> tuple[str, str, str, str]:
    old, new = values
    return name, shown(old), shown(new), signed(shown(new - old), new - old)


def _date(placement: Placement) -> str:
    return placement.date.isoformat() if placement.date else "not dated"


def _locked_m(placement: Placement) -> float:
    return sum(float(length(section.line)) for section in placement.sections if section.locked)


def _recorded(change: Change) -> list[str]:
    made = change.after.history[len(change.before.history) :]
    return [f"Recorded: {edit.verb}, {edit_words(edit)}." for edit in made if edit.arguments]


def _moves(change: Change) -> list[str]:
    """Return what the line's new course means: ground, settlements, pockets, and how far it moved.

    Empty where the line lies where it lay.
    """
    still = change.farthest_m < _STILL_M and max(change.gained_m2) < _LEAST_M2
    if still and not change.crossings:
        return ["The line lies where it lay."]
    gained = " and ".join(
        f"{area(metres, 1)} to {party}"
        for party, metres in zip(change.after.parties, change.gained_m2, strict=True)
        if metres >= _LEAST_M2
    )
    apart = change.moved_m
    moved = f"The line lies up to {kilometres(apart, 2)} from where it lay."
    elsewhere = "Elsewhere the line lies where it lay."
    return [
        f"Ground that changed hands: {gained or 'none'}.",
        *_sides(change),
        *(_pocket(one, change.after.parties) for one in change.pockets),
        moved if apart >= _STILL_M else elsewhere,
    ]


def _sides(change: Change) -> list[str]:
    """Return which settlements change sides, the largest by name, a sentence a party."""
    if not any(one.listed for one in change.crossings):
        return ["No settlement changes sides."]
    out = []
    for party in change.after.parties:
        every = [one for one in change.crossings if one.taker == party]
        own = [one for one in every if one.listed]
        if not own:
            continue
        named = ", ".join(
            f"{one.name} ({count(one.people)})" if one.people else one.name for one in own[:NAMED]
        )
        rest = f" and {count(len(own) - NAMED)} more" if len(own) > NAMED else ""
        people = sum(one.people for one in every)
        many = f" with {count(people)} people" if people else ""
        places = f"{count(len(own))} settlement{'' if len(own) == 1 else 's'}"
        out.append(f"To {party}: {places}{many}: {named}{rest}.")
    return out


def _pocket(one: Pocket, parties: Sequence[str]) -> str:
    other = parties[1] if one.party == parties[0] else parties[0]
    ground = f"of {area(one.area_m2)} near {one.near}"
    return {
        "gone": f"A pocket {ground} is gone: {one.party} held it, {other} has it now.",
        "new": f"A pocket {ground} is new: {other} held it, {one.party} has it now.",
        "cut off": f"An enclave is made: {one.party}'s ground {ground} is cut off from the rest.",
    }[one.state]


def change_facts(change: Change) -> dict[str, Any]:
    """Return a change as the object for JSON: areas in m2, lengths in m, shares as fractions."""
    parties = change.after.parties
    sides = ("before", "after")

    def by_party(values: tuple[float, float]) -> dict[str, float]:
        return dict(zip(parties, values, strict=True))

    return {
        "name": change.after.name,
        "history_length": len(change.after.history),
        "undone_length": len(change.after.undone),
        "country_m2": change.country_m2,
        "line_length": dict(zip(sides, change.length_m, strict=True)),
        "detail_m": {"before": change.before.detail_m, "after": change.after.detail_m},
        "territory_area": dict(zip(sides, map(by_party, change.area_m2), strict=True)),
        "territory_share": dict(zip(sides, map(by_party, change.shares), strict=True)),
        "gained_m2": by_party(change.gained_m2),
        "farthest_m": change.farthest_m,
        "moved_m": change.moved_m,
        "people": dict(zip(sides, map(by_party, change.people), strict=True)),
        "settlements": [
            {"id": c.id, "name": c.name, "people": c.people, "from": c.giver, "to": c.taker}
            for c in change.crossings
            if c.listed
        ],
        "pockets": [pocket.as_dict() for pocket in change.pockets],
        "zone": [
            {
                "party": z.party,
                "area": dict(zip(sides, z.area_m2, strict=True)),
                "settlements": dict(zip(sides, z.settlements, strict=True)),
                "people": dict(zip(sides, z.people, strict=True)),
            }
            for z in change.zone
        ],
    }


def history_table(placement: Placement) -> Table:
    """Return the edits of a placement, made and undone, as a table."""
    made = [(n, e, "made") for n, e in enumerate(placement.history, 1)]
    undone = [(len(made) + n, e, "undone") for n, e in enumerate(placement.undone, 1)]
    rows = tuple((n, edit.verb, edit_words(edit), state) for n, edit, state in (*made, *undone))
    origin = placement.origin or "itself, as it was imported or drawn"
    return Table(
        f"History of {placement.name}",
        ("", "edit", "with", "state"),
        rows,
        (0,),
        (f"It starts from {origin}.",),
    )


def edit_words(edit: Edit) -> str:
    """Return the arguments of an edit for a person; lines and sources only counted.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Edit
    >>> edit_words(Edit.of("depth", {"km": [10.0, 20.0], "between": [31.321, 219.725]}))
    'between km 31.321 and 219.725, km 10 and 20'
    >>> edit_words(Edit.of("give", {"to": "Ukraine", "units": ["UA-65", "UA-23"]}))
    'to Ukraine, units UA-65 and UA-23'
    """
    return ", ".join(_word(key, value) for key, value in edit.arguments.items())


def _word(key: str, value: Any) -> str:
    if key in ("sections", "settlements", "sources"):
        return f"{len(value)} {key if len(value) > 1 else key[:-1]}"
    if key == "title":
        return repr(value)
    if key == "path":
        return f"a path of {len(value)} places"
    if key == "area":
        corners = sum(len(ring) - 1 for polygon in value for ring in polygon)
        return f"a polygon of {corners} vertices"
    if key == "gives":
        return " and ".join(f"({edit_words(Edit.of('give', one))})" for one in value)
    several = isinstance(value, (list, tuple))
    shown = " and ".join(_number(v) for v in value) if several else _number(value)
    return f"between km {shown}" if key == "between" else f"{key} {shown}"


def _number(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)
