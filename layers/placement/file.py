"""The text of a placement file: GeoJSON with one foreign member, the same bytes each time."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ceaseline.geo.errors import InputError
from ceaseline.geo.sources import Source
from ceaseline.layers.placement.placement import Base, Control, Edit, Placement, Section
from ceaseline.layers.placement.schema import (
    FORMAT,
    ControlModel,
    FeatureModel,
    HeadModel,
    PlacementModel,
    SourceModel,
)
from ceaseline.layers.placement.sources import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["dumps", "loads"]

_SHOWN_FAULTS = 20


def dumps(placement: Placement) -> str:
    """Return the text of a placement's file.

    Parameters
    ----------
    placement : Placement

    Returns
    -------
    str
        GeoJSON (RFC 7946) with the member ``ceaseline``; a line for each member, edit and section.

    Examples
    --------
    >>> trial = Placement("trial", "A trial", (Section.of("n", "drawn", [(36, 50), (37, 50)]),))
    >>> print(dumps(trial).splitlines()[-3])
    {"type":"Feature","properties":{"name":"n","basis":"drawn"},"geometry":{"type":"LineString",\
"coordinates":[[36.0,50.0],[37.0,50.0]]}}
    >>> loads(dumps(trial), "trial.geojson") == trial
    True
    """
    head = _head(placement)
    members = []
    for key, value in head.items():
        if key in ("history", "undone", "sources"):
            members.append(f'  "{key}": [\n' + _lines(value, "   ") + "\n  ]")
        elif key == "base":
            rest = {k: v for k, v in value.items() if k != "sections"}
            inner = "".join(f'   "{k}": {_json(v)},\n' for k, v in rest.items())
            sections = _lines(value["sections"], "    ")
            members.append(f'  "base": {{\n{inner}   "sections": [\n{sections}\n   ]\n  }}')
        else:
            members.append(f'  "{key}": {_json(value)}')
    body = ",\n".join(members)
    features = _lines([_feature(s) for s in placement.sections], "")
    return (
        '{\n "type": "FeatureCollection",\n "ceaseline": {\n'
        + body
        + '\n },\n "features": [\n'
        + features
        + "\n ]\n}\n"
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _lines(values: Iterable[object], indent: str) -> str:
    return ",\n".join(indent + _json(value) for value in values)


def _head(placement: Placement) -> dict[str, Any]:
    base = placement.base
    head = {
        "format": FORMAT,
        "name": placement.name,
        "title": placement.title,
        "date": placement.date.isoformat() if placement.date else None,
        "parties": list(placement.parties),
        "detail_m": placement.detail_m,
        "notes": placement.notes,
        "control": _control(placement.control),
        "origin": placement.origin,
        "sources": [facts_of(source) for source in placement.sources],
        "history": [{"verb": e.verb, "args": e.arguments} for e in placement.history],
        "undone": [{"verb": e.verb, "args": e.arguments} for e in placement.undone],
        "base": base
        and {
            "detail_m": base.detail_m,
            "control": _control(base.control),
            **({} if base.sources is None else {"sources": [facts_of(s) for s in base.sources]}),
            **({} if base.title is None else {"title": base.title}),
            "sections": [_feature(section) for section in base.sections],
        },
    }
    needed = ("format", "name", "title", "parties", "detail_m")
    return {key: value for key, value in head.items() if key in needed or value}


def _control(control: Control | None) -> dict[str, Any] | None:
    if control is None:
        return None
    return {
        "date": control.date,
        "flips": [list(flip) for flip in control.flips],
        "whole": list(control.whole),
    }


def _feature(section: Section) -> dict[str, Any]:
    properties: dict[str, Any] = {"name": section.name, "basis": section.basis}
    if section.depth_m is not None:
        properties["depth_m"] = list(section.depth_m)
    if section.locked:
        properties["locked"] = True
    if section.corridor_m is not None:
        properties["corridor_m"] = [
            [None if math.isinf(x) else int(x) for x in pair] for pair in section.corridor_m
        ]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "LineString", "coordinates": [list(c) for c in section.coords]},
    }


def loads(text: str | bytes, name: str) -> Placement:
    """Return the placement that a file's text holds.

    Parameters
    ----------
    text : str or bytes
        UTF-8 JSON.
    name : str
        The file's name, for the messages.

    Raises
    ------
    InputError
        If it is no placement: every fault on a line of its own, with feature, value and remedy.

    Examples
    --------
    >>> loads("[]", "a.geojson")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: a.geojson is not a placement: ...
    """
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as fault:
        why = "it is nested too deeply" if isinstance(fault, RecursionError) else fault
        raise InputError(
            f"{name} is not readable as JSON ({why}); give a placement written by ceaseline, or "
            "bring another file in with `ceaseline import`."
        ) from None
    if not isinstance(data, dict) or "ceaseline" not in data:
        what = 'is not a placement: it has no member "ceaseline"'
        if isinstance(data, dict) and "ceaseline_export" in data:
            what = "is an export, with the layers of a placement, and no placement file"
        raise InputError(f"{name} {what}; bring it in with `ceaseline import`.")
    try:
        model = PlacementModel.model_validate_json(_json(_plain(data)))
    except ValidationError as fault:
        raise InputError.of(_faults(fault, data, name)) from None
    return _placement(model, name)


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is not a number in JSON")


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what editors of GeoJSON add: names, ids, boxes, CRS84 and null properties."""
    kept = {
        k: v
        for k, v in data.items()
        if k not in ("name", "bbox", "crs", "xy_coordinate_resolution")
    }
    features = data.get("features")
    if isinstance(features, list):
        kept["features"] = [_plain_feature(f) if isinstance(f, dict) else f for f in features]
    return kept


def _plain_feature(feature: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in feature.items() if k not in ("id", "bbox")}
    properties = kept.get("properties")
    if isinstance(properties, dict):
        kept["properties"] = {k: v for k, v in properties.items() if v is not None and k in _KNOWN}
    return kept


_KNOWN = set(FeatureModel.model_fields["properties"].annotation.model_fields)  # type: ignore[union-attr]  # a model class


def _faults(error: ValidationError, data: dict[str, Any], name: str) -> list[str]:
    details = error.errors(include_url=False, include_context=False)
    out = []
    for fault in details[:_SHOWN_FAULTS]:
        value = json.dumps(fault["input"], ensure_ascii=False, default=str)
        short = value if len(value) <= 60 else value[:57] + "..."
        out.append(f"{name}: {_where(fault['loc'], data)} is {short}: {fault['msg']}.")
    if len(details) > _SHOWN_FAULTS:
        out.append(f"{name}: and {len(details) - _SHOWN_FAULTS} more faults.")
    return out


def _where(loc: tuple[int | str, ...], data: dict[str, Any]) -> str:
    if len(loc) > 1 and loc[0] == "features" and isinstance(loc[1], int):
        feature = data["features"][loc[1]]
        properties = feature.get("properties") if isinstance(feature, dict) else None
        label = properties.get("name") if isinstance(properties, dict) else None
        words = f"section {loc[1] + 1}" + (f" ({label})" if isinstance(label, str) else "")
        rest = ".".join(str(part) for part in loc[2:])
        return f"{words}, {rest}" if rest else words
    return ".".join(str(part) for part in loc)


def _placement(model: PlacementModel, name: str) -> Placement:
    head: HeadModel = model.ceaseline
    faults: list[str] = []
    sections = _sections(model.features, name, faults)
    base = None
    if head.base is not None:
        base = Base(
            tuple(_sections(head.base.sections, name, faults)),
            head.base.detail_m,
            _control_of(head.base.control),
            None if head.base.sources is None else _sources(head.base.sources),
            head.base.title,
        )
    if faults:
        raise InputError.of(faults)
    return Placement(
        name=head.name,
        title=head.title,
        sections=tuple(sections),
        date=head.date,
        parties=head.parties,
        detail_m=head.detail_m,
        sources=_sources(head.sources),
        notes=head.notes,
        control=_control_of(head.control),
        origin=head.origin,
        history=tuple(Edit.of(edit.verb, edit.args) for edit in head.history),
        undone=tuple(Edit.of(edit.verb, edit.args) for edit in head.undone),
        base=base,
    )


def _sources(models: Iterable[SourceModel]) -> tuple[Source, ...]:
    return tuple(Source(**model.model_dump()) for model in models)


def _control_of(model: ControlModel | None) -> Control | None:
    if model is None:
        return None
    return Control(model.date, tuple(model.flips), tuple(model.whole))


def _sections(features: Iterable[FeatureModel], name: str, faults: list[str]) -> list[Section]:
    out = []
    for feature in features:
        own, spots = feature.properties, feature.geometry.coordinates
        corridor = own.corridor_m
        if corridor is not None and len(corridor) != len(spots):
            faults.append(
                f"{name}: section {own.name} has {len(spots)} vertices but {len(corridor)} pairs "
                "in corridor_m; give one pair a vertex, or leave corridor_m out."
            )
            continue
        widths = None
        if corridor is not None:
            widths = [[math.inf if x is None else x for x in pair] for pair in corridor]
        section = Section.of(
            own.name, own.basis, spots, widths, depth_m=own.depth_m, locked=own.locked
        )
        if len(section.coords) < 2:
            faults.append(
                f"{name}: section {own.name} has all its vertices in one place; delete it."
            )
            continue
        out.append(section)
    return out
