"""Tables for a terminal, a spreadsheet or a Markdown page, from one value."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal, TypeAlias

from ceaseline.geo.cells import neutral, visible
from ceaseline.geo.unseen import isolated

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Cell", "Table", "to_csv", "to_html", "to_md", "to_text"]

_HARD, _HELD = "\u00a0", "\ue000"
"""The space within a number, and what stands for it while rich breaks lines, as it would there."""

Cell: TypeAlias = str | int | float | None


@dataclass(frozen=True)
class Table:
    """Rows under named columns, with the notes that the figures must not travel without.

    Attributes
    ----------
    title : str
        What the table shows.
    columns : tuple of str
        Headings.
    rows : tuple of tuple
        Cells: text, numbers, or None for an empty one.
    right : tuple of int
        Indices of the columns set to the right.
    notes : tuple of str
        Basis, detail, sources, limits; printed under the table.
    lead : tuple of str
        What must be read before the figures; printed above the table.

    Examples
    --------
    >>> table = Table("Lengths", ("placement", "km"), (("trial", 852.8),), right=(1,))
    >>> print(to_csv(table), end="")
    placement,km
    trial,852.8
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    right: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()


def to_csv(table: Table) -> str:
    """Return a table as CSV (RFC 4180 with line feeds), without title, lead and notes.

    Text that a spreadsheet would run as a formula is led by an apostrophe, as OWASP advises, and
    control characters become spaces; numbers stay numbers.

    Parameters
    ----------
    table : Table
        Any.

    Returns
    -------
    str
        A header line and a line for each row.

    Examples
    --------
    >>> print(to_csv(Table("", ("name", "km2"), (('=HYPERLINK("x")', -2.5),))), end="")
    name,km2
    "'=HYPERLINK(""x"")",-2.5
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([neutral(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def to_html(tables: Iterable[Table]) -> str:
    """Return tables as HTML for a notebook: no style of their own, text from data escaped.

    Examples
    --------
    >>> to_html([Table("Names", ("name", "km"), (("<b>", 2),), (1,))])[:74]
    '<h4>Names</h4><table><thead><tr><th align="left">name</th><th align="right'
    """
    return isolated("".join(map(_html, tables)))


def to_md(tables: Iterable[Table]) -> str:
    r"""Return tables as GitHub-flavoured Markdown, each under its title, notes below.

    Examples
    --------
    >>> print(to_md([Table("Names", ("name", "km"), (("a|b", 2),), (1,), ("A note.",))]), end="")
    ## Names
    <BLANKLINE>
    | name | km |
    | --- | ---: |
    | a\|b | 2 |
    <BLANKLINE>
    A note.
    """
    return "\n".join(_md(table) for table in tables)


def to_text(tables: Iterable[Table], width: int = 100, *, colour: bool = False) -> str:
    """Return tables as a terminal shows them.

    Parameters
    ----------
    tables : iterable of Table
        Shown one under the other.
    width : int
        Columns of the terminal.
    colour : bool
        Whether to write terminal colours.

    Returns
    -------
    str
        Lines; text from data cannot style or move the terminal.

    Examples
    --------
    >>> print(to_text([Table("Lengths", ("line", "km"), (("[red]a", 2),), (1,))], 40), end="")
    Lengths
    ┌────────┬────┐
    │ line   │ km │
    ├────────┼────┤
    │ [red]a │  2 │
    └────────┴────┘
    """
    from rich.console import Console  # noqa: PLC0415 - rich waits until a table is shown

    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for index, table in enumerate(tables):
        if index:
            console.print()
        console.print(_held(table.title), style="bold")
        for text in table.lead:
            console.print(_held(text))
        console.print(_grid(table))
        for note in table.notes:
            console.print(_held(note), style="dim")
    return "\n".join(line.rstrip() for line in out.getvalue().replace(_HELD, " ").split("\n"))


def _held(text: str) -> str:
    return _HELD.join(map(visible, text.split(_HARD)))


def _grid(table: Table) -> object:
    from rich import box  # noqa: PLC0415 - as above
    from rich.table import Table as Grid  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    grid = Grid(box=box.SQUARE, header_style="bold")
    for index, column in enumerate(table.columns):
        side: Literal["left", "right"] = "right" if index in table.right else "left"
        grid.add_column(Text(_held(column)), justify=side, overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(_held(_word(cell))) for cell in row))
    return grid


def _md(table: Table) -> str:
    lines = [f"## {_escaped(table.title)}", ""]
    for text in table.lead:
        lines += [_escaped(text), ""]
    rule = ("---:" if i in table.right else "---" for i in range(len(table.columns)))
    rows = [table.columns, tuple(rule), *table.rows]
    for number, row in enumerate(rows):
        cells = (str(c) if number == 1 else _escaped(_word(c)) for c in row)
        lines.append(f"| {' | '.join(cells)} |")
    for note in table.notes:
        lines += ["", _escaped(note)]
    return "\n".join(lines) + "\n"


def _html(table: Table) -> str:
    sides = ["right" if k in table.right else "left" for k in range(len(table.columns))]

    def row(cells: Iterable[Cell], tag: str) -> str:
        shown = (
            f'<{tag} align="{side}">{_safe(cell)}</{tag}>'
            for cell, side in zip(cells, sides, strict=True)
        )
        return f"<tr>{''.join(shown)}</tr>"

    def texts(every: Iterable[str]) -> str:
        return "".join(f"<p>{_safe(text)}</p>" for text in every)

    head, body = row(table.columns, "th"), "".join(row(cells, "td") for cells in table.rows)
    grid = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    return f"<h4>{_safe(table.title)}</h4>{texts(table.lead)}{grid}{texts(table.notes)}"


def _safe(cell: Cell) -> str:
    return "<br>".join(escape(visible(line)) for line in _word(cell).split("\n"))


def _word(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _escaped(text: str) -> str:
    flat = " ".join(visible(text).split())
    for mark in "\\`|<[":
        flat = flat.replace(mark, f"\\{mark}")
    return flat
