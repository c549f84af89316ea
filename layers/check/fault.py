"""One fault of a placement file."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Fault"]


@dataclass(frozen=True)
class Fault:
    """What is wrong, where, and what to do.

    Attributes
    ----------
    where : str
        The section or the member of the file.
    what : str
        What is wrong, with the value.
    remedy : str
        What a person can do.
    repair : str
        What the repair does; empty if it is not to be done without a person.
    moved_m : float
        By how far the repair moves the line, in metres.

    Examples
    --------
    >>> print(Fault("section 2 (front)", "the name is taken", "give another", "numbered"))
    section 2 (front): the name is taken; give another.
    """

    where: str
    what: str
    remedy: str
    repair: str = ""
    moved_m: float = 0.0

    def __str__(self) -> str:
        """Return the fault as a sentence."""
        return f"{self.where}: {self.what}; {self.remedy}."
