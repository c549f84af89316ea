"""What a page says is held to its form before anything is done."""

import json
import math

import pytest

from ceaseline.maps.drawing.messages import Edited, MessageError, heard, told

NO_NUMBER = "The message holds {}, which is no number; send finite numbers."


def refused(text):
    with pytest.raises(MessageError) as fault:
        heard(text)
    return fault.value.n, str(fault.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The message is no JSON; send an object with op and n."),
        ('{"op":"undo","n":1', "The message is no JSON; send an object with op and n."),
        ("[]", "The message is no object; send one with op and n."),
        ("[" * 100_000, "The message is nested too deeply; send a flat object."),
        ('{"a":' * 100_000, "The message is nested too deeply; send a flat object."),
        ('{"op":"undo","n":NaN}', NO_NUMBER.format("NaN")),
        ('{"n":-Infinity}', NO_NUMBER.format("-Infinity")),
        ('{"op":"undo"}', "undo needs n; add it."),
        ('{"op":"undo","n":true}', "undo cannot use its n: input should be a valid integer."),
        ('{"op":"try","path":[[1,2],[3,%s]],"n":null}' % ("9" * 5000),
         "The message is no JSON; send an object with op and n."),
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused_without_a_number(text, sentence):
    assert refused(text) == (None, sentence)


@pytest.mark.parametrize(
    ("fields", "start"),
    [
        ({"op": "rm"}, "There is nothing called 'rm' to do; there are try, try_depth, edit, undo,"),
        ({"op": ["undo"]}, "There is nothing called 'no name' to do; there are try,"),
        ({"op": "undo", "name": "x"}, "undo has no field 'name'; leave it out."),
        ({"op": "checkpoint"}, "checkpoint needs name; add it."),
        ({"op": "checkpoint", "name": ""}, "checkpoint cannot use its name: string should have at"),
        ({"op": "save_copy", "name": "x" * 101}, "save_copy cannot use its name: string should"),
        ({"op": "try", "path": [[1, 2]]}, "try cannot use its path: list should have at least 2"),
        ({"op": "try", "path": [[1, 2]] * 10_001}, "try cannot use its path: list should have at"),
        ({"op": "try", "path": [[1, 2], [3, "4"]]}, "try cannot use its path.1.1: input should"),
        ({"op": "try", "path": [[1, 2], [3, 10**400]]}, "try cannot use its path.1.1: input"),
        ({"op": "try", "path": [[1, 2], [3]]}, "try cannot use its path.1: list should have at"),
        ({"op": "try", "path": "x", "z": 1}, "try cannot use its path: input should be a valid"),
        ({"op": "try", "path": [[1, 2], [3, 4]], "basis": "sea"}, "try cannot use its basis: "),
        ({"op": "try", "path": [[1, 2], [3, 4]], "snap": {"m": 1}}, "try needs snap.to; add it."),
        (
            {"op": "edit", "verb": "lock", "words": {"file": "/etc"}},
            "edit has no field 'words.file",
        ),
        ({"op": "edit", "verb": "lock", "words": {"between": 5}}, "edit cannot use its words.betw"),
        ({"op": "edit", "verb": "move", "words": {"km": "x"}}, "edit cannot use its words.km"),
        ({"op": "edit", "verb": "flips", "words": {"settlements": [{}]}}, "edit cannot use its"),
        ({"op": "edit", "verb": "title", "words": {"title": "x" * 301}}, "edit cannot use its"),
    ],
)
def test_a_message_that_cannot_be_used_is_refused_by_its_number(fields, start):
    n, sentence = refused(json.dumps({"n": 7, **fields}))
    assert n == 7
    assert sentence.startswith(start)
    assert "\n" not in sentence
    assert len(sentence) < 250


def test_a_number_that_is_too_large_for_a_float_is_refused():
    text = '{"op":"edit","n":3,"verb":"draw","words":{"path":[[1,2],[1e999,3]]}}'
    assert refused(text) == (
        3,
        "edit cannot use its words.path.1.0: input should be a finite number.",
    )


def test_the_words_of_an_edit_are_those_that_were_given():
    words = {"to": "Russia", "settlements": [703448, "Bakhmut"], "between": ["1.5", 20]}
    message = heard(json.dumps({"op": "edit", "n": 1, "verb": "flips", "words": words}))
    assert isinstance(message, Edited)
    assert message.given == words
    depth = heard('{"op":"edit","n":1,"verb":"depth","words":{"km":[5,10.5]}}')
    assert depth.given == {"km": [5.0, 10.5]}


def test_what_is_told_is_json_without_what_json_cannot_say():
    assert told("changed", file="Київ.geojson") == '{"op":"changed","file":"Київ.geojson"}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        told("trial", figures=math.nan)
