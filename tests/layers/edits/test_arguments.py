"""Arguments that a verb cannot use are a fault of the file; an error inside a verb is not."""

from types import MappingProxyType

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits import history
from ceaseline.layers.edits.history import apply
from ceaseline.layers.edits.verb import Verb
from ceaseline.layers.edits.verbs.registry import VERBS
from ceaseline.layers.placement.placement import Edit
from ceaseline.maps.cli._errors import explain
from tests.layers.edits import drawn

LINE = {"name": "a", "basis": "drawn", "coords": [[1, 2], [3, 4]]}


@pytest.mark.parametrize(
    ("verb", "args", "message"),
    [
        (
            "move",
            {"km": "2", "toward": "Russia"},
            r"has 'km': '2', .*give a number of kilometres\.",
        ),
        ("move", {"km": [2], "toward": "Russia"}, r"has 'km': \[2\], which it cannot use"),
        ("move", {"km": 2, "toward": ["Russia"]}, r"has 'toward': \['Russia'\], .*give a party"),
        ("move", {"km": 2, "toward": "Russia", "between": [1]}, "give two kilometres along the li"),
        ("move", {"km": 2, "toward": "Russia", "between": {"a": 1}}, "give two kilometres along"),
        ("depth", {"km": []}, "give one number of kilometres, or two"),
        ("depth", {"km": 7}, "give one number of kilometres, or two"),
        ("draw", {"path": [[30, 48]]}, "give 2 to 10,000 places of longitude and latitude"),
        ("draw", {"path": [[30, 48]] * 10_001}, "give 2 to 10,000 places of longitude and lat"),
        ("draw", {"path": [[30, 48], [1e300, 48]]}, r"1\.0: Input should be less than or equal"),
        ("draw", {"path": [[30, 48], [31, -91]]}, r"1\.1: Input should be greater than or equal"),
        ("draw", {"path": [[30, 48], [31, float("nan")]]}, r"has 'path': .*which it cannot use"),
        (
            "draw",
            {"path": [[30, 48], [31, 48]], "basis": "settlements"},
            "give drawn, river, admin border or state border",
        ),
        ("flip", {"settlement": "1", "to": "Russia", "name": "A"}, "give the id of a settlement"),
        ("flips", {"settlements": [], "to": "Russia"}, "give ids of settlements"),
        ("simplify", {"detail_m": "fine"}, "give a number of metres"),
        ("simplify", {"detail_m": float("nan")}, "has 'detail_m': nan"),
        ("extend", {"end": 3}, "give start, end or open"),
        ("follow", {"feature": None, "between": {}}, "give two kilometres along the line"),
        ("replace", {"sections": {}}, "give sections with name, basis and coords"),
        ("replace", {"sections": [{"name": "a"}]}, r"0\.coords: Field required"),
        ("replace", {"sections": [LINE | {"coords": [["x", 2]]}]}, r"0\.coords\.0\.0"),
        ("replace", {"sections": [LINE | {"depth_m": [1]}]}, r"0\.depth_m"),
        (
            "replace",
            {"sections": [LINE | {"corridor_m": [[1, 2]]}]},
            r"brings in 'a' with 2 vertices but 1 pairs in corridor_m; give one pair a vertex",
        ),
    ],
)
def test_what_a_verb_cannot_use_is_told_before_it_is_made(verb, args, message):
    with pytest.raises(InputError, match=message):
        apply(drawn.trial(), Edit(verb, tuple(args.items())), drawn.ground())


@pytest.mark.parametrize("bug", [TypeError, ZeroDivisionError, KeyError, IndexError, ValueError])
def test_an_error_inside_a_verb_is_no_fault_of_the_file(bug, monkeypatch, capsys):
    def broken(*_, **__):
        raise bug("inside the engine")

    def make(placement, ground, *, km, toward):
        broken(placement, ground, km, toward)

    verbs = {**VERBS, "move": Verb(make, VERBS["move"].resolve)}
    monkeypatch.setattr(history, "VERBS", MappingProxyType(verbs))
    with pytest.raises(bug, match="inside the engine") as caught:
        apply(drawn.trial(), Edit.of("move", {"km": 2, "toward": "Russia"}), drawn.ground())
    assert explain(caught.value) == 1
    assert "This is a fault of ceaseline, not yours" in capsys.readouterr().err
