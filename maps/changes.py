"""What an edit changed, as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maps.quantities import area, kilometres, points, share, signed
from maps.tables import Table

if TYPE_CHECKING:
    from layers.edits.change import Change
    from layers.placement import Placement

__all__ = ["change_facts", "change_table", "history_table"]


def change_table(change: Change, title: str) -> Table:
    """Return a change as a table: before, after, difference.

    Parameters
    ----------
    change : Change
    title : str
    """
    one, two = change.length_m
    rows = [("line", kilometres(one), kilometres(two), signed(kilometres(two - one), two - one))]
    for k, party in enumerate(change.after.parties):
        old, new = (areas[k] for areas in change.area_m2)
        was, now = (shares[k] for shares in change.shares)
        rows += [
            (f"held by {party}", area(old), area(new), signed(area(new - old), new - old)),
            (f"share of {party}", share(was), share(now), points(now - was)),
        ]
    gained = " and ".join(
        f"{area(metres, 1)} to {party}"
        for party, metres in zip(change.after.parties, change.gained_m2, strict=True)
        if metres >= 5000
    )
    basis = f"Basis of shares: {area(change.country_m2)}, the country as its boundaries draw it."
    detail = [f"{placement.detail_m:g} m" for placement in (change.before, change.after)]
    notes = (
        f"Ground that changed hands: {gained or 'none'}.",
        f"The two lines lie up to {kilometres(change.farthest_m, 2)} apart.",
        f"{basis} Detail of the line: {detail[0]} before, {detail[1]} after.",
    )
    return Table(title, ("", "before", "after", "difference"), tuple(rows), (1, 2, 3), notes)


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
    }


def history_table(placement: Placement) -> Table:
    """Return the edits of a placement, made and undone, as a table."""
    made = [(n, e, "made") for n, e in enumerate(placement.history, 1)]
    undone = [(len(made) + n, e, "undone") for n, e in enumerate(placement.undone, 1)]
    rows = tuple(
        (n, edit.verb, _words(edit.arguments), state) for n, edit, state in (*made, *undone)
    )
    origin = placement.origin or "itself, as it was imported or drawn"
    return Table(
        f"History of {placement.name}",
        ("", "edit", "with", "state"),
        rows,
        (0,),
        (f"It starts from {origin}.",),
    )


def _words(arguments: dict[str, Any]) -> str:
    return ", ".join(
        f"{len(value)} {key}" if key in ("sections", "settlements") else f"{key} {_word(value)}"
        for key, value in arguments.items()
    )


def _word(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return " to ".join(f"{v:g}" if isinstance(v, float) else str(v) for v in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
