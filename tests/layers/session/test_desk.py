"""A file on the desk: nothing that was answered is lost, nothing on disk is written over."""

from __future__ import annotations

import errno
import json
import os
from typing import TYPE_CHECKING

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits import edit
from ceaseline.layers.edits.files import edit_file
from ceaseline.layers.placement.store import dumps, load, read, write
from ceaseline.layers.provisions import proposal
from ceaseline.layers.session import Desk
from tests.layers.session.hands import bent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ceaseline.layers.placement.placement import Placement


def _edit(desk: Desk, vertex: int) -> None:
    path = bent(desk.session.placement, vertex, 0.01, 0.01).tolist()
    desk.do("edit", verb="draw", words={"path": path})


def _cut_off(desk: Desk) -> None:
    """End as a kill does: nothing is said to the journal, but the lock goes with the process."""
    desk._journal._file.close()


def test_what_was_done_is_there_after_a_cut(opened: Callable[[], Desk]) -> None:
    desk = opened()
    _edit(desk, 100)
    desk.do("checkpoint", name="one")
    _edit(desk, 120)
    _edit(desk, 140)
    desk.do("undo")
    told = dumps(desk.session.placement)
    _cut_off(desk)
    again = opened()
    assert again.resumed == 5
    assert dumps(again.session.placement) == told
    assert again.session.checkpoints == ("one",)
    again.do("redo")
    again.do("back_to", name="one")
    assert len(again.session.placement.history) == 1


def test_a_long_journal_is_not_made_from_its_beginning(opened: Callable[[], Desk]) -> None:
    desk = opened()
    for turn in range(22):
        desk.do("edit", verb="lock" if turn % 2 == 0 else "unlock", words={})
    told = dumps(desk.session.placement)
    _cut_off(desk)
    kinds = [json.loads(line).get("do") for line in desk.file.with_name("trial.geojson.journal")
             .read_text().splitlines()]  # fmt: skip
    assert kinds.count("whole") == 1
    again = opened()
    assert dumps(again.session.placement) == told
    again.do("undo")
    assert len(again.session.placement.history) == 21


def test_a_line_that_was_cut_is_dropped(opened: Callable[[], Desk]) -> None:
    desk = opened()
    _edit(desk, 100)
    told = dumps(desk.session.placement)
    _cut_off(desk)
    journal = desk.file.with_name("trial.geojson.journal")
    with journal.open("ab") as file:
        file.write(b'{"do":"edit","verb":"dr')
    again = opened()
    assert dumps(again.session.placement) == told
    _edit(again, 120)
    _cut_off(again)
    assert opened().resumed == 2


def test_saving_writes_the_file_and_ends_the_journal(opened: Callable[[], Desk]) -> None:
    desk = opened()
    assert desk.unsaved
    _edit(desk, 100)
    desk.save()
    assert not desk.unsaved
    assert dumps(read(desk.file)) == dumps(desk.session.placement)
    desk.close()
    assert not desk.file.with_name("trial.geojson.journal").exists()
    assert opened().resumed == 0


def test_a_cut_between_saving_and_the_journal_loses_nothing(opened: Callable[[], Desk]) -> None:
    desk = opened()
    _edit(desk, 100)
    write(desk.session.placement, desk.file)
    _cut_off(desk)
    again = opened()
    assert again.resumed == 0
    assert not again.unsaved
    assert not again.changed_on_disk


def test_another_who_writes_the_file_is_noticed(opened: Callable[[], Desk]) -> None:
    desk = opened()
    desk.save()
    _edit(desk, 100)
    edit_file(desk.file, "flip", settlement="Pokrovsk", to="Russia")
    theirs = desk.file.read_bytes()
    assert desk.changed_on_disk
    with pytest.raises(InputError, match=r"trial.geojson was changed on disk since it was read"):
        desk.save()
    assert desk.file.read_bytes() == theirs
    desk.merge()
    assert [made.verb for made in desk.session.placement.history] == ["flip", "draw"]
    assert not desk.changed_on_disk
    desk.save()
    assert [made.verb for made in read(desk.file).history] == ["flip", "draw"]


def test_the_edits_of_a_merge_are_there_after_a_cut(opened: Callable[[], Desk]) -> None:
    desk = opened()
    desk.save()
    _edit(desk, 100)
    edit_file(desk.file, "flip", settlement="Pokrovsk", to="Russia")
    desk.merge()
    told = dumps(desk.session.placement)
    _cut_off(desk)
    assert dumps(opened().session.placement) == told


def test_a_copy_and_the_file_of_the_other(opened: Callable[[], Desk]) -> None:
    desk = opened()
    desk.save()
    _edit(desk, 100)
    mine = desk.session.placement
    edit_file(desk.file, "flip", settlement="Pokrovsk", to="Russia")
    copy = desk.save_copy("mine")
    assert read(copy) == mine.replaced(name="mine")
    with pytest.raises(InputError, match=r"mine.geojson exists already"):
        desk.save_copy("mine")
    with pytest.raises(InputError, match=r"'../x' cannot be the name of a placement"):
        desk.save_copy("../x")
    desk.reload()
    assert [made.verb for made in desk.session.placement.history] == ["flip"]
    assert desk.session.checkpoints == ("before taking the file",)
    desk.do("back_to", name="before taking the file")
    assert desk.session.placement == mine


def test_two_desks_on_one_file(opened: Callable[[], Desk]) -> None:
    desk = opened()
    with pytest.raises(InputError, match=r"trial.geojson is being edited by another `ceaseline"):
        opened()
    desk.close()
    opened().close()


def test_an_edit_that_is_refused_is_not_in_the_journal(opened: Callable[[], Desk]) -> None:
    desk = opened()
    before = desk.file.with_name("trial.geojson.journal").read_bytes()
    with pytest.raises(InputError, match="not a party"):
        desk.do("edit", verb="flip", words={"settlement": "Pokrovsk", "to": "Mars"})
    with pytest.raises(InputError, match="'eat' is nothing to do; there are edit, undo"):
        desk.do("eat")
    assert desk.file.with_name("trial.geojson.journal").read_bytes() == before


def test_a_change_that_cannot_be_written_is_not_made(
    opened: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = opened()
    _edit(desk, 100)
    told, journal = desk.session.placement, desk.file.with_name("trial.geojson.journal")
    written = journal.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(
            InputError, match=r"journal cannot be written \(No space left on device"
        ):
            _edit(desk, 120)
    assert desk.session.placement == told
    assert journal.read_bytes() == written
    desk.do("undo")
    assert desk.session.placement.history == ()
    _cut_off(desk)
    assert opened().resumed == 2


def test_files_that_cannot_be_on_a_desk(tmp_path: Path) -> None:
    line = read_trial()
    with pytest.raises(InputError, match=r"does not exist; give a placement file, or one to copy"):
        Desk.open(tmp_path / "a.geojson", None, proposal())
    with pytest.raises(InputError, match=r"is not named \*.geojson"):
        Desk.open(tmp_path / "a.txt", line, proposal())
    with pytest.raises(InputError, match=r"The folder .*none for a.geojson does not exist"):
        Desk.open(tmp_path / "none" / "a.geojson", line, proposal())
    (tmp_path / "b.geojson").write_text('{"type":"FeatureCollection","features":[]}')
    with pytest.raises(InputError, match=r"b.geojson is no placement; bring it in"):
        Desk.open(tmp_path / "b.geojson", line, proposal())
    (tmp_path / "c.geojson.journal").write_text('{"a":1}\n')
    with pytest.raises(InputError, match=r"c.geojson.journal is no journal of this version"):
        Desk.open(tmp_path / "c.geojson", line, proposal())


def read_trial() -> Placement:
    return edit(load("contact-2024-11-20"), "lock")
