"""Compare placements on one basis: measures, pieces that change hands, distances, trade-offs."""

from ceaseline.layers.comparison import of_ground, of_line, of_people, of_zone  # noqa: F401 - they register
from ceaseline.layers.comparison.apart import Apart, apart
from ceaseline.layers.comparison.basis import Basis, labels, same_basis
from ceaseline.layers.comparison.changed import ChangedSettlement, changed_settlements
from ceaseline.layers.comparison.compare import Comparison, Difference, compare
from ceaseline.layers.comparison.detail import Lengths, lengths
from ceaseline.layers.comparison.pareto import Goal, Standing, goal, standings
from ceaseline.layers.comparison.pieces import SMALL_M2, Account, Piece, as_frame, ledger, pieces
from ceaseline.layers.comparison.registry import REGISTRY, Quantity, evaluate, quantity, select
from ceaseline.layers.comparison.subject import Subject

__all__ = [
    "REGISTRY",
    "SMALL_M2",
    "Account",
    "Apart",
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
