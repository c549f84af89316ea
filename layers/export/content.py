"""A plan as layers with its figures as attributes: what every export writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from ceaseline.geo.gazetteer.hromadas import hromadas, raions
from ceaseline.geo.gazetteer.unit_codes import unit_names
from ceaseline.geo.geodesy import length
from ceaseline.layers.export.fields import FIELDS, LAYERS, check_layer
from ceaseline.layers.figures import cited, source_record, sources_of
from ceaseline.layers.plan.depths import zone_by_depth
from ceaseline.layers.plan.figure import find

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ceaseline.layers.plan.figure import Figure
    from ceaseline.layers.plan.plan import Plan

__all__ = ["citations", "figures", "layer_of", "layers_of", "sources", "table_of"]

_NAMED = {
    "territory_area": "area_m2",
    "territory_share": "share",
    "settlements": "places",
    "people": "people",
}
"""The figures of a party's ground, by their fields."""
_COUNTED = {
    "population": "people",
    "population_listed": "listed",
    "people_basis": "counted_as",
    "raion": "raion_code",
    "hromada": "hrom_code",
}
"""Columns of a table of settlements, by their fields."""


def layers_of(plan: Plan) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers of a plan.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    dict of str to GeoDataFrame
        EPSG:4326, areas in m², lengths in m, shares as fractions, with the fields of
        :data:`ceaseline.layers.export.fields.FIELDS`:
        ``line`` a row a section, exactly as the placement has it; ``territories`` a row a party
        with its figures; ``oblasts`` a row a party and unit; ``zone`` a row a party and depth,
        with whether the stretches carry that depth themselves and whether it is an assumption;
        ``settlements`` with raion, hromada and, in ``counted_as``, what their people are:
        ``centre`` marks a row that is no settlement but stands for unlisted villages.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> frames = layers_of(plan(load("four-oblasts")))
    >>> [(name, len(frame)) for name, frame in frames.items()][:2]
    [('line', 7), ('territories', 2)]
    """
    return {name: layer_of(plan, name) for name in LAYERS}


def layer_of(plan: Plan, name: str) -> gpd.GeoDataFrame:
    """Return one layer of a plan.

    Parameters
    ----------
    plan : Plan
    name : str
        One of :data:`ceaseline.layers.export.fields.LAYERS`.

    Raises
    ------
    InputError
        If there is no such layer.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> list(layer_of(plan(load("four-oblasts")), "zone"))
    ['party', 'area_m2', 'depth_m', 'own', 'assumption', 'geometry']
    """
    check_layer(name)
    return _MAKE[name](plan)[[*FIELDS[name], "geometry"]]


def figures(plan: Plan) -> pd.DataFrame:
    """Return every fixed figure of a plan, with the columns of `Figure`."""
    return table_of(plan)


def table_of(plan: Plan, extra: Sequence[Figure] = ()) -> pd.DataFrame:
    """Return the figures of a plan, and others of it, as a table with names of units."""
    columns = ["id", "value", "unit", "party", "unit_code", "unit_name", "detail_m", "basis"]
    columns += ["low", "high", "resolution_m"]
    frame = pd.DataFrame([m.as_dict() for m in (*plan.figures, *extra)], columns=columns)
    return frame.assign(unit_name=frame["unit_code"].map(_names_of_units(plan)))


def sources(plan: Plan) -> pd.DataFrame:
    """Return every source that a plan rests on: what its licence asks to be named by."""
    columns = ["id", "title", "publisher", "date", "licence", "licence_url", "url", "attribution"]
    found = [source_record(one) for one in sources_of([plan])]
    return pd.DataFrame(found, columns=[*columns, "notes"]).fillna("")


def citations(plan: Plan) -> str:
    """Return the sources of a plan as people read them, a line each."""
    return "\n".join(f"Source: {cited(one)}." for one in sources_of([plan]))


def _names_of_units(plan: Plan) -> dict[str, str]:
    units = plan.boundaries.units
    return {**unit_names(), **dict(zip(units["code"], units["name"], strict=True))}


def _line(plan: Plan) -> gpd.GeoDataFrame:
    placement = plan.placement
    rows = []
    for section in placement.sections:
        left, right = section.depth_m or (None, None)
        rows.append(
            {
                "name": section.name,
                "basis": section.basis,
                "left": placement.parties[0],
                "right": placement.parties[1],
                "length_m": round(float(length(section.line)), 1),
                "detail_m": placement.detail_m,
                "depth_l_m": left,
                "depth_r_m": right,
                "locked": int(section.locked),
            }
        )
    frame = pd.DataFrame(rows).astype({"depth_l_m": float, "depth_r_m": float})
    return gpd.GeoDataFrame(frame, geometry=placement.lines, crs=4326)


def _territories(plan: Plan) -> gpd.GeoDataFrame:
    found = plan.figures
    rows = [
        {"party": party}
        | {field: find(found, name, party=party).value for name, field in _NAMED.items()}
        for party in plan.parties
    ]
    shapes = [plan.territories[party] for party in plan.parties]
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=4326)


def _oblasts(plan: Plan) -> gpd.GeoDataFrame:
    names = _names_of_units(plan)
    return plan.parts.assign(unit_name=[names.get(code, code) for code in plan.parts["unit_code"]])


def _settlements(plan: Plan) -> gpd.GeoDataFrame:
    out = plan.settlements.rename(columns=_COUNTED)
    for field in FIELDS["settlements"]:
        if field not in out:
            out[field] = None
    units = _names_of_units(plan)
    titled = {code: unit.title for code, unit in (*raions().items(), *hromadas().items())}
    for code, name, names in (
        ("unit_code", "unit_name", units),
        ("raion_code", "raion_name", titled),
        ("hrom_code", "hrom_name", titled),
    ):
        out[name] = [names.get(own, own) for own in out[code]]
    out["in_zone"] = out["in_zone"].astype(int)
    out["distance_m"] = out["distance_m"].round(0)
    return out


_MAKE: Mapping[str, Callable[[Plan], gpd.GeoDataFrame]] = {
    "line": _line,
    "territories": _territories,
    "oblasts": _oblasts,
    "zone": zone_by_depth,
    "settlements": _settlements,
}
