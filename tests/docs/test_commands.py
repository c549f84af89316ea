"""The commands in the docs are those that the tool takes, and their page is current."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from ceaseline.maps.cli import application
from ceaseline.maps.cli._app import paired

ROOT = Path(__file__).parents[2]


def test_the_page_of_the_commands_is_current():
    script = [sys.executable, str(ROOT / "docs" / "commands.py"), "--check"]
    done = subprocess.run(  # noqa: S603 - our own script
        script, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stdout


def shell_lines():
    """Every `ceaseline ...` line of the sh blocks of README.md and docs."""
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for block in re.findall(
            r"^```sh\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
        ):
            for line in block.splitlines():
                for part in line.split("&&"):
                    words = shlex.split(part)
                    if words and words[0].endswith("ceaseline"):
                        yield page.name, words[1:]


@pytest.mark.parametrize(
    ("page", "words"), list(shell_lines()), ids=lambda v: v if isinstance(v, str) else "-".join(v)
)
def test_every_command_line_in_the_docs_is_one_that_the_tool_takes(page, words):
    command = typer.main.get_command(application())
    words = paired(words)
    if words[0] == "--study":
        words = words[2:]
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    context = command.make_context("ceaseline", words)
    assert context.args == [], page
