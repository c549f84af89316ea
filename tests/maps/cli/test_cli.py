"""The command line as a whole: quick, helpful, and never a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer

import ceaseline.maps.cli
from ceaseline.geo.errors import InputError
from ceaseline.maps.cli import application, run
from ceaseline.maps.cli._errors import explain

HEAVY = ("geopandas", "pandas", "folium", "matplotlib", "scipy", "pydantic", "pyogrio", "rich")


def in_a_new_process(code):
    done = subprocess.run(  # noqa: S603 - our own interpreter on our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commands():
    """Every command as (words, click command), groups walked through."""
    found = []

    def walk(words, command):
        if hasattr(command, "commands"):
            for name, child in command.commands.items():
                walk((*words, name), child)
        else:
            found.append((words, command))

    walk((), typer.main.get_command(application()))
    return found


def test_importing_the_packages_and_the_command_line_stays_light():
    code = (
        "import sys, geo, layers, ceaseline.maps.cli; ceaseline.maps.cli.application();"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    assert in_a_new_process(code) == "[]"


def test_help_exits_with_0_and_names_every_group(capsys):
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for words, _ in commands():
        assert words[0] in shown


@pytest.mark.parametrize(("words", "command"), commands(), ids=lambda v: str(v)[:40])
def test_every_command_and_option_has_a_help_text(words, command):
    assert command.help, words
    for param in command.params:
        assert getattr(param, "help", None), (words, param.name)


def test_version(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("ceaseline ")


def test_an_unknown_command_exits_with_2(capsys):
    assert run(["mesure"]) == 2
    assert "No such command 'mesure'" in capsys.readouterr().err


def test_a_fault_of_the_input_is_one_message(capsys):
    assert explain(InputError("The depth is -5 km; give more.")) == 2
    assert capsys.readouterr().err == "Error: The depth is -5 km; give more.\n"


def test_a_refusal_of_the_system_is_one_message(capsys):
    assert explain(PermissionError(13, "Permission denied", "/x/y")) == 2
    assert capsys.readouterr().err == "Error: /x/y: Permission denied.\n"


def test_a_fault_of_the_tool_says_so_without_a_traceback(capsys, monkeypatch):
    def broken():
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr(ceaseline.maps.cli, "_program", broken)
    assert run(["measure"]) == 1
    shown = capsys.readouterr().err
    assert shown.startswith("Error: Something unexpected happened (ZeroDivisionError: a).")
    assert "CEASELINE_TRACEBACK=1" in shown
    assert "Traceback" not in shown


def test_control_characters_of_a_hostile_name_do_not_reach_the_terminal(capsys):
    explain(InputError("no \x1b[2J\u202e here"))
    assert capsys.readouterr().err == "Error: no \\u001b[2J\\u202e here\n"


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("ceaseline ma", ["map"]),
        (
            "ceaseline map cont",
            [f"contact-{d}" for d in ("2022-02-23", "2024-11-20", "2026-08-22")],
        ),
        ("ceaseline map --lang u", ["uk"]),
        ("ceaseline map --theme d", ["dark"]),
        ("ceaseline measure tri", ["trial.geojson"]),
        ("ceaseline measure sub/in", ["sub/inner.geojson"]),
        ("ceaseline compare --re", ["--report"]),
    ],
)
def test_a_shell_is_offered_what_begins_so(words, offered, tmp_path):
    (tmp_path / "sub").mkdir()
    for name in ("trial.geojson", "other.txt", "sub/inner.geojson"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    ask = "import sys; from ceaseline.maps.cli import main; sys.argv[0] = 'ceaseline'; main()"
    asked = {
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "_CEASELINE_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", ask], capture_output=True, text=True, check=False, cwd=tmp_path,
        env=asked,
    )  # fmt: skip
    assert done.stdout.split() == offered
    assert done.stderr == ""
