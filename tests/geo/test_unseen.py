"""Signs that cannot be seen are taken out, spelt out, or set apart; letters of all scripts stay."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.geo.unseen import cleaned, escaped, isolated, unseen

TURNING = [
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    "\u200e",
    "\u200f",
    "\u061c",
]
NARROW = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u2064"]
OTHER = ["\ufe0f", "\U000e0041", "\U000e007f", "\U000e0100", "\ufff9", "\u115f", "\u3164"]
CONTROLS = ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u2029", "\r", "\t"]


@pytest.mark.parametrize("sign", [*TURNING, *NARROW, *OTHER], ids=ascii)
def test_signs_that_cannot_be_seen_go(sign):
    text = f"about {sign}20 %{sign}"
    assert cleaned(text) == "about 20 %"
    assert unseen(text) == sign
    assert isolated(text) == "about 20 %"
    assert json.loads(f'"{escaped(text)}"') == text
    assert escaped(text).isascii()


@pytest.mark.parametrize("sign", CONTROLS, ids=ascii)
def test_controls_become_a_space(sign):
    assert cleaned(f"a{sign}b") == "a b"
    assert unseen(f"a{sign}b") == sign
    assert json.loads(f'"{escaped(f"a{sign}b")}"') == f"a{sign}b"


def test_half_a_character_is_replaced():
    assert cleaned("a\ud800b") == "a\N{REPLACEMENT CHARACTER}b"
    assert escaped("a\ud800b") == r"a\ud800b"


def test_lines_stay_where_they_may_be():
    assert cleaned("one\r\ntwo\nthree\rfour", lines=True) == "one\ntwo\nthree four"
    assert cleaned("one\ntwo") == "one two"
    assert escaped('{\n  "a": 1\n}') == '{\n  "a": 1\n}'


@pytest.mark.parametrize(
    "text",
    [
        "Херсон, Гола Пристань",
        "שלום עולם",
        "خيرسون",
        "می\u200cخواهم",
        "क्\u200dष",
        "20\u00a0%",
        "Łódź, Ōsaka, 漢字, ไทย",
        "e\u0301",
    ],
)
def test_letters_of_every_script_stay(text):
    assert cleaned(text) == text
    assert unseen(text) == ""


@given(st.text(max_size=20))
def test_what_is_cleaned_has_nothing_unseen_and_is_cleaned_once(text):
    once = cleaned(text)
    assert unseen(once) == ""
    assert cleaned(once) == once
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not {unicodedata.bidirectional(sign) for sign in once} & turning


@given(st.text(st.sampled_from('אب1 ,a<>\u202e\u2069\t\n"é')))
def test_a_page_is_set_apart_once_and_keeps_its_markup(text):
    once = isolated(text)
    assert isolated(once) == once
    assert once.count("\u2068") == once.count("\u2069")
    plain = once.replace("\u2068", "").replace("\u2069", "")
    assert plain == text.replace("\u202e", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("שלום, 20 %", "⟨שלום⟩, 20 %"),
        ("held by שלום 12 עולם 5 km", "held by ⟨שלום 12 עולם⟩ 5 km"),
        ("<td>שלום</td><td>20</td>", "<td>⟨שלום⟩</td><td>20</td>"),
        ("שלום and عالم", "⟨שלום⟩ and ⟨عالم⟩"),
        ("a\tb\nc", "a\tb\nc"),
    ],
)
def test_words_from_right_to_left_are_set_apart(text, expected):
    assert isolated(text) == expected.replace("⟨", "\u2068").replace("⟩", "\u2069")
