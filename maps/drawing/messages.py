"""What a page may say to the program that serves it: each message with its fields and limits."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits.verbs.draw import MOST_PLACES
from ceaseline.layers.placement.titles import LONGEST

__all__ = ["CHANGES", "Edited", "HandOut", "Message", "MessageError", "Named", "Try", "TryDepth",
           "heard", "told", "told_state"]  # fmt: skip

_LARGEST_NUMBER: Final = 1 << 53

CHANGES: Final = frozenset(
    {"edit", "undo", "redo", "checkpoint", "back_to", "save", "merge", "reload"}
)
"""The messages after which every tab is told the state anew."""


class MessageError(InputError):
    """A message that cannot be used.

    Attributes
    ----------
    n : int, optional
        Its number, where that much of it could be read.
    """

    n: int | None = None


class Message(BaseModel):
    """A message of a page; `n` is its number, by which the answer names it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    op: str
    n: Annotated[int, Field(ge=0, le=_LARGEST_NUMBER)]


_Number = Annotated[float, Field(allow_inf_nan=False)]
_Spot = Annotated[list[_Number], Field(min_length=2, max_length=2)]
_Path = Annotated[list[_Spot], Field(min_length=2, max_length=MOST_PLACES)]
_Name = Annotated[str, Field(min_length=1, max_length=100)]
_Title = Annotated[str, Field(max_length=LONGEST)]
_Basis = Literal["drawn", "river", "admin border", "state border"]


class Snap(BaseModel):
    """What a path is drawn to, within so many metres."""

    model_config = ConfigDict(extra="forbid", strict=True)

    m: _Number
    to: Annotated[list[_Name], Field(max_length=10)]


class Try(Message):
    """Ask what the line would come to along a path."""

    op: Literal["try"]
    path: _Path
    basis: _Basis | None = None
    snap: Snap | None = None


class TryDepth(Message):
    """Ask what other depths of the zone would come to, along all of the line or a stretch."""

    op: Literal["try_depth"]
    km: Annotated[list[_Number], Field(min_length=1, max_length=2)]
    between: Annotated[list[_Number], Field(min_length=2, max_length=2)] | None = None


class Words(BaseModel):
    """The words of an edit; which of them a verb takes is for the session to say."""

    model_config = ConfigDict(extra="forbid", strict=True)

    basis: _Basis | None = None
    between: Annotated[list[_Name | _Number], Field(min_length=2, max_length=2)] | None = None
    detail_m: _Number = 0.0
    feature: _Name = ""
    km: _Number | Annotated[list[_Number], Field(min_length=1, max_length=2)] = 0.0
    other: _Name = ""
    party: _Name = ""
    path: _Path = []
    ring: _Path = []
    settlement: _Name | int = ""
    settlements: Annotated[list[_Name | int], Field(min_length=1, max_length=MOST_PLACES)] = []
    snap: Snap | None = None
    title: _Title = ""
    to: _Name = ""
    toward: _Name = ""
    units: Annotated[list[_Name], Field(min_length=1, max_length=1000)] = []


class Edited(Message):
    """Make an edit, in words as :mod:`ceaseline.layers.session.words` has them."""

    op: Literal["edit"]
    verb: _Name
    words: Words

    @property
    def given(self) -> dict[str, Any]:
        """The words that were given, as JSON values."""
        return self.words.model_dump(exclude_unset=True)


class Plain(Message):
    """A message that is one word."""

    op: Literal["undo", "redo", "save", "merge", "reload", "share", "state"]


class Named(Message):
    """A message with a name."""

    op: Literal["checkpoint", "back_to", "save_copy", "kept"]
    name: _Name


class HandOut(Message):
    """Ask for a file, by one who cannot open its address."""

    op: Literal["hand_out"]
    what: _Name
    of: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=2)] = []


_MODELS: Final[dict[str, type[Message]]] = {
    word: model
    for model in (Try, TryDepth, Edited, Plain, Named, HandOut)
    for word in model.model_fields["op"].annotation.__args__  # type: ignore[union-attr]  # a Literal
}


def heard(text: str) -> Message:
    """Return the message in a text.

    Raises
    ------
    MessageError
        If it is none; the sentence says why.

    Examples
    --------
    >>> heard('{"op": "undo", "n": 4}')
    Plain(op='undo', n=4)
    >>> heard('{"op": "undo"}')
    Traceback (most recent call last):
    ...
    ceaseline.maps.drawing.messages.MessageError: undo needs n; add it.
    """
    raw = _object(text)
    op, n = raw.get("op"), raw.get("n")
    try:
        return _read(op, raw)
    except MessageError as fault:
        fault.n = n if type(n) is int and 0 <= n <= _LARGEST_NUMBER else None
        raise


def _object(text: str) -> dict[str, Any]:
    try:
        raw = json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise MessageError("The message is nested too deeply; send a flat object.") from None
    except ValueError:
        raise MessageError("The message is no JSON; send an object with op and n.") from None
    if not isinstance(raw, dict):
        raise MessageError("The message is no object; send one with op and n.")
    return raw


def _no_number(name: str) -> float:
    raise MessageError(f"The message holds {name}, which is no number; send finite numbers.")


def _read(op: Any, raw: dict[str, Any]) -> Message:
    model = _MODELS.get(op) if isinstance(op, str) else None
    if model is None:
        given = f"{op:.60}" if isinstance(op, str) else "no name"
        raise MessageError(
            f"There is nothing called {given!r} to do; there are {', '.join(_MODELS)}."
        )
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise MessageError(_sentence(op, error)) from None


def _sentence(op: str, error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "missing":
        return f"{op} needs {where}; add it."
    if first["type"] == "extra_forbidden":
        return f"{op} has no field {where!r:.60}; leave it out."
    msg = first["msg"].removeprefix("Value error, ")
    return f"{op} cannot use its {where:.60}: {msg[:1].lower()}{msg[1:]}."


def told(op: str, **fields: Any) -> str:
    """Return a message to a page as text.

    Raises
    ------
    ValueError
        If a number in it is not finite, which JSON cannot say.

    Examples
    --------
    >>> told("done", n=4, text="Undone.")
    '{"op":"done","n":4,"text":"Undone."}'
    """
    whole = {"op": op, **fields}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def told_state(state: str, you: int, by: int | None) -> str:
    """Return the message that tells a page the state.

    Parameters
    ----------
    state : str
        A JSON object.
    you : int
        The page's own number.
    by : int, optional
        The number of the page whose change it was.

    Examples
    --------
    >>> told_state('{"file":"a.geojson"}', 1, None)
    '{"op":"state","you":1,"by":null,"file":"a.geojson"}'
    """
    return f"{told('state', you=you, by=by)[:-1]},{state[1:]}"
