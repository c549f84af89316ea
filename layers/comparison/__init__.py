"""Compare placements on one basis: measures, pieces that change hands, distances, trade-offs."""

from ceaseline.layers.comparison.apart import Apart, apart
from ceaseline.layers.comparison.basis import Basis, labels, same_basis
from ceaseline.layers.comparison.changed import ChangedSettlement, changed_settlements
from ceaseline.layers.comparison.compare import Comparison, Difference, compare
from ceaseline.layers.comparison.pareto import Goal, Standing, goal, standings
from ceaseline.layers.comparison.pieces import SMALL_M2, Account, Piece, as_frame, ledger, pieces

__all__ = [
    "SMALL_M2",
    "Account",
    "Apart",
    "Basis",
    "ChangedSettlement",
    "Comparison",
    "Difference",
    "Goal",
    "Piece",
    "Standing",
    "apart",
    "as_frame",
    "changed_settlements",
    "compare",
    "goal",
    "labels",
    "ledger",
    "pieces",
    "same_basis",
    "standings",
]
