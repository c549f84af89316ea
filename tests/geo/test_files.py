"""Writing files whole or not at all, and never over somebody's work."""

import os
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.geo import files
from ceaseline.geo.errors import InputError
from ceaseline.geo.files import check_target, marked, nearest_names, read_at_most, write_atomic


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("data", [b"\x00\xff", "Київ\r\n", "", b"x" * 100_000])
def test_what_is_written_is_what_was_given(tmp_path, data):
    assert write_atomic(tmp_path / "a", data) == tmp_path / "a"
    assert (tmp_path / "a").read_bytes() == (data.encode() if isinstance(data, str) else data)
    assert names(tmp_path) == ["a"]


def test_text_with_lone_surrogates_is_refused_and_leaves_nothing(tmp_path):
    with pytest.raises(InputError, match=r"a.txt.*cannot be written as UTF-8"):
        write_atomic(tmp_path / "a.txt", "\ud800")
    assert names(tmp_path) == []


def test_new_files_have_the_mode_of_any_new_file(tmp_path):
    plain = tmp_path / "plain"
    plain.touch()
    ours = write_atomic(tmp_path / "ours", "")
    assert stat.S_IMODE(ours.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_replaced_file_keeps_its_mode(tmp_path):
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o640)
    write_atomic(path, "new", overwrite=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_atomic(tmp_path / "link", "new", overwrite=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_somebody_elses_file_stays(tmp_path):
    path = tmp_path / "notes.json"
    path.write_text("mine")
    for ours in (None, marked):
        with pytest.raises(InputError, match=r"notes\.json exists and may hold something else"):
            write_atomic(path, "new", ours=ours)
    assert path.read_text() == "mine"
    assert names(tmp_path) == ["notes.json"]


def test_a_placement_is_never_replaced_by_another_output(tmp_path):
    path = tmp_path / "trial.geojson"
    held = '{"type": "FeatureCollection", "ceaseline": {"format": "ceaseline placement 1"}}'
    path.write_text(held)
    with pytest.raises(
        InputError, match=r"trial\.geojson exists and may hold something else; choose"
    ):
        write_atomic(path, "{}", ours=marked)
    assert path.read_text() == held


def test_the_tools_own_file_is_replaced(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "FeatureCollection", "ceaseline": {"title": "old"}}')
    with pytest.raises(InputError, match="exists"):
        write_atomic(path, "new")
    write_atomic(path, "new", ours=marked)
    assert path.read_text() == "new"


def test_the_mark_is_sought_in_the_head_only(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b" " * files.HEAD_BYTES + b"ceaseline")
    with pytest.raises(InputError, match="exists"):
        write_atomic(path, "new", ours=marked)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match=r"The folder .*none for a\.txt does not exist; make it"):
        write_atomic(tmp_path / "none" / "a.txt", "")
    assert names(tmp_path) == []


def test_a_folder_in_the_place_of_a_folder(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"The folder .*file for a\.txt does not exist"):
        write_atomic(tmp_path / "file" / "a.txt", "")


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "map.html").mkdir()
    with pytest.raises(InputError, match=r"map\.html is a folder; give the name of a file"):
        write_atomic(tmp_path / "map.html", "", overwrite=True)


def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match=r"pipe is not a regular file"):
        write_atomic(tmp_path / "pipe", "", overwrite=True)


def test_a_folder_that_may_not_be_written_to(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(InputError, match=r"The folder .* is not writable; choose another"):
        write_atomic(tmp_path / "a", "")


@pytest.mark.parametrize("at", ["fsync", "replace"])
def test_a_write_that_fails_midway_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, at):
    path = tmp_path / "a"
    path.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if at == "fsync" else (Path, "replace")), full)
    with pytest.raises(InputError, match=r"cannot be written: No space left on device; choose"):
        write_atomic(path, "new", overwrite=True)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a"]


def test_a_name_too_long_is_one_error(tmp_path):
    for refuse in (check_target, lambda path: write_atomic(path, "")):
        with pytest.raises(InputError, match="cannot be written: File name too long"):
            refuse(tmp_path / ("a" * 300))
    assert names(tmp_path) == []


def test_a_null_byte_in_the_path_is_one_error(tmp_path):
    for refuse in (check_target, lambda path: write_atomic(path, "")):
        with pytest.raises(InputError, match="has a null character; give the name of a file"):
            refuse(f"{tmp_path}/a\0b")


def test_nearest_names_come_best_first_whatever_the_case():
    assert nearest_names("KYIV", ["Lviv", "Kyiv"])[0] == "Kyiv"
    assert nearest_names("2024", ["contact-2022-02-23", "contact-2024-11-20"]) == (
        "contact-2024-11-20",
    )
    assert nearest_names("zzz", ["Kyiv"]) == ()
    assert nearest_names("", ["Kyiv"]) == ()


@given(st.text(), st.lists(st.text(), max_size=6))
def test_nearest_names_are_names(word, words):
    near = nearest_names(word, words)
    assert set(near) <= set(words)
    assert len(near) == len(set(near)) <= 3


@pytest.mark.parametrize("size", [0, 1, 9, 10])
def test_a_file_within_the_bound_is_read_whole(tmp_path, size):
    path = tmp_path / "a"
    path.write_bytes(b"x" * size)
    assert read_at_most(path, 10) == b"x" * size


def test_a_file_beyond_the_bound_is_not_read(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x" * 11)
    assert read_at_most(path, 10) is None


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless device here")
def test_an_endless_device_is_read_no_further_than_the_bound():
    assert read_at_most("/dev/zero", 3_000_000) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize(("size", "found"), [(10, b"x" * 10), (11, None)])
def test_a_pipe_is_read_as_a_file_is(tmp_path, size, found):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(b"x" * size,))
    writer.start()
    assert read_at_most(path, 10) == found
    writer.join()
