"""What a manifest must hold to be measured again, checked before anything is measured."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from geo.errors import InputError
from layers.provisions import Proposal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["check_manifest", "rows_of"]

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
        JSON values, as :func:`layers.manifest.manifest` returns them.

    Raises
    ------
    InputError
        With the member and what is wrong with it.

    Examples
    --------
    >>> check_manifest({"boundaries": {}})
    Traceback (most recent call last):
    ...
    geo.errors.InputError: The manifest is damaged (boundaries.id: Field required); make the file \
anew.
    """
    try:
        told = _Manifest.model_validate(held)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _damaged(f"{where}: {first['msg']}") from None
    if told.comparison is not None and len(told.comparison.given) != len(told.placements):
        raise _damaged("comparison.given: not one line a placement")
    huge = _huge(held)
    if huge:
        raise _damaged(f"a number of {huge:,} digits")


def rows_of(compared: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the rows of a kind that a manifest has of a comparison; none where it has no such.

    Parameters
    ----------
    compared : mapping
        What the manifest has under ``comparison``.
    key : str
        One of those of :meth:`layers.comparison.compare.Comparison.record`.

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
    geo.errors.InputError: The manifest is damaged (comparison.pieces: Input should be a valid \
list); make the file anew.
    """
    try:
        return _Rows.validate_python(compared.get(key, []))
    except ValidationError as fault:
        why = fault.errors(include_url=False, include_context=False)[0]["msg"]
        raise _damaged(f"comparison.{key}: {why}") from None


def _damaged(what: str) -> InputError:
    return InputError(f"The manifest is damaged ({what[:200]}); make the file anew.")


def _huge(held: Mapping[str, Any]) -> int:
    """Return how many digits a whole number has that no float holds; 0 where there is none."""
    left: list[Any] = [held]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += value.values()
        elif isinstance(value, list):
            left += value
        elif isinstance(value, int) and abs(value) > sys.float_info.max:
            return int(value.bit_length() * 0.30103) + 1
    return 0
