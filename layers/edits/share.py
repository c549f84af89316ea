"""An edited placement as a text that fits into a message: what it starts from, and its edits.

The text restores the placement byte for byte, wherever the same library is. It holds no line: that
is made anew from the library's and the edits, and a sum tells whether it came out the same.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from ceaseline.geo.errors import CeaselineError, InputError
from ceaseline.layers.edits.history import replay
from ceaseline.layers.placement.placement import Edit
from ceaseline.layers.placement.store import dumps, library, load
from ceaseline.layers.study import embedded, in_force

if TYPE_CHECKING:
    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement

__all__ = ["restored", "shared"]

_MARK: Final = "ceaseline1."
"""What every such text begins with; the number is the form's."""
_MOST_LETTERS: Final = 1 << 20
_MOST_BYTES: Final = 8 << 20
"""What a text may unpack to: a thousand edits take 200 kB."""
_SUM: Final = 16
"""Letters of the sum: a difference by chance goes unnoticed once in 10¹⁹."""


class _Shared(BaseModel):
    """What a text holds."""

    model_config = ConfigDict(extra="forbid", strict=True)

    study: str = ""
    origin: str
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,99}$")
    title: str | None = None
    edits: list[tuple[str, dict[str, Any]]]
    undone: list[tuple[str, dict[str, Any]]] = []
    sum: str


def shared(placement: Placement, ground: Ground | None = None) -> str:
    """Return an edited placement as a text.

    Parameters
    ----------
    placement : Placement
        Edited from a placement of the library of the study in force.
    ground : Ground, optional
        The embedded country if not given.

    Raises
    ------
    InputError
        If it starts from anything else, so that the text could not restore it.

    Examples
    --------
    >>> from ceaseline.layers.edits import edit
    >>> trial = load("contact-2024-11-20").replaced(name="trial", origin="contact-2024-11-20")
    >>> text = shared(edit(trial, "flip", settlement="Pokrovsk", to="Russia"))
    >>> text[:11], len(text) < 300, restored(text).history[0].verb
    ('ceaseline1.', True, 'flip')
    """
    told = _Shared(
        study=in_force().told,
        origin=placement.origin or placement.name,
        name=placement.name,
        title=_own_title(placement),
        edits=[(made.verb, made.arguments) for made in placement.history],
        undone=[(made.verb, made.arguments) for made in placement.undone],
        sum=_sum(placement),
    )
    if told.origin not in library():
        raise InputError(
            f"{placement.name} starts from {told.origin!r:.80}, which is not in the library; hand "
            "on the file itself."
        )
    packed = zlib.compress(told.model_dump_json(exclude_defaults=True).encode(), 9)
    text = _MARK + base64.urlsafe_b64encode(packed).decode().rstrip("=")
    try:
        restored(text, ground)
    except CeaselineError:
        raise InputError(
            f"{placement.name} is not what its edits make of {told.origin}: it was changed by hand "
            "or by another version; hand on the file itself, or let `ceaseline layers check FILE "
            "--fix` record the change as an edit."
        ) from None
    return text


def restored(text: str, ground: Ground | None = None) -> Placement:
    """Return the placement that a text was made of, the same to the byte.

    Parameters
    ----------
    text : str
        As `shared` made it; spaces and line breaks in it do not matter.
    ground : Ground, optional
        The embedded country if not given.

    Raises
    ------
    InputError
        If it is no such text or was cut, is of another study, or the library or the version is
        another, so that the line would not be the same.
    """
    told = _read("".join(text.split()))
    if told.study != in_force().told:
        of = told.study or embedded().id
        raise InputError(f"The text is of the study {of!r:.80}; run: ceaseline --study {of} ...")
    if told.origin not in library():
        raise InputError(
            f"The text starts from {told.origin!r:.80}, which is not in the library; there are "
            f"{', '.join(library())}."
        )
    first = load(told.origin)
    begin = first.replaced(
        name=told.name,
        origin="" if told.name == told.origin else told.origin,
        title=first.title if told.title is None else told.title,
        history=tuple(Edit.of(verb, given) for verb, given in told.edits),
        undone=tuple(Edit.of(verb, given) for verb, given in told.undone),
    )
    made = replay(begin, ground=ground)
    if _sum(made) != told.sum:
        raise InputError(
            f"The text makes another line of {told.origin} than it was made of; use the version of "
            "ceaseline and the library that made it, or ask for the file."
        )
    return made


def _read(text: str) -> _Shared:
    if not text.startswith(_MARK):
        raise InputError(
            f"{text!r:.40} is no shared placement; it begins with {_MARK!r}: make one with "
            "`ceaseline edit share FILE`."
        )
    try:
        return _Shared.model_validate_json(_opened(text.removeprefix(_MARK)))
    except (ValueError, zlib.error, binascii.Error):
        raise InputError(
            f"The text that begins with {text[:24]!r} is cut or damaged; copy the whole of it."
        ) from None


def _opened(body: str) -> bytes:
    """Return what was packed; of a text that is too long or was cut nothing."""
    if len(body) > _MOST_LETTERS:
        return b""
    packed = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    opened = zlib.decompressobj()
    raw = opened.decompress(packed, _MOST_BYTES)
    return raw if opened.eof else b""


def _own_title(placement: Placement) -> str | None:
    """Return the title that the placement began with, where it is not that of its origin."""
    base = placement.base
    began = placement.title if base is None or base.title is None else base.title
    source = placement.origin or placement.name
    return None if source in library() and began == load(source).title else began


def _sum(placement: Placement) -> str:
    return hashlib.sha256(dumps(placement).encode()).hexdigest()[:_SUM]
