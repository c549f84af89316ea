"""Layers of a map that are declared once.

The page with its switch and legend, the printed figure and its legend read the declaration: what a
layer shows of a plan, what it is called, and how it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely

from ceaseline.geo.geodesy import densify, distance
from ceaseline.geo.said import message
from ceaseline.maps.style import Palette

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ceaseline.layers.plan.plan import Plan

__all__ = ["OVERLAYS", "Overlay", "overlay"]

Shapes: TypeAlias = "Callable[[Plan], Iterable[shapely.Geometry]]"

_COLOURS = tuple(one.name for one in fields(Palette) if one.type == "str")


@dataclass(frozen=True)
class Overlay:
    """One layer.

    Attributes
    ----------
    id : str
        Short and stable; the page's link remembers by it whether the layer is on.
    title : str
        For people: beside the switch and in the legend.
    shapes : callable
        From a plan to polygons, lines and points in longitude and latitude; none where the layer
        has nothing to show.
    colour : str
        The name of a colour of :class:`ceaseline.maps.style.Palette`.
    width : float
        Of lines and rims, in CSS pixels.
    dash : tuple of float
        Of lines and rims, in the same; empty for none.
    fill : float
        Opacity of the inside of polygons.
    radius : float
        Of points, in CSS pixels.
    shown : bool
        Whether it is on when a page opens, and on printed figures.
    """

    id: str
    title: str
    shapes: Shapes
    colour: str = "ink"
    width: float = 1.6
    dash: tuple[float, ...] = ()
    fill: float = 0.0
    radius: float = 3.0
    shown: bool = False

    def __post_init__(self) -> None:
        """Refuse a colour that there is not."""
        if self.colour not in _COLOURS:
            raise ValueError(f"{self.colour!r} is no colour; give one of {', '.join(_COLOURS)}")


OVERLAYS: dict[str, Overlay] = {}
"""All declared layers by id."""


def overlay(  # noqa: PLR0913 - each says how the layer is drawn
    name: str,
    title: str,
    *,
    colour: str = "ink",
    width: float = 1.6,
    dash: tuple[float, ...] = (),
    fill: float = 0.0,
    radius: float = 3.0,
    shown: bool = False,
) -> Callable[[Shapes], Shapes]:
    """Declare a function of a plan as a layer.

    Parameters
    ----------
    name, title, colour, width, dash, fill, radius, shown
        As the fields of :class:`Overlay`.

    Examples
    --------
    >>> OVERLAYS["capital_way"].title
    'Shortest way from the capital to the line'
    """

    def register(shapes: Shapes) -> Shapes:
        if name in OVERLAYS:
            raise ValueError(f"two layers have the id {name}")
        OVERLAYS[name] = Overlay(name, title, shapes, colour, width, dash, fill, radius, shown)
        return shapes

    return register


@overlay("capital_way", message("Shortest way from the capital to the line"), dash=(2.0, 3.0))
def capital_way(plan: Plan) -> Iterable[shapely.Geometry]:
    """From each capital the geodesic to the nearest place of the line, to a kilometre along it."""
    spots = np.concatenate([shapely.get_coordinates(densify(line)) for line in plan.lines])
    places = plan.settlements
    for lon, lat in places.loc[places["rank"] == 0, ["lon", "lat"]].to_numpy():
        nearest = spots[int(np.argmin(distance(lon, lat, *spots.T)))]
        yield densify(shapely.LineString([(lon, lat), nearest]))
