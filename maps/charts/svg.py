"""Charts as SVG for a page: no script, no fonts, colours from the page's theme."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ceaseline.maps.charts.comparison import COLOURS, stroke, ticks
from ceaseline.maps.text.quantities import number

if TYPE_CHECKING:
    from ceaseline.maps.charts.comparison import Chart, Series

__all__ = ["to_svg"]

_WIDE, _HIGH = 640.0, 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 16.0, 14.0, 46.0
_SIZE = 12


class _Frame:
    """The places of values on the drawing."""

    def __init__(self, chart: Chart) -> None:
        xs = [x for series in chart.series for x in series.x]
        ys = [y for series in chart.series for y in series.y]
        if any(series.kind == "area" for series in chart.series):
            ys.append(0.0)
        if chart.level:
            ys += chart.level[1:3]
        self.x_ticks = ticks(min(xs, default=0.0), max(xs, default=1.0), 6)
        self.y_ticks = ticks(min(ys, default=0.0), max(ys, default=1.0))

    def x(self, value: float) -> float:
        return _LEFT + self._share(value, self.x_ticks) * (_WIDE - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _HIGH - _BOTTOM - self._share(value, self.y_ticks) * (_HIGH - _TOP - _BOTTOM)

    @staticmethod
    def _share(value: float, at: list[float]) -> float:
        return (value - at[0]) / ((at[-1] - at[0]) or 1.0)


def to_svg(chart: Chart) -> str:
    """Return a chart as an SVG element.

    Parameters
    ----------
    chart : Chart
        Its texts may be anybody's: they are escaped.

    Examples
    --------
    >>> from ceaseline.maps.charts.comparison import Chart, Series
    >>> drawn = to_svg(Chart("A <b>", "x", "y", (Series("s", (0.0, 1.0), (1.0, 3.0)),)))
    >>> drawn.startswith('<svg class="chart" role="img" aria-label="A &lt;b&gt;.')
    True
    """
    frame = _Frame(chart)
    legend = [s for s in chart.series if len(chart.series) > 1 or s.kind == "dots"]
    rows = (len(legend) + 1) // 2
    high = _HIGH + 18 * rows
    label = escape(" ".join(filter(None, (f"{chart.title}.", chart.words))), quote=True)
    out = [
        f'<svg class="chart" role="img" aria-label="{label}" viewBox="0 0 {_WIDE:g} {high:g}" ',
        f'width="100%" font-size="{_SIZE}" font-family="system-ui, sans-serif">',
    ]
    out += _axes(chart, frame)
    if chart.level:
        out += _level(chart.level, frame)
    for k, series in enumerate(chart.series):
        out += _series(series, k, frame)
    for k, series in enumerate(legend):
        out += _key(series, k)
    return "".join([*out, "</svg>"])


def _axes(chart: Chart, frame: _Frame) -> list[str]:
    out = []
    for value in frame.y_ticks:
        y = frame.y(value)
        rule = "var(--ink-soft)" if value == 0 else "var(--rule)"
        out.append(_line(_LEFT, y, _WIDE - _RIGHT, y, rule))
        out.append(_text(_LEFT - 6, y + 4, number(value), "end"))
    for value in frame.x_ticks:
        x = frame.x(value)
        out.append(_line(x, _HIGH - _BOTTOM, x, _HIGH - _BOTTOM + 4, "var(--ink-soft)"))
        out.append(_text(x, _HIGH - _BOTTOM + 17, number(value), "middle"))
    middle = (_LEFT + _WIDE - _RIGHT) / 2
    out.append(_text(middle, _HIGH - 8, chart.x_title, "middle"))
    turned = f' transform="rotate(-90 14 {(_HIGH - _BOTTOM) / 2:g})"'
    out.append(_text(14, (_HIGH - _BOTTOM) / 2, chart.y_title, "middle", turned))
    return out


def _level(level: tuple[float, float, float, str], frame: _Frame) -> list[str]:
    value, low, high, label = level
    top, bottom = frame.y(high), frame.y(low)
    return [
        f'<rect x="{_LEFT:g}" y="{top:.1f}" width="{_WIDE - _LEFT - _RIGHT:g}" ',
        f'height="{bottom - top:.1f}" fill="var(--zone)" opacity="0.15" stroke="none"/>',
        _line(_LEFT, frame.y(value), _WIDE - _RIGHT, frame.y(value), "var(--zone)"),
        _text(_WIDE - _RIGHT - 4, top - 4, label, "end"),
    ]


def _series(series: Series, number: int, frame: _Frame) -> list[str]:
    colour = COLOURS[number % len(COLOURS)]
    spots = [(frame.x(x), frame.y(y)) for x, y in zip(series.x, series.y, strict=True)]
    if series.kind == "dots":
        fill = colour if number == 0 else "none"
        out = []
        for (x, y), label in zip(spots, series.labels, strict=True):
            out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{fill}" stroke="{colour}"/>')
            left = x > _WIDE * 0.7
            out.append(_text(x - 8 if left else x + 8, y + 4, label, "end" if left else "start"))
        return out
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    if series.kind == "area" and spots:
        zero = frame.y(0.0)
        closed = f"M{spots[0][0]:.1f} {zero:.1f}L{path}L{spots[-1][0]:.1f} {zero:.1f}Z"
        fill = f'fill="{colour}" fill-opacity="0.55" stroke="{colour}" stroke-width="0.6"'
        return [f'<path d="{closed}" {fill}/>']
    return [f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"{_dash(number)}/>']


def _dash(number: int) -> str:
    dashes = " ".join(f"{2 * dash:g}" for dash in stroke(number)[1])
    return f' stroke-dasharray="{dashes}"' if dashes else ""


def _key(series: Series, number: int) -> list[str]:
    x, y = _LEFT + (number % 2) * 290, _HIGH + 10 + 18 * (number // 2)
    colour = COLOURS[number % len(COLOURS)]
    dash = _dash(number)
    mark = (
        f'<path d="M{x:g} {y:g}h22" stroke="{colour}" stroke-width="2"{dash}/>'
        if series.kind != "dots"
        else f'<circle cx="{x + 11:g}" cy="{y:g}" r="5" stroke="{colour}" '
        f'fill="{colour if number == 0 else "none"}"/>'
    )
    return [mark, _text(x + 28, y + 4, series.name, "start")]


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    ends = f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"
    return f'<path d="{ends}" stroke="{colour}" stroke-width="1"/>'


def _text(x: float, y: float, text: str, anchor: str, more: str = "") -> str:
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="var(--ink)" stroke="none"{more}'
    return f"<text {where}>{escape(text)}</text>"
