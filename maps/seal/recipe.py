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

import geo
import layers

__all__ = ["FILES", "made_with", "recipe"]

FILES = "ceaseline files"
"""What the tool's own files are called among the versions: a checkout changes between two."""

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
    >>> held["what"], held["options"], held["made_with"]["ceaseline"] == geo.__version__
    ('map', {'lang': 'uk'}, True)
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
        "ceaseline": geo.__version__,
        FILES: _own_files(),
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
def _own_files() -> str:
    """Return the sha256 of the tool's own files, so that no two states pass for one version."""
    digest = hashlib.sha256()
    for folder in (Path(geo.__file__), Path(layers.__file__), Path(__file__)):
        root = folder.parent
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                name = path.relative_to(root.parent).as_posix()
                digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
