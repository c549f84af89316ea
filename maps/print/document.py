"""A report as a value: its sections and what stands in them, before anything sets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ceaseline.geo.errors import InputError
from ceaseline.geo.unseen import tidy
from ceaseline.maps.print.size import PAGES
from ceaseline.maps.style import check_theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceaseline.maps.text.table import Table

__all__ = [
    "PAPERS",
    "Block",
    "Document",
    "Graded",
    "Keys",
    "Part",
    "Picture",
    "Prose",
    "Setting",
]

PAPERS = ("A4", "Letter", "A3")
"""Pages that a report is set on, upright."""


@dataclass(frozen=True)
class Setting:
    """How a report is set.

    Attributes
    ----------
    lang : str
        A code of a language; refused where its words are read, if there is no such language.
    title : str, optional
        That of what it tells about if not given.
    theme : str
        ``light``, ``dark``, or ``auto``: as the reader's system is set in HTML, light on paper.
    page : str
        Of a PDF: A4, Letter or A3, upright.

    Raises
    ------
    InputError
        If there is no such theme or page.

    Examples
    --------
    >>> Setting(page="A0")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: A report has no page 'A0'; give A4, Letter or A3.
    >>> Setting(theme="sepia")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: There is no theme 'sepia'; give auto, light or dark.
    """

    lang: str = "en"
    title: str | None = None
    theme: str = "auto"
    page: str = "A4"

    def __post_init__(self) -> None:
        """Refuse a page or a theme that there is not."""
        if self.title is not None:
            tidy(self, ("title",))
        if self.page not in PAPERS:
            raise InputError(f"A report has no page {self.page!r:.40}; give A4, Letter or A3.")
        check_theme(self.theme)

    @property
    def paper_mm(self) -> tuple[float, float]:
        """Width and height of the page, upright."""
        high, wide = PAGES[self.page]
        return wide, high


@dataclass(frozen=True)
class Keys:
    """The figures that are looked for first, set large.

    Attributes
    ----------
    items : tuple of (value, words)
    """

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Prose:
    """Paragraphs.

    Attributes
    ----------
    texts : tuple of str
    small : bool
        Whether they are read after all else: method, sources.
    """

    texts: tuple[str, ...]
    small: bool = False


@dataclass(frozen=True)
class Picture:
    """A map or a chart.

    Attributes
    ----------
    svg : str
        An ``<svg>`` element.
    words : str
        What it shows, for those who cannot see it.
    caption : str
        Set below it; empty for none.
    title : str
        Set above it, if it is not that of the part; empty for none.
    """

    svg: str
    words: str
    caption: str = ""
    title: str = ""


@dataclass(frozen=True)
class Graded:
    """A table some of whose cells are verdicts.

    Attributes
    ----------
    table : Table
    tones : mapping of (int, int) to str
        ``good``, ``bad`` or ``other``, by row and column.
    """

    table: Table
    tones: Mapping[tuple[int, int], str]


Block: TypeAlias = "Keys | Prose | Picture | Graded | Table"


@dataclass(frozen=True)
class Part:
    """A part of a report under its heading.

    Attributes
    ----------
    title : str
        Empty for what stands right under the report's own title.
    blocks : tuple of Block
        A table that has the title of its part is set without its own.
    """

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A report.

    Attributes
    ----------
    title, subtitle : str
    introduced : tuple of (str, str)
        What it is about: titles of placements, each with the name by which commands know it.
    parts : tuple of Part
    lang : str
    contents : str
        The heading of the table of contents; empty for none.
    foot : str
        Stands at the foot of each page.
    page_of : str
        The number of a page, with ``{page}`` and ``{pages}``.
    lying : bool
        Whether its pages lie on their long side, as wide tables need.
    """

    title: str
    subtitle: str
    introduced: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    lang: str
    contents: str
    foot: str
    page_of: str
    lying: bool = False
