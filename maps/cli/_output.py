"""Where results go: the screen, or a file written whole or not at all."""

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ceaseline.geo.unseen import escaped
from ceaseline.maps.cli._errors import plain
from ceaseline.maps.cli._options import Format
from ceaseline.maps.cli._working import quiet, resumed

if TYPE_CHECKING:
    from ceaseline.layers.placement.placement import Placement
    from ceaseline.maps.text.table import Table

__all__ = ["Result", "deliver", "note", "note_names", "to_json"]

NARROWEST = 80
WIDTH = 110
"""Columns of a table that goes to a file or a pipe."""


@dataclass(frozen=True)
class Result:
    """One result in its three shapes, each made only if it is asked for.

    Attributes
    ----------
    tables : callable
        Returns the tables for people: terminal and Markdown.
    records : callable
        Returns one table of plain records, for CSV.
    facts : callable
        Returns the object for JSON.
    lang : str
        Language of the tables for people.
    """

    tables: "Callable[[], Sequence[Table]]"
    records: "Callable[[], Table]"
    facts: Callable[[], Any]
    lang: str = "en"

    def text(self, fmt: Format, *, screen: bool = False) -> str:
        """Return the result in a format; `screen` fits it to the terminal and its colours."""
        from ceaseline.maps.text.language import tongue
        from ceaseline.maps.text.table import to_csv, to_md, to_text

        if fmt is Format.json:
            return to_json(self.facts())
        if fmt is Format.csv:
            return to_csv(self.records())
        if fmt is Format.md:
            return to_md(map(tongue(self.lang).table, self.tables()))
        shown = map(tongue(self.lang).table, self.tables())
        if not (screen and sys.stdout.isatty()):
            return to_text(shown, WIDTH)
        width = max(shutil.get_terminal_size().columns, NARROWEST)
        return to_text(shown, width, colour="NO_COLOR" not in os.environ)

    def show(self, fmt: Format, output: Path | None = None, *, overwrite: bool = False) -> None:
        """Print the result, or write it to a file.

        Raises
        ------
        InputError
            As :func:`deliver`.
        """
        deliver(self.text(fmt, screen=output is None), output, overwrite=overwrite)


def to_json(facts: Any) -> str:
    """Return an object as JSON: UTF-8 letters as they are, no NaN, one final line feed.

    Signs that cannot be seen are spelt out, which for a reader of JSON is the same text.

    Examples
    --------
    >>> print(to_json({"name": "Київ"}), end="")
    {
      "name": "Київ"
    }
    """
    return escaped(json.dumps(facts, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def deliver(text: str, output: Path | None, *, overwrite: bool = False) -> None:
    """Print a text, or write it to a file and say so on stderr.

    Raises
    ------
    InputError
        As :func:`ceaseline.geo.files.write_atomic`.
    """
    if output is None:
        quiet()
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="replace")  # a terminal without Ukrainian letters
        typer.echo(text, nl=False)
        return
    from ceaseline.geo.files import marked, write_atomic

    write_atomic(output, text, overwrite=overwrite, ours=marked)
    note(f"Wrote {output} ({len(text.encode()):,} bytes).")


def note(text: str) -> None:
    """Tell a person something beside the result: on stderr, so that a pipe stays clean."""
    quiet()
    with contextlib.suppress(OSError):  # the result itself has gone where it was to go
        typer.echo(plain(text), err=True)
    resumed()


def note_names(files: "Sequence[str]", placements: "Sequence[Placement]") -> None:
    """Tell which file holds which placement, where the file's name is another than the placement's.

    Outputs call a placement by its own name, which a copied or renamed file keeps.

    Parameters
    ----------
    files : sequence of str
        As given on the command line.
    placements : sequence of Placement
        What they hold.

    Examples
    --------
    >>> from ceaseline.layers.placement.store import load
    >>> note_names(["four-oblasts"], [load("four-oblasts")])
    """
    for file, placement in dict(zip(files, placements, strict=True)).items():
        path = Path(file)
        if path.suffix and path.name.partition(".")[0] != placement.name != path.stem:
            note(f"{path.name} holds the placement {placement.name}.")
