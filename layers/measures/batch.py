"""Thousands of lines at once: what a division gives of each, without a polygon, as one table."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ceaseline.geo.country.boundaries import boundaries as load_boundaries
from ceaseline.geo.errors import CeaselineError
from ceaseline.geo.gazetteer import gazetteer as load_gazetteer
from ceaseline.geo.gazetteer.people import is_settlement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import shapely

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.gazetteer import Gazetteer
    from ceaseline.geo.lines.chains import Line
    from ceaseline.geo.partition import Division

__all__ = ["measure_lines", "measured_lines"]

_ROWS = 1024
"""Lines of a table that is held at a time."""


def measure_lines(
    lines: Iterable[Line | list[shapely.LineString]],
    boundaries: Boundaries | None = None,
    gazetteer: Gazetteer | None = None,
) -> pd.DataFrame:
    """Return what each of many lines comes to, a row a line.

    Parameters
    ----------
    lines : iterable of lines
        Each as for :meth:`ceaseline.geo.partition.Divider.divide`, its ends on the border or
        beyond it (:func:`ceaseline.layers.plan.ends.carry_ends`).
    boundaries : Boundaries, optional
        The country; the embedded one if not given.
    gazetteer : Gazetteer, optional
        Whose people are counted; the embedded ones if not given.

    Returns
    -------
    DataFrame
        ``line_length`` in m, ``left_area`` and ``right_area`` in m², ``right_share``, and
        ``left_settlements``, ``right_settlements``, ``left_people``, ``right_people``.

    Raises
    ------
    InputError, GeometryError
        As of ``divide``; the message starts with the number of the line, from 0.

    Examples
    --------
    >>> from ceaseline.layers.plan.ends import carry_ends
    >>> from ceaseline.layers.placement.store import load
    >>> line, _ = carry_ends(load("contact-2024-11-20").lines, load_boundaries())
    >>> measure_lines([line, line])["right_share"].round(4).tolist()
    [0.1859, 0.1859]
    """
    return pd.concat(list(measured_lines(lines, boundaries, gazetteer)), ignore_index=True)


def measured_lines(
    lines: Iterable[Line | list[shapely.LineString]],
    boundaries: Boundaries | None = None,
    gazetteer: Gazetteer | None = None,
) -> Iterator[pd.DataFrame]:
    """Yield what :func:`measure_lines` returns, a thousand lines at a time.

    Memory does not grow with the number of lines.
    """
    base = boundaries if boundaries is not None else load_boundaries()
    places = gazetteer if gazetteer is not None else load_gazetteer()
    table = places.settlements
    spots = base.divider.places(table["lon"], table["lat"])
    weights = np.array([is_settlement(table), table["population"]], dtype=np.float64)
    divisions = base.divider.divide_all(lines)
    first = True
    while rows := [_row(one, weights, one.sides(spots) > 0) for one in islice(divisions, _ROWS)]:
        yield pd.DataFrame(rows)
        first = False
    if first:
        raise CeaselineError("There is no line to measure; give one or more.")


def _row(division: Division, weights: np.ndarray, left: np.ndarray) -> dict[str, float]:
    areas = division.areas.sum(axis=1)
    west = weights[:, left].sum(axis=1)
    east = weights.sum(axis=1) - west
    return {
        "line_length": division.length_m,
        "left_area": float(areas[0]),
        "right_area": float(areas[1]),
        "right_share": float(areas[1] / areas.sum()),
        "left_settlements": int(west[0]),
        "right_settlements": int(east[0]),
        "left_people": int(west[1]),
        "right_people": int(east[1]),
    }
