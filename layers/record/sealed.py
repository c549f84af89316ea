"""What a manifest must hold to be measured again, checked before anything is measured."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ceaseline.geo.errors import InputError
from ceaseline.layers.provisions import Proposal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["check_manifest", "rows_of"]

MOST_PLACEMENTS = 200
"""Each is measured in a second or more; a map of so many has no room for their names."""

_DEEPEST = 60
"""Lists in lists: what is written has ten."""

Amount = Annotated[float, Field(allow_inf_nan=False)]
_Rows = TypeAdapter(list[dict[str, Any]])


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class _Base(_Part):
    id: str
    title: str
    sha256: str


class _Places(_Part):
    sha256: str


class _Zone(_Part):
    depth_m: tuple[Amount, Amount]
    assumption: Any
    clip: Any
    tolerance_m: Amount


class _Figure(_Part):
    id: str
    value: Any


class _Found(_Part):
    id: str
    measured: Any
    verdict: Any


class _Placement(_Part):
    name: str
    sha256: str
    file: str
    figures: list[_Figure]
    findings: list[_Found]


class _Compared(_Part):
    measures: list[str]
    detail_m: Amount
    given: list[str | None]


class _Manifest(_Part):
    study: str = ""
    boundaries: _Base
    places: _Places
    zone: _Zone
    proposal: Proposal | None = None
    placements: Annotated[list[_Placement], Field(min_length=1)]
    comparison: _Compared | None = None


def check_manifest(held: Mapping[str, Any]) -> None:
    """Refuse a manifest that lacks what measuring again takes, or has it in another form.

    What it says is not looked at here: a figure that is wrong is not reproduced, no damage.

    Parameters
    ----------
    held : mapping
        JSON values, as :func:`ceaseline.layers.record.manifest.manifest` returns them.

    Raises
    ------
    InputError
        With the member and what is wrong with it.

    Examples
    --------
    >>> check_manifest({"boundaries": {}})
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: The manifest is damaged (boundaries.id is missing); make...
    """
    _check_values(held)
    placements = held.get("placements")
    if isinstance(placements, list) and len(placements) > MOST_PLACEMENTS:
        raise InputError(
            f"The manifest holds {len(placements):,} placements, more than the {MOST_PLACEMENTS} "
            "that are measured again; make files of fewer placements."
        )
    try:
        told = _Manifest.model_validate(held)
    except ValidationError as fault:
        raise _damaged(_first_of(fault)) from None
    if told.comparison is not None and len(told.comparison.given) != len(told.placements):
        raise _damaged("comparison.given is not one line a placement")


def rows_of(compared: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the rows of a kind that a manifest has of a comparison; none where it has no such.

    Parameters
    ----------
    compared : mapping
        What the manifest has under ``comparison``.
    key : str
        One of those of :meth:`ceaseline.layers.comparison.compare.Comparison.record`.

    Raises
    ------
    InputError
        If they are no rows.

    Examples
    --------
    >>> rows_of({"pieces": [{"area": 1.0}]}, "pieces"), rows_of({}, "pieces")
    ([{'area': 1.0}], [])
    >>> rows_of({"pieces": 3}, "pieces")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: The manifest is damaged (comparison.pieces is not what...
    """
    try:
        return _Rows.validate_python(compared.get(key, []))
    except ValidationError:
        raise _damaged(f"comparison.{key} is not what ceaseline writes there") from None


def _damaged(what: str) -> InputError:
    return InputError(f"The manifest is damaged ({what[:200]}); make the file anew.")


def _first_of(fault: ValidationError) -> str:
    first = fault.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    lost = first["type"] == "missing"
    return f"{where} {'is missing' if lost else 'is not what ceaseline writes there'}"


def _check_values(held: Mapping[str, Any]) -> None:
    """Refuse numbers that no float holds, texts that no file holds, lists in lists without end."""
    left: list[tuple[Any, int]] = [(held, 0)]
    while left:
        value, depth = left.pop()
        if depth > _DEEPEST:
            raise _damaged(f"more than {_DEEPEST} lists in one another")
        if isinstance(value, dict):
            left += [(one, depth + 1) for pair in value.items() for one in pair]
        elif isinstance(value, list):
            left += [(one, depth + 1) for one in value]
        elif isinstance(value, int) and abs(value) > sys.float_info.max:
            digits = int(value.bit_length() * 0.30103) + 1
            raise _damaged(f"a number of {digits:,} digits")
        elif isinstance(value, str) and not _is_text(value):
            raise _damaged("half of a character")


def _is_text(value: str) -> bool:
    try:
        return bool(value.isascii() or value.encode())
    except UnicodeEncodeError:
        return False
