"""The settlements that change hands between two placements, each by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from layers.plan import Plan

__all__ = ["ChangedSettlement", "changed_settlements"]


@dataclass(frozen=True)
class ChangedSettlement:
    """A settlement that falls to another party than before.

    Attributes
    ----------
    id : int
        Of the gazetteer.
    name : str
    unit_code : str
        ISO 3166-2 code of the oblast it lies in.
    people : int
        As the gazetteer counts them.
    giver, taker : str
        The party it falls to before, and after.
    """

    id: int
    name: str
    unit_code: str
    people: int
    giver: str
    taker: str

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON: ``id``, ``name``, ``unit_code``, ``people``, ``from``, ``to``."""
        return {
            "id": self.id,
            "name": self.name,
            "unit_code": self.unit_code,
            "people": self.people,
            "from": self.giver,
            "to": self.taker,
        }


def changed_settlements(before: Plan, after: Plan) -> tuple[ChangedSettlement, ...]:
    """Return the settlements that change hands from one plan to another, the most people first.

    Parameters
    ----------
    before, after : Plan
        Of the same parties, with the same settlements.

    Examples
    --------
    >>> from layers.plan import plan
    >>> from layers.store import load
    >>> found = changed_settlements(plan(load("contact-2024-11-20")), plan(load("four-oblasts")))
    >>> found[0].name, found[0].giver, found[0].taker
    ('Zaporizhzhia', 'Ukraine', 'Russia')
    """
    places, taker = before.settlements, after.settlements["party"]
    own = places.assign(taker=taker)[places["party"] != taker]
    own = own.sort_values(["population", "id"], ascending=[False, True])
    columns = ("id", "name", "unit_code", "population", "party", "taker")
    return tuple(
        ChangedSettlement(int(key), str(name), str(code), int(people), str(giver), str(to))
        for key, name, code, people, giver, to in zip(*(own[c] for c in columns), strict=True)
    )
