"""The settlements that change hands between two placements, each by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ceaseline.geo.gazetteer.names import named
from ceaseline.geo.gazetteer.people import is_settlement, own_people

if TYPE_CHECKING:
    from ceaseline.layers.plan.plan import Plan

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
        As the gazetteer counts them: a village may stand for others of its hromada too.
    own_people : int
        Those of the place itself.
    is_settlement : bool
        False for a row that stands for villages of a hromada of which none is listed; its people
        count, it does not.
    giver, taker : str
        The party it falls to before, and after.
    """

    id: int
    name: str
    unit_code: str
    people: int
    own_people: int
    is_settlement: bool
    giver: str
    taker: str

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON: ``id``, ``name``, ``unit_code``, ``people``, ``is_settlement``,
        ``from``, ``to``.
        """  # noqa: D205 - one sentence
        return {
            "id": self.id,
            "name": self.name,
            "unit_code": self.unit_code,
            "people": self.people,
            "is_settlement": self.is_settlement,
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
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> found = changed_settlements(plan(load("contact-2024-11-20")), plan(load("four-oblasts")))
    >>> found[0].name, found[0].giver, found[0].taker
    ('Zaporizhzhia', 'Ukraine', 'Russia')
    """
    places, taker = before.settlements, after.settlements["party"]
    every = places.assign(taker=taker, own=own_people(places), counts=is_settlement(places))
    changed = every[places["party"] != taker]
    changed = changed.sort_values(["population", "id"], ascending=[False, True])
    columns = ("id", "unit_code", "population", "own", "counts", "party", "taker")
    return tuple(
        ChangedSettlement(
            int(key), name, str(code), int(people), int(own), bool(counts), str(giver), str(to)
        )
        for name, key, code, people, own, counts, giver, to in zip(
            named(changed), *(changed[column] for column in columns), strict=True
        )
    )
