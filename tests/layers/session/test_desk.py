"""A file on the desk: nothing that was answered is lost, nothing on disk is written over."""

from __future__ import annotations

import errno
import json
import os
from typing import TYPE_CHECKING

import pytest

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.layers.edits import edit
from ceaseline.layers.edits.files import edit_file
from ceaseline.layers.placement.placement import Section
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


def test_what_was_undone_beyond_the_journal_is_there_after_a_cut(
    tmp_path: Path, trial: Placement
) -> None:
    """The history of a line that was changed by hand does not make it: only this session undoes."""
    file = tmp_path / "trial.geojson"
    by_hand = edit(trial, "lock")
    moved = by_hand.sections[0].replaced(locked=False)
    write(by_hand.replaced(sections=(moved, *by_hand.sections[1:])), file)
    desk = Desk.open(file, None, proposal())
    for turn in range(22):
        desk.do("edit", verb="lock" if turn % 2 == 0 else "unlock", words={})
    for _ in range(20):
        desk.do("undo")
    told = dumps(desk.session.placement)
    _cut_off(desk)
    again = Desk.open(file, None, proposal())
    assert dumps(again.session.placement) == told
    assert again.resumed == 42
    again.close()


def test_a_checkpoint_gone_back_to_is_there_after_a_cut(opened: Callable[[], Desk]) -> None:
    desk = opened()
    _edit(desk, 100)
    desk.do("checkpoint", name="one")
    _edit(desk, 120)
    desk.do("back_to", name="one")
    _edit(desk, 140)
    told = dumps(desk.session.placement)
    _cut_off(desk)
    again = opened()
    assert dumps(again.session.placement) == told
    assert again.session.checkpoints == ("one",)


def test_checkpoints_outlive_a_session_that_saved(opened: Callable[[], Desk]) -> None:
    desk = opened()
    _edit(desk, 100)
    desk.do("checkpoint", name="one")
    desk.save()
    desk.close()
    again = opened()
    assert again.session.checkpoints == ("one",)
    assert again.resumed == 0
    assert not again.unsaved


def test_checkpoints_alone_do_not_hold_an_old_file(opened: Callable[[], Desk]) -> None:
    """Nothing was edited since it was saved, so what the file holds now is gone on with."""
    desk = opened()
    desk.do("checkpoint", name="one")
    desk.save()
    desk.close()
    edit_file(desk.file, "flip", settlement="Pokrovsk", to="Russia")
    again = opened()
    assert [made.verb for made in again.session.placement.history] == ["flip"]
    assert again.session.checkpoints == ("one",)
    assert not again.changed_on_disk


def test_a_copy_that_was_never_saved_is_gone_on_with_by_its_name(
    opened: Callable[[], Desk],
) -> None:
    desk = opened()
    _edit(desk, 100)
    told = dumps(desk.session.placement)
    _cut_off(desk)
    assert not desk.file.exists()
    again = Desk.open(desk.file, None, proposal())
    assert dumps(again.session.placement) == told
    assert again.unsaved
    again.close()


def test_a_merge_that_cannot_be_journalled_is_not_made(
    opened: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = opened()
    desk.save()
    _edit(desk, 100)
    mine = desk.session.placement
    edit_file(desk.file, "flip", settlement="Pokrovsk", to="Russia")
    _full(monkeypatch, desk.merge)
    assert desk.session.placement == mine
    assert desk.changed_on_disk
    _full(monkeypatch, desk.reload)
    assert desk.session.placement == mine
    assert desk.session.checkpoints == ()
    _edit(desk, 120)
    _cut_off(desk)
    again = opened()
    assert [made.verb for made in again.session.placement.history] == ["draw", "draw"]
    assert again.changed_on_disk


def test_a_file_saved_while_the_journal_could_not_be_begun(
    opened: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = opened()
    desk.save()
    _edit(desk, 100)
    real = desk._journal.begin
    with monkeypatch.context() as patch:
        patch.setattr(desk._journal, "begin", _no_room)
        with pytest.raises(InputError, match="no room"):
            desk.save()
    assert desk._journal.begin == real
    assert not desk.unsaved
    _edit(desk, 120)
    _cut_off(desk)
    again = opened()
    assert not again.changed_on_disk
    assert [made.verb for made in again.session.placement.history] == ["draw", "draw"]
    assert again.unsaved


def _no_room(*_: object) -> None:
    raise InputError("no room")


def _full(monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> None:
    """Do something that is refused, on a disk that is full."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(InputError, match="cannot be written: No space left on device"):
            do()


def test_edits_that_are_saved_and_taken_back_are_not_merged(opened: Callable[[], Desk]) -> None:
    desk = opened()
    _edit(desk, 100)
    desk.save()
    desk.do("undo")
    _edit(desk, 120)
    edit_file(desk.file, "flip", settlement="Pokrovsk", to="Russia")
    mine = desk.session.placement
    with pytest.raises(
        InputError, match=r"saved have been taken back here, which cannot be merged"
    ):
        desk.merge()
    assert desk.session.placement == mine


def test_what_was_mine_is_there_after_the_file_was_taken_twice(
    opened: Callable[[], Desk],
) -> None:
    desk = opened()
    desk.save()
    mine = []
    for turn in range(2):
        _edit(desk, 100 + 20 * turn)
        mine.append(desk.session.placement)
        edit_file(desk.file, "title", title=f"Theirs {turn}")
        desk.reload()
    names = ("before taking the file", "before taking the file (2)")
    assert desk.session.checkpoints == names
    assert [desk.session.marks[name] for name in names] == mine


def test_a_link_has_one_journal(opened: Callable[[], Desk], tmp_path: Path) -> None:
    desk = opened()
    desk.save()
    link = tmp_path / "link.geojson"
    link.symlink_to(desk.file)
    with pytest.raises(InputError, match=r"trial.geojson is being edited by another"):
        Desk.open(link, None, proposal())


def test_a_journal_of_changes_that_cannot_be_made(
    opened: Callable[[], Desk], tmp_path: Path
) -> None:
    desk = opened()
    _cut_off(desk)
    journal = tmp_path / "trial.geojson.journal"
    with journal.open("a") as file:
        file.write('{"do":"edit","verb":"eat","args":{}}\n')
    with pytest.raises(InputError, match=r"holds a change that cannot be made again \(.*move it"):
        opened()
    with pytest.raises(InputError, match=r"holds a change that cannot be made again"):
        opened()  # it is as it was


def test_what_cannot_be_opened_leaves_no_journal(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        Desk.open(tmp_path / "a.geojson", None, proposal())
    assert list(tmp_path.iterdir()) == []


def test_a_line_with_open_ends_is_refused_at_once(tmp_path: Path) -> None:
    line = Section.of("short", "drawn", [(36.0, 49.0), (36.2, 49.1)])
    write(load("donbas-full").replaced(name="a", sections=(line,)), tmp_path / "a.geojson")
    with pytest.raises(GeometryError, match="Open ends are carried to the border by"):
        Desk.open(tmp_path / "a.geojson", None, proposal())


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
