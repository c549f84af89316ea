"""Titles: what may be one, and how those that are the same are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.geo.errors import InputError
from ceaseline.layers.comparison.basis import labels
from ceaseline.layers.placement.store import load
from ceaseline.layers.placement.titles import a_title, told_apart
from ceaseline.layers.plan.plan import plan


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The title is empty; give 1 to 300 letters."),
        (" \n\t", "The title is empty"),
        ("x" * 301, "The title has 301 letters; give at most 300."),
        ("a\u202eb", r"The title holds U\+202E, a sign that cannot be seen"),
        ("a\u2066b", r"U\+2066"),
        ("a\x1b[2Jb", r"U\+001B"),
        ("a\ud800", r"U\+D800"),
    ],
)
def test_what_is_no_title(text, message):
    with pytest.raises(InputError, match=message):
        a_title(text)


def test_a_title_is_one_line():
    assert a_title(" Лінія <b>&\n  2026 ") == "Лінія <b>& 2026"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([("2024", "a"), ("2026", "b")], ("L (2024)", "L (2026)")),
        ([("2024", "a"), ("2024", "b")], ("L (a)", "L (b)")),
        ([("", "a"), ("2024", "a")], ("L", "L (2024)")),
        ([("2024", "a"), ("2024", "a"), ("2026", "a")], ("L (2024)", "L (2024) (2)", "L (2026)")),
        ([("1", "a"), ("1", "b"), ("2", "a")], ("L (1, a)", "L (1, b)", "L (2, a)")),
        ([(), ()], ("L", "L (2)")),
    ],
)
def test_the_first_mark_that_differs_tells_apart_else_a_number(marks, expected):
    assert told_apart(["L"] * len(marks), marks) == expected


@given(st.lists(st.tuples(*[st.sampled_from(["", "a", "a (2)", "b"])] * 3), max_size=6))
def test_no_two_are_ever_the_same(rows):
    out = told_apart([row[0] for row in rows], [row[1:] for row in rows])
    assert len(set(out)) == len(rows)
    assert all(word.startswith(row[0]) for word, row in zip(out, rows, strict=True))


def test_labels_of_one_name_are_told_apart_by_their_dates():
    old, new = load("contact-2022-02-23"), load("contact-2026-08-22")
    pair = [plan(old), plan(new.replaced(name=old.name))]
    assert labels(pair) == (
        "contact-2022-02-23 (2022-02-23)",
        "contact-2022-02-23 (2026-08-22)",
    )
