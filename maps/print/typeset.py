"""Set a report as a PDF with typst: tagged, with bookmarks, the same bytes for the same report."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from ceaseline.geo.cells import visible
from ceaseline.geo.errors import InputError
from ceaseline.geo.unseen import isolated
from ceaseline.maps.print.document import Graded, Keys, Picture, Prose

if TYPE_CHECKING:
    from ceaseline.maps.print.document import Block, Document
    from ceaseline.maps.style import Palette

__all__ = ["ABOVE_MM", "BELOW_MM", "SIDE_MM", "typeset", "typesetting"]

SIDE_MM, ABOVE_MM, BELOW_MM = 18.0, 18.0, 20.0
"""Margins of a page: to the left and to the right, above, below."""

_LONG_WORD = re.compile(r"\S{25,}")
_HEAD = 90
"""Letters of a title at the head of a page."""
_EVERY = 12
"""Signs of a word without end after which it may go on in the next line."""


def typesetting() -> Any:
    """Return typst; refuse to go on where it is not installed, and say how to install it.

    Raises
    ------
    InputError
    """
    try:
        import typst  # noqa: PLC0415 - an extra
    except ImportError:
        raise InputError(
            "A report in PDF needs typst, which is not installed; install the extra, with the pip "
            "of the same environment: pip install 'ceaseline[reports]'; or write *.html"
        ) from None
    return typst


def typeset(document: Document, palette: Palette, paper_mm: tuple[float, float]) -> bytes:
    """Return a report as a PDF, the same for the same report.

    Its texts are data to the template, and are shown as they are whatever they hold. It reads no
    file but its template, and no font but those that come with typst and matplotlib.

    Parameters
    ----------
    document : Document
    palette : Palette
    paper_mm : (width, height)
        Of a page that stands upright.

    Raises
    ------
    InputError
        If typst is not installed.
    """
    typst = typesetting()
    wide, high = paper_mm[::-1] if document.lying else paper_mm
    data = {
        "lang": document.lang,
        "title": _line(document.title),
        "head": _line(shorten(document.title, _HEAD, placeholder=" …")),
        "subtitle": _line(document.subtitle),
        "introduced": [[_line(text) for text in pair] for pair in document.introduced],
        "contents": _line(document.contents),
        "page_of": _line(document.page_of),
        "foot": _line(document.foot),
        "width": wide,
        "height": high,
        "margins": [SIDE_MM, ABOVE_MM, BELOW_MM],
        "colours": _colours(palette),
        "parts": [
            {
                "title": _line(part.title),
                "blocks": [_block(block, part.title) for block in part.blocks],
            }
            for part in document.parts
        ],
    }
    with TemporaryDirectory(prefix="ceaseline-") as empty:
        return bytes(
            typst.compile(
                _template(),
                root=empty,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"data": json.dumps(data)},
                pdf_standards=["ua-1"],
            )
        )


@cache
def _template() -> bytes:
    return files("ceaseline.maps").joinpath("print", "report.typ").read_bytes()


@cache
def _fonts() -> list[str]:
    """Return the folder of the fonts that come with matplotlib, which maps and charts are in."""
    import matplotlib as mpl  # noqa: PLC0415 - an extra

    return [str(Path(mpl.get_data_path()) / "fonts" / "ttf")]


def _colours(palette: Palette) -> dict[str, str]:
    names = ("paper", "ink", "ink_soft", "rule", "accent", "good", "bad", "other")
    return {name: str(getattr(palette, name)) for name in names}


def _block(block: Block, heading: str) -> dict[str, Any]:
    """Return a block as values; a table with the heading of its part has no title."""
    if isinstance(block, Keys):
        return {"kind": "keys", "title": "", "items": [[_line(w) for w in i] for i in block.items]}
    if isinstance(block, Prose):
        texts = [_line(text) for text in block.texts]
        return {"kind": "prose", "title": "", "texts": texts, "small": block.small}
    if isinstance(block, Picture):
        return {
            "kind": "picture",
            "title": _line(block.title) if block.title != heading else "",
            "svg": isolated(block.svg),
            "words": _line(block.words),
            "caption": _line(block.caption),
        }
    return _table(block if isinstance(block, Graded) else Graded(block, {}), heading)


def _table(graded: Graded, heading: str) -> dict[str, Any]:
    table = graded.table
    return {
        "kind": "table",
        "title": _line(table.title) if table.title != heading else "",
        "columns": [_cell(cell) for cell in table.columns],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "right": list(table.right),
        "lead": [_line(text) for text in table.lead],
        "notes": [_line(text) for text in table.notes],
        "tones": {f"{row},{column}": tone for (row, column), tone in graded.tones.items()},
    }


def _cell(cell: Any) -> str:
    """Return a cell as text; what stands under its first line is set small."""
    return "" if cell is None else "\n".join(map(_line, str(cell).split("\n")))


def _line(text: str) -> str:
    """Return a text for paper: in one line, without unseen signs, no word wider than a page."""
    line = isolated(" ".join(visible(text).split(" ")).strip())
    return _LONG_WORD.sub(_breakable, line)


def _breakable(found: re.Match[str]) -> str:
    word = found[0]
    return "\u200b".join(word[k : k + _EVERY] for k in range(0, len(word), _EVERY))
