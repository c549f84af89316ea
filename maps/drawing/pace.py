"""How much a socket may say: a bucket of tokens that fills by itself, and an end for a flood."""

from __future__ import annotations

import re
import time
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Pace", "Verdict"]

_RATE: Final = 200.0
"""Tokens a second; a message takes one, and a long one takes one more for each `_LONG`."""
_ROOM: Final = 400.0
_LONG: Final = 16_384
"""Letters; a path of a thousand places has as many."""
_FLOOD: Final = 5_000
"""Messages within a second, at which no page is at work."""
_TRIED: Final = re.compile(r'\s*\{\s*"op"\s*:\s*"try')


class Verdict(Enum):
    """What is done with a message."""

    heard = 1
    dropped = 2
    refused = 3
    flood = 4


class Pace:
    """What one socket said lately.

    Parameters
    ----------
    clock : callable
        Returns seconds.

    Examples
    --------
    >>> pace = Pace(lambda: 0.0)
    >>> {pace.verdict('{"op":"undo","n":1}') for _ in range(400)}
    {<Verdict.heard: 1>}
    >>> pace.verdict('{"op":"try","n":2}'), pace.verdict('{"op":"undo","n":3}')
    (<Verdict.dropped: 2>, <Verdict.refused: 3>)
    >>> pace.verdict('{"op":"undo","n":4}')  # the second refusal within a second is not told
    <Verdict.dropped: 2>
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tokens, self._filled = _ROOM, clock()
        self._second, self._count = clock(), 0
        self._told: float | None = None

    def verdict(self, text: str) -> Verdict:
        """Return what is done with a message: heard, dropped or refused; or the socket is ended."""
        now = self._clock()
        if now - self._second >= 1.0:
            self._second, self._count = now, 0
        self._count += 1
        if self._count > _FLOOD:
            return Verdict.flood
        self._tokens = min(_ROOM, self._tokens + (now - self._filled) * _RATE)
        self._filled = now
        cost = 1 + len(text) // _LONG
        if cost <= self._tokens:
            self._tokens -= cost
            return Verdict.heard
        if _TRIED.match(text) or (self._told is not None and now - self._told < 1.0):
            return Verdict.dropped
        self._told = now
        return Verdict.refused
