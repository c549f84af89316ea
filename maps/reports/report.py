"""Reports that a person can hand on: of a placement, a comparison, an audit; and a page of one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from ceaseline.geo.errors import InputError
from ceaseline.geo.unseen import isolated
from ceaseline.layers.comparison import as_frame
from ceaseline.layers.record.manifest import manifest
from ceaseline.maps.assets import element
from ceaseline.maps.charts.comparison import charts, said_in
from ceaseline.maps.charts.svg import to_svg
from ceaseline.maps.page.render import Look
from ceaseline.maps.page.render import compare as compare_page
from ceaseline.maps.print.document import Setting
from ceaseline.maps.print.figure import plotting
from ceaseline.maps.print.size import INCH
from ceaseline.maps.print.typeset import ABOVE_MM, BELOW_MM, SIDE_MM, typeset, typesetting
from ceaseline.maps.reports.audit import audit_document
from ceaseline.maps.reports.audit import is_wide as audit_is_wide
from ceaseline.maps.reports.comparison import comparison_document, is_wide, titled
from ceaseline.maps.reports.placement import placement_document
from ceaseline.maps.reports.web import to_html
from ceaseline.maps.seal.recipe import recipe
from ceaseline.maps.seal.seal import seal
from ceaseline.maps.style import DARK, LIGHT
from ceaseline.maps.tables.compare import comparison_tables, definitions, tradeoff_table
from ceaseline.maps.text.language import tongue as tongue_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.audit import Audit
    from ceaseline.layers.comparison import Comparison, Goal
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal
    from ceaseline.maps.print.document import Document
    from ceaseline.maps.reports.pictures import Pen

__all__ = ["KINDS", "Setting", "audit_report", "comparison_page", "comparison_report", "kind_of",
           "report"]  # fmt: skip

KINDS = ("html", "pdf")
_ON_SCREEN = 10.0
"""Width of a map on a page in a browser, inches."""


def kind_of(name: str) -> str:
    """Return the kind of report that a file name asks for; refuse one that cannot be made here.

    Raises
    ------
    InputError
        If it ends in neither, or what draws and sets it is not installed.

    Examples
    --------
    >>> kind_of("report.pdf")
    'pdf'
    """
    kind = name.rpartition(".")[2]
    if kind not in KINDS:
        raise InputError(f"{name} is not named *.html or *.pdf; name the report so.")
    plotting()
    if kind == "pdf":
        typesetting()
    return kind


def report(plan: Plan, study: Proposal, kind: str, setting: Setting | None = None) -> bytes:
    """Return the report on a placement: map, figures, provisions, method, sources, limits.

    Parameters
    ----------
    plan : Plan
    study : Proposal
    kind : str
        ``"html"`` or ``"pdf"``.
    setting : Setting, optional
        A4 in English if not given.

    Returns
    -------
    bytes
        Sealed; the same for the same input.

    Raises
    ------
    InputError
        If the kind is unknown, matplotlib is not installed, or, for a PDF, typst is not.
    """
    kind_of(f"report.{kind}")
    how = setting if setting is not None else Setting()
    pen = _pen(kind, how)
    document = placement_document(plan, study, pen, how.title)
    drawing = recipe("report", kind=kind, **asdict(how))
    return seal(_set(document, kind, how), manifest([plan], study, drawing=drawing))


def comparison_report(
    held: Comparison,
    study: Proposal,
    kind: str,
    goals: Sequence[Goal] = (),
    setting: Setting | None = None,
) -> bytes:
    """Return the report on a comparison: maps, tables, charts, definitions, sources, limits.

    Parameters
    ----------
    held : Comparison
    study : Proposal
    kind, setting
        As of `report`.
    goals : sequence of Goal
        Of the trade-offs to show.

    Raises
    ------
    InputError
        As :func:`report`.
    """
    kind_of(f"report.{kind}")
    how = setting if setting is not None else Setting()
    document = comparison_document(held, study, goals, _pen(kind, how, lying=is_wide(held)),
                                   how.title)  # fmt: skip
    options = {"goals": [one.text for one in goals], **asdict(how)}
    drawing = recipe("comparison report", kind=kind, **options)
    return seal(_set(document, kind, how), manifest(held.plans, study, held, drawing))


def audit_report(
    held: Audit, plans: Sequence[Plan], kind: str, setting: Setting | None = None, *,
    solve: bool = False,
) -> bytes:  # fmt: skip
    """Return the report on an audit: map, provisions, how they are read, terms, sources, limits.

    Parameters
    ----------
    held : Audit
    plans : sequence of Plan
        Those that were audited.
    kind, setting
        As of `report`.
    solve : bool
        Whether the audit looked for lines that meet what is missed.

    Raises
    ------
    InputError
        As :func:`report`.
    """
    kind_of(f"report.{kind}")
    how = setting if setting is not None else Setting()
    document = audit_document(held, plans, _pen(kind, how, lying=audit_is_wide(held)), how.title)
    drawing = recipe("audit report", kind=kind, solve=solve, **asdict(how))
    return seal(_set(document, kind, how), manifest(plans, held.proposal, drawing=drawing))


def comparison_page(
    held: Comparison, study: Proposal, goals: Sequence[Goal] = (), **look: Any
) -> bytes:
    """Return the comparison map with the tables and charts of a comparison in its panel.

    Parameters
    ----------
    held : Comparison
    study : Proposal
    goals : sequence of Goal
    **look
        As :class:`ceaseline.maps.page.render.Look`.
    """
    how = Look(**look)
    page = compare_page(
        held.plans, [as_frame(found) for found in held.pieces], proposal=study, **look
    )
    tongue = tongue_of(how.lang)
    own = titled(held, tongue)
    tradeoffs = [tradeoff_table(own, goals)] if goals else []
    fields = {
        "tables": [
            tongue.table(one)
            for one in (*comparison_tables(own, sources=False), *tradeoffs, definitions(own))
        ],
        "charts": [
            {"title": c.title, "words": c.words, "svg": Markup(to_svg(c))}  # noqa: S704 - escaped there
            for c in (said_in(tongue, one) for one in charts(own, study, goals))
        ],
    }
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.ChainableUndefined)
    section = isolated(environment.from_string(element("comparison.html")).render(fields))
    head, mark, tail = page.partition("</aside>")
    drawing = recipe("comparison map", goals=[one.text for one in goals], **asdict(how))
    content = (head + section + mark + tail).encode()
    return seal(content, manifest(held.plans, study, held, drawing))


def _pen(kind: str, how: Setting, *, lying: bool = False) -> Pen:
    from ceaseline.maps.reports.pictures import Pen  # noqa: PLC0415 - matplotlib is an extra

    tongue = tongue_of(how.lang)
    if kind == "html":
        return Pen(tongue, LIGHT, _ON_SCREEN, web=True)
    wide, high = how.paper_mm[::-1] if lying else how.paper_mm
    palette = DARK if how.theme == "dark" else LIGHT
    return Pen(
        tongue, palette, (wide - 2 * SIDE_MM) / INCH, tall=(high - ABOVE_MM - BELOW_MM) / INCH
    )


def _set(document: Document, kind: str, how: Setting) -> bytes:
    if kind == "html":
        return to_html(document, how.theme)
    return typeset(document, DARK if how.theme == "dark" else LIGHT, how.paper_mm)
