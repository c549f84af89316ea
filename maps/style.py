"""One visual language for every map: colours, dashes, sizes and the zoom each thing appears at."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ceaseline.geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceaseline.layers.placement.placement import Basis

__all__ = [
    "DARK",
    "DASHES",
    "LIGHT",
    "PALETTES",
    "THEMES",
    "TOWNS",
    "Palette",
    "Town",
    "as_json",
    "check_theme",
    "contrast",
    "css",
    "people_radius",
    "town",
]


THEMES = ("auto", "light", "dark")
"""How a page or a report may be coloured: as the reader's system is set, or so in any case."""


def check_theme(theme: str) -> None:
    """Refuse a theme that there is not.

    Examples
    --------
    >>> check_theme("sepia")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: There is no theme 'sepia'; give auto, light or dark.
    """
    if theme not in THEMES:
        raise InputError(f"There is no theme {theme!r:.40}; give auto, light or dark.")


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as ``#rrggbb``.

    Parties are told apart by hue (blue, amber) and by lightness, so that they survive colour
    blindness and grey paper; `tests/maps/page/test_style.py` simulates both.

    Attributes
    ----------
    paper, paper_raised, ink, ink_soft, rule, accent : str
        The page: background, cards, text, secondary text, hairlines, links and focus.
    sea, land, water, coast, border, oblast, drained : str
        The base: open sea, neighbours, rivers and lakes, coastline, state and oblast borders,
        drained reservoirs.
    fill : (str, str)
        Territory of the first and the second party.
    strong : (str, str)
        The parties' hue for symbols and for text on paper.
    line, halo, zone, corridor : str
        The demarcation line and its casing, the zone's hatching, the uncertainty corridor.
    good, bad, other : str
        Verdicts, as text on paper.
    """

    paper: str
    paper_raised: str
    ink: str
    ink_soft: str
    rule: str
    accent: str
    sea: str
    land: str
    water: str
    coast: str
    border: str
    oblast: str
    drained: str
    fill: tuple[str, str]
    strong: tuple[str, str]
    line: str
    halo: str
    zone: str
    corridor: str
    good: str
    bad: str
    other: str


LIGHT = Palette(
    paper="#ffffff",
    paper_raised="#f6f6f3",
    ink="#1d2227",
    ink_soft="#555d66",
    rule="#d5d7d3",
    accent="#1c5d99",
    sea="#dce6ea",
    land="#f3f1ec",
    water="#9dbccb",
    coast="#8ba4b1",
    border="#85807a",
    oblast="#8a95a0",
    drained="#8a7f6a",
    fill=("#d3e3f3", "#e8b578"),
    strong=("#1c5288", "#9a4d00"),
    line="#16181b",
    halo="#ffffff",
    zone="#5a2d82",
    corridor="#3c4248",
    good="#1b6e3c",
    bad="#a32a22",
    other="#555d66",
)

DARK = Palette(
    paper="#171b20",
    paper_raised="#20262c",
    ink="#eceef0",
    ink_soft="#a9b2bb",
    rule="#39424b",
    accent="#8cc2f5",
    sea="#10151a",
    land="#22272d",
    water="#4a6c80",
    coast="#45606f",
    border="#7d7a75",
    oblast="#71808f",
    drained="#a3957a",
    fill=("#22415f", "#8f5f2c"),
    strong=("#8fc1f2", "#f2b36b"),
    line="#ffffff",
    halo="#0d1013",
    zone="#d9b8f5",
    corridor="#d7dce1",
    good="#7fd6a0",
    bad="#ff9d94",
    other="#a9b2bb",
)

PALETTES: Mapping[str, Palette] = {"light": LIGHT, "dark": DARK}

DASHES: Mapping[Basis, tuple[float, ...]] = {
    "settlements": (),
    "river": (14.0, 3.0),
    "admin border": (9.0, 3.0, 2.0, 3.0),
    "state border": (9.0, 3.0, 2.0, 3.0, 2.0, 3.0),
    "drawn": (5.0, 3.0),
    "imported": (2.0, 3.0),
}
"""Dash pattern of each section basis, in multiples of a CSS pixel."""


@dataclass(frozen=True)
class Town:
    """How a settlement of some rank is drawn.

    Attributes
    ----------
    zoom : float
        Web-map zoom at which the dot and, room given, the label appear.
    dot : float
        Radius of the dot, CSS pixels.
    text : float
        Size of the label, CSS pixels.
    bold : bool
        Whether the label is bold.
    """

    zoom: float
    dot: float
    text: float
    bold: bool = False


TOWNS: tuple[Town, ...] = (
    Town(0.0, 3.6, 14.0, bold=True),
    Town(4.4, 2.6, 12.0),
    Town(6.5, 2.2, 11.5),
    Town(8.0, 1.9, 11.0),
    Town(9.5, 1.7, 11.0),
    Town(11.0, 1.5, 11.0),
)
"""The ranks: capital, oblast centre, then by people (see `town`)."""

_PEOPLE = (100_000, 20_000, 4_000)


def town(rank: int, people: int, *, beside: bool = False) -> int:
    """Return the index into `TOWNS` of a settlement.

    Parameters
    ----------
    rank : int
        0 for the capital, 1 for an oblast centre, more for everything else.
    people : int
        Population.
    beside : bool
        Whether it lies beside a far greater one, as a suburb or a district does.

    Examples
    --------
    >>> town(0, 2_900_000), town(2, 60_000), town(4, 300)
    (0, 3, 5)
    """
    if rank < 2:
        return rank
    own = 2 + sum(people < bound for bound in _PEOPLE)
    return min(own + 2 * beside, len(TOWNS) - 1)


def people_radius(people: float) -> float:
    """Return the radius in CSS pixels of a settlement drawn by its people: area grows with them.

    Examples
    --------
    >>> people_radius(0), round(people_radius(10_000), 2), round(people_radius(400_000), 1)
    (2.0, 4.0, 14.6)
    """
    return float(2.0 + 0.02 * max(people, 0.0) ** 0.5)


def css(palette: Palette) -> str:
    """Return the palette as CSS custom properties, one declaration a colour.

    Examples
    --------
    >>> css(LIGHT)[:37]
    '--paper:#ffffff;--paper-raised:#f6f6f'
    """
    out = []
    for name, value in asdict(palette).items():
        values = value if isinstance(value, tuple) else (value,)
        for n, colour in enumerate(values):
            suffix = f"-{n}" if isinstance(value, tuple) else ""
            out.append(f"--{name.replace('_', '-')}{suffix}:{colour};")
    return "".join(out)


def as_json() -> dict[str, Any]:
    """Return everything the page's own drawing needs, as JSON values."""
    return {
        "palettes": {name: asdict(palette) for name, palette in PALETTES.items()},
        "dashes": {basis: list(dash) for basis, dash in DASHES.items()},
        "towns": [asdict(town_) for town_ in TOWNS],
    }


def contrast(one: str, two: str) -> float:
    """Return the WCAG contrast ratio of two colours, 1 to 21.

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return round((high + 0.05) / (low + 0.05), 4)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
