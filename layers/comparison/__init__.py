"""Compare placements on one basis: measures, pieces that change hands, distances, trade-offs."""

from layers.comparison import of_ground, of_line, of_people, of_zone  # noqa: F401 - they register
from layers.comparison.apart import Apart, apart
from layers.comparison.audit import Audit, audit, by_date
from layers.comparison.basis import Basis, labels, same_basis
from layers.comparison.changed import ChangedSettlement, changed_settlements
from layers.comparison.compare import Comparison, Difference, compare
from layers.comparison.detail import Lengths, lengths
from layers.comparison.pareto import Goal, Standing, goal, standings
from layers.comparison.pieces import SMALL_M2, Account, Piece, as_frame, ledger, pieces
from layers.comparison.registry import REGISTRY, Quantity, evaluate, quantity, select
from layers.comparison.subject import Subject

__all__ = [
    "REGISTRY",
    "SMALL_M2",
    "Account",
    "Apart",
    "Audit",
    "Basis",
    "ChangedSettlement",
    "Comparison",
    "Difference",
    "Goal",
    "Lengths",
    "Piece",
    "Quantity",
    "Standing",
    "Subject",
    "apart",
    "as_frame",
    "audit",
    "by_date",
    "changed_settlements",
    "compare",
    "evaluate",
    "goal",
    "labels",
    "ledger",
    "lengths",
    "pieces",
    "quantity",
    "same_basis",
    "select",
    "standings",
]
