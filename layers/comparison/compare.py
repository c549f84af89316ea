"""Several placements against a base, on one basis: everything a comparison says."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from ceaseline.geo.errors import InputError
from ceaseline.layers.comparison.apart import apart
from ceaseline.layers.comparison.basis import labels, same_basis
from ceaseline.layers.comparison.changed import changed_settlements
from ceaseline.layers.comparison.pareto import standings
from ceaseline.layers.comparison.pieces import ledger, pieces
from ceaseline.layers.figures import as_json
from ceaseline.layers.measures.detail import finer
from ceaseline.layers.measures.registry import evaluate, select
from ceaseline.layers.measures.view import PlanView
from ceaseline.layers.plan.plan import plan
from ceaseline.views import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.gazetteer import Gazetteer
    from ceaseline.layers.comparison.apart import Apart
    from ceaseline.layers.comparison.basis import Basis
    from ceaseline.layers.comparison.changed import ChangedSettlement
    from ceaseline.layers.comparison.pareto import Goal, Standing
    from ceaseline.layers.comparison.pieces import Account, Piece
    from ceaseline.layers.measures.detail import Lengths
    from ceaseline.layers.measures.registry import Measure
    from ceaseline.layers.placement.placement import Placement
    from ceaseline.layers.plan.plan import Plan, ZoneSettings
    from ceaseline.layers.provisions import Proposal

__all__ = ["Comparison", "Difference", "compare"]


@dataclass(frozen=True)
class Difference:
    """One measure of one placement beside the base's.

    Attributes
    ----------
    measure : Measure
    key : str
        Party, oblast or other key; empty where the measure has one value.
    value, base : float or None
        None where the placement does not say.
    """

    measure: Measure
    key: str
    value: float | None
    base: float | None

    @property
    def change(self) -> float | None:
        """The value less the base's."""
        if self.value is None or self.base is None:
            return None
        return self.value - self.base


@dataclass(frozen=True, eq=False)
class Comparison:
    """Plans on one basis, the first of which is the base; all else follows when asked for.

    Make one with :func:`compare`.

    Attributes
    ----------
    plans : tuple of Plan
    basis : Basis
    chosen : tuple of Measure
    """

    plans: tuple[Plan, ...]
    basis: Basis
    chosen: tuple[Measure, ...]

    def __repr__(self) -> str:
        """Return it as a line."""
        return f"<Comparison of {', '.join(self.names[1:])} with {self.names[0]}>"

    def _repr_html_(self) -> str:
        return str(show(self, "html"))

    def explore(self, **look: Any) -> Any:
        """Return the folium.Map of both and of what changes hands, as `Plan.explore` does."""
        return show(self, "map", **look)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """A name for each plan, the base's first."""
        return labels(self.plans)

    def called(self, names: tuple[str, ...]) -> Self:
        """Return the same comparison, with what it has found already, under other names."""
        own = copy(self)
        own.__dict__["names"] = names
        return own

    @cached_property
    def values(self) -> tuple[dict[tuple[str, str], float | None], ...]:
        """The measures of each plan by id and key."""
        return tuple(evaluate(subject, self.chosen) for subject in self.subjects)

    @cached_property
    def subjects(self) -> tuple[PlanView, ...]:
        """Each plan with what its measures share."""
        return tuple(PlanView(plan) for plan in self.plans)

    @cached_property
    def pieces(self) -> tuple[tuple[Piece, ...], ...]:
        """For each plan but the base, the pieces that change hands."""
        return tuple(pieces(self.plans[0], plan) for plan in self.plans[1:])

    @cached_property
    def changed_settlements(self) -> tuple[tuple[ChangedSettlement, ...], ...]:
        """For each plan but the base, the settlements that change hands."""
        return tuple(changed_settlements(self.plans[0], plan) for plan in self.plans[1:])

    @cached_property
    def ledgers(self) -> tuple[tuple[Account, ...], ...]:
        """For each plan but the base, what each party gains and gives."""
        return tuple(ledger(found, self.basis.parties) for found in self.pieces)

    @cached_property
    def gaps_m2(self) -> tuple[float, ...]:
        """For each plan but the base, by how much its pieces miss the change of the territories.

        Rounding alone, within 1 m²; more where two lines nearly repeat each other and cross
        thousands of times.
        """
        held = [float(plan.division.areas[0].sum()) for plan in self.plans]
        return tuple(
            accounts[0].balance[0] - (areas - held[0])
            for accounts, areas in zip(self.ledgers, held[1:], strict=True)
        )

    @cached_property
    def apart(self) -> tuple[Apart, ...]:
        """For each plan but the base, how far its line is from the base's."""
        return tuple(apart(self.plans[0], plan) for plan in self.plans[1:])

    @cached_property
    def lengths(self) -> tuple[Lengths, ...]:
        """The length of each line against its detail, from that at which it was given."""
        return tuple(
            subject.lengths
            if given.detail_m >= self.basis.detail_m
            else finer(subject.lengths, plan(given, self.basis.boundaries, self.basis.zone))
            for subject, given in zip(self.subjects, self.basis.given, strict=True)
        )

    def differences(self, number: int) -> tuple[Difference, ...]:
        """Return every measure of a plan beside the base's.

        Parameters
        ----------
        number : int
            Of the plan; 0 is the base.
        """
        base, own = self.values[0], self.values[number]
        by_id = {one.id: one for one in self.chosen}
        keys = dict.fromkeys(key for row in self.values for key in row)
        rank = {one.id: k for k, one in enumerate(self.chosen)}
        return tuple(
            Difference(by_id[name], key, _value(own, name, key), _value(base, name, key))
            for name, key in sorted(keys, key=lambda pair: rank[pair[0]])
        )

    def standings(self, goals: Sequence[Goal]) -> tuple[Standing, ...]:
        """Return which plans are not beaten on all of some goals."""
        return standings(self.values, goals)

    def as_json(self, study: Proposal) -> dict[str, Any]:
        """Return the machine-readable object; SI units.

        Parameters
        ----------
        study : Proposal
            Whose provisions are held against the plans.

        Returns
        -------
        dict
            As :func:`ceaseline.layers.figures.as_json`, with ``basis``, and for each
            placement but the base ``differences``, ``pieces``, ``ledger``, ``changed_settlements``
            and ``distances``; ``lengths`` for all.
        """
        return {
            **as_json(self.plans, study),
            "base": self.names[0],
            "basis": list(self.basis.words),
            **self.record(),
        }

    def record(self) -> dict[str, list[dict[str, Any]]]:
        """Return everything that is measured, for JSON: see :meth:`as_json`."""
        others = range(1, len(self.plans))
        return {
            "differences": [row for k in others for row in self._differences_record(k)],
            "pieces": [
                {"placement": name, **piece.as_dict()}
                for name, found in zip(self.names[1:], self.pieces, strict=True)
                for piece in found
            ],
            "ledger": [
                {"placement": name, **_account_record(account)}
                for name, held in zip(self.names[1:], self.ledgers, strict=True)
                for account in held
            ],
            "changed_settlements": [
                {"placement": name, **one.as_dict()}
                for name, found in zip(self.names[1:], self.changed_settlements, strict=True)
                for one in found
            ],
            "distances": [
                {"placement": name, **gap.as_dict()}
                for name, gap in zip(self.names[1:], self.apart, strict=True)
            ],
            "lengths": [
                {"placement": name, **drawn.as_dict()}
                for name, drawn in zip(self.names, self.lengths, strict=True)
            ],
        }

    def _differences_record(self, number: int) -> list[dict[str, Any]]:
        return [
            {
                "placement": self.names[number],
                "id": row.measure.id,
                **({"party" if row.measure.per == "party" else "key": row.key} if row.key else {}),
                "value": row.value,
                "base": row.base,
                "change": row.change,
                "unit": row.measure.unit,
            }
            for row in self.differences(number)
        ]


def compare(  # noqa: PLR0913 - each is a choice of the person who compares
    placements: Sequence[Placement],
    against: int = 0,
    boundaries: Boundaries | None = None,
    zone: ZoneSettings | None = None,
    *,
    detail_m: float | None = None,
    gazetteer: Gazetteer | None = None,
    same_depth: bool = False,
    measures: Sequence[str] | None = None,
) -> Comparison:
    """Compare placements with a base on the same boundaries, detail and zone settings.

    Parameters
    ----------
    placements : sequence of Placement
        At least two.
    against : int
        Which of them is the base.
    boundaries, zone, detail_m, gazetteer, same_depth
        As :func:`ceaseline.layers.comparison.same_basis`.
    measures : sequence of str, optional
        Ids of the registry; all if not given.

    Raises
    ------
    InputError, GeometryError
        If there are fewer than two, or they cannot be brought to one basis.

    Examples
    --------
    >>> from ceaseline.layers.placement.store import load
    >>> names = ("contact-2022-02-23", "contact-2024-11-20")
    >>> held = compare([load(name) for name in names], measures=["territory_share"])
    >>> [(row.key, round(row.change, 3)) for row in held.differences(1)]
    [('Ukraine', -0.112), ('Russia', 0.112)]
    """
    if len(placements) < 2:
        raise InputError("There is nothing to compare with; give two placements or more.")
    if not 0 <= against < len(placements):
        raise InputError(f"There is no placement {against}; give 0 to {len(placements) - 1}.")
    rest = [p for k, p in enumerate(placements) if k != against]
    plans, basis = same_basis(
        [placements[against], *rest], boundaries, zone, detail_m, gazetteer, same_depth=same_depth
    )
    return Comparison(plans, basis, select(measures))


def _value(values: dict[tuple[str, str], float | None], name: str, key: str) -> float | None:
    """Return a value; a length by basis that a line has none of is zero."""
    found = values.get((name, key))
    return 0.0 if found is None and (name, key) not in values else found


def _account_record(account: Account) -> dict[str, Any]:
    keys = ("area", "settlements", "people")
    return {
        "party": account.party,
        "gained": dict(zip(keys, account.gained, strict=True)),
        "given": dict(zip(keys, account.given, strict=True)),
        "balance": dict(zip(keys, account.balance, strict=True)),
    }
