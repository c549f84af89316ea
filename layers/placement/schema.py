"""What a placement file may hold: the pydantic models behind the store and the JSON Schema."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from ceaseline.layers.placement.placement import Basis, default_parties

__all__ = [
    "FORMAT",
    "ControlModel",
    "EditModel",
    "FeatureModel",
    "GeometryModel",
    "HeadModel",
    "PlacementModel",
    "SectionModel",
    "SourceModel",
    "StartModel",
    "json_schema",
]

FORMAT: Literal["ceaseline placement 1"] = "ceaseline placement 1"
"""What the file says it is; its number goes up when older files no longer read as they are."""

Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Depth = Annotated[float, Field(ge=0, le=500_000)]
Metres = Annotated[float, Field(ge=0)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class SourceModel(_Strict):
    """One source, as :class:`ceaseline.geo.sources.Source`."""

    id: str
    title: str
    publisher: str
    date: str
    licence: str
    licence_url: str = ""
    url: str = ""
    attribution: str = ""
    notes: str = ""
    sha256: str = ""
    redistributable: bool = True


class ControlModel(_Strict):
    """What a line was derived from: a control table of a day."""

    date: str
    flips: list[tuple[int, str]] = []
    whole: list[str] = []


class EditModel(_Strict):
    """One recorded edit."""

    verb: str
    args: dict[str, JsonValue] = {}


class SectionModel(_Strict):
    """The properties of a section's feature."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    basis: Basis
    depth_m: tuple[Depth, Depth] | None = None
    locked: bool = False
    corridor_m: list[tuple[Metres | None, Metres | None]] | None = None


class GeometryModel(_Strict):
    """A section's geometry: a GeoJSON LineString, longitude first."""

    type: Literal["LineString"]
    coordinates: Annotated[list[tuple[Longitude, Latitude]], Field(min_length=2)]


class FeatureModel(_Strict):
    """One section."""

    type: Literal["Feature"]
    properties: SectionModel
    geometry: GeometryModel


class StartModel(_Strict):
    """What a history started from, as :class:`ceaseline.layers.placement.placement.Base`."""

    sections: list[FeatureModel]
    detail_m: Metres = 0.0
    control: ControlModel | None = None
    sources: list[SourceModel] | None = None
    title: Annotated[str, Field(min_length=1, max_length=300)] | None = None


class HeadModel(_Strict):
    """The ``ceaseline`` member: everything about a placement but its sections."""

    format: Literal["ceaseline placement 1"]
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,99}$")]
    title: Annotated[str, Field(min_length=1, max_length=300)]
    date: dt.date | None = None
    parties: tuple[str, str] = Field(
        default_factory=default_parties,
        json_schema_extra=lambda own: own.update(default=list(default_parties())),
    )
    detail_m: Metres = 0.0
    sources: list[SourceModel] = []
    notes: str = ""
    control: ControlModel | None = None
    origin: str = ""
    history: list[EditModel] = []
    undone: list[EditModel] = []
    base: StartModel | None = None


class PlacementModel(_Strict):
    """A placement file: a GeoJSON FeatureCollection (RFC 7946) with one foreign member."""

    type: Literal["FeatureCollection"]
    ceaseline: HeadModel
    features: Annotated[list[FeatureModel], Field(min_length=1)]


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a placement file.

    Examples
    --------
    >>> json_schema()["title"]
    'PlacementModel'
    """
    return PlacementModel.model_json_schema()
