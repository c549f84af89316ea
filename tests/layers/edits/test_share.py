"""An edited placement as a text: restored to the byte, and what is refused."""

import base64
import contextlib
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits import edit, undo
from ceaseline.layers.edits.files import new_file, restored_file
from ceaseline.layers.edits.share import restored, shared
from ceaseline.layers.placement.placement import Edit
from ceaseline.layers.placement.store import dumps, load, read
from ceaseline.layers.study import using
from tests.drawn.study import written

ORIGIN = "contact-2024-11-20"
STEPS = {
    "flip": {"settlement": "Pokrovsk", "to": "Russia"},
    "move": {"km": 1.5, "toward": "Russia", "between": ["100", "160"]},
    "lock": {"between": ["10", "20"]},
    "depth": {"km": [5, 20], "between": ["300", "350"]},
    "title": {"title": 'Мій "варіант" <b>'},
    "give": {"units": ["Kherson"], "to": "Ukraine"},
}


@pytest.fixture(scope="module")
def trial():
    return load(ORIGIN).replaced(name="trial", origin=ORIGIN)


def made(trial, steps):
    for verb in steps:
        trial = edit(trial, verb, **STEPS[verb])
    return trial


def opened(text):
    body = text.removeprefix("ceaseline1.")
    return json.loads(zlib.decompress(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))


def packed(told):
    data = told if isinstance(told, bytes) else json.dumps(told).encode()
    return "ceaseline1." + base64.urlsafe_b64encode(zlib.compress(data)).decode().rstrip("=")


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), unique=True), back=st.integers(0, 2))
def test_any_edits_come_back_to_the_byte(steps, back):
    after = load(ORIGIN).replaced(name="trial", origin=ORIGIN)
    for verb in steps:
        with contextlib.suppress(InputError):  # a lock may be in the way
            after = edit(after, verb, **STEPS[verb])
    for _ in range(min(back, len(after.history))):
        after = undo(after)
    text = shared(after)
    assert dumps(restored(text)) == dumps(after)
    assert len(text) < 2000
    broken = "\n ".join(text[k : k + 60] for k in range(0, len(text), 60))
    assert dumps(restored(broken)) == dumps(after)


def test_a_few_edits_are_a_few_hundred_letters_that_a_link_takes(trial):
    after = made(trial, ["move", "lock", "title"])
    text = shared(after)
    assert dumps(restored(text)) == dumps(after)
    assert len(text) < 400
    assert text.replace("-", "").replace("_", "").replace(".", "").isalnum()


def test_a_placement_without_edits_and_one_of_the_library_itself(trial):
    assert dumps(restored(shared(trial))) == dumps(trial)
    own = load(ORIGIN)
    assert dumps(restored(shared(own))) == dumps(own)
    titled = trial.replaced(title="Another from the start")
    assert restored(shared(titled)).title == "Another from the start"


def test_files_come_and_go_as_texts(tmp_path, trial):
    path = new_file("mine", ORIGIN, tmp_path)
    edited = edit(read(path), "lock", between=["10", "20"])
    (tmp_path / "text.txt").write_text(shared(edited) + "\n", "utf-8")
    out = restored_file(str(tmp_path / "text.txt"), "yours", tmp_path)
    assert dumps(read(out)) == dumps(edited.replaced(name="yours"))
    with pytest.raises(InputError, match=r"yours.geojson exists; give another name"):
        restored_file(shared(edited), "yours", tmp_path)
    with pytest.raises(InputError, match="is a placement of the library; give another name"):
        restored_file(shared(load(ORIGIN)), None, tmp_path)
    with pytest.raises(InputError, match="cannot be a placement's name"):
        restored_file(shared(edited), "Ü/..", tmp_path)
    assert trial.name == "trial"


def test_what_starts_from_no_library_or_was_changed_by_hand_is_not_shared(trial):
    with pytest.raises(InputError, match="starts from 'elsewhere', which is not in the"):
        shared(trial.replaced(origin="elsewhere"))
    section = trial.sections[0]
    bent = section.replaced(coords=(*section.coords[:-1], (36.0, 50.2)))
    other = trial.replaced(sections=(bent, *trial.sections[1:]))
    with pytest.raises(InputError, match=f"is not what its edits make of {ORIGIN}: it was changed"):
        shared(other)


@pytest.mark.parametrize(
    "text",
    ["", "trial.geojson", "ceaseline2.abc", "{}", "-"],
)
def test_what_is_no_such_text(text):
    with pytest.raises(InputError, match=r"is no shared placement; it begins with 'ceaseline1\.'"):
        restored(text)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-9],
        lambda text: text[:40] + "A" + text[41:],
        lambda text: text + "%%%",
        lambda _: "ceaseline1.",
        lambda _: "ceaseline1." + "A" * (2 << 20),
        lambda _: packed(b"0" * (9 << 20)),
        lambda _: packed(b"\xff"),
        lambda _: packed([]),
        lambda text: packed(opened(text) | {"more": 1}),
        lambda text: packed(opened(text) | {"name": "../up"}),
        lambda text: packed(opened(text) | {"edits": [["flip"]]}),
        lambda text: packed(opened(text) | {"edits": "flip"}),
    ],
)
def test_a_text_that_was_cut_or_made_up_is_refused(trial, change):
    with pytest.raises(InputError, match="is cut or damaged; copy the whole of it"):
        restored(change(shared(trial)))


def test_edits_that_cannot_be_made_and_sums_that_differ_are_told(trial):
    told = opened(shared(trial))
    for edits, message in (
        ([["fly", {}]], "'fly' is not an edit; there are"),
        ([["flip", {"settlement": "x", "to": 3}]], "Edit 1 of 1 .flip.: This flip"),
        ([["lock", {"between": None}]], f"makes another line of {ORIGIN} than it was made of"),
    ):
        with pytest.raises(InputError, match=message):
            restored(packed(told | {"edits": edits}))
    with pytest.raises(InputError, match="starts from 'none', which is not in the lib"):
        restored(packed(told | {"origin": "none"}))


def test_a_text_is_of_its_study(tmp_path, trial):
    folder = written(tmp_path / "drawn")
    with using(folder):
        line = load("along").replaced(name="mine", origin="along")
        after = edit(line, "move", km=1, toward="North")
        text = shared(after)
        assert dumps(restored(text)) == dumps(after)
        with pytest.raises(InputError, match="of the study 'ukraine'; run: ceaseline --study ukr"):
            restored(shared_outside(trial))
    with pytest.raises(InputError, match="of the study 'drawn'; run: ceaseline --study drawn"):
        restored(text)


def shared_outside(trial):
    """A text of the embedded study."""
    with using("ukraine"):
        return shared(trial.replaced(history=(), undone=()))


def test_recorded_edits_are_kept_as_they_are(trial):
    after = made(trial, ["lock"])
    assert restored(shared(after)).history == after.history
    assert all(isinstance(one, Edit) for one in restored(shared(after)).history)
