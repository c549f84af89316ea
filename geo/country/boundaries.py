"""Country, first-level units, the countries around, waters and the river that parts it."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from ceaseline.geo.country.unit_file import fitted, read_units
from ceaseline.geo.country_file import in_force, using
from ceaseline.geo.data import read_csv
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

    from ceaseline.geo.country_file import Barrier, CountryFile
    from ceaseline.geo.sources import Source

__all__ = ["Boundaries", "boundaries"]

_LAND: Final = ":land"
_SEA: Final = 0.01
"""Square degrees (about 90 km²): smaller gaps between countries are no sea."""
_UNIT_COLUMNS: Final = ("name_uk", "name_ru", "kind", "capital")
"""What units have beside code and name; empty where their file has none."""
_LAND_COLUMNS: Final = ("code", "name", "name_uk", "name_ru", "borders", "geometry")
_LAKE_COLUMNS: Final = ("name", "name_uk", "kind", "historic", "geometry")
_RIVER_COLUMNS: Final = ("name", "name_uk", "rank", "geometry")


@dataclass(frozen=True, eq=False)
class Boundaries:
    """One base: the country and what lies around it.

    Attributes
    ----------
    id : str
        The name of the country's own, or the path of a file, as `boundaries` takes it.
    title : str
    sources : tuple of Source
        Of the units first, then of what lies around.
    units : GeoDataFrame
        EPSG:4326, sorted by ``code`` (ISO 3166-2): ``name`` (Ukrainian romanisation), ``name_uk``,
        ``name_ru``, ``kind``, ``capital``, ``official_area_m2``, geometry. Neighbours share their
        edges exactly; no gap, no overlap.
    notes : tuple of str
        What a reader of figures on this base must know.
    made_of : CountryFile
        The country they are of; by default the one that is studied.

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
    made_of: CountryFile = field(default_factory=in_force, repr=False)

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

    @property
    def official_area_m2(self) -> float | None:
        """The country's published area, m²; None where none is known."""
        return self.made_of.official_area_m2

    @property
    def barriers(self) -> tuple[Barrier, ...]:
        """The units that are set apart from the others, and when."""
        return self.made_of.barriers

    @functools.cached_property
    def land(self) -> geopandas.GeoDataFrame:
        """The countries around: code, name, name_uk, name_ru, borders, geometry.

        ``borders`` tells whether they share a border with the country. They end at the edge of the
        window that the country's files were cut to; the country itself is cut out.
        """
        frame = self._layer("land", _LAND_COLUMNS)
        if self.id != self.made_of.base:
            frame = frame.set_geometry(frame.geometry.difference(self.country))
        return frame

    @functools.cached_property
    def beyond(self) -> geopandas.GeoDataFrame:
        """The countries beyond `land`, coarse and without names, so that a map has no cut edge."""
        return self._layer("beyond", ("geometry",))

    @functools.cached_property
    def neighbours(self) -> geopandas.GeoDataFrame:
        """The rows of `land` that share a border with the country."""
        return self.land[self.land["borders"].astype(bool)].reset_index(drop=True)

    @functools.cached_property
    def lakes(self) -> geopandas.GeoDataFrame:
        """Lakes, reservoirs, lagoons: name, name_uk, kind, historic, geometry.

        ``historic`` is the date since which a water is drained, or empty.
        """
        return self._layer("lakes", _LAKE_COLUMNS)

    @functools.cached_property
    def rivers(self) -> geopandas.GeoDataFrame:
        """Rivers of the window: name, name_uk, rank (0 the largest), geometry."""
        return self._layer("rivers", _RIVER_COLUMNS)

    @functools.cached_property
    def window(self) -> tuple[float, float, float, float]:
        """What a map shows around the country: west, south, east, north in degrees."""
        return self.made_of.table.window or self._around(1.0)

    @functools.cached_property
    def reach(self) -> tuple[float, float, float, float]:
        """Where the coarse ground beyond the window ends, and with it the map; as `window`."""
        return self.made_of.table.reach or self._around(3.0)

    def _around(self, times: float) -> tuple[float, float, float, float]:
        """Return a box around the units with a margin of so many times their larger extent."""
        west, south, east, north = self.units.total_bounds.tolist()
        margin = times * max(east - west, north - south)
        return (
            max(west - margin, -180.0),
            max(south - margin, -85.0),
            min(east + margin, 180.0),
            min(north + margin, 85.0),
        )

    def _layer(self, key: str, columns: tuple[str, ...]) -> geopandas.GeoDataFrame:
        """Return what a file of the country holds; nothing where it names none."""
        path = self.made_of.file(getattr(self.made_of.table, key))
        return _none(columns) if path is None else _read(path)

    @functools.cached_property
    def river(self) -> shapely.LineString | None:
        """The river that parts the country, if one does.

        It crosses the country from end to end, down its flow, on every base, and so divides it.
        """
        own = self.made_of.table.river
        if own is None:
            return None
        line = _read(self.made_of.path.parent / own.file).geometry.iloc[0]
        if not isinstance(line, shapely.LineString):
            raise DataError(
                f"The river of {self.made_of.path}, {own.file}, is no single line; give it as one."
            )
        return line


def boundaries(
    name_or_path: str | os.PathLike[str] | None = None, of: CountryFile | None = None
) -> Boundaries:
    """Return a base: the country's own, or one read from a file of first-level units.

    Parameters
    ----------
    name_or_path : str or path-like, optional
        The name of the country's own (the default), or a file of geoBoundaries ADM1, OCHA COD-AB or
        the like, in a format that `ceaseline.geo.readers.read` takes. With ``:land`` after it, the
        file's units are cut at the country's own coast: some publishers count the territorial sea,
        which alone changes every share.
    of : CountryFile, optional
        The country; the one that is studied if not given.

    Returns
    -------
    Boundaries
        Kept: the same object for the same unchanged file.

    Raises
    ------
    InputError
        If there is no such base or file, or if it does not hold the country's units.

    Examples
    --------
    >>> boundaries().units["name"].head(3).tolist()
    ['Vinnytsia', 'Volyn', 'Luhansk']
    """
    country = of if of is not None else in_force()
    if name_or_path is None or str(name_or_path) == country.base:
        return _own(country)
    path, land_only = Path(name_or_path), False
    if not path.exists() and str(path).endswith(_LAND):
        path, land_only = Path(str(path).removesuffix(_LAND)), True
    if not path.exists():
        raise InputError(f"There are no boundaries '{name_or_path}'; {_hint(str(path), country)}")
    state = path.stat()
    whole = _from_file(country, str(path), state.st_mtime_ns, state.st_size)
    return _on_land(whole) if land_only else whole


def _hint(word: str, country: CountryFile) -> str:
    """Return what to give instead of a name that is neither the country's own nor a file."""
    fetched = country.table.download
    if fetched and word == fetched:
        return f"download them with `ceaseline fetch {fetched}` and give the path that it prints."
    near = nearest_names(word, [name for name in (country.base, fetched) if name])
    return f"did you mean {near[0]}?" if near else f"give '{country.base}' or the path of a file."


@functools.lru_cache(maxsize=8)
def _own(country: CountryFile) -> Boundaries:
    table = country.table
    frame = _read(country.path.parent / table.units)
    if "code" not in frame or ("name" not in frame and not table.unit_table):
        raise InputError(
            f"The units of {country.path}, {table.units}, lack a code or a name; give each feature "
            "the properties code and name."
        )
    units = _with_facts(frame, country)
    base = source(table.sources.units[0])
    every = tuple(source(key) for key in (*table.sources.units, *table.sources.around))
    notes = (base.notes,) if base.notes else ()
    return Boundaries(country.base, base.title, every, units, notes, country)


@functools.lru_cache(maxsize=4)
def _from_file(country: CountryFile, path: str, _changed: int, _size: int) -> Boundaries:
    with using(country):
        found = read_units(Path(path))
    base = source(found.source)
    own = country.table.sources
    keys = (found.source, *own.units[1:], *own.around)
    notes = tuple(note for note in (base.notes, *found.notes) if note)
    title = base.title if found.source != "user-boundaries" else Path(path).name
    every = tuple(source(key) for key in keys)
    return Boundaries(path, title, every, _with_facts(found.units, country), notes, country)


@functools.lru_cache(maxsize=4)
def _on_land(base: Boundaries) -> Boundaries:
    """Cut the units of a base at the country's own coast."""
    around = _own(base.made_of)
    ground = shapely.union_all([around.country, *around.land.geometry])
    waters = shapely.get_parts(shapely.difference(shapely.box(*ground.bounds), ground))
    sea = shapely.union_all(waters[shapely.area(waters) > _SEA])
    shapes = base.units.geometry.to_numpy()
    notes = [note for note in base.notes if note != base.sources[0].notes]
    cut = fitted(shapely.difference(shapes, sea), notes, Path(base.id))
    units = base.units.set_geometry(cut)
    whole = Boundaries(base.id + _LAND, "", base.sources, units, made_of=base.made_of)
    share = 1 - whole.area_m2 / base.area_m2
    notes.append(
        f"Cut at the coast of {base.made_of.base}, which took {share:.1%} of the file's area: what "
        "sea the file counts is in no figure here."
    )
    return replace(whole, title=f"{base.title}, land only", notes=tuple(notes))


def _with_facts(frame: geopandas.GeoDataFrame, country: CountryFile) -> geopandas.GeoDataFrame:
    """Give each unit its names, kind, capital and official area, by its code."""
    import pandas as pd  # noqa: PLC0415 - heavy: imported when boundaries are asked for

    table = country.file(country.table.unit_table)
    if table is not None:
        facts = pd.DataFrame(read_csv(table))
    else:
        own = _read(country.path.parent / country.table.units)
        facts = pd.DataFrame(own.drop(columns="geometry"))
    for column in _UNIT_COLUMNS:
        if column not in facts:
            facts[column] = ""
    if "official_area_km2" not in facts:
        facts["official_area_km2"] = float("nan")
    facts["official_area_m2"] = facts.pop("official_area_km2").astype(float) * 1e6
    merged = frame[["code", "geometry"]].merge(facts, on="code").sort_values("code")
    return merged[[*facts.columns, "geometry"]].reset_index(drop=True)


def _none(columns: tuple[str, ...]) -> geopandas.GeoDataFrame:
    import geopandas  # noqa: PLC0415 - heavy: imported when boundaries are asked for

    return geopandas.GeoDataFrame(columns=[*columns], geometry="geometry", crs=4326)


def _read(path: Path) -> geopandas.GeoDataFrame:
    """Return the features of a file of the country's."""
    import geopandas  # noqa: PLC0415 - heavy: imported when boundaries are asked for

    try:
        features: list[dict[str, Any]] = json.loads(path.read_bytes())["features"]
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise DataError(
            f"The file {path} of the country is damaged ({error}); give GeoJSON, or install again."
        ) from error
    rows = [feature["properties"] for feature in features]
    return geopandas.GeoDataFrame(rows, geometry=shapes, crs=4326)
