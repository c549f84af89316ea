"""What is shown of a line while it is edited: few figures, each held where trials start from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ceaseline.geo.geodesy import length
from ceaseline.layers.measures.people import counted
from ceaseline.layers.plan.figure import Figure
from ceaseline.layers.provisions import findings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Finding, Proposal

__all__ = ["Held", "held"]

Pair = tuple[float, float]

_MOST_ROWS = 300
"""Settlements of one list that are told; the counts are of all."""


@dataclass(frozen=True, eq=False)
class Held:
    """The figures of a line, and the settlements on its sides and in its zone.

    Attributes
    ----------
    plan : Plan
    line_m, zone_m : float
        Length of the line within the country, and of it where the zone has a depth.
    territory_m2, zone_m2 : (first, second)
        Of either party.
    left, inside : (n,) bool array
        Which settlements are on the first party's side, and in the zone; in the gazetteer's order.
    """

    plan: Plan = field(repr=False)
    line_m: float
    zone_m: float
    territory_m2: Pair
    zone_m2: Pair
    left: NDArray[np.bool_] = field(repr=False)
    inside: NDArray[np.bool_] = field(repr=False)

    @property
    def shares(self) -> Pair:
        """The parties' shares of the country, as fractions."""
        first, second = self.territory_m2
        return first / (first + second), second / (first + second)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Those that provisions are held against, as `Plan.figures` has them, without ranges."""
        detail = self.plan.placement.detail_m
        own = [
            Figure("line_length", self.line_m, "m", detail_m=detail),
            Figure("zone_length", self.zone_m, "m", detail_m=detail),
            Figure("zone_area", sum(self.zone_m2), "m2"),
        ]
        for side, party in enumerate(self.plan.parties):
            own += [
                Figure("zone_area", self.zone_m2[side], "m2", party=party),
                Figure("territory_area", self.territory_m2[side], "m2", party=party),
                Figure("territory_share", self.shares[side], "1", party=party),
            ]
        return tuple(own)

    def verdicts(self, study: Proposal) -> tuple[Finding, ...]:
        """Return what each provision comes to."""
        return findings(self.plan, study, self.figures)

    def as_dict(self, start: Held, study: Proposal) -> dict[str, Any]:
        """Return it for JSON, beside where the editing began.

        Parameters
        ----------
        start : Held
        study : Proposal

        Returns
        -------
        dict
            Metres, square metres, fractions and counts; pairs are of the first and the second
            party. ``crossings`` are settlements now on another side than at the start, with ``to``,
            the place of the party (0 or 1), ``zone_in`` and ``zone_out`` those that came into the
            zone and left it: those with most people first.
        """
        moved = self.left != start.left
        return {
            "line_m": self.line_m,
            "zone_m": self.zone_m,
            "territory_m2": list(self.territory_m2),
            "shares": list(self.shares),
            "net_m2": [a - b for a, b in zip(self.territory_m2, start.territory_m2, strict=True)],
            "zone_m2": list(self.zone_m2),
            "settlements": self._counts("settlements"),
            "people": self._counts("people"),
            "zone_settlements": self._counts("settlements", self.inside),
            "zone_people": self._counts("people", self.inside),
            "verdicts": [_verdict(one) for one in self.verdicts(study)],
            "crossings": self._rows(moved),
            "zone_in": self._rows(self.inside & ~start.inside),
            "zone_out": self._rows(start.inside & ~self.inside),
        }

    @cached_property
    def _weights(self) -> dict[str, NDArray[np.int64]]:
        """What of settlements is summed, by the name of the measure."""
        return dict(counted(self.plan))

    def _counts(self, name: str, chosen: NDArray[np.bool_] | None = None) -> list[int]:
        own = np.ones(len(self.left), dtype=bool) if chosen is None else chosen
        weight = self._weights[name]
        return [int(weight[own & side].sum()) for side in (self.left, ~self.left)]

    def _rows(self, chosen: NDArray[np.bool_]) -> dict[str, Any]:
        """Return how many settlements and people there are among the chosen, and the largest."""
        places, people = self.plan.gazetteer.settlements, self._weights["people"]
        rows = np.flatnonzero(chosen)
        rows = rows[np.lexsort((rows, -people[rows]))]
        ids = places["id"].to_numpy()
        return {
            "settlements": int(self._weights["settlements"][rows].sum()),
            "people": int(people[rows].sum()),
            "rows": [
                {"id": int(ids[k]), "people": int(people[k]), "to": int(not self.left[k])}
                for k in rows[:_MOST_ROWS]
            ],
        }


def held(plan: Plan) -> Held:
    """Measure a plan: a sixth of a second for a line of a thousand vertices.

    Parameters
    ----------
    plan : Plan

    Examples
    --------
    >>> from ceaseline.layers.placement.store import load
    >>> from ceaseline.layers.plan.plan import plan as planned
    >>> four = held(planned(load("four-oblasts")))
    >>> round(four.shares[1], 3), four.plan.placement.name
    (0.222, 'four-oblasts')
    """
    first, second = (float(metres) for metres in plan.division.areas.sum(axis=1))
    zone = plan.zone_parts
    sizes = [float(zone["area_m2"][zone["party"] == party].sum()) for party in plan.parties]
    return Held(
        plan=plan,
        line_m=plan.division.length_m,
        zone_m=sum(float(length(deep.line)) for deep in plan.deep_lines if any(deep.depth_m)),
        territory_m2=(first, second),
        zone_m2=(sizes[0], sizes[1]),
        left=plan.left,
        inside=plan.settlements["in_zone"].to_numpy(dtype=bool),
    )


def _verdict(found: Finding) -> dict[str, Any]:
    own = found.as_dict()
    return {key: own[key] for key in ("id", "text", "measured", "verdict")} | {"met": found.met}
