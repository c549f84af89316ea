"""Country, first-level units, the countries around, waters and the Dnipro."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from ceaseline.geo.country.unit_file import fitted, read_units
from ceaseline.geo.data import FOLDER, OFFICIAL_AREA_M2, read_csv
from ceaseline.geo.errors import DataError, InputError
from ceaseline.geo.files import nearest_names
from ceaseline.geo.geodesy import area
from ceaseline.geo.partition import Divider
from ceaseline.geo.sources import source
from ceaseline.geo.unseen import tidy

if TYPE_CHECKING:
    import os

    import geopandas
    from numpy.typing import NDArray

    from ceaseline.geo.sources import Source

__all__ = ["OFFICIAL_AREA_M2", "Boundaries", "boundaries"]

_EMBEDDED: Final = "natural-earth"
_FETCHED: Final = "geoboundaries"
"""Units that can be downloaded by this name, see `ceaseline.geo.downloads`."""
_LAND: Final = ":land"
_SEA: Final = 0.01
"""Square degrees (about 90 km²): smaller gaps between countries are no sea."""
_EMBEDDED_SOURCES: Final = ("natural-earth-units", "official-areas")
_AROUND_SOURCES: Final = (
    "natural-earth-countries",
    "natural-earth-lakes",
    "natural-earth-rivers",
)


@dataclass(frozen=True, eq=False)
class Boundaries:
    """One base: the country and what lies around it.

    Attributes
    ----------
    id : str
        ``natural-earth``, or the path of a file, as `boundaries` takes it.
    title : str
    sources : tuple of Source
        Of the units first, then of what lies around.
    units : GeoDataFrame
        EPSG:4326, sorted by ``code`` (ISO 3166-2): ``name`` (Ukrainian romanisation), ``name_uk``,
        ``name_ru``, ``kind``, ``capital``, ``official_area_m2``, geometry. Neighbours share their
        edges exactly; no gap, no overlap.
    notes : tuple of str
        What a reader of figures on this base must know.

    Examples
    --------
    >>> base = boundaries()
    >>> round(base.area_m2 / 1e6, 1), len(base.units)
    (599094.6, 27)
    """

    id: str
    title: str
    sources: tuple[Source, ...]
    units: geopandas.GeoDataFrame
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Free the title from signs that cannot be seen."""
        tidy(self, ("title",))

    @functools.cached_property
    def country(self) -> shapely.MultiPolygon:
        """The union of the units."""
        whole = shapely.coverage_union_all(self.units.geometry.to_numpy())
        return shapely.MultiPolygon(shapely.get_parts(shapely.normalize(whole)).tolist())

    @functools.cached_property
    def unit_areas_m2(self) -> NDArray[np.float64]:
        """Geodesic area of each unit, m², in the order of `units`."""
        return np.array([area(shape) for shape in self.units.geometry])

    @property
    def area_m2(self) -> float:
        """Geodesic area of the country, m²: the sum of its units."""
        return float(self.unit_areas_m2.sum())

    @functools.cached_property
    def divider(self) -> Divider:
        """The units, prepared to be divided by lines."""
        return Divider(self.units.geometry.to_numpy(), list(self.units["code"]))

    @functools.cached_property
    def land(self) -> geopandas.GeoDataFrame:
        """The countries around: code, name, name_uk, name_ru, borders, geometry.

        ``borders`` tells whether they share a border with the country. Clipped to longitude 18 to
        46, latitude 41 to 58; the country itself is cut out.
        """
        frame = _embedded("land.geojson")
        if self.id != _EMBEDDED:
            frame = frame.set_geometry(frame.geometry.difference(self.country))
        return frame

    @functools.cached_property
    def beyond(self) -> geopandas.GeoDataFrame:
        """The countries beyond `land`, coarse and without names, so that a map has no cut edge.

        From longitude -30 to 95, latitude 20 to 74, without the part that `land` covers.
        """
        return _embedded("beyond.geojson")

    @functools.cached_property
    def neighbours(self) -> geopandas.GeoDataFrame:
        """The rows of `land` that share a border with the country."""
        return self.land[self.land["borders"]].reset_index(drop=True)

    @functools.cached_property
    def lakes(self) -> geopandas.GeoDataFrame:
        """Reservoirs, an estuary and a lagoon: name, name_uk, kind, historic, geometry.

        ``historic`` is the date since which a water is drained, or empty.
        """
        return _embedded("lakes.geojson")

    @functools.cached_property
    def rivers(self) -> geopandas.GeoDataFrame:
        """Rivers of the window: name, name_uk, rank (0 the largest), geometry."""
        return _embedded("rivers.geojson")

    @functools.cached_property
    def dnipro(self) -> shapely.LineString:
        """The Dnipro from beyond the northern border to the Black Sea, through its estuary.

        It flows from north to south, crosses every base from end to end, and so divides it.
        """
        line = _embedded("dnipro.geojson").geometry.iloc[0]
        if not isinstance(line, shapely.LineString):
            raise DataError("The embedded Dnipro is no single line; install again.")
        return line


def boundaries(name_or_path: str | os.PathLike[str] = _EMBEDDED) -> Boundaries:
    """Return a base: the embedded one, or one read from a file of first-level units.

    Parameters
    ----------
    name_or_path : str or path-like
        ``natural-earth``, or a file of geoBoundaries ADM1, OCHA COD-AB or the like, in a format
        that `ceaseline.geo.readers.read` takes. With ``:land`` after it, the file's units are cut
        at the embedded coast: some publishers count the territorial sea, which alone changes every
        share.

    Returns
    -------
    Boundaries
        Kept: the same object for the same unchanged file.

    Raises
    ------
    InputError
        If there is no such base or file, or if it does not hold the 27 units.

    Examples
    --------
    >>> boundaries().units["name"].head(3).tolist()
    ['Vinnytsia', 'Volyn', 'Luhansk']
    """
    if str(name_or_path) == _EMBEDDED:
        return _natural_earth()
    path, land_only = Path(name_or_path), False
    if not path.exists() and str(path).endswith(_LAND):
        path, land_only = Path(str(path).removesuffix(_LAND)), True
    if not path.exists():
        raise InputError(f"There are no boundaries '{name_or_path}'; {_hint(str(path))}")
    state = path.stat()
    whole = _from_file(str(path), state.st_mtime_ns, state.st_size)
    return _on_land(whole) if land_only else whole


def _hint(word: str) -> str:
    """Return what to give instead of a name that is neither the embedded base nor a file."""
    if word == _FETCHED:
        return f"download them with `ceaseline fetch {_FETCHED}` and give the path that it prints."
    near = nearest_names(word, [_EMBEDDED, _FETCHED])
    return f"did you mean {near[0]}?" if near else f"give '{_EMBEDDED}' or the path of a file."


@functools.cache
def _natural_earth() -> Boundaries:
    units = _with_facts(_embedded("units.geojson"))
    base = source(_EMBEDDED_SOURCES[0])
    every = tuple(source(key) for key in (*_EMBEDDED_SOURCES, *_AROUND_SOURCES))
    return Boundaries(_EMBEDDED, base.title, every, units, (base.notes,))


@functools.lru_cache(maxsize=4)
def _from_file(path: str, _changed: int, _size: int) -> Boundaries:
    found = read_units(Path(path))
    base = source(found.source)
    keys = (found.source, "official-areas", *_AROUND_SOURCES)
    notes = tuple(note for note in (base.notes, *found.notes) if note)
    title = base.title if found.source != "user-boundaries" else Path(path).name
    return Boundaries(
        path, title, tuple(source(key) for key in keys), _with_facts(found.units), notes
    )


@functools.lru_cache(maxsize=4)
def _on_land(base: Boundaries) -> Boundaries:
    """Cut the units of a base at the embedded coast."""
    around = _natural_earth()
    ground = shapely.union_all([around.country, *around.land.geometry])
    waters = shapely.get_parts(shapely.difference(shapely.box(*ground.bounds), ground))
    sea = shapely.union_all(waters[shapely.area(waters) > _SEA])
    shapes = base.units.geometry.to_numpy()
    notes = [note for note in base.notes if note != base.sources[0].notes]
    cut = fitted(shapely.difference(shapes, sea), notes, Path(base.id))
    whole = Boundaries(base.id + _LAND, "", base.sources, base.units.set_geometry(cut))
    share = 1 - whole.area_m2 / base.area_m2
    notes.append(
        f"Cut at the coast of {_EMBEDDED}, which took {share:.1%} of the file's area: what sea the "
        "file counts is in no figure here."
    )
    return replace(whole, title=f"{base.title}, land only", notes=tuple(notes))


def _with_facts(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Give each unit its names, kind, capital and official area, by its code."""
    import pandas as pd  # noqa: PLC0415 - heavy: imported when boundaries are asked for

    facts = pd.DataFrame(read_csv(FOLDER / "units.csv"))
    facts["official_area_m2"] = facts.pop("official_area_km2").astype(float) * 1e6
    merged = frame[["code", "geometry"]].merge(facts, on="code").sort_values("code")
    return merged[[*facts.columns, "geometry"]].reset_index(drop=True)


def _embedded(name: str) -> geopandas.GeoDataFrame:
    import geopandas  # noqa: PLC0415 - heavy: imported when boundaries are asked for

    path = FOLDER / name
    try:
        features: list[dict[str, Any]] = json.loads(path.read_bytes())["features"]
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    except (OSError, ValueError, LookupError) as error:
        raise DataError(f"The embedded file {path} is damaged ({error}); install again.") from error
    rows = [feature["properties"] for feature in features]
    return geopandas.GeoDataFrame(rows, geometry=shapes, crs=4326)
