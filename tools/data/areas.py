"""The table of SOURCES.md: every unit's area on the embedded base beside its official one."""

from __future__ import annotations

import json
from typing import Final

import shapely

from ceaseline.geo.data import FOLDER, read_csv
from ceaseline.geo.geodesy import area

__all__ = ["EXPLAINED", "OFFICIAL_AREA_M2", "area_table", "with_table"]

OFFICIAL_AREA_M2: Final = 603_628e6
"""The published area of the country, m² (State Statistics Service of Ukraine)."""

EXPLAINED: Final = {
    "UA-30": "the source draws the city about twice its size, out of Kyiv Oblast",
    "UA-32": "the city of Kyiv is drawn too large; the two together are 1.1 % short",
    "UA-40": "the border with Crimea is drawn too far south: about 160 km² are counted there",
    "UA-48": "the Dnipro-Buh, Southern Buh and Berezan estuaries are drawn as sea; the official "
    "figure counts them",
    "UA-65": "the Dnipro-Buh estuary and the bays behind the spits are drawn as sea, the official "
    "figure counts them; about 180 km² go to Zaporizhzhia along a generalised border",
}
"""Why a unit is farther than 3 % from its official area, by code."""

_BEGIN: Final = "<!-- areas: written by python -m tools.data.rebuild -->"
_END: Final = "<!-- end of areas -->"


def area_table() -> str:
    """Return the table as Markdown, a row a unit and one for the whole.

    Returns
    -------
    str

    Examples
    --------
    >>> print(area_table().splitlines()[-1])
    | | Ukraine | 599,094.6 | 603,628 | -0.75 % | the published total |
    """
    drawn = _drawn_areas()
    lines = [
        "| code | unit | embedded base, km² | official, km² | difference | reason if above 3 % |",
        "| --- | --- | ---: | ---: | ---: | --- |",
    ]
    for row in read_csv(FOLDER / "units.csv"):
        code = row["code"]
        figures = _figures(drawn[code], float(row["official_area_km2"]) * 1e6)
        lines.append(f"| {code} | {row['name']} | {figures} | {EXPLAINED.get(code, '')} |")
    figures = _figures(sum(drawn.values()), OFFICIAL_AREA_M2)
    lines.append(f"| | Ukraine | {figures} | the published total |")
    return "\n".join(lines)


def _drawn_areas() -> dict[str, float]:
    """Return the geodesic area of each unit of the file as it lies there, m², by code."""
    features = json.loads((FOLDER / "units.geojson").read_bytes())["features"]
    return {
        feature["properties"]["code"]: float(area(shapely.geometry.shape(feature["geometry"])))
        for feature in features
    }


def _figures(ours: float, official: float) -> str:
    return f"{ours / 1e6:,.1f} | {official / 1e6:,.0f} | {ours / official - 1:+.2%}".replace(
        "%", " %"
    )


def with_table(text: str) -> str:
    """Return a page with the table put between its two marks.

    Parameters
    ----------
    text : str
        SOURCES.md, with the marks.

    Returns
    -------
    str

    Examples
    --------
    >>> page = f"Before{_BEGIN}old{_END}after"
    >>> "old" in with_table(page), with_table(page).endswith("after")
    (False, True)
    """
    head, _, rest = text.partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    return f"{head}{_BEGIN}\n\n{area_table()}\n\n{_END}{tail}"
