"""One answer: a new placement, or a plain statement that there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ceaseline.layers.placement.placement import Placement

__all__ = ["Answer"]


@dataclass(frozen=True)
class Answer:
    """How a number can be met.

    Attributes
    ----------
    way : str
        What was moved: ``"shift"``, ``"flips"``, ``"border"``, ``"detail"``, ``"depth"``.
    statement : str
        The answer as a sentence.
    placement : Placement, optional
        What meets the number, with the edits in its history; None if nothing of this way does.
    value : float, optional
        What the placement comes to: a fraction, metres or square metres.
    reachable : (float, float), optional
        The least and the greatest that this way can come to, in the same unit.
    """

    way: str
    statement: str
    placement: Placement | None = None
    value: float | None = None
    reachable: tuple[float, float] | None = None
