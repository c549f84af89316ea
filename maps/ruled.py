"""Tables set on printed pages: columns as wide as they need, headings on every page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D

from maps.lettering import FONT, breadth, wrapped
from maps.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from matplotlib.figure import Figure

    from maps.style import Palette
    from maps.tables import Cell

__all__ = ["set_tables"]

_SIZE = 7.5
_HEADING = 10.0
_LEADING = 1.3
_GAP = 12.0
_BOLD = 1.14
"""How much wider bold letters are."""
_EDGE = 32.0
_FOOT = 30.0
_WIDEST = 230.0
"""Points of a column of words, before its cells go over several lines."""
_LEAST_ROWS = 3
"""A table begins on a new page where fewer would stand under its heading."""
_WHOLE_ROWS = 12
"""A table of no more goes over no page."""

_Rows = list[list[list[str]]]


def set_tables(
    tables: Iterable[Table], texts: Iterable[tuple[str, Iterable[str]]],
    blank: Callable[[], Figure], palette: Palette,
) -> Iterator[Figure]:  # fmt: skip
    """Yield the pages that tables and their notes take, and texts after them.

    A table wider than a page is set in several parts, each with its first column; one that goes
    on over a page has its headings again.

    Parameters
    ----------
    tables : iterable of Table
    texts : iterable of (heading, paragraphs)
    blank : callable
        Makes an empty page.
    palette : Palette
    """
    press = _Press(blank, palette)
    for table in tables:
        if table.lead:
            press.notes(table.lead)
        for part in _parts(table, press.wide):
            press.table(part)
        press.notes(table.notes)
    for heading, paragraphs in texts:
        press.title(heading)
        press.notes(paragraphs)
    yield from press.pages


def _words(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _natural(table: Table) -> list[float]:
    """Return the width of each column that no cell has to break for, words within reason."""
    out = []
    for k, head in enumerate(table.columns):
        cells = max((breadth(_words(row[k]), _SIZE) for row in table.rows), default=0.0)
        wide = max(cells, min(breadth(head, _BOLD * _SIZE), 90.0))
        out.append((wide if k in table.right else min(wide, _WIDEST)) + _GAP)
    return out


def _parts(table: Table, room: float) -> Iterator[Table]:
    """Yield a table in parts no wider than a page, each with the first column."""
    widths = _natural(table)
    chosen: list[int] = []
    for k in range(1, len(widths)):
        if chosen and widths[0] + sum(widths[c] for c in chosen) + widths[k] > room:
            yield _part(table, [0, *chosen])
            chosen = []
        chosen.append(k)
    yield _part(table, [0, *chosen])


def _part(table: Table, columns: Sequence[int]) -> Table:
    rows = tuple(tuple(row[c] for c in columns) for row in table.rows)
    right = tuple(k for k, c in enumerate(columns) if c in table.right)
    return Table(table.title, tuple(table.columns[c] for c in columns), rows, right)


@dataclass(eq=False)
class _Press:
    """Pages as they fill, from the top."""

    blank: Callable[[], Figure]
    palette: Palette
    pages: list[Figure] = field(default_factory=list)
    left: float = 0.0

    def __post_init__(self) -> None:
        self._turn()

    @property
    def wide(self) -> float:
        return float(self.pages[-1].get_figwidth() * 72 - 2 * _EDGE)

    @property
    def high(self) -> float:
        return float(self.pages[-1].get_figheight() * 72)

    def _turn(self) -> None:
        self.pages.append(self.blank())
        self.left = self.high - _EDGE

    def table(self, table: Table) -> None:
        widths = _natural(table)
        sizes = [_BOLD * _SIZE, *[_SIZE] * len(table.rows)]
        cells: _Rows = [
            [
                wrapped(_words(cell), width - _GAP + 0.1, size)
                for cell, width in zip(row, widths, strict=True)
            ]
            for row, size in zip((table.columns, *table.rows), sizes, strict=True)
        ]
        together = len(cells) if len(cells) <= _WHOLE_ROWS + 1 else _LEAST_ROWS + 1
        first = sum(map(_deep, cells[:together])) + 2.4 * _HEADING
        if self.left - first < _FOOT:
            self._turn()
        self._head(table, table.title, cells[0], widths)
        for row in cells[1:]:
            if self.left - _deep(row) < _FOOT:
                self._turn()
                self._head(table, f"{table.title} (continued)", cells[0], widths)
            self._row(table, row, widths)
        self.left -= _HEADING

    def notes(self, notes: Iterable[str]) -> None:
        for note in notes:
            for line in wrapped(note, self.wide, _SIZE):
                if self.left - _LEADING * _SIZE < _FOOT:
                    self._turn()
                self._text(_EDGE, line, self.palette.ink_soft)
                self.left -= _LEADING * _SIZE
        self.left -= _HEADING

    def title(self, text: str) -> None:
        if self.left - 4 * _HEADING < _FOOT:
            self._turn()
        self._text(_EDGE, text, self.palette.ink, size=_HEADING, weight="bold")
        self.left -= 1.7 * _HEADING

    def _head(self, table: Table, title: str, heads: list[list[str]], widths: list[float]) -> None:
        self.title(title)
        self._row(table, heads, widths, weight="bold", rule=self.palette.ink_soft)

    def _row(
        self,
        table: Table,
        row: list[list[str]],
        widths: list[float],
        weight: str = "normal",
        rule: str | None = None,
    ) -> None:
        x = _EDGE
        for k, (lines, width) in enumerate(zip(row, widths, strict=True)):
            right = k in table.right
            where = x + width - _GAP if right else x
            for n, line in enumerate(lines):
                self._text(where, line, self.palette.ink, weight=weight, right=right, down=n)
            x += width
        self.left -= _deep(row)
        y = (self.left + 0.3 * _SIZE) / self.high
        ends = (_EDGE / (self.wide + 2 * _EDGE), (x - _GAP) / (self.wide + 2 * _EDGE))
        self.pages[-1].add_artist(Line2D(ends, (y, y), lw=0.4, color=rule or self.palette.rule))

    def _text(
        self,
        x: float,
        text: str,
        colour: str,
        *,
        size: float = _SIZE,
        weight: str = "normal",
        right: bool = False,
        down: int = 0,
    ) -> None:
        y = self.left - down * _LEADING * _SIZE
        self.pages[-1].text(
            x / (self.wide + 2 * _EDGE), y / self.high, text, size=size, weight=weight, va="top",
            ha="right" if right else "left", color=colour, family=FONT, parse_math=False,
        )  # fmt: skip


def _deep(row: list[list[str]]) -> float:
    return _LEADING * _SIZE * max(len(lines) for lines in row) + 0.35 * _SIZE
