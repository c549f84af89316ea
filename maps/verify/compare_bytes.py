"""Whether a file is what drawing again, from what it holds, gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ceaseline.geo.errors import CeaselineError
from ceaseline.layers.record.remeasure import Check, agree
from ceaseline.maps.seal.recipe import made_with
from ceaseline.maps.seal.seal import bare, seal, unseal
from ceaseline.maps.verify.extract import printed
from ceaseline.maps.verify.rerender import redrawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceaseline.layers.record.remeasure import Again

__all__ = ["Drawing", "drawn_again"]

ABOUT = "the drawing"
_MOST = 20
_NEAR = 30
_ROOM = 1 << 20


@dataclass(frozen=True)
class Drawing:
    """What drawing a file again came to.

    Attributes
    ----------
    verdict : str
        ``"identical"``, ``"differs"``, or ``"not compared"`` where it could not be.
    words : str
        Where it differs, or why it could not be compared.
    checks : tuple of Check
        What stands for it among the checks.
    """

    verdict: Literal["identical", "differs", "not compared"]
    words: str
    checks: tuple[Check, ...] = ()

    def __str__(self) -> str:
        """Return it for people."""
        if not self.words:
            return f"{self.verdict}."
        return f"{self.verdict}{' ' if self.words[0].islower() else '. '}{self.words}"


def drawn_again(content: bytes, held: Mapping[str, Any], again: Again) -> Drawing:
    """Draw a file again from what it holds and compare it byte for byte.

    Parameters
    ----------
    content : bytes
        The file.
    held : mapping
        Its manifest.
    again : Again
        What it shows, made anew, on the boundaries it was made on.

    Returns
    -------
    Drawing
        Where the file was made with other versions, whose bytes may honestly differ, the figures
        that it prints are compared instead; one that is not printed again differs.
    """
    how = held.get("drawing")
    if not isinstance(how, dict):
        return Drawing("not compared", "The file does not say how it was drawn.")
    others = _others(how.get("made_with"))
    try:
        new = redrawn(how, again)
    except CeaselineError as fault:
        words = f"cannot be drawn: {' '.join(str(fault).split())[:300]}"
        return Drawing("not compared", f"{words} {others}") if others else _differs(words)
    where = _difference(content, new, held)
    if not where:
        return Drawing("identical", "", (_check("identical", same=True),))
    return _by_figures(content, new, f"{others} It differs {where}.") if others else _differs(where)


def _differs(where: str) -> Drawing:
    return Drawing("differs", where, (_check(f"differs {where}", same=False),))


def _check(found: str, *, same: bool) -> Check:
    return Check(ABOUT, "drawn again", found, "identical", reproduced=same)


def _others(told: Any) -> str:
    """Return which versions a file was made with that are not those here, for people."""
    if not isinstance(told, dict):
        return "The file does not say with which versions it was made."
    here = made_with()
    lost = [
        f"{name} {str(told.get(name))[:40]}, here {own}"
        for name, own in here.items()
        if told.get(name) != own
    ]
    return f"Made with {'; '.join(lost)}." if lost else ""


def _difference(content: bytes, new: bytes, held: Mapping[str, Any]) -> str:
    """Return where a file differs from the one drawn again; empty where it does not."""
    own, drawn = bare(content), bare(new)
    if own != drawn:
        return _place(own, drawn)
    told, _ = unseal(new)
    lost = next(_unlike(held, told, ""), "")
    if lost:
        return f"at {lost} of its manifest"
    return "" if seal(own, held) == content else "in how its manifest is written"


def _unlike(one: Any, two: Any, where: str) -> Iterator[str]:
    """Return the places of JSON values that differ; versions are looked at by themselves."""
    if where == "/drawing/made_with":
        return
    if isinstance(one, dict) and isinstance(two, dict):
        for key in [*two, *(key for key in one if key not in two)]:
            if key not in one or key not in two:
                yield f"{where}/{key}"[:200]
            else:
                yield from _unlike(one[key], two[key], f"{where}/{key}")
    elif isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for number, pair in enumerate(zip(one, two, strict=True)):
            yield from _unlike(*pair, f"{where}/{number}")
    elif not agree(one, two):
        yield where


def _place(own: bytes, drawn: bytes) -> str:
    """Return the first place where two files differ, with what stands there if it is text."""
    size = min(len(own), len(drawn))
    pair = (np.frombuffer(part, dtype=np.uint8, count=size) for part in (own, drawn))
    apart = np.not_equal(*pair)
    first = int(apart.argmax()) if apart.any() else size
    spot = f"at byte {first:,}"
    if own.startswith((b"%PDF-", b"\x89PNG")):
        return spot
    line = own.count(b"\n", 0, first) + 1
    texts = (_around(part, first) for part in (own, drawn))
    return "{}, line {:,}: {!r} instead of {!r}".format(spot, line, *texts)


def _around(content: bytes, first: int) -> str:
    return content[max(0, first - _NEAR) : first + _NEAR].decode("utf-8", "replace")


def _by_figures(content: bytes, new: bytes, why: str) -> Drawing:
    if len(content) > 2 * len(new) + _ROOM:
        return _differs(f"{why} It has {len(content):,} bytes, drawn again {len(new):,}.")
    try:
        own, drawn = printed(content), printed(new)
    except (CeaselineError, RecursionError) as fault:
        return _differs(f"{why} The figures that it prints cannot be read: {fault}")
    if own is None or drawn is None:
        return Drawing("not compared", f"{why} The figures in a PNG are pixels.")
    if own == drawn:
        words = f"{why} All {len(own):,} texts with a figure that it prints are printed again."
        return Drawing("not compared", words)
    more, less = Counter(own) - Counter(drawn), Counter(drawn) - Counter(own)
    pairs = [(text, None) for text in more] + [(None, text) for text in less]
    checks = tuple(
        Check(ABOUT, "printed figure", own_text, again, reproduced=False)
        for own_text, again in pairs[:_MOST]
    )
    words = f"{why} Texts with a figure: {len(more):,} not printed again, {len(less):,} anew."
    return Drawing("differs", words, checks or _differs("in the order of the figures").checks)
