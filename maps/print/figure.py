"""The map as a static figure for a page: PNG, SVG or PDF, drawn without a browser."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ceaseline.geo.errors import InputError
from ceaseline.geo.unseen import isolated, tidy
from ceaseline.maps.print.extent import Extent
from ceaseline.maps.print.size import size_of
from ceaseline.maps.style import LIGHT
from ceaseline.maps.text.language import tongue as tongue_of

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal
    from ceaseline.maps.print.size import Size

__all__ = ["KINDS", "Sheet", "draw", "figure", "plotting", "rendered", "saved"]

KINDS = ("png", "svg", "pdf")
MOST_DOTS = 150e6
"""Of a PNG: A4 at 1200 dots an inch, A0 at 300."""


@dataclass(frozen=True)
class Sheet:
    """How a figure is laid out.

    Attributes
    ----------
    page : str
        The size, as :func:`ceaseline.maps.print.size.size_of` reads it.
    dpi : int
        Dots per inch of a PNG; one whose size is in pixels has its own.
    lang : str
        a code of :data:`ceaseline.maps.text.languages.LANGUAGES`.
    title : str, optional
        The placement's if not given.
    extent : Extent
        What the map shows; the zone if nothing was asked for.

    Raises
    ------
    InputError
        If there is no such size, the dots are not 50 to 1200, or too many in all.

    Examples
    --------
    >>> Sheet("A5").size.width
    8.267716535433072
    """

    page: str = "A4"
    dpi: int = 300
    lang: str = "en"
    title: str | None = None
    extent: Extent = field(default_factory=Extent)

    def __post_init__(self) -> None:
        """Refuse a size that there is not."""
        if self.title is not None:
            tidy(self, ("title",))
        size_of(self.page)
        if not 50 <= self.dpi <= 1200:
            raise InputError(f"{self.dpi} dots an inch cannot be printed; give 50 to 1200.")
        dots = self.size.width * self.size.height * self.dots**2
        if dots > MOST_DOTS:
            raise InputError(
                f"{self.page} at {self.dpi} dots an inch has {dots / 1e6:,.0f} million dots, and "
                f"{MOST_DOTS / 1e6:,.0f} can be drawn; give fewer with --dpi, or draw a PDF."
            )

    @property
    def size(self) -> Size:
        """Return the size."""
        return size_of(self.page)

    @property
    def dots(self) -> float:
        """Return the dots an inch of a PNG."""
        return self.size.dpi or self.dpi


def draw(
    plan: Plan | Sequence[Plan],
    path: Path,
    kind: str,
    sheet: Sheet | None = None,
    study: Proposal | None = None,
) -> None:
    """Write the static figure of a plan, sealed with what it was made from.

    Parameters
    ----------
    plan : Plan or sequence of Plan
        The first is drawn in full, the lines of the others thinly with it.
    path : Path
    kind : str
        ``"png"``, ``"svg"`` or ``"pdf"``.
    sheet : Sheet, optional
        A4 at 300 dpi if not given.
    study : Proposal, optional
        Whose provisions stand beside the map; the embedded one if not given.

    Raises
    ------
    InputError
        If the kind is unknown, matplotlib is not installed, or the file cannot be written.
    """
    from ceaseline.geo.files import marked, write_atomic  # noqa: PLC0415 - only a figure that is kept

    write_atomic(path, rendered(plan, kind, sheet, study), ours=marked)


def rendered(
    plan: Plan | Sequence[Plan],
    kind: str,
    sheet: Sheet | None = None,
    study: Proposal | None = None,
) -> bytes:
    """Return the static figure of a plan as the bytes of a file; the same for the same input.

    Parameters
    ----------
    plan, kind, sheet, study
        As of `draw`.

    Raises
    ------
    InputError
        As `draw`.

    Examples
    --------
    >>> rendered((), "gif")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: There is no figure 'gif'; give png, svg or pdf.
    """
    if kind not in KINDS:
        raise InputError(f"There is no figure {kind!r}; give png, svg or pdf.")
    plans: list[Plan] = list(plan) if isinstance(plan, Sequence) else [plan]
    if not plans:
        raise InputError("There is no plan to draw; give one placement or more.")
    from ceaseline.layers.provisions import proposal  # noqa: PLC0415 - as above
    from ceaseline.layers.record.manifest import manifest  # noqa: PLC0415 - heavy, and only for a figure
    from ceaseline.maps.seal.recipe import recipe  # noqa: PLC0415 - as above
    from ceaseline.maps.seal.seal import seal  # noqa: PLC0415 - as above

    held = study if study is not None else proposal()
    with_style = sheet if sheet is not None else Sheet()
    how = recipe("figure", kind=kind, **asdict(with_style))
    return seal(saved(figure(plans, held, with_style), kind, with_style.dots),
                manifest(plans, held, drawing=how))  # fmt: skip


def figure(plans: Sequence[Plan], study: Proposal, sheet: Sheet) -> Figure:
    """Return the figure itself, for a report to take in.

    Parameters
    ----------
    plans : sequence of Plan
    study : Proposal
    sheet : Sheet

    Raises
    ------
    InputError
        If matplotlib is not installed.
    """
    plotting()
    from ceaseline.maps.print.map_page import lay_out  # noqa: PLC0415 - matplotlib is an extra

    size = (sheet.size.width, sheet.size.height)
    own = tongue_of(sheet.lang)
    return lay_out(plans, study, own, LIGHT, size, sheet.title, sheet.extent)


def plotting() -> None:
    """Refuse to go on where matplotlib is not installed, and say how to install it.

    Raises
    ------
    InputError
    """
    _quietly()
    try:
        import matplotlib as mpl  # noqa: PLC0415 - matplotlib is an extra
    except ImportError:
        raise InputError(
            "Figures and reports need matplotlib, which is not installed; install the extra, with "
            "the pip of the same environment: pip install 'ceaseline[figures]'"
        ) from None
    mpl.use("agg")


def _quietly() -> None:
    """Keep matplotlib from telling of its caches, which it does without."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)


def saved(drawn: Figure, kind: str, dpi: float) -> bytes:
    """Return a figure as the bytes of a file, the same for the same figure.

    Parameters
    ----------
    drawn : Figure
    kind : str
        ``"png"``, ``"svg"`` or ``"pdf"``.
    dpi : float
        Of a PNG.
    """
    import matplotlib as mpl  # noqa: PLC0415 - as above

    about: dict[str, dict[str, Any]] = {
        "png": {"Software": "ceaseline"},
        "svg": {"Date": None, "Creator": "ceaseline"},
        "pdf": {"CreationDate": None, "Creator": "ceaseline", "Producer": "matplotlib"},
    }
    from ceaseline.maps.print.text import PLAIN  # noqa: PLC0415 - as above

    out = io.BytesIO()
    fonts = {"svg.hashsalt": "ceaseline", "svg.fonttype": "none", "pdf.fonttype": 42}
    with mpl.rc_context(PLAIN | fonts):
        drawn.savefig(out, format=kind, dpi=dpi, metadata=about[kind])
    content = out.getvalue()
    return isolated(content.decode()).encode() if kind == "svg" else content
