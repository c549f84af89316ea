"""The panels over time as SVG for a page: no script, no fonts, colours from the page's theme."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from ceaseline.maps.charts.comparison import ticks
from ceaseline.maps.overtime.chart import day_ticks, marked, thinned

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ceaseline.maps.overtime.chart import Panel, Row
    from ceaseline.maps.text.language import Tongue

__all__ = ["key", "to_svg"]

_WIDE, _HIGH = 350.0, 150.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 68.0, 14.0, 8.0, 22.0
_FLOOR = _HIGH - _BOTTOM
_LETTER = 7.5
"""Width of a letter of a day, at most."""
_INKS = ("var(--strong-0)", "var(--strong-1)")


class _Frame:
    """The places of days and values on the drawing."""

    def __init__(self, panel: Panel) -> None:
        self.days = [point.day for point in panel.rows[0].points]
        self.dates = day_ticks(self.days)
        self.values = ticks(0.0, panel.greatest or 1.0, 4)
        wide = _LETTER * len(self.dates[0][1])
        self.right = _WIDE - max(_RIGHT, wide / 2)
        self.texts = thinned(self.dates, self.right - _LEFT, wide)

    def x(self, day: dt.date) -> float:
        first, last = self.dates[0][0], self.dates[-1][0]
        share = (day - first).days / max((last - first).days, 1)
        return _LEFT + share * (self.right - _LEFT)

    def y(self, value: float) -> float:
        return _FLOOR - value / self.values[-1] * (_FLOOR - _TOP)


def to_svg(panel: Panel, tongue: Tongue, *, pressed: bool = False) -> str:
    """Return a panel as an SVG element.

    Parameters
    ----------
    panel : Panel
        Its texts may be anybody's: they are escaped.
    tongue : Tongue
    pressed : bool
        Whether each day is a button, ``data-go`` the place of its plan, for a page whose script
        hears it; else the whole is one picture with its words.
    """
    frame = _Frame(panel)
    label = escape(panel.title if pressed else panel.words(tongue), quote=True)
    out = [
        f'<svg class="over-time" role="{"group" if pressed else "img"}" aria-label="{label}" ',
        f'viewBox="0 0 {_WIDE:g} {_HIGH:g}" width="100%" font-size="11" ',
        'font-family="system-ui, sans-serif">',
    ]
    out += _axes(frame, tongue)
    if pressed:
        out += _columns(panel, frame, tongue)
    for row in panel.rows:
        out += _row(row, frame)
    return "".join([*out, "</svg>"])


def _axes(frame: _Frame, tongue: Tongue) -> list[str]:
    out = []
    for value, shown in zip(frame.values, marked(frame.values, tongue), strict=True):
        y = frame.y(value)
        ink = "var(--ink-soft)" if value == 0 else "var(--rule)"
        out.append(f'<path d="M{_LEFT:g} {y:.1f}H{frame.right:g}" stroke="{ink}"/>')
        out.append(_text(_LEFT - 6, y + 4, shown, "end"))
    for (day, _), text in zip(frame.dates, frame.texts, strict=True):
        x = frame.x(day)
        out.append(f'<path d="M{x:.1f} {_FLOOR:g}v4" stroke="var(--ink-soft)"/>')
        if text:
            out.append(_text(x, _HIGH - 5, text, "middle"))
    return out


def _columns(panel: Panel, frame: _Frame, tongue: Tongue) -> list[str]:
    """Return a button for each day, as wide as the way to its neighbours, and the day's mark."""
    spots = [frame.x(day) for day in frame.days]
    edges = [_LEFT - 8, *((a + b) / 2 for a, b in pairwise(spots)), _WIDE]
    out = []
    for k, x in enumerate(spots):
        own = [row.points[k] for row in panel.rows]
        told = "; ".join(
            f"{row.party} {point.shown}".strip() for row, point in zip(panel.rows, own, strict=True)
        )
        label = escape(f"{tongue.date(own[0].day)}: {told}", quote=True)
        left, right = edges[k], edges[k + 1]
        out.append(
            f'<g class="day" role="button" tabindex="0" data-go="{own[0].plan}" '
            f'aria-label="{label}"><title>{label}</title>'
            f'<rect x="{left:.1f}" y="0" width="{right - left:.1f}" height="{_FLOOR:g}" '
            f'fill="transparent"/><path class="now" d="M{x:.1f} {_TOP:g}V{_FLOOR:g}" '
            'stroke="var(--accent)" stroke-width="2"/></g>'
        )
    return out


def _row(row: Row, frame: _Frame) -> list[str]:
    ink = "var(--ink)" if row.side is None else _INKS[row.side]
    spots = [(frame.x(p.day), frame.y(p.value)) for p in row.points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    out = [
        '<g pointer-events="none">',
        f'<path d="M{path}" fill="none" stroke="{ink}" stroke-dasharray="2 3"/>',
    ]
    for (x, y), point in zip(spots, row.points, strict=True):
        if point.low is not None and point.high is not None:
            low, high = frame.y(point.low), frame.y(point.high)
            out.append(f'<path d="M{x:.1f} {low:.1f}V{high:.1f}m-3 0h6M{x - 3:.1f} {low:.1f}h6" '
                       f'stroke="{ink}" fill="none"/>')  # fmt: skip
        out.append(_sign(row.side, x, y, ink))
    return [*out, "</g>"]


def _sign(side: int | None, x: float, y: float, ink: str) -> str:
    """Return a dot; a square for the second side, so that the two are told apart without hues."""
    if side == 1:
        return f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" fill="{ink}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{ink}"/>'


def key(rows: Sequence[Row]) -> list[dict[str, str]]:
    """Return what the signs of several rows mean: the sign as SVG, and the party."""
    return [
        {
            "sign": f'<svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">'
            f"{_sign(row.side, 5, 5, _INKS[row.side or 0])}</svg>",
            "party": row.party,
        }
        for row in rows
        if row.party
    ]


def _text(x: float, y: float, text: str, anchor: str) -> str:
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="var(--ink-soft)"'
    return f"<text {where}>{escape(text)}</text>"
