"""Panels over time drawn on a page: where each stands, its axes, signs and labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ceaseline.maps.charts.comparison import ticks
from ceaseline.maps.overtime.chart import day_ticks, marked, thinned
from ceaseline.maps.print.text import FONT, breadth, heading
from ceaseline.maps.style import LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ceaseline.maps.overtime.chart import Panel, Point, Row
    from ceaseline.maps.style import Palette
    from ceaseline.maps.text.language import Tongue

    Box = tuple[float, float, float, float]

__all__ = ["Grid", "basis_below", "stack"]

_SIGNS = ("o", "s")
_LETTERS = ("●", "■")
_FEW = 6
"""Up to so many days each value stands beside its sign."""
_LEFT, _RIGHT = 0.72, 0.3
"""Inches beside a plot: for the numbers of its axis, and for half of the last day's."""
_TITLE, _KEY, _DAYS, _GAP = 0.24, 0.15, 0.26, 0.14
"""Inches of a title, of a key below it, of the days, and between panels."""
_BETWEEN = 0.15
"""Inches between columns."""
_NARROWEST = 2.0
"""Inches of a plot that stands beside another."""
_TITLED, _SMALL, _BASIS = 9.0, 7.0, 6.5
"""Points of a title, of labels, of a basis."""
_WIDER = 1.16
"""How much wider bold letters are, at most."""
_SPACE = 12.0
"""Points between texts in one line."""
_LINE = 8.5
"""Points of a line of labels."""
_AWAY = 4.5
"""Points from a sign or the end of a range to its label."""
_LABELLED = 34.0
"""Points of height below which a plot has no labels of values."""
_SIGN = 3.0
"""Half a sign, points."""
_PER_TICK = 15.0
"""Points of height that a value of the axis takes."""


@dataclass(frozen=True)
class Grid:
    """Where panels stand: row by row, one axis of time a column.

    Attributes
    ----------
    count, columns : int
    wide : float
        A panel with what stands beside its plot, inches.
    head : float
        What stands over a plot, inches.
    plot : float
        Height of a plot, inches; negative where there is no room.
    """

    count: int
    columns: int
    wide: float
    head: float
    plot: float

    @classmethod
    def of(cls, found: Sequence[Panel], size: tuple[float, float], columns: int = 1) -> Grid:
        """Return how panels stand in a box.

        Parameters
        ----------
        found : sequence of Panel
        size : (width, height)
            Of the box, inches.
        columns : int
        """
        rows = -(-len(found) // columns)
        wide = (size[0] - (columns - 1) * _BETWEEN) / columns
        below = any(not _key_beside(panel, wide * 72) for panel in found)
        head = _TITLE + _KEY * below
        plot = (size[1] - _DAYS - (rows - 1) * _GAP) / rows - head
        return cls(len(found), columns, wide, head, plot)

    @property
    def wide_enough(self) -> bool:
        """Tell whether plots that stand side by side can be read."""
        return self.columns == 1 or self.wide - _LEFT - _RIGHT >= _NARROWEST

    def spots(self) -> Iterator[tuple[float, float]]:
        """Yield the left and the top of each panel, inches from the top left of the box."""
        for k in range(self.count):
            row, column = divmod(k, self.columns)
            yield column * (self.wide + _BETWEEN), row * (self.head + self.plot + _GAP)

    def lowest(self, number: int) -> bool:
        """Tell whether no panel stands below one."""
        return number + self.columns >= self.count


def _key_beside(panel: Panel, points: float) -> bool:
    """Tell whether the parties of a panel, if it has any, stand beside its title."""
    return _title_wide(panel, points) + _key_wide(panel) <= points


def _title_wide(panel: Panel, points: float) -> float:
    return min(points, _WIDER * breadth(panel.title, _TITLED))


def _key_wide(panel: Panel) -> float:
    return sum(_SPACE + breadth(_sign_of(row), _SMALL) for row in panel.rows if row.party)


def _sign_of(row: Row) -> str:
    return f"{_LETTERS[row.side or 0]} {row.party}"


def basis_below(found: Sequence[Panel], grid: Grid, tongue: Tongue) -> list[str]:
    """Return the bases that have no room beside the titles of their panels, with their names."""
    return [
        f"{panel.name}: {panel.basis(tongue)}."
        for panel in found
        if panel.basis(tongue) and not _basis_beside(panel, grid, tongue)
    ]


def _basis_beside(panel: Panel, grid: Grid, tongue: Tongue) -> bool:
    points = grid.wide * 72
    taken = _title_wide(panel, points)
    if _key_beside(panel, points):
        taken += _key_wide(panel)
    return taken + _SPACE + breadth(panel.basis(tongue), _BASIS) <= points - _RIGHT * 72


def stack(
    page: Figure,
    found: Sequence[Panel],
    span: tuple[float, float],
    tongue: Tongue,
    palette: Palette = LIGHT,
    columns: int = 1,
    edge: float = 0.4,
) -> None:
    """Draw panels one under another on a page, or in columns.

    Parameters
    ----------
    page : Figure
    found : sequence of Panel
        Of the same days.
    span : (bottom, top)
        Heights, shares of the page.
    tongue : Tongue
    palette : Palette
    columns : int
    edge : float
        Inches to the left and to the right.
    """
    width, height = page.get_figwidth(), page.get_figheight()
    box = (width - 2 * edge, (span[1] - span[0]) * height)
    grid = Grid.of(found, box, columns)
    for k, (panel, (left, top)) in enumerate(zip(found, grid.spots(), strict=True)):
        corner = ((edge + left) / width, span[1] - top / height)
        _head(page, panel, corner, grid, tongue, palette)
        axes = page.add_axes(
            (
                corner[0] + _LEFT / width,
                corner[1] - (grid.head + grid.plot) / height,
                (grid.wide - _LEFT - _RIGHT) / width,
                grid.plot / height,
            ),
            label=panel.id,
            facecolor="none",
        )
        size = ((grid.wide - _LEFT - _RIGHT) * 72, grid.plot * 72)
        _Plot(panel, axes, size, palette).draw(tongue, days=grid.lowest(k))


def _head(
    page: Figure, panel: Panel, corner: tuple[float, float], grid: Grid, tongue: Tongue,
    palette: Palette,
) -> None:  # fmt: skip
    """Set the title of a panel, what its signs mean, and its basis where it has room."""
    x, y = corner
    points, per = grid.wide * 72, 72 * page.get_figwidth()
    heading(page, corner, panel.title, points, _TITLED, palette.ink, bold=True)
    beside = _key_beside(panel, points)
    at = _title_wide(panel, points) + _SPACE if beside else 0.0
    down = 0.02 if beside else 0.19
    for row in panel.rows:
        if row.party:
            page.text(x + at / per, y - down / page.get_figheight(), _sign_of(row), size=_SMALL,
                      va="top", family=FONT, color=_ink(row, palette))  # fmt: skip
            at += breadth(_sign_of(row), _SMALL) + _SPACE
    if panel.basis(tongue) and _basis_beside(panel, grid, tongue):
        page.text(x + (points - _RIGHT * 72) / per, y - 0.025 / page.get_figheight(),
                  panel.basis(tongue), size=_BASIS, ha="right", va="top", family=FONT,
                  color=palette.ink_soft)  # fmt: skip


def _ink(row: Row, palette: Palette) -> str:
    return palette.ink if row.side is None else palette.strong[row.side]


class _Plot:
    """One panel on axes whose size is known, so that labels can be placed in points."""

    def __init__(
        self, panel: Panel, axes: Axes, size: tuple[float, float], palette: Palette
    ) -> None:
        self.panel, self.axes, self.size, self.palette = panel, axes, size, palette
        days = [point.day for point in panel.rows[0].points]
        self.marks = day_ticks(days)
        self.labelled = len(days) <= _FEW and size[1] >= _LABELLED
        headroom = _AWAY + _LINE + 2 if self.labelled else _SIGN + 1
        self.top = (panel.greatest or 1.0) * size[1] / max(size[1] - headroom, 1.0)

    def draw(self, tongue: Tongue, *, days: bool) -> None:
        """Draw all of it; the days only where no panel stands below."""
        axes, palette = self.axes, self.palette
        first, last = self.marks[0][0].toordinal(), self.marks[-1][0].toordinal()
        axes.set_xlim(first, last)
        axes.set_ylim(0, self.top)
        wide = 1.3 * breadth(self.marks[0][1], _SMALL)
        axes.set_xticks(
            [day.toordinal() for day, _ in self.marks],
            thinned(self.marks, self.size[0], wide) if days else [],
        )
        values = self._values()
        axes.set_yticks(values, marked(values, tongue))
        axes.tick_params(labelsize=_SMALL, colors=palette.ink_soft, labelfontfamily=FONT)
        axes.grid(axis="y", color=palette.rule, lw=0.5)
        axes.set_axisbelow(True)
        for name, spine in axes.spines.items():
            spine.set_visible(name in ("left", "bottom"))
            spine.set_color(palette.ink_soft)
        for row in self.panel.rows:
            self._row(row)
        if self.labelled:
            self._labels()

    def _values(self) -> list[float]:
        """Return the values of the axis: as many as have room, two at least."""
        wanted = max(1, min(4, int(self.size[1] / _PER_TICK)))
        for count in (wanted, wanted + 1, wanted + 2):
            values = [one for one in ticks(0.0, self.top, count) if one <= self.top]
            if len(values) > 1:
                return values
        return [0.0]

    def _row(self, row: Row) -> None:
        """Draw one figure over time; the second side as squares, told apart without hues."""
        ink = _ink(row, self.palette)
        days = [point.day.toordinal() for point in row.points]
        self.axes.plot(days, [point.value for point in row.points], ls=(0, (1.5, 2.5)), lw=0.8,
                       color=ink, marker=_SIGNS[row.side or 0], ms=4.5, clip_on=False)  # fmt: skip
        for day, point in zip(days, row.points, strict=True):
            if point.low is not None and point.high is not None:
                bars = [[point.value - point.low], [point.high - point.value]]
                self.axes.errorbar(day, point.value, bars, color=ink, lw=0.9, capsize=2.5,
                                   clip_on=False)  # fmt: skip

    def _labels(self) -> None:
        """Write values over or under their signs where they lie over nothing, the newest first."""
        rows = self.panel.rows
        taken = [self._sign(point) for row in rows for point in row.points]
        count = len(rows[0].points)
        found: dict[tuple[int, int], tuple[str, Box]] = {}
        for k in dict.fromkeys((count - 1, 0, *range(count))):
            for number, row in enumerate(rows):
                text = row.points[k].shown.partition(" (")[0]
                free = (
                    box
                    for box in self._places(row.points[k], text)
                    if not any(_over(box, other) for other in taken)
                )
                if (box := next(free, None)) is not None:
                    taken.append(box)
                    found[number, k] = text, box
        for (number, _), (text, box) in sorted(found.items()):  # as one reads them: by day
            self.axes.annotate(text, box[:2], xycoords="axes points", size=_SMALL, va="bottom",
                               family=FONT, annotation_clip=False,
                               color=_ink(rows[number], self.palette))  # fmt: skip

    def _sign(self, point: Point) -> Box:
        """Return the box of a sign with its range, points."""
        x, low, high = self._spot(point)
        return x - _SIGN, low - _SIGN, x + _SIGN, high + _SIGN

    def _places(self, point: Point, text: str) -> Iterator[Box]:
        """Yield where a label may stand: above, then below; within the plot, or a little beside."""
        x, low, high = self._spot(point)
        wide = breadth(text, _SMALL)
        left = max(3.0, min(x - wide / 2, self.size[0] + 0.5 * _RIGHT * 72 - wide))
        for bottom in (high + _AWAY, low - _AWAY - _LINE):
            if 1 <= bottom <= self.size[1] - _LINE + 2:
                yield left, bottom, left + wide, bottom + _LINE

    def _spot(self, point: Point) -> tuple[float, float, float]:
        """Return where a figure stands, and the ends of its range, points."""
        first, last = self.marks[0][0].toordinal(), self.marks[-1][0].toordinal()
        x = (point.day.toordinal() - first) / (last - first) * self.size[0]
        ends = (point.value if one is None else one for one in (point.low, point.high))
        low, high = (end / self.top * self.size[1] for end in ends)
        return x, low, high


def _over(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    )  # fmt: skip


def columns_of(count: int) -> list[int]:
    """Return in how many columns so many panels may stand, at most one place left empty.

    Examples
    --------
    >>> [columns_of(count) for count in (1, 2, 3, 4, 5, 6)]
    [[1], [1, 2], [1, 3], [1, 2], [1, 2, 3], [1, 2, 3]]
    """
    return [n for n in (1, 2, 3) if n <= count and (count % n == 0 or count == 5)]
