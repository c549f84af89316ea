"""What can be downloaded: addresses, sizes and hashes of datasets that the tool does not carry."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import nearest_names

__all__ = ["Download", "download", "names"]

MIB = 2**20
_DAILY = "https://raw.githubusercontent.com/cyterat/deepstate-map-data"
_BOUNDARIES = "https://github.com/wmgeolab/geoBoundaries/raw"
_VIINA = "https://media.githubusercontent.com/media/zhukovyuri/VIINA/main/Data"


@dataclass(frozen=True)
class Download:
    """One file that can be downloaded.

    Attributes
    ----------
    name : str
        As it is asked for.
    source : str
        Id of its publisher's entry in the catalogue.
    url, filename : str
        Where it is, and what it is called in the cache.
    most_bytes : int
        A larger answer is refused.
    sha256 : str
        Where the publisher's file is fixed; empty where it changes.
    """

    name: str
    source: str
    url: str
    filename: str
    most_bytes: int
    sha256: str = ""


def _daily(day: dt.date, commit: str = "main", sha256: str = "") -> Download:
    filename = f"deepstatemap_data_{day:%Y%m%d}.geojson"
    url = f"{_DAILY}/{commit}/data/{filename}"
    return Download(f"deepstate-{day}", "deepstate", url, filename, 16 * MIB, sha256)


_FIXED = {
    entry.name: entry
    for entry in (
        _daily(
            dt.date(2024, 11, 7),
            "fe6e0df236004bbb9e180ae0de150ec9c67dbd79",
            "8f9961c012de486e8cb4e84c7ca6c6b166a4b09d6f63a1c01138bc9b85950b84",
        ),
        _daily(
            dt.date(2025, 10, 15),
            "b1678fd4f107388337e3efd0798a9d317111b279",
            "24bec582c1575d31cae507e3bc8eabc1265087c316869d1da95c9fc9e763af4d",
        ),
        Download(
            "geoboundaries",
            "geoboundaries",
            f"{_BOUNDARIES}/06a4d8899744dc720033b7d70765ff6f4d634fdc/releaseData/gbOpen/UKR/ADM1/"
            "geoBoundaries-UKR-ADM1.geojson",
            "geoBoundaries-UKR-ADM1.geojson",
            64 * MIB,
        ),
        Download(
            "geoboundaries-raions",
            "geoboundaries-raions",
            f"{_BOUNDARIES}/main/releaseData/gbOpen/UKR/ADM2/geoBoundaries-UKR-ADM2.geojson",
            "geoBoundaries-UKR-ADM2.geojson",
            128 * MIB,
        ),
        Download(
            "ocha-cod-ab",
            "ocha-cod-ab",
            "https://data.humdata.org/dataset/d23f529f-31e4-4021-a65b-13987e5cfb42/resource/"
            "4105bb4d-5a9d-4824-a1d7-53141cf47c44/download/ukr_admbnd_sspe_20240416_ab_shp.zip",
            "ukr_admbnd_sspe_20240416_ab_shp.zip",
            200 * MIB,
        ),
        Download(
            "geonames-ukraine",
            "geonames-ukraine",
            "https://download.geonames.org/export/dump/UA.zip",
            "UA.zip",
            32 * MIB,
        ),
    )
}
_FIRST_DAY = dt.date(2024, 7, 8)
_FIRST_YEAR = 2022


def names() -> tuple[str, ...]:
    """Return what can be asked for; a date or a year stands for all of its kind.

    Examples
    --------
    >>> names()[0]
    'deepstate-2024-11-07'
    """
    return (*_FIXED, "deepstate-YYYY-MM-DD", "viina-YYYY")


def download(name: str) -> Download:
    """Return a download by its name.

    Parameters
    ----------
    name : str
        One of :func:`names`, a date or a year filled in.

    Raises
    ------
    InputError
        If there is none; the message gives those there are, or why not.

    Examples
    --------
    >>> download("viina-2024").filename, download("deepstate-2025-01-31").sha256
    ('control_latest_2024.zip', '')
    """
    if name in _FIXED:
        return _FIXED[name]
    if match := re.fullmatch(r"viina-(\d{4})", name):
        year = int(match[1])
        if year >= _FIRST_YEAR:
            filename = f"control_latest_{year}.zip"
            return Download(name, "viina", f"{_VIINA}/{filename}", filename, 128 * MIB)
    if match := re.fullmatch(r"deepstate-(\d{4}-\d{2}-\d{2})", name):
        return _daily(_day(match[1]))
    if name.startswith("isw"):
        raise InputError(
            "ISW/CTP publish no fixed file to download; save their shapefile from the interactive "
            "map and bring it in with `ceaseline import`."
        )
    near = nearest_names(name, names())
    hint = f"did you mean {', '.join(near)}?" if near else f"there are {', '.join(names())}."
    raise InputError(f"There is no download {name!r:.80}; {hint}")


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text} is no date; give YYYY-MM-DD.") from error
    if day < _FIRST_DAY:
        raise InputError(f"The archive begins on {_FIRST_DAY}; {day} is before that.")
    return day
