"""Reports that a person can hand on: a placement on one page, a comparison on several."""

from __future__ import annotations

import io
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from geo.errors import InputError
from geo.unseen import isolated
from layers.comparison import as_frame
from layers.manifest import manifest
from maps.assets import element
from maps.changes import claim_text, edits_said, notes_text
from maps.charts import charts, said_in
from maps.contrast import comparison_tables, definitions, tradeoff_table
from maps.document import about_people, made_with, titles, words
from maps.figure import Sheet, plotting
from maps.i18n import tongue as tongue_of
from maps.overtime.chart import charted, panels
from maps.overtime.notes import notes
from maps.overtime.svg import to_svg as to_time_svg
from maps.page import Look
from maps.page import compare as compare_page
from maps.recipe import recipe
from maps.reported import credits_of, limits, report_tables
from maps.seal import seal
from maps.style import LIGHT, css
from maps.svg import to_svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from layers.comparison import Comparison, Goal
    from layers.plan import Plan
    from layers.provisions import Proposal
    from maps.charts import Chart
    from maps.i18n import Tongue
    from maps.tables import Table

__all__ = ["KINDS", "check_page", "comparison_page", "comparison_report", "kind_of", "report"]

KINDS = ("html", "pdf")
REPORT_PAGES = ("A4", "Letter")


def kind_of(name: str) -> str:
    """Return the kind of report that a file name asks for.

    Raises
    ------
    InputError
        If it ends in neither.

    Examples
    --------
    >>> kind_of("report.pdf")
    'pdf'
    """
    kind = name.rpartition(".")[2]
    if kind not in KINDS:
        raise InputError(f"{name} is not named *.html or *.pdf; name the report so.")
    return kind


def check_page(page: str) -> None:
    """Refuse a page that a report is not set on.

    Examples
    --------
    >>> check_page("A0")
    Traceback (most recent call last):
    ...
    geo.errors.InputError: A report has no page 'A0'; give A4 or Letter.
    """
    if page not in REPORT_PAGES:
        raise InputError(f"A report has no page {page!r:.40}; give {' or '.join(REPORT_PAGES)}.")


def report(plan: Plan, study: Proposal, kind: str, sheet: Sheet | None = None) -> bytes:
    """Return a placement on one page: map, figures, provisions, method, sources, limits.

    Parameters
    ----------
    plan : Plan
    study : Proposal
    kind : str
        ``"html"`` or ``"pdf"``.
    sheet : Sheet, optional
        A4 in English if not given.

    Returns
    -------
    bytes
        Sealed; the same for the same input.

    Raises
    ------
    InputError
        If the kind is unknown or matplotlib is not installed.
    """
    kind_of(f"report.{kind}")
    plotting()
    from maps.onepage import one_page, picture  # noqa: PLC0415 - matplotlib is an extra

    look = sheet if sheet is not None else Sheet()
    check_page(look.page)
    if kind == "pdf":
        content = _pdf([one_page(plan, study, look)])
    else:
        tongue = tongue_of(look.lang)
        edits = tongue.said(edits_said(len(plan.placement.history)))
        told = (tongue.said(study.title), edits, claim_text(plan, tongue))
        fields = {
            "title": look.title or titles([plan], tongue)[0],
            "subtitle": " · ".join(filter(None, told)),
            "picture": Markup(picture(plan, study, look)),  # noqa: S704 - matplotlib's own, escaped there
            "tables": report_tables(plan, study, tongue),
            "texts": [
                (tongue["notes"], [notes_text(plan, tongue)]),
                (tongue["method_title"], [tongue["method"], about_people(plan, tongue)]),
                (tongue["limits"], limits([plan], tongue)),
                (tongue["sources"], credits_of([plan], study, tongue)),
            ],
        }
        content = _html(fields, tongue)
    how = recipe("report", kind=kind, **asdict(look))
    return seal(content, manifest([plan], study, drawing=how))


def comparison_report(
    held: Comparison, study: Proposal, kind: str, goals: Sequence[Goal] = ()
) -> bytes:
    """Return a comparison for print: tables, charts, definitions, sources and limits.

    Parameters
    ----------
    held : Comparison
    study : Proposal
    kind : str
        ``"html"`` or ``"pdf"``.
    goals : sequence of Goal
        Of the trade-offs to show.

    Raises
    ------
    InputError
        As :func:`report`.
    """
    kind_of(f"report.{kind}")
    first, *rest = _comparison_tables(held, goals)
    tables = [replace(first, lead=()), *rest]  # the basis stands under the report's own title
    drawn = charts(held, study, goals)
    title = f"{study.title}: {', '.join(held.names)}"
    english = tongue_of("en")
    said = [
        (english["limits"], limits(held.plans, english)),
        (english["sources"], credits_of(held.plans, study, english)),
    ]
    if kind == "html":
        fields = {
            "title": title,
            "subtitle": " ".join(held.basis.words),
            "tables": tables,
            "charts": [*_drawn(drawn), *_over_time(held, study, english)],
            "texts": said,
        }
        content = _html(fields, english)
    else:
        plotting()
        from maps.pages import pages  # noqa: PLC0415 - matplotlib is an extra

        content = _pdf(pages(held, study, title, tables, drawn, said))
    how = recipe("comparison report", kind=kind, goals=[one.text for one in goals])
    return seal(content, manifest(held.plans, study, held, how))


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
        As :class:`maps.page.Look`.
    """
    page = compare_page(
        held.plans, [as_frame(found) for found in held.pieces], proposal=study, **look
    )
    own = tongue_of(Look(**look).lang)
    fields = {
        "tables": [own.table(one) for one in _comparison_tables(held, goals)],
        "charts": _drawn([said_in(own, one) for one in charts(held, study, goals)]),
    }
    section = isolated(_environment().from_string(element("comparison.html")).render(fields))
    head, mark, tail = page.partition("</aside>")
    how = recipe("comparison map", goals=[one.text for one in goals], **asdict(Look(**look)))
    return seal((head + section + mark + tail).encode(), manifest(held.plans, study, held, how))


def _comparison_tables(held: Comparison, goals: Sequence[Goal]) -> list[Table]:
    tradeoffs = [tradeoff_table(held, goals)] if goals else []
    return [*comparison_tables(held, sources=False), *tradeoffs, definitions(held)]


def _drawn(given: Sequence[Chart]) -> list[dict[str, Any]]:
    return [
        {"title": c.title, "words": c.words, "svg": Markup(to_svg(c))}  # noqa: S704 - escaped there
        for c in given
    ]


def _over_time(held: Comparison, study: Proposal, tongue: Tongue) -> list[dict[str, Any]]:
    """Return what the dated placements come to over time, where no two are of one day."""
    if not charted(held.plans):
        return []
    found = panels(held.plans, [words(plan, study, tongue) for plan in held.plans])
    return [
        {
            "title": f"{tongue['over_time']}: {panel.title}",
            "words": " ".join(
                (panel.words(tongue), *notes(held.plans, [panel], tongue, people=False))
            ),
            "svg": Markup(to_time_svg(panel, tongue)),  # noqa: S704 - escaped there
        }
        for panel in found
    ]


def _environment() -> jinja2.Environment:
    return jinja2.Environment(autoescape=True, undefined=jinja2.ChainableUndefined)


def _html(fields: dict[str, Any], tongue: Tongue) -> bytes:
    whole = {
        "lang": tongue.code,
        "palette": Markup(css(LIGHT)),  # noqa: S704 - colours of our own
        "css": Markup(element("report.css")),  # noqa: S704 - a file of our own
        "generator": made_with(tongue),
        "picture": "",
        "charts": [],
        "texts": [],
        **fields,
    }
    return isolated(_environment().from_string(element("report.html")).render(whole)).encode()


def _pdf(figures: Iterable[Any]) -> bytes:
    import matplotlib as mpl  # noqa: PLC0415 - matplotlib is an extra
    from matplotlib.backends.backend_pdf import PdfPages  # noqa: PLC0415 - as above

    from maps.lettering import PLAIN  # noqa: PLC0415 - as above

    about = {"CreationDate": None, "Creator": "ceaseline", "Producer": "matplotlib"}
    out = io.BytesIO()
    with mpl.rc_context(PLAIN | {"pdf.fonttype": 42}), PdfPages(out, metadata=about) as pages:
        for figure in figures:
            pages.savefig(figure)
    return out.getvalue()
