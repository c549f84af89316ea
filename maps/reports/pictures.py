"""The maps and charts of a report, drawn by matplotlib as SVG elements."""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ceaseline.maps.charts.svg import to_svg
from ceaseline.maps.overtime.drawing import stack
from ceaseline.maps.overtime.notes import notes
from ceaseline.maps.overtime.svg import to_svg as to_time_svg
from ceaseline.maps.print.charts import UNDER, plot, rows_of_key
from ceaseline.maps.print.document import Picture
from ceaseline.maps.print.draw import HATCHES, paint_changes
from ceaseline.maps.print.extent import Extent
from ceaseline.maps.print.legend import other_line, rows_of, strip, strip_depth
from ceaseline.maps.print.map_page import map_axes
from ceaseline.maps.print.text import PLAIN
from ceaseline.maps.style import css
from ceaseline.maps.text.describe import titles, zone_text
from ceaseline.maps.text.quantities import area

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.comparison import Comparison
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal
    from ceaseline.maps.charts.comparison import Chart
    from ceaseline.maps.overtime.chart import Panel
    from ceaseline.maps.print.legend import Row
    from ceaseline.maps.style import Palette
    from ceaseline.maps.text.language import Tongue

__all__ = ["Pen", "themed"]

_HIGH, _LEAST = 0.66, 0.3
"""Height of a map, of its width, at most and at least."""
_HEADING, _LINE = 1.0, 0.2
"""What stands above a map: the title, and the name of each placement, inches."""
_CHART = 1.7
_PANEL = 1.5
"""Heights of the axes of a chart and of a panel over time, inches."""
_BESIDE, _BELOW, _ROW = 0.85, 0.4, 0.15
"""Beside a chart and below it, and a row of its key, inches."""
_MAPS, _CHARTS = 8 / 7, 8 / 6.5
"""How much larger drawings are printed than drawn, so that what is read has 8 points."""
_COLUMN = 2.2
"""Width of a column of the legend, inches, at least."""
_GAP = 0.1
_PATH = re.compile(r' d="([MLCz\d\s.-]*)"')
_CURVE = re.compile(r"C (\S+) (\S+) \S+ \S+ (\S+) (\S+)")
_SMALL = 0.35
"""A curve no longer is its chord, points: the dots of a hatch are thousands of such."""
_DECIMALS = re.compile(r"(\.\d\d)\d+")
_STEP = re.compile(r"([ML]) (\S+) (\S+)|z")
_COLOUR = re.compile(r"(fill|stroke): (#[0-9a-f]{6})\b")


@dataclass(frozen=True)
class Pen:
    """Draws the maps and charts of one report.

    Attributes
    ----------
    tongue : Tongue
    palette : Palette
    wide : float
        Inches.
    web : bool
        Whether for a page in a browser: there colours follow its theme.
    tall : float
        Of a page, inches; a map with what stands above it goes over none.
    """

    tongue: Tongue
    palette: Palette
    wide: float
    web: bool = False
    tall: float = math.inf

    def lines(self, plans: Sequence[Plan], study: Proposal) -> Picture:
        """Return the map of placements with its legend: the first in full, of others the lines."""
        tongue = self.tongue
        zone = zone_text(plans[0], study, tongue)
        rows = rows_of(plans, zone, tongue, self.palette)
        told = tongue["picture_of"].format(names="; ".join(titles(plans, tongue)))
        return Picture(self._map(plans, rows), f"{told}. {zone}.")

    def swap(self, held: Comparison, number: int) -> Picture:
        """Return the map of what changes hands between the base and another placement.

        Parameters
        ----------
        held : Comparison
        number : int
            Of the other, without the base.
        """
        tongue, palette = self.tongue, self.palette
        passes = [
            f"{tongue['to_party'].format(party=tongue.name(account.party))}: "
            f"{tongue.said(area(account.gained[0]))}"
            for account in held.ledgers[number]
        ]
        rows: list[Row] = [
            (Patch(fc=palette.fill[side], ec=palette.strong[side], hatch=HATCHES[side]), text)
            for side, text in enumerate(passes)
        ]
        rows.append((Line2D([], [], color=palette.line, lw=2.2), held.names[0]))
        rows.append((other_line(number + 1), held.names[number + 1]))
        told = f"{tongue['layer_pieces']}: {held.names[0]} → {held.names[number + 1]}"
        pair = (held.plans[0], held.plans[number + 1])
        return Picture(self._map(pair, rows, held, number), f"{told}. {'; '.join(passes)}.")

    def chart(self, chart: Chart) -> Picture:
        """Return a chart."""
        told = " ".join(filter(None, (f"{chart.title}.", chart.words)))
        if self.web:
            return Picture(to_svg(chart), told, chart.words, chart.title)
        wide, rows = self.wide / _CHARTS, rows_of_key(chart)
        below = UNDER + _ROW * rows if rows else _BELOW
        high = _CHART + below + 0.15
        with mpl.rc_context(PLAIN):
            page = Figure(figsize=(wide, high), facecolor=self.palette.paper)
            box = (_BESIDE / wide, below / high, 1 - (_BESIDE + 0.15) / wide, _CHART / high)
            plot(chart, page.add_axes(box, facecolor="none"), self.palette)
            return Picture(_svg(page), told, chart.words, chart.title)

    def times(self, plans: Sequence[Plan], found: Sequence[Panel]) -> list[Picture]:
        """Return what placements come to over time: on paper all panels in one picture."""
        tongue = self.tongue
        if self.web:
            return [
                Picture(
                    to_time_svg(one, tongue),
                    one.words(tongue),
                    " ".join((one.words(tongue), *notes(plans, [one], tongue, people=False))),
                    one.title,
                )
                for one in found
            ]
        bases = [f"{one.title}: {told}." for one in found if (told := one.basis(tongue))]
        caption = " ".join([*bases, *notes(plans, found, tongue, people=False)])
        with mpl.rc_context(PLAIN):
            size = (self.wide / _CHARTS, _PANEL * len(found))
            page = Figure(figsize=size, facecolor=self.palette.paper)
            plain = [replace(one, bases=()) for one in found]
            stack(page, plain, (0.05, 1), tongue, self.palette)
            return [Picture(_svg(page), " ".join(one.words(tongue) for one in found), caption)]

    @mpl.rc_context(PLAIN)
    def _map(
        self, plans: Sequence[Plan], rows: Sequence[Row], held: Comparison | None = None,
        number: int = 0,
    ) -> str:  # fmt: skip
        """Draw a map with its legend below, in as many columns as have room."""
        wide, palette = self.wide / (1 if self.web else _MAPS), self.palette
        columns = max(2, int(wide / _COLUMN))
        below = _GAP + strip_depth(rows, wide * 72, columns)
        room = (self.tall - _HEADING - _LINE * len(plans)) * wide / self.wide - below
        high = min(_HIGH * wide, max(room, _LEAST * wide))
        whole = high + below
        drawn = Figure(figsize=(wide, whole), facecolor=palette.paper)
        share = high / whole
        box = (0.001, 1 - 0.998 * share, 0.998, 0.996 * share)
        axes = map_axes(drawn, box, plans, self.tongue, palette, (number + 1,) if held else (),
                        Extent("zone"))  # fmt: skip
        if held is not None:
            paint_changes(axes, held.pieces[number], held.basis.parties, palette)
        strip(drawn, (0, 1 - share - _GAP / whole), rows, wide * 72, palette, columns)
        return themed(_svg(drawn), palette) if self.web else _svg(drawn)


def themed(svg: str, palette: Palette) -> str:
    """Return a drawing whose colours are those of the page that it stands on.

    Examples
    --------
    >>> from ceaseline.maps.style import LIGHT
    >>> themed('<path style="fill: #d3e3f3; stroke: #123456"/>', LIGHT)
    '<path style="fill: var(--fill-0); stroke: #123456"/>'
    """
    names: dict[str, str] = {}
    for one in css(palette).split(";")[:-1]:
        name, _, colour = one.partition(":")
        names.setdefault(colour, name)
    return _COLOUR.sub(
        lambda found: f"{found[1]}: var({names[found[2]]})" if found[2] in names else found[0], svg
    )


def _svg(drawn: Figure) -> str:
    """Return a figure as an element: paths to a tenth of a point, no ids that two may share."""
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "ceaseline", "svg.fonttype": "none"}):
        drawn.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    text = text[text.index("<svg") :].replace("\n", " ")
    text = re.sub(r"<metadata>.*?</metadata>", "", text)
    text = re.sub(r'<g id="[^"]*"', "<g", text)
    return _PATH.sub(lambda found: f' d="{_short(found[1])}"', text)


def _short(path: str) -> str:
    """Return a path to a tenth of a point, each line from the end of the last.

    One with curves that can be seen is only cut to hundredths.

    Examples
    --------
    >>> _short("M 0.72 474.24  L 719.28 474.24  L 719.28 0.95  z ")
    'M 0.7 474.2l718.6 0 0-473.2z'
    """
    path = _CURVE.sub(_chord, path)
    if "C" in path:
        return _DECIMALS.sub(r"\1", path)
    out: list[str] = []
    letter, here = "", (0, 0)
    for found in _STEP.finditer(path):
        if found[1] is None:
            out, letter = [*out, "z"], ""
            continue
        spot = round(float(found[2]) * 10), round(float(found[3]) * 10)
        if found[1] == "M":
            out.append(f"M {spot[0] / 10:g} {spot[1] / 10:g}")
            letter = ""
        elif spot != here:
            across, down = _tenths(spot[0] - here[0]), _tenths(spot[1] - here[1])
            gap = "l" if letter != "l" else "" if across[0] == "-" else " "
            out.append(f"{gap}{across}{down if down[0] == '-' else ' ' + down}")
            letter = "l"
        here = spot
    return "".join(out)


def _chord(curve: re.Match[str]) -> str:
    x, y, end_x, end_y = map(float, curve.groups())
    small = max(abs(x - end_x), abs(y - end_y)) <= _SMALL
    return f"L {curve[3]} {curve[4]}" if small else curve[0]


def _tenths(number: int) -> str:
    """Return tenths as short as they can be written."""
    return f"{number / 10:g}".replace("0.", ".", 1) if abs(number) < 10 else f"{number / 10:g}"
