"""Texts that can be said in another language: what they are made of, and that they stay texts."""

from __future__ import annotations

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.geo.said import Named, Number, counted, joined, listed, said


def test_a_said_text_is_a_text():
    text = said("The line has {km:,.1f} km on the side of {party}.", km=1234.56, party="Ukraine")
    assert text == "The line has 1,234.6 km on the side of Ukraine."
    assert {text: 1}["The line has 1,234.6 km on the side of Ukraine."] == 1
    assert json.loads(json.dumps({"text": text}))["text"] == text


@pytest.mark.parametrize("again", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])  # noqa: S301 - our own
def test_a_copy_knows_what_it_was_made_of(again):
    text = again(counted("{n} edit of {name}", "{n} edits of {name}", 3, name="trial"))
    assert (text, text.template, text.plural, text.number) == (
        "3 edits of trial", "{n} edit of {name}", "{n} edits of {name}", 3,
    )  # fmt: skip
    assert text.values == {"n": Number(3), "name": "trial"}
    assert again(Named.of("Kyiv", {"uk": "Київ", "ru": ""})).others == {"uk": "Київ"}


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 edits"), (1, "1 edit"), (2, "2 edits"), (1001, "1,001 edits")]
)
def test_english_has_one_form_for_one_and_another_for_all_else(number, text):
    assert counted("{n} edit", "{n} edits", number) == text


@given(st.lists(st.text(), max_size=4), st.text(max_size=3))
def test_joining_is_that_of_texts_whatever_stands_in_them(parts, separator):
    assert joined(separator, parts) == separator.join(parts)


def test_names_are_listed_as_a_sentence_does():
    assert [listed("abc"[:n]) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
