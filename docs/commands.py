"""Write docs/commands.md from the help texts of the commands; `--check` only compares."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import typer

from ceaseline.maps.cli import application

PAGE = Path(__file__).with_suffix(".md")
HEAD = """# Commands

Made from the help texts by `python docs/commands.py`; a test fails when it is not current.

Every command exits with 0, or with 2 and one message on stderr when something that was given
cannot be used; `verify` exits with 1 when something is not reproduced, and with 3 when the drawing
could not be compared. Where a command writes a file, the file appears whole or not at all, and a
file that ceaseline did not write is replaced only with `--overwrite`. `CEASELINE_TRACEBACK=1`
(or `ceaseline --traceback COMMAND`) shows where an unexpected error came from.
"""
WIDTH = 96


def commands() -> list[tuple[tuple[str, ...], Any]]:
    """Return every command and group as its words and its click object, in the help's order."""
    found: list[tuple[tuple[str, ...], Any]] = []

    def walk(words: tuple[str, ...], command: Any) -> None:
        found.append((words, command))
        if hasattr(command, "commands"):
            for name in command.list_commands(None):
                walk((*words, name), command.commands[name])

    walk(("ceaseline",), typer.main.get_command(application()))
    return found


def help_text(words: tuple[str, ...], command: Any) -> str:
    """Return what `--help` prints, at a fixed width."""
    width = {"terminal_width": WIDTH, "max_content_width": WIDTH}
    context = typer.Context(
        command, info_name=" ".join(words), **{**command.context_settings, **width}
    )
    text: str = command.get_help(context)
    return text


def page() -> str:
    """Return the page as Markdown."""
    parts = [HEAD]
    for words, command in commands():
        mark = "#" * (len(words) + 1 if len(words) < 4 else 4)
        parts.append(f"{mark} {' '.join(words)}\n\n```text\n{help_text(words, command)}\n```\n")
    return "\n".join(parts)


def main(args: list[str]) -> int:
    """Write the page, or with `--check` say whether it is current."""
    if args != ["--check"]:
        PAGE.write_text(page(), encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != page():
        print("docs/commands.md is not current; run: python docs/commands.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
