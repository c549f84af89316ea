"""What an edit changed, as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers.claims import claim
from maps.quantities import area, kilometres, points, share, signed
from maps.tables import Table

if TYPE_CHECKING:
    from layers.edits.change import Change
    from layers.placement import Edit, Placement
    from layers.plan import Plan
    from maps.i18n import Tongue

__all__ = ["change_facts", "change_table", "edit_words", "edits_text", "history_table", "standing"]


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
    made = change.after.history[len(change.before.history) :]
    notes = (
        *(f"Recorded: {edit.verb}, {edit_words(edit)}." for edit in made if edit.arguments),
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
    rows = tuple((n, edit.verb, edit_words(edit), state) for n, edit, state in (*made, *undone))
    origin = placement.origin or "itself, as it was imported or drawn"
    return Table(
        f"History of {placement.name}",
        ("", "edit", "with", "state"),
        rows,
        (0,),
        (f"It starts from {origin}.",),
    )


def edits_text(count: int, tongue: Tongue) -> str:
    """Return how many edits a line has seen since its origin, empty where there are none.

    Examples
    --------
    >>> from maps.i18n import tongue
    >>> edits_text(3, tongue("en")), edits_text(0, tongue("en"))
    ('edits made: 3', '')
    """
    return tongue["edits_made"].format(count=count) if count else ""


def standing(plan: Plan, tongue: Tongue) -> str:
    """Return what a line is beside its title: edited, and not the one of the library it goes by.

    Examples
    --------
    >>> from layers.plan import plan
    >>> from layers.store import load
    >>> from maps.i18n import tongue
    >>> standing(plan(load("four-oblasts")), tongue("en"))
    ''
    """
    edits = edits_text(len(plan.placement.history), tongue)
    found = claim(plan)
    if found is None:
        return edits
    km = f"{tongue.number(found.farthest_m / 1000, 1)} {tongue['km']}"
    words = tongue["claims"].format(name=found.of, km=km, area=tongue.area(found.area_m2))
    return "; ".join(filter(None, (edits, words)))


def edit_words(edit: Edit) -> str:
    """Return the arguments of an edit for a person; lines and sources only counted.

    Examples
    --------
    >>> from layers.placement import Edit
    >>> edit_words(Edit.of("depth", {"km": [10.0, 20.0], "between": [31.321, 219.725]}))
    'between km 31.321 and 219.725, km 10 and 20'
    """
    return ", ".join(_word(key, value) for key, value in edit.arguments.items())


def _word(key: str, value: Any) -> str:
    if key in ("sections", "settlements", "sources"):
        return f"{len(value)} {key if len(value) > 1 else key[:-1]}"
    several = isinstance(value, (list, tuple))
    shown = " and ".join(_number(v) for v in value) if several else _number(value)
    return f"between km {shown}" if key == "between" else f"{key} {shown}"


def _number(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)
