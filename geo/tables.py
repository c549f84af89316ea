"""TOML files of a person's, read strictly: every fault with its file, key, value and remedy."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import nearest_names, read_at_most
from ceaseline.geo.unseen import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

__all__ = ["Strict", "Words", "faults_of", "parsed", "read_toml"]

LARGEST_BYTES = 1024 * 1024
"""A study of a thousand units takes 100 kB; more is no such file."""

_PLAIN = {
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a table",
    "string_type": "a text",
    "too_short": "a list of at least {min_length}",
    "too_long": "a list of at most {max_length}",
    "string_pattern_mismatch": "what has the form {pattern}",
}
"""What to give instead, by the validator's kind of fault."""

Model = TypeVar("Model", bound="Strict")


def _tidy(value: Any) -> Any:
    return cleaned(value, lines=True) if isinstance(value, str) else value


Words = Annotated[str, BeforeValidator(_tidy)]
"""Text as somebody wrote it, without signs that cannot be seen."""


class Strict(BaseModel):
    """A table of a file: no key but its own, no number that is none."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """Return what a TOML file holds.

    Parameters
    ----------
    path : Path
    what : str
        What it should be, as a message calls it.

    Raises
    ------
    InputError
        If it cannot be read, is larger than any such file, or is not TOML in UTF-8.
    """
    try:
        found = read_at_most(path, LARGEST_BYTES)
    except OSError as fault:
        raise InputError(f"{path} cannot be read ({fault.strerror}); give {what}.") from None
    if found is None:
        raise InputError(f"{path} holds more than {LARGEST_BYTES:,} bytes; give {what}.")
    try:
        return tomllib.loads(found.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InputError(f"{path} is not TOML in UTF-8: {fault}.") from None


def parsed(model: type[Model], table: Mapping[str, Any], path: Path, under: str = "") -> Model:
    """Return a table as a model of it.

    Parameters
    ----------
    model : type
    table : mapping
        As `tomllib` reads it.
    path : Path
        The file it stands in, for messages.
    under : str
        The key it stands under there, for messages.

    Raises
    ------
    InputError
        With every fault on a line of its own.

    Examples
    --------
    >>> from pathlib import Path
    >>> class Zone(Strict):
    ...     depth_km: float
    >>> parsed(Zone, {"depth": 2}, Path("study.toml"), "zone")
    Traceback (most recent call last):
    ceaseline.geo.errors.InputError: study.toml: zone.depth_km is missing; add it.
    study.toml: zone.depth is no key of this table; did you mean depth_km?
    """
    try:
        return model.model_validate(dict(table))
    except ValidationError as error:
        raise InputError.of(faults_of(error, path, under, tuple(model.model_fields))) from None


def faults_of(
    error: ValidationError, path: Path, under: str = "", known: Iterable[str] = ()
) -> list[str]:
    """Return what is wrong with a table, a sentence each: file, key, value, remedy.

    Parameters
    ----------
    error : ValidationError
    path : Path
    under : str
        The key that the table stands under.
    known : iterable of str
        The keys that the table may have.
    """
    keys = tuple(known)
    return [_fault(one, path, under, keys) for one in error.errors(include_url=False)]


def _fault(one: ErrorDetails, path: Path, under: str, known: tuple[str, ...]) -> str:
    spot = [str(part) for part in one["loc"]]
    where = f"{path}: {'.'.join([under, *spot] if under else spot) or 'the file'}"
    if one["type"] == "missing":
        return f"{where} is missing; add it."
    if one["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        near = nearest_names(spot[-1], known) if len(spot) == 1 else ()
        return f"{where} is no key of this table; " + (
            f"did you mean {near[0]}?" if near else "leave it out."
        )
    if one["type"] in _PLAIN:
        size = one.get("ctx", {})
        words = _PLAIN[one["type"]].format(**size)
        return f"{where} is {one['input']!r:.60}; give {words}."
    told = one["msg"].removeprefix("Value error, ")
    if one["type"] == "value_error":
        return f"{where}: {told}."
    told = f"{told[:1].lower()}{told[1:]}".replace("input should be", "it should be")
    return f"{where} is {one['input']!r:.60}; {told}."
