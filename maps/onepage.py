"""A placement on one printed page: map, figures, provisions, method, sources, limits."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure

from maps.document import catalogue, made_with, words
from maps.figure import INCH, PAGES
from maps.i18n import tongue as tongue_of
from maps.layout import map_axes
from maps.lettering import FONT, column
from maps.style import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.plan import Plan
    from layers.provisions import Proposal
    from maps.document import Words
    from maps.figure import Sheet

__all__ = ["one_page", "picture"]

_EDGE = 0.5
_SMALL = 6.2


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
    page.text(x, 1 - 0.4 / height, sheet.title or said.title, size=14, weight="bold",
              color=LIGHT.ink, va="top", family=FONT)  # fmt: skip
    under = " · ".join(filter(None, (said.date, said.zone)))
    page.text(x, 1 - 0.7 / height, under, size=7.5, color=LIGHT.ink_soft, va="top", family=FONT)
    map_high = 5.0
    bottom = 1 - (0.95 + map_high) / height
    map_axes(page, (x, bottom, 1 - 2 * x, map_high / height), [plan], tongue, LIGHT)
    top = bottom - 0.15 / height
    y = _heading(page, x, top, tongue["figures"])
    left = _rows(page, (x, y), half, _figure_rows(said))
    y = _heading(page, x, left - 0.1 / height, tongue["provisions"])
    column(page, (x, y), _provision_lines(said), half * 72, _SMALL, LIGHT.ink)
    x2 = (_EDGE + half + 0.3) / width
    sources = [_credit(source) for source in catalogue([plan], tongue).values()]
    limits = [tongue["method"], tongue["disclaimer"], *map(tongue.said, plan.boundaries.notes)]
    y = top
    for heading, texts in (
        (tongue["notes"], [said.notes]),
        (tongue["about"], limits),
        (tongue["sources"], sources),
    ):
        if any(texts):
            y = _heading(page, x2, y, heading)
            y = column(page, (x2, y), texts, half * 72, _SMALL, LIGHT.ink_soft) - 0.08 / height
    page.text(x, 0.3 / height, made_with(tongue), size=_SMALL, color=LIGHT.ink_soft, family=FONT)
    return page


def picture(plan: Plan, sheet: Sheet) -> str:
    """Return the map alone as an SVG element for a page.

    Parameters
    ----------
    plan : Plan
    sheet : Sheet
    """
    drawn = Figure(figsize=(10, 6.4), facecolor=LIGHT.paper)
    map_axes(drawn, (0.001, 0.001, 0.998, 0.998), [plan], tongue_of(sheet.lang), LIGHT)
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "ceaseline", "svg.fonttype": "none"}):
        drawn.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    return text[text.index("<svg") :]


def _heading(page: Figure, x: float, y: float, text: str) -> float:
    page.text(x, y, text, size=8, weight="bold", color=LIGHT.ink, va="top", family=FONT)
    return y - 0.2 / page.get_figheight()


def _figure_rows(said: Words) -> list[tuple[str, str]]:
    rows = []
    for figure in said.figures:
        name = figure["name"]
        if figure["side"] is not None:
            name += f": {figure['party']}"
        rows.append((", ".join(filter(None, (name, figure["short_basis"]))), figure["shown"]))
    return rows


def _rows(
    page: Figure, spot: tuple[float, float], wide: float, rows: Sequence[tuple[str, str]]
) -> float:
    x, y = spot
    for name, value in rows:
        page.text(x, y, name, size=_SMALL, color=LIGHT.ink_soft, va="top", family=FONT)
        page.text(x + wide / page.get_figwidth(), y, value, size=_SMALL, color=LIGHT.ink, va="top",
                  ha="right", family=FONT)  # fmt: skip
        y -= 0.125 / page.get_figheight()
    return y


def _provision_lines(said: Words) -> list[str]:
    return [
        f"{p['text']}: {p['verdict']}" + (f" ({p['measured']})" if p["measured"] else "")
        for p in said.provisions
    ]


def _credit(source: dict[str, str]) -> str:
    parts = (source["title"], source["publisher"], source["date"], source["licence"])
    return ", ".join(filter(None, parts))
