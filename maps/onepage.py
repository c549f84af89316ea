"""A placement on one printed page: map, figures, provisions, method, sources, limits."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import matplotlib as mpl
from matplotlib.figure import Figure

from maps.document import about_people, catalogue, made_with, titles, words
from maps.i18n import tongue as tongue_of
from maps.layout import map_axes, subtitle
from maps.legend import rows_of, strip, strip_depth
from maps.lettering import FONT, PLAIN, column, depth, heading
from maps.print.size import INCH, PAGES
from maps.style import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.plan import Plan
    from layers.provisions import Proposal
    from maps.document import Words
    from maps.figure import Sheet
    from maps.i18n import Tongue

_Row: TypeAlias = tuple[str, ...]

__all__ = ["one_page", "picture"]

_EDGE = 0.5
_COLUMNS = (0.58, 0.79, 1.0)
"""Right edges of the values of all and of either party, as shares of the column."""
_MAPS = (4.2, 4.0, 3.8, 3.6, 3.4, 3.2, 3.0)
"""Heights of the map, inches: the first beside which the text is read."""
_PICTURE = (10.0, 6.4)
"""The map on a page of its own, inches."""
_SIZES = (8.0, 7.8, 7.6, 7.4, 7.2, 7.0, 6.8, 6.6, 6.4, 6.2, 5.8, 5.4, 5.0)
"""Points of the text: the first at which everything fits."""
_READ = 6.8
"""Points of text that is read on paper."""


@mpl.rc_context(PLAIN)
def one_page(plan: Plan, study: Proposal, sheet: Sheet) -> Figure:
    """Return the page as a figure.

    Parameters
    ----------
    plan : Plan
    study : Proposal
    sheet : Sheet
        Its page is set upright.
    """
    height, width = (side / INCH for side in PAGES[sheet.page])
    tongue = tongue_of(sheet.lang)
    said = words(plan, study, tongue)
    page = Figure(figsize=(width, height), facecolor=LIGHT.paper)
    x, half = _EDGE / width, (width - 2 * _EDGE - 0.3) / 2
    title, wide = sheet.title or titles([plan], tongue)[0], (width - 2 * _EDGE) * 72
    heading(page, (x, 1 - 0.4 / height), title, wide, 14, LIGHT.ink, bold=True)
    heading(page, (x, 1 - 0.7 / height), subtitle(said, title), wide, 8, LIGHT.ink_soft)
    blocks = _blocks(plan, said, tongue, study)
    rows = rows_of([plan], said.zone, tongue, LIGHT)
    legend = strip_depth(rows, wide, 3) + 0.1
    high, size, first = _fit(blocks, height - 0.95 - legend - 0.15 - 0.5, half * 72)
    bottom = 1 - (0.95 + high) / height
    map_axes(page, (x, bottom, 1 - 2 * x, high / height), [plan], tongue, LIGHT)
    strip(page, (x, bottom - 0.1 / height), rows, wide, LIGHT, 3)
    bottom -= legend / height
    for left, own in ((_EDGE, blocks[:first]), (_EDGE + half + 0.3, blocks[first:])):
        y = bottom - 0.15 / height
        for block in own:
            y = block.draw(page, (left / width, y), half, size)
    page.text(x, 0.3 / height, made_with(tongue), size=size, color=LIGHT.ink_soft, family=FONT)
    return page


@dataclass(frozen=True)
class _Block:
    """A heading, rows of a name and its values (of all, of either party), and paragraphs."""

    heading: str
    rows: tuple[_Row, ...] = ()
    texts: tuple[str, ...] = ()
    colour: str = LIGHT.ink_soft

    def depth(self, points: float, size: float) -> float:
        """Return how deep it is set, in inches."""
        return 0.29 + _row(size) * len(self.rows) + depth(self.texts, points, size)

    def draw(self, page: Figure, spot: tuple[float, float], wide: float, size: float) -> float:
        """Set it from a top left corner; return where the next one begins."""
        x, y = spot
        page.text(x, y, self.heading, size=size + 1.8, weight="bold", color=LIGHT.ink, va="top",
                  family=FONT)  # fmt: skip
        y -= 0.21 / page.get_figheight()
        for name, *values in self.rows:
            page.text(x, y, name, size=size, color=LIGHT.ink_soft, va="top", family=FONT)
            edges = _COLUMNS if any(values[1:]) else (1.0,)
            for value, edge in zip(values, edges, strict=False):
                page.text(x + edge * wide / page.get_figwidth(), y, value, size=size, va="top",
                          ha="right", color=LIGHT.ink, family=FONT)  # fmt: skip
            y -= _row(size) / page.get_figheight()
        y = column(page, (x, y), self.texts, wide * 72, size, self.colour)
        return y - 0.08 / page.get_figheight()


def _row(size: float) -> float:
    return 1.42 * size / 72


def _blocks(plan: Plan, said: Words, tongue: Tongue, study: Proposal) -> list[_Block]:
    limits = (
        f"{tongue['method']} {about_people(plan, tongue, short=True)}",
        tongue["disclaimer"],
        *map(tongue.said, plan.boundaries.notes),
    )
    sources = tuple(_credit(source) for source in catalogue([plan], tongue, study).values())
    blocks = [
        _Block(
            tongue["figures"],
            *_figure_rows(said, (tongue["both_sides"], *map(tongue.name, plan.parties)), tongue),
        ),
        _Block(tongue["provisions"], texts=tuple(_provision_lines(said, tongue)), colour=LIGHT.ink),
        _Block(tongue["notes"], texts=(said.notes,) if said.notes else ()),
        _Block(tongue["about"], texts=limits),
        _Block(tongue["sources"], texts=sources),
    ]
    return [block for block in blocks if block.rows or block.texts]


def _fit(blocks: Sequence[_Block], deep: float, points: float) -> tuple[float, float, int]:
    """Return the height of the map, the size of the text, and the blocks of the left column."""
    for high in _MAPS:
        for size in _SIZES:
            first = _split(blocks, (deep - high, points), size)
            if first and (size >= _READ or high == _MAPS[-1]):
                return high, size, first
    return _MAPS[-1], _SIZES[-1], len(blocks) // 2


def _split(blocks: Sequence[_Block], room: tuple[float, float], size: float) -> int | None:
    """Return how many blocks go into the left column, so that both fit; None where they do not."""
    deep, points = room
    for first in range(len(blocks) - 1, 0, -1):
        columns = (blocks[:first], blocks[first:])
        if all(sum(b.depth(points, size) for b in own) <= deep for own in columns):
            return first
    return None


@mpl.rc_context(PLAIN)
def picture(plan: Plan, study: Proposal, sheet: Sheet) -> str:
    """Return the map with its legend as an SVG element for a page.

    Parameters
    ----------
    plan : Plan
    study : Proposal
    sheet : Sheet
    """
    tongue = tongue_of(sheet.lang)
    wide, high = _PICTURE
    rows = rows_of([plan], words(plan, study, tongue).zone, tongue, LIGHT)
    whole = high + 0.1 + strip_depth(rows, wide * 72, 4)
    drawn = Figure(figsize=(wide, whole), facecolor=LIGHT.paper)
    share = high / whole
    map_axes(drawn, (0.001, 1 - 0.998 * share, 0.998, 0.996 * share), [plan], tongue, LIGHT)
    strip(drawn, (0, 1 - share - 0.1 / whole), rows, wide * 72, LIGHT, 4)
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "ceaseline", "svg.fonttype": "none"}):
        drawn.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    return text[text.index("<svg") :]


def _figure_rows(
    said: Words, heads: Sequence[str], tongue: Tongue
) -> tuple[tuple[_Row, ...], tuple[str, ...]]:
    """Return the figures, a row each, and what the shares are shares of, ranges among them."""
    values: dict[str, dict[int | None, str]] = {}
    bases = {}
    figures = [one for one in said.figures if not one["id"].startswith("people_listed")]
    for figure in figures:
        name = figure["name"]
        if figure["id"] == "territory_share":
            bases[name] = f"{name}: {figure['basis']}."
        elif figure["short_basis"]:
            name += f", {figure['short_basis']}"
        values.setdefault(name, {})[figure["side"]] = figure["shown"]
    rows = [(name, *(own.get(side, "") for side in (None, 0, 1))) for name, own in values.items()]
    alone = [row for row in rows if not any(row[2:])]
    rest = [row for row in rows if any(row[2:])]
    ranges = [
        f"{figure['name']}: {figure['interval']}"
        for figure in figures
        if figure["interval"] and figure["side"] is None
    ]
    together = []
    if ranges:
        together = [f"{tongue['interval_by_corridor'].format(interval='; '.join(ranges))}."]
    finest = [f"{f['name']}: {f['resolution']}." for f in said.figures if f["resolution"]]
    return (*alone, ("", *heads), *rest), (*bases.values(), *finest[:1], *together)


def _provision_lines(said: Words, tongue: Tongue) -> list[str]:
    return [
        f"{p['text']}: {p['verdict']}"
        + (f"; {tongue['measured'].lower()}: {p['measured']}" if p["measured"] else "")
        for p in said.provisions
    ]


def _credit(source: dict[str, str]) -> str:
    parts = (source["title"], source["publisher"], source["date"], source["licence"])
    return ", ".join(filter(None, parts))
