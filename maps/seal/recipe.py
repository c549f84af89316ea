"""How a file is drawn, and with what: enough to draw it again, byte for byte."""

from __future__ import annotations

import hashlib
import platform
import sys
import zlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely

import ceaseline

__all__ = ["made_with", "recipe"]

_FLOORS = ("geo", "layers", "maps")
_LIBRARIES = (
    "folium",
    "branca",
    "jinja2",
    "xstatic-leaflet",
    "matplotlib",
    "typst",
    "pillow",
    "numpy",
    "scipy",
    "shapely",
    "pyproj",
    "geopandas",
    "pandas",
)


def recipe(what: str, **options: Any) -> dict[str, Any]:
    """Return what a manifest says about how its file is drawn, as JSON values.

    Parameters
    ----------
    what : str
        What is drawn: one of those that :func:`ceaseline.maps.verify.rerender.redrawn` knows.
    **options
        What was asked for beside the placements, the zone and the proposal.

    Examples
    --------
    >>> held = recipe("map", lang="uk")
    >>> held["what"], held["options"], held["made_with"]["ceaseline"].split("+")[0]
    ('map', {'lang': 'uk'}, '0.1.0')
    """
    return {"what": what, "options": options, "made_with": made_with()}


def made_with() -> dict[str, str | None]:
    """Return the versions of everything that the bytes of a drawing depend on; None if absent.

    Examples
    --------
    >>> sorted(made_with())[:3]
    ['GEOS', 'PROJ', 'branca']
    """
    return {
        "ceaseline": _own_version(),
        "python": platform.python_version(),
        "machine": f"{sys.platform} {platform.machine()} {_vector_units()}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "GEOS": shapely.geos_version_string,
        "PROJ": pyproj.proj_version_str,
        **{name: _installed(name) for name in _LIBRARIES},
    }


def _vector_units() -> str:
    """Return the vector units that numpy uses here: the last digit of a sine depends on them."""
    found = np.show_config(mode="dicts")["SIMD Extensions"]
    return " ".join([*found.get("baseline", ()), *found.get("found", ())])


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


@cache
def _own_version() -> str:
    """Return the tool's version; in a checkout, which changes between two, with a hash of the code.

    The hash is of what the files hold, not of where they stand.
    """
    package = Path(ceaseline.__file__).parent
    if (package / "geo").is_dir():
        return ceaseline.__version__
    held = [path for floor in _FLOORS for path in (package.parent / floor).rglob("*")]
    found = (path for path in held if path.is_file() and "__pycache__" not in path.parts)
    digests = sorted(hashlib.sha256(path.read_bytes()).digest() for path in found)
    return f"{ceaseline.__version__}+{hashlib.sha256(b''.join(digests)).hexdigest()[:12]}"
