"""A command that takes long shows that it is at work, and can be interrupted with nothing lost."""

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import ceaseline.maps.cli._working as working
from ceaseline.geo.files import write_atomic
from ceaseline.maps.cli import run
from ceaseline.maps.cli._output import note

ROOT = Path(__file__).parents[3]


def interrupted():
    raise KeyboardInterrupt


def test_an_interrupted_command_says_so_in_one_sentence(capsys, monkeypatch):
    monkeypatch.setattr("ceaseline.layers.placement.store.load", lambda _: interrupted())
    assert run(["edit", "history", "trial.geojson"]) == 130
    out, err = capsys.readouterr()
    assert (out, err) == ("", "Interrupted; nothing was written.\n")


def test_what_was_written_before_is_named(capsys, monkeypatch, tmp_path):
    def work(_):
        write_atomic(tmp_path / "one.txt", "one")
        raise KeyboardInterrupt

    monkeypatch.setattr("ceaseline.layers.placement.store.load", work)
    assert run(["edit", "history", "trial.geojson"]) == 130
    err = capsys.readouterr().err
    assert err == f"Interrupted; written before that, whole: {tmp_path / 'one.txt'}.\n"


def test_nothing_is_shown_where_stderr_is_no_terminal(capsys):
    with working.working(lambda: "map"):
        assert working._now.sign is None
    assert capsys.readouterr().err == ""


def test_a_sign_on_a_terminal_that_makes_way_for_what_is_said(capsys, monkeypatch):
    monkeypatch.setattr(working, "_DELAY_S", 0.01)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with working.working(lambda: "map"):
        until(lambda: working._now.sign.shown is not None)
        first = working._now.sign
        note("Wrote a.png.")
        assert first.over
        assert working._now.sign is not first
    assert working._now.sign is None
    err = capsys.readouterr().err
    assert "Wrote a.png." in err
    with working.working(lambda: "fetch"):
        own = working._now.sign
        own.timer.join()
        assert own.shown is None


def until(true):
    for _ in range(500):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never came true")


@pytest.mark.slow
def test_ctrl_c_on_a_terminal(tmp_path):
    """Also as a background job, that would ignore SIGINT: the test sets it as a terminal does."""
    main, child = pty.openpty()
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from ceaseline.maps.cli import main; main()"
    )
    target = tmp_path / "map.html"
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", code, "map", "-o", str(target)],
        stdout=subprocess.DEVNULL,
        stderr=child,
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(child)
    told = b""
    while b"is at work" not in told:
        told += os.read(main, 1024)
    process.send_signal(signal.SIGINT)
    try:
        while piece := os.read(main, 1024):
            told += piece
    except OSError:  # the other end is closed
        pass
    code = process.wait(60)
    assert code == 130, told
    assert b"Interrupted; nothing was written." in told
    assert list(tmp_path.iterdir()) == []
