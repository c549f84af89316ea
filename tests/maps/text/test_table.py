"""Tables: the same cells on the terminal, in a spreadsheet and in Markdown."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.geo.unseen import JOINERS, cleaned
from ceaseline.maps.text.table import Table, to_csv, to_md, to_text

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")']


def one(cell):
    return Table("Title", ("name", "value"), ((cell, 1.5),), (1,), ("A note.",))


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_in_a_cell_stays_text_in_a_spreadsheet(cell):
    rows = list(csv.reader(io.StringIO(to_csv(one(cell)), newline="")))
    assert rows[1][0] == "'" + "".join(c if c.isprintable() else " " for c in cell)


def test_negative_numbers_stay_numbers_in_csv():
    assert to_csv(Table("", ("a",), ((-2.5,), (-3,), (None,)))) == 'a\n-2.5\n-3\n""\n'


@given(st.lists(st.text(), min_size=2))
def test_text_survives_csv(cells):
    table = Table("", tuple(f"c{i}" for i in range(len(cells))), (tuple(cells),))
    rows = list(csv.reader(io.StringIO(to_csv(table), newline="")))
    assert len(rows) == 2
    for read, cell in zip(rows[1], cells, strict=True):
        kept = cleaned(cell)
        line = "".join(c if c.isprintable() or c in JOINERS else " " for c in kept)
        assert read in (line, f"'{line}")


@given(st.text())
def test_a_cell_never_breaks_out_of_its_markdown_row(cell):
    lines = to_md([one(cell)]).splitlines()
    assert lines[:4] == ["## Title", "", "| name | value |", "| --- | ---: |"]
    assert lines[4].replace("\\\\", "").replace("\\|", "").count("|") == 3
    assert lines[5:] == ["", "A note."]


@given(st.text())
def test_a_cell_never_moves_or_colours_the_terminal(cell):
    shown = to_text([one(cell)], width=60)
    assert all(c.isprintable() or c == "\n" for c in shown)


def test_a_cell_of_markdown_never_moves_or_colours_the_terminal_it_is_shown_in():
    shown = to_md([one("a\x1b[31mred\x07\u202e")])
    assert all(c.isprintable() or c == "\n" for c in shown)


def test_terminal_markup_in_data_is_shown_as_it_is():
    assert "[bold red]x[/]" in to_text([one("[bold red]x[/]")])


def test_colour_only_where_asked():
    assert "\x1b" not in to_text([one("x")])
    assert "\x1b" in to_text([one("x")], colour=True)


def test_what_must_be_read_first_stands_above_the_rows():
    table = Table("Title", ("name",), (("row",),), notes=("Under.",), lead=("*First*.", "Then."))
    for text in (to_text([table]), to_md([table])):
        order = [text.index(word) for word in ("Title", "First", "Then", "row", "Under")]
        assert order == sorted(order)
    assert "First" not in to_csv(table)


def test_what_must_be_read_first_cannot_move_the_terminal():
    table = Table("Title", ("name",), (("row",),), lead=("\x1b[2J",))
    assert "\x1b" not in to_text([table]) + to_md([table])


def test_a_number_breaks_over_no_line_at_its_thousands():
    given = Table("", ("people", "b"), (("1\u00a0353\u00a0579 (−749\u00a0054)", "x"),))
    shown = to_text([given], 24)
    assert "1 353 579 " in shown
    assert "(−749 054)" in shown
