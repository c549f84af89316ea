"""Dividing the country by many lines: python benchmarks/divide.py [folder [most lines]].

Every contender gives the area of each unit on each side of each line; those "with sides" tell too
on which side each of 5,265 settlements is.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import geopandas as gpd
import numpy as np
import shapely
from harness import Benchmark
from lines import Coordinates, front

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.gazetteer.settlements import settlements

COUNTS = (10, 100, 1_000, 10_000)
NAIVE = 10
EQUAL_AREA = 6933
SEA, ABROAD = [31.3, 45.9], [38.6, 50.7]  # off the mouth of the Dnipro, and over the border


def candidates(count: int) -> list[shapely.LineString]:
    """Return lines as long as the front, displaced by up to some 10 km, from border to border.

    The ground is bent as a whole, and nowhere folded, so that no line crosses itself.
    """
    random = np.random.default_rng(11)
    base = np.vstack([SEA, front(), ABROAD])
    waves = np.arange(1, 7)

    def one() -> Coordinates:
        tilt = random.normal(0, 1, (2, 2, 6))
        tilt /= np.hypot(tilt[:, 0], tilt[:, 1])[:, None]
        phase = np.einsum("nd,kdw->knw", base, tilt) * waves + random.uniform(0, 6, (2, 1, 6))
        return base + (random.normal(0, 0.05, (2, 1, 6)) / waves * np.sin(phase)).sum(axis=2).T

    return [shapely.LineString(one()) for _ in range(count)]


def naive(
    units: gpd.GeoDataFrame, lines: list[shapely.LineString], towns: gpd.GeoDataFrame | None = None
) -> Any:
    """Split the country in an equal-area plane, overlay the units with the pieces, join towns."""
    flat = units.to_crs(EQUAL_AREA)
    spots = None if towns is None else towns.to_crs(EQUAL_AREA)
    country = flat.union_all()
    tables = []
    for line in gpd.GeoSeries(lines, crs=4326).to_crs(EQUAL_AREA):
        noded = shapely.union_all([country.boundary, line])
        faces = gpd.GeoDataFrame(
            geometry=list(shapely.polygonize(shapely.get_parts(noded)).geoms), crs=EQUAL_AREA
        )
        faces = faces[country.contains(faces.representative_point())]
        pieces = gpd.overlay(flat, faces.reset_index(names="face"), keep_geom_type=True)
        if spots is not None:
            gpd.sjoin(spots, faces, how="left")
        tables.append(pieces.area.to_numpy().sum())
    return np.array(tables)


def main(folder: Path, most: int) -> None:
    country = boundaries()
    units = country.units[["code", "geometry"]]
    note = "27 units by 1,076 vertices; accuracy: the parts' sum against the country's area."
    bench = Benchmark("divide", "lines", "geopandas overlay", note)
    divider = country.divider
    total = country.area_m2

    def ours(lines: list[shapely.LineString]) -> Any:
        return np.array([division.areas.sum() for division in divider.divide_all(lines)])

    towns = settlements()
    places = divider.places(towns["lon"], towns["lat"])

    def ours_with_sides(lines: list[shapely.LineString]) -> Any:
        sums = []
        for division in divider.divide_all(lines):
            division.sides(places)
            sums.append(division.areas.sum())
        return np.array(sums)

    for count in [count for count in COUNTS if count <= most]:
        lines = candidates(count)
        works = {
            "ceaseline Divider": partial(ours, lines),
            "ceaseline Divider, with sides": partial(ours_with_sides, lines),
        }
        if count <= NAIVE:
            works["geopandas overlay"] = partial(naive, units, lines)
            works["geopandas overlay, with sides"] = partial(naive, units, lines, towns)
        bench.run(
            count,
            works,
            lambda _name, sums: f"{np.abs(sums / total - 1).max():.0e}",
            turns=2 if count <= 100 else 0,
            memory=count == NAIVE,
        )
    bench.write(folder)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(Path(given[0] if given else "docs/benchmarks"), int(given[1]) if given[1:] else COUNTS[-1])
