"""Make a study of a file of boundaries and a line."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from ceaseline.geo.country.place_file import read_settlements
from ceaseline.geo.country.unit_file import fitted
from ceaseline.geo.errors import CeaselineError, InputError
from ceaseline.geo.readers import read
from ceaseline.geo.readers.reading import POLYGONS
from ceaseline.geo.unseen import cleaned
from ceaseline.layers.importing.files import Choices, import_file
from ceaseline.layers.study import FILE, using

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from ceaseline.layers.importing import Imported

__all__ = ["Made", "NewStudy", "new_study"]

_NAMES: Final = (
    "name", "name_en", "shapename", "name_1", "adm1_en", "adm1_name", "nam", "admin1name_en",
    "region", "province",
)  # fmt: skip
_CODES: Final = (
    "code", "iso_3166_2", "iso3166_2", "shapeiso", "iso", "hasc_1", "adm1_pcode", "pcode", "gid_1",
)  # fmt: skip
"""What publishers call the columns of names and codes, in the order in which they are taken."""
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_DEPTH_KM: Final = 2
_DECIMALS: Final = 7


@dataclass(frozen=True)
class NewStudy:
    """What a study is made of.

    Attributes
    ----------
    boundaries : Path
        First-level units, in a format that `ceaseline.geo.readers.read` takes.
    line : Path
        The line, as `ceaseline import` takes it.
    left, right : str
        The party on the left of the line and the one on its right.
    title, country : str
        What people call the study, and what is divided; from the folder's name if empty.
    settlements : Path, optional
        A table with name, lon, lat and people.
    name_column, code_column : str
        Of the boundaries; found by what publishers call them if empty.
    """

    boundaries: Path
    line: Path
    left: str
    right: str
    title: str = ""
    country: str = ""
    settlements: Path | None = None
    name_column: str = ""
    code_column: str = ""


@dataclass(frozen=True)
class Made:
    """A study that was made.

    Attributes
    ----------
    folder : Path
    units : int
        How many there are.
    line : Imported
        What bringing the line in came to.
    notes : tuple of str
        What was done to the units.
    """

    folder: Path
    units: int
    line: Imported
    notes: tuple[str, ...]


def new_study(folder: str | Path, given: NewStudy) -> Made:
    """Write a study into a new folder, with its texts explaining themselves.

    Parameters
    ----------
    folder : path
        Where to; it is not there yet, or empty. Its name is the study's id.
    given : NewStudy

    Raises
    ------
    InputError, GeometryError
        If the folder is in the way, or boundaries, line or settlements cannot be read; nothing is
        written then.
    """
    target = Path(folder)
    name = _slug(target.resolve().name)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"{target} is there already; give a folder that is new or empty.")
    if not target.resolve().parent.is_dir():
        raise InputError(f"The folder {target.resolve().parent} does not exist; make it first.")
    frame, notes = _units(given)
    with tempfile.TemporaryDirectory(dir=target.resolve().parent, prefix=".new-") as scratch:
        made = Path(scratch) / name
        (made / "library").mkdir(parents=True)
        with _told_of(made, target):
            _fill(made, name, given, frame)
            with using(made):
                choices = Choices(title=given.title or cleaned(target.resolve().name))
                _, line = import_file(
                    given.line, "line", made / "library" / "line.geojson", choices
                )
        if target.exists():
            target.rmdir()
        shutil.move(made, target)
    return Made(target, len(frame), line, notes)


@contextmanager
def _told_of(made: Path, target: Path) -> Iterator[None]:
    """Name in errors the folder that a person gave, not the one that is made on the way."""
    try:
        yield
    except CeaselineError as error:
        raise type(error)(str(error).replace(str(made), str(target))) from None


def _fill(made: Path, name: str, given: NewStudy, frame: gpd.GeoDataFrame) -> None:
    """Write everything of a study but its line."""
    _write_texts(made, name, given)
    _write_units(made / "units.geojson", frame)
    if given.settlements is not None:
        with using(made):
            _write_settlements(made / "settlements.csv", given.settlements)
        _write_texts(made, name, given, counted=True)


def _slug(name: str) -> str:
    found = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
    if not found:
        raise InputError(f"{name!r:.80} cannot name a study; give a folder with letters or digits.")
    return found


def _units(given: NewStudy) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
    """Return one row a unit: code, name and a geometry that shares its edges with the others."""
    import geopandas  # noqa: PLC0415 - heavy: imported when a study is made

    path = given.boundaries
    reading = read(path)
    frame = reading.frame[reading.frame.geom_type.isin(POLYGONS)]
    if frame.empty:
        raise InputError(f"{path} holds no polygons; give a file of first-level units.")
    column = _column(frame, path, given.name_column, _NAMES, "--name-column")
    if column is None:
        raise InputError(
            f"{path} has no column that is known to name units; it has {_columns(frame)}. Give one "
            "of them with --name-column."
        )
    frame = frame.assign(**{column: [cleaned(str(name)).strip() for name in frame[column]]})
    if (nameless := int((frame[column] == "").sum())) > 0:
        raise InputError(f"{path}: {nameless} features have no {column!r}; name every unit.")
    whole = frame.dissolve(by=column, sort=True).reset_index()
    notes = list(reading.notes)
    shapes = fitted(np.asarray(whole.geometry.to_numpy(), dtype=object), notes, path)
    names = [str(name) for name in whole[column]]
    codes = _codes(whole, path, given.code_column)
    units = geopandas.GeoDataFrame({"code": codes, "name": names}, geometry=shapes, crs=4326)
    return units, tuple(notes)


def _column(
    frame: gpd.GeoDataFrame, path: Path, given: str, known: tuple[str, ...], option: str
) -> str | None:
    if given and given not in frame:
        raise InputError(
            f"{path} has no column {given!r:.60}; it has {_columns(frame)}. Give one with {option}."
        )
    if given:
        return given
    own = {str(name).lower(): str(name) for name in frame.columns.drop(frame.geometry.name)}
    return next((own[name] for name in known if name in own), None)


def _columns(frame: gpd.GeoDataFrame) -> str:
    return ", ".join(map(str, frame.columns.drop(frame.geometry.name)))[:200] or "none"


def _codes(whole: gpd.GeoDataFrame, path: Path, given: str) -> list[str]:
    """Return the codes of a column, or numbers in the order of the names where it has none."""
    column = _column(whole, path, given, _CODES, "--code-column")
    found = [] if column is None else [str(code).strip() for code in whole[column]]
    sound = all(_CODE.fullmatch(code) for code in found) and len(set(found)) == len(found)
    if found and sound:
        return found
    if given:
        raise InputError(
            f"The column {given!r:.60} of {path} gives two units one code, or one that is not made "
            "of letters, digits, dots and hyphens; give another."
        )
    return [f"U-{number:02d}" for number in range(1, len(whole) + 1)]


def _write_units(path: Path, frame: gpd.GeoDataFrame) -> None:
    rows = zip(frame["code"], frame["name"], frame.geometry, strict=True)
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"code": code, "name": name},
                "geometry": json.loads(shapely.to_geojson(_rounded(shape))),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for code, name, shape in rows
    ]
    body = ",\n".join(lines)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', encoding="utf-8")


def _rounded(shape: Any) -> Any:
    return shapely.transform(shape, lambda xy: np.round(xy, _DECIMALS))


def _write_settlements(path: Path, table: Path) -> None:
    frame = read_settlements(table).settlements.copy()
    for column in ("name_uk", "name_ru", "other_names"):
        if column not in frame:
            frame[column] = ""
    columns = ["id", "name", "name_uk", "name_ru", "other_names", "population", "part_of"]
    frame[[*columns, "unit_code", "rank", "lon", "lat"]].sort_values("id").to_csv(path, index=False)


def _write_texts(folder: Path, name: str, given: NewStudy, *, counted: bool = False) -> None:
    """Write the three texts; with the settlements only once their table is there."""
    country = given.country or name.replace("-", " ").title()
    people = _SETTLEMENTS.format(title=_text(given.settlements.name)) if given.settlements else ""
    fields = {
        "folder": name,
        "id": _text(name),
        "title": _text(given.title or country),
        "left": _text(given.left),
        "right": _text(given.right),
        "country": _text(country),
        "code": _text(name.upper()[:40]),
        "placement": _text("line"),
        "units": _text(given.boundaries.name),
        "depth": str(_DEPTH_KM),
        "settlements": 'settlements = "settlements.csv"'
        if counted
        else '# settlements = ""        # CSV',
        "rests": '["settlements"]' if counted else "[]",
    }
    for file in (FILE, "sources.toml", "proposal.toml"):
        own = fields | ({"settlements": people * counted} if file == "sources.toml" else {})
        text = (Path(__file__).parent / file).read_text(encoding="utf-8")
        (folder / file).write_text(Template(text).substitute(own), encoding="utf-8")


_SETTLEMENTS: Final = """
[settlements]
title = {title}
publisher = "not stated"
date = ""
licence = "not stated"
redistributable = false
"""


def _text(words: str) -> str:
    """Return a text as TOML has it."""
    return json.dumps(cleaned(words).strip(), ensure_ascii=False)
