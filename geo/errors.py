"""The errors a person may meet: each one sentence or a list of them, without a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CeaselineError", "DataError", "GeometryError", "InputError", "NetworkError"]


class CeaselineError(Exception):
    """Anything that went wrong for a reason a person can mend.

    The message says what was wrong, the value, what is expected and what to do.

    Examples
    --------
    >>> str(CeaselineError("The depth is -5 km; give a depth above 0."))
    'The depth is -5 km; give a depth above 0.'
    """

    @classmethod
    def of(cls, faults: Iterable[str]) -> Self:
        """Return one error that lists every fault of an input, one to a line.

        Examples
        --------
        >>> print(InputError.of(["No title.", "No date."]))
        No title.
        No date.
        """
        return cls("\n".join(faults))


class InputError(CeaselineError):
    """A file, an argument or a name that a person gave cannot be used as it is."""


class GeometryError(CeaselineError):
    """A geometry cannot bear the operation asked of it; the message names the place."""


class DataError(CeaselineError):
    """An embedded or downloaded dataset is missing or is not the one the catalogue describes."""


class NetworkError(CeaselineError):
    """A download failed, was refused or was not allowed."""
