"""A plan as layers with its figures as attributes: what every export writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from geo.gazetteer.hromadas import hromadas, raions
from geo.geodesy import length
from layers.depths import zone_by_depth
from layers.figures import source_record, sources_of
from layers.measures import find, measures

if TYPE_CHECKING:
    from layers.plan import Plan

__all__ = ["LAYERS", "figures", "layers_of", "sources"]

LAYERS = ("line", "territory", "oblasts", "zone", "settlements")
"""The layers of an export, the line first."""


def layers_of(plan: Plan) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers of a plan.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    dict of str to GeoDataFrame
        EPSG:4326, areas in m², lengths in m, shares as fractions:
        ``line`` a row a section, exactly as the placement has it; ``territory`` a row a party with
        its figures; ``oblasts`` a row a party and unit; ``zone`` a row a party and depth,
        with whether the stretches carry that depth themselves and whether it is an assumption;
        ``settlements`` with raion, hromada and, in ``people_basis``, what their people are:
        ``centre`` marks a row that is no settlement but stands for unlisted villages.

    Examples
    --------
    >>> from layers.plan import plan
    >>> from layers.store import load
    >>> frames = layers_of(plan(load("four-oblasts")))
    >>> [(name, len(frame)) for name, frame in frames.items()][:2]
    [('line', 7), ('territory', 2)]
    """
    return {
        "line": _line(plan),
        "territory": _territory(plan),
        "oblasts": plan.parts[["unit_code", "party", "area_m2", "geometry"]],
        "zone": zone_by_depth(plan),
        "settlements": _settlements(plan),
    }


def figures(plan: Plan) -> pd.DataFrame:
    """Return every fixed figure of a plan, with the columns of `layers.measures.Measure`."""
    columns = ["id", "value", "unit", "party", "unit_code", "detail_m", "basis"]
    columns += ["low", "high", "resolution_m"]
    return pd.DataFrame([m.as_dict() for m in measures(plan)], columns=columns)


def sources(plan: Plan) -> pd.DataFrame:
    """Return every source that a plan rests on: what its licence asks to be named by."""
    columns = ["id", "title", "publisher", "date", "licence", "licence_url", "url", "attribution"]
    found = [source_record(one) for one in sources_of([plan])]
    return pd.DataFrame(found, columns=[*columns, "notes"]).fillna("")


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


def _territory(plan: Plan) -> gpd.GeoDataFrame:
    found = measures(plan)
    rows = [
        {
            "party": party,
            **{
                name: find(found, name, party=party).value
                for name in ("territory_area", "territory_share", "settlements", "people")
            },
        }
        for party in plan.parties
    ]
    frame = pd.DataFrame(rows).rename(
        columns={"territory_area": "area_m2", "territory_share": "share"}
    )
    shapes = [plan.territories[party] for party in plan.parties]
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=4326)


def _settlements(plan: Plan) -> gpd.GeoDataFrame:
    frame = plan.settlements
    keep = ["id", "name", "name_uk", "population", "unit_code", "party", "in_zone", "distance_m"]
    keep += [name for name in ("population_listed", "people_basis") if name in frame]
    out = frame[[*keep, "geometry"]].copy()
    for column, units in (("raion", raions()), ("hromada", hromadas())):
        if column in frame:
            names = {code: unit.title for code, unit in units.items()}
            out[column] = [names.get(code, code) for code in frame[column]]
    order = [*out.columns.drop("geometry"), "geometry"]
    out = out[order]
    out["in_zone"] = out["in_zone"].astype(int)
    out["distance_m"] = out["distance_m"].round(0)
    return out
