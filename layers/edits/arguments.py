"""What the arguments of a recorded edit may be, so that a verb is never handed anything else."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["fault_of_value"]

_Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
_Id = Annotated[int, Field(strict=True)]
_Text = Annotated[str, Field(strict=True, max_length=1000)]
_Metres = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0)]


class _Section(BaseModel):
    """A section that a replacement brings in."""

    model_config = ConfigDict(extra="allow")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    basis: str = "drawn"
    coords: list[tuple[_Number, _Number]]
    depth_m: tuple[_Metres, _Metres] | None = None
    locked: bool = False
    corridor_m: list[tuple[_Metres | None, _Metres | None]] | None = None


_Spot = tuple[_Number, _Number]
_Lon = Annotated[float, Field(strict=True, ge=-180, le=180)]
_Lat = Annotated[float, Field(strict=True, ge=-90, le=90)]
_Ring = Annotated[list[_Spot], Field(min_length=4)]
_Area = Annotated[list[Annotated[list[_Ring], Field(min_length=1)]], Field(min_length=1)]
_Basis = Literal["admin border", "drawn"]
_Units = Annotated[list[_Text], Field(min_length=1)]


class _Give(BaseModel):
    """One of the two gifts of a swap."""

    model_config = ConfigDict(extra="forbid")

    to: _Text
    units: _Units = Field(default_factory=list)
    area: _Area | None = None
    name: _Text = ""
    basis: _Basis = "admin border"


_KINDS: Mapping[str, tuple[Any, str]] = MappingProxyType(
    {
        "area": (_Area, "the coordinates of a MultiPolygon"),
        "basis": (_Basis, "admin border or drawn"),
        "beside": (_Text, "a party"),
        "between": (tuple[_Number, _Number], "two kilometres along the line"),
        "detail_m": (_Number, "a number of metres"),
        "end": (_Text, "start, end or open"),
        "feature": (_Text, "what the line follows"),
        "gives": (Annotated[list[_Give], Field(min_length=2, max_length=2)], "two gifts"),
        "km": (_Number, "a number of kilometres"),
        "name": (_Text, "a name"),
        "party": (_Text, "a party"),
        "path": (
            Annotated[list[tuple[_Lon, _Lat]], Field(min_length=2, max_length=10_000)],
            "2 to 10,000 places of longitude and latitude",
        ),
        "sections": (list[_Section], "sections with name, basis and coords"),
        "settlement": (_Id, "the id of a settlement"),
        "settlements": (Annotated[list[_Id], Field(min_length=1)], "ids of settlements"),
        "sources": (list[dict[str, Any]], "sources with id, title, publisher, date and licence"),
        "title": (_Text, "a title"),
        "to": (_Text, "a party"),
        "toward": (_Text, "a party"),
        "units": (_Units, "codes of units"),
    }
)
"""By argument: its type, and what a message asks for."""

_OF_VERB: Mapping[tuple[str, str], tuple[Any, str]] = MappingProxyType(
    {
        ("draw", "basis"): (
            Literal["drawn", "river", "admin border", "state border"],
            "drawn, river, admin border or state border",
        ),
        ("depth", "km"): (
            Annotated[list[_Number] | tuple[_Number, ...], Field(min_length=1, max_length=2)],
            "one number of kilometres, or two",
        ),
    }
)
"""Where an argument of one verb is something else than that of the others."""


def fault_of_value(verb: str, key: str, value: Any) -> tuple[str, str] | None:
    """Return what is wrong with the value of an argument, and what to do; None if it can be used.

    Parameters
    ----------
    verb, key : str
        A verb and an argument that it takes.
    value : object
        JSON values.

    Examples
    --------
    >>> fault_of_value("move", "km", 2)
    >>> fault_of_value("move", "km", [2])
    ("has 'km': [2], which it cannot use (Input should be a valid number)", \
'give a number of kilometres')
    """
    kind, wanted = _OF_VERB.get((verb, key)) or _KINDS[key]
    try:
        _adapter(kind).validate_python(value)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        why = f"{where}: {first['msg']}" if where else first["msg"]
        return f"has {key!r}: {_short(value)}, which it cannot use ({why})", f"give {wanted}"
    if key == "sections":
        return _corridors(value)
    return None


def _corridors(sections: list[Mapping[str, Any]]) -> tuple[str, str] | None:
    """Return the fault of a section whose corridor does not fit its vertices."""
    for given in sections:
        widths = given.get("corridor_m")
        if widths is not None and len(widths) != len(given["coords"]):
            what = (
                f"brings in {given['name']!r} with {len(given['coords'])} vertices but "
                f"{len(widths)} pairs in corridor_m"
            )
            return what, "give one pair a vertex, or leave corridor_m out"
    return None


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
