"""The program told to stop, without a home, on a full disk, and with nobody to read it."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.geo.fetch import fetch
from ceaseline.geo.files import write_atomic
from ceaseline.maps.cli import run
from ceaseline.maps.cli._errors import explain
from ceaseline.maps.cli._output import note
from ceaseline.maps.cli._process import guarded

PROGRAM = "import sys; from ceaseline.maps.cli import main; sys.argv[0] = 'ceaseline'; main()"
READY = PROGRAM.replace("main()", "print('ready', flush=True); main()")


def told_to_stop(*_):
    os.kill(os.getpid(), signal.SIGTERM)


def test_told_to_stop_while_it_writes_it_leaves_nothing_and_says_a_sentence(
    tmp_path, monkeypatch, capsys
):
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(os, "fsync", told_to_stop)
    assert guarded(lambda: write_atomic(tmp_path / "map.html", b"half") and 0) == 143
    shown = capsys.readouterr()
    assert (
        shown.err == "Error: Stopped before it was done (SIGTERM); no file is left half-written.\n"
    )
    assert shown.out == ""
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) == before


def test_the_exit_code_of_the_work_is_that_of_the_program():
    assert [guarded(lambda code=code: code) for code in (0, 1, 2, 3)] == [0, 1, 2, 3]


def closed(*_, **__):
    raise BrokenPipeError(errno.EPIPE, "Broken pipe")


@pytest.mark.parametrize("args", [("layers", "schema"), ("layers", "list")])
def test_a_reader_that_has_gone_ends_it_without_a_word(monkeypatch, capsys, args):
    monkeypatch.setattr("ceaseline.maps.cli._output.typer.echo", closed)
    monkeypatch.setattr("ceaseline.maps.cli._process._to_nowhere", lambda: None)
    assert run(args) == 141
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "Error: No space left on device; make room. No file is left half-written.\n",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device", "a.json"),
            "Error: a.json: No space left on device; make room. No file is left half-written.\n",
        ),
    ],
)
def test_a_full_disk_is_told_in_a_sentence(error, message, capsys):
    assert explain(error) == 2
    assert capsys.readouterr().err == message


def test_a_full_folder_for_temporary_files_is_told_whatever_a_library_says(monkeypatch, capsys):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 9, 0))
    assert explain(RuntimeError("database or disk is full")) == 2
    assert (
        "has no room left; make room, or name another one in the environment variable TMPDIR"
        in (capsys.readouterr().err)
    )


def test_a_full_disk_leaves_no_file(tmp_path, monkeypatch, capsys):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    out = tmp_path / "figures.json"
    assert run(["layers", "schema", "-o", str(out)]) == 2
    assert "cannot be written: No space left on device; choose a folder" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_is_said_beside_the_result_may_have_no_reader(monkeypatch):
    monkeypatch.setattr("ceaseline.maps.cli._output.typer.echo", closed)
    monkeypatch.setattr("ceaseline.maps.cli._errors.typer.echo", closed)
    note("beside")
    assert explain(InputError("no")) == 2


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="no folder here that nobody writes")
def test_a_cache_that_cannot_be_written_is_told(capsys):
    with pytest.raises(InputError, match=r"The cache /proc/none cannot be made: "):
        fetch("geonames-ukraine", folder=Path("/proc/none"))
    assert run(["layers", "schema", "-o", "/proc/schema.json"]) == 2
    assert "/proc/schema.json cannot be written" in capsys.readouterr().err


def started(*args, program=PROGRAM, **changes):
    own = {k: v for k, v in os.environ.items() if k != "HOME" or "HOME" in changes}
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", program, *args],
        stdout=changes.pop("stdout", subprocess.PIPE),
        stderr=changes.pop("stderr", subprocess.PIPE),
        text=True,
        env=own | changes,
    )


@pytest.mark.slow
def test_the_program_without_a_home(tmp_path):
    ran = started("map", "-o", str(tmp_path / "map.html"))
    _, err = ran.communicate(timeout=120)
    assert ran.returncode == 0
    assert err.startswith("Wrote ")


@pytest.mark.slow
def test_the_program_with_a_home_that_nobody_writes(tmp_path):
    out = str(tmp_path / "report.pdf")
    ran = started(
        "report", "-o", out, HOME="/proc", XDG_CACHE_HOME="/proc", XDG_CONFIG_HOME="/proc"
    )
    _, err = ran.communicate(timeout=120)
    assert ran.returncode == 0
    assert err.startswith(f"Wrote {out}")
    assert err.count("\n") == 1


@pytest.mark.slow
def test_the_program_whose_reader_has_gone():
    reading, writing = os.pipe()
    os.close(reading)
    ran = started("measure", stdout=writing)
    os.close(writing)
    assert ran.wait(timeout=120) == 141
    assert ran.stderr.read() == ""
    ran.stderr.close()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_the_program_whose_output_has_no_room():
    with Path("/dev/full").open("w") as full:
        ran = started("measure", stdout=full)
        _, err = ran.communicate(timeout=120)
        assert (ran.returncode, err.count("\n")) == (2, 1)
        assert "No space left on device" in err
        ran = started("measure", "no-such-line", stderr=full)
        ran.communicate(timeout=120)
        assert ran.returncode == 2


@pytest.mark.slow
def test_the_program_told_to_stop(tmp_path):
    ran = started("report", "-o", str(tmp_path / "report.pdf"), program=READY)
    assert ran.stdout.readline() == "ready\n"
    with pytest.raises(subprocess.TimeoutExpired):
        ran.wait(timeout=0.7)
    ran.terminate()
    _, err = ran.communicate(timeout=120)
    assert ran.returncode == 143
    assert err == "Error: Stopped before it was done (SIGTERM); no file is left half-written.\n"
    assert list(tmp_path.iterdir()) == []
