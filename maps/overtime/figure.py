"""The panels over time as a static figure: PNG, SVG or PDF, and as tables."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from geo.errors import InputError
from maps.document import about_people, titles, words
from maps.figure import KINDS, Sheet, plotting, saved
from maps.i18n import tongue as tongue_of
from maps.overtime.chart import USUAL, among, day_ticks, panels
from maps.style import LIGHT
from maps.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from layers.plan import Plan
    from layers.provisions import Proposal
    from maps.i18n import Tongue
    from maps.overtime.chart import Panel, Point, Row
    from maps.style import Palette

__all__ = ["facts", "records", "rendered", "stack", "table"]

_SIGNS = ("o", "s")
_FEW = 6
"""Up to so many days each value stands beside its sign."""
_HEADROOM = 1.3
_NEAR_EDGE = 0.07
_MOST = 6
"""Panels that a page can hold."""
_EDGE = 0.4
"""Inches about the whole."""


def rendered(
    plans: Sequence[Plan],
    study: Proposal,
    kind: str,
    sheet: Sheet | None = None,
    measures: Sequence[str] = USUAL,
) -> bytes:
    """Return the chart over time as the bytes of a file, sealed; the same for the same input.

    Parameters
    ----------
    plans : sequence of Plan
        Those without a date are named as left out.
    study : Proposal
    kind : str
        ``"png"``, ``"svg"`` or ``"pdf"``.
    sheet : Sheet, optional
        A4 at 300 dpi if not given.
    measures : sequence of str

    Raises
    ------
    InputError
        If the kind or a measure is unknown, fewer than two placements are dated or two are of one
        day, or matplotlib is not installed.
    """
    if kind not in KINDS:
        raise InputError(f"There is no figure {kind!r}; give png, svg or pdf.")
    from layers.manifest import manifest  # noqa: PLC0415 - heavy, and only for a file that is kept
    from maps.recipe import recipe  # noqa: PLC0415 - as above
    from maps.seal import seal  # noqa: PLC0415 - as above

    look = sheet if sheet is not None else Sheet()
    how = recipe("chart", kind=kind, measures=list(measures), **asdict(look))
    content = saved(_figure(plans, study, look, measures), kind, look.dots)
    return seal(content, manifest(plans, study, drawing=how))


def table(
    plans: Sequence[Plan], study: Proposal, tongue: Tongue, measures: Sequence[str] = USUAL
) -> Table:
    """Return what the chart shows as a table: a row a day, a column a figure.

    Parameters
    ----------
    plans, study, tongue, measures
        As of `rendered`.

    Examples
    --------
    >>> from layers.plan import plan
    >>> from layers.provisions import proposal
    >>> from layers.store import load
    >>> pair = [plan(load(f"contact-{day}")) for day in ("2024-11-20", "2022-02-23")]
    >>> table(pair, proposal(), tongue_of("en"), ["zone_area"]).rows[0][:2]
    ('23 February 2022', 'Line of contact, 23 February 2022')
    """
    dated, rest = among(plans)
    found = _panels(dated, study, tongue, measures)
    rows = [row for panel in found for row in panel.rows]
    heads = [
        f"{panel.name}: {row.party}" if row.party else panel.name
        for panel in found
        for row in panel.rows
    ]
    lines = tuple(
        (tongue.date(rows[0].points[k].day), name, *(_cell(row, k) for row in rows))
        for k, name in enumerate(titles(dated, tongue))
    )
    columns = (tongue["day"], tongue["placement"], *heads)
    basis = dict.fromkeys(f"{p.name}: {p.basis}" for p in found if p.basis)
    return Table(tongue["over_time"], columns, lines, tuple(range(2, len(columns))),
                 (*basis, *_notes(dated, rest, tongue)))  # fmt: skip


def facts(
    plans: Sequence[Plan], study: Proposal, measures: Sequence[str] = USUAL
) -> list[dict[str, Any]]:
    """Return what the chart shows in SI units, a record a figure: for JSON and for CSV.

    Parameters
    ----------
    plans, study, measures
        As of `rendered`.
    """
    dated, _ = among(plans)
    english = tongue_of("en")
    said = [words(plan, study, english) for plan in dated]
    shown = {(panel.id, row.side) for panel in panels(dated, said, measures) for row in panel.rows}
    return [
        {
            "placement": plan.placement.name,
            "date": str(plan.placement.date),
            "measure": f["id"],
            "party": None if f["side"] is None else plan.parties[f["side"]],
            "value": f["value_si"],
            "low": f.get("low_si"),
            "high": f.get("high_si"),
            "unit": f["unit_si"],
            "basis": f["basis"] or None,
        }
        for plan, one in zip(dated, said, strict=True)
        for f in one.figures
        if (f["id"], f["side"]) in shown
    ]


def records(plans: Sequence[Plan], study: Proposal, measures: Sequence[str] = USUAL) -> Table:
    """Return `facts` as a table."""
    rows = facts(plans, study, measures)
    return Table("", tuple(rows[0]), tuple(tuple(row.values()) for row in rows))


def _panels(
    plans: Sequence[Plan], study: Proposal, tongue: Tongue, measures: Sequence[str]
) -> list[Panel]:
    return panels(plans, [words(plan, study, tongue) for plan in plans], measures)


def _cell(row: Row, k: int) -> str:
    point = row.points[k]
    return f"{point.shown} ({point.interval})" if point.interval else point.shown


def _notes(dated: Sequence[Plan], rest: Sequence[Plan], tongue: Tongue) -> list[str]:
    out = [
        tongue["chart_joined"],
        tongue["chart_range"],
        about_people(dated[0], tongue, short=True),
    ]
    if rest:
        out.append(tongue["chart_undated"].format(names="; ".join(titles(rest, tongue))))
    return out


def _figure(
    plans: Sequence[Plan], study: Proposal, sheet: Sheet, measures: Sequence[str]
) -> Figure:
    """Return the figure: a panel under another on one axis of time, notes and sources below."""
    dated, rest = among(plans)
    if len(measures) > _MOST:
        raise InputError(f"A page holds {_MOST} measures at most, not {len(measures)}.")
    tongue = tongue_of(sheet.lang)
    found = _panels(dated, study, tongue, measures)
    plotting()
    import matplotlib as mpl  # noqa: PLC0415 - matplotlib is an extra
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    from maps.layout import footnotes  # noqa: PLC0415 - as above
    from maps.lettering import PLAIN, column, depth, heading  # noqa: PLC0415 - as above

    width, height = sheet.size.width, sheet.size.height
    room = (width - 2 * _EDGE) * 72
    with mpl.rc_context(PLAIN):
        page = Figure(figsize=(width, height), facecolor=LIGHT.paper)
        top = 1 - 0.3 / height
        title = sheet.title or tongue.said(study.title)
        heading(page, (_EDGE / width, top), title, room, 14, LIGHT.ink, bold=True)
        heading(page, (_EDGE / width, top - 0.32 / height), "; ".join(titles(dated, tongue)), room,
                8, LIGHT.ink_soft)  # fmt: skip
        foot = [*_notes(dated, rest, tongue), *footnotes(plans, tongue, study)]
        deep = depth(foot, room, 6.5)
        column(page, (_EDGE / width, (deep + 0.2) / height), foot, room, 6.5, LIGHT.ink_soft)
        bottom = (deep + 0.55) / height
        stack(page, found, (bottom, top - 0.65 / height), tongue)
    return page


def stack(
    page: Figure, found: Sequence[Panel], span: tuple[float, float], tongue: Tongue,
    palette: Palette = LIGHT,
) -> None:  # fmt: skip
    """Draw panels one under another on a page.

    Parameters
    ----------
    page : Figure
    found : sequence of Panel
        Of the same days.
    span : (bottom, top)
        Heights, shares of the page.
    tongue : Tongue
    palette : Palette
    """
    width, height = page.get_figwidth(), page.get_figheight()
    step = (span[1] - span[0]) / len(found)
    head = 0.3 / height
    for k, panel in enumerate(found):
        low = span[1] - (k + 1) * step
        box = (1.1 / width, low + 0.12 / height, 1 - 1.9 / width, step - head - 0.2 / height)
        axes = page.add_axes(box, label=panel.id, facecolor="none")
        _draw(panel, axes, tongue, palette, last=k + 1 == len(found))


def _draw(panel: Panel, axes: Axes, tongue: Tongue, palette: Palette, *, last: bool) -> None:
    from maps.lettering import FONT  # noqa: PLC0415 - matplotlib is an extra

    days = [point.day for point in panel.rows[0].points]
    marks = day_ticks(days)
    axes.set_title(panel.title, size=9, weight="bold", loc="left", family=FONT, color=palette.ink)
    if panel.basis:
        axes.set_title(panel.basis, size=6.5, loc="right", family=FONT, color=palette.ink_soft)
    axes.set_xlim(marks[0][0].toordinal(), marks[-1][0].toordinal())
    for row in panel.rows:
        _row(row, axes, palette, words=len(days) <= _FEW)
    axes.set_xticks(
        [day.toordinal() for day, _ in marks], [text for _, text in marks] if last else []
    )
    axes.set_ylim(0, _HEADROOM * panel.greatest or 1)
    axes.yaxis.set_major_formatter(lambda value, _: tongue.number(value))
    axes.locator_params(axis="y", nbins=4)
    axes.tick_params(labelsize=7, colors=palette.ink_soft)
    axes.grid(axis="y", color=palette.rule, lw=0.5)
    axes.set_axisbelow(True)
    for name, spine in axes.spines.items():
        spine.set_visible(name in ("left", "bottom"))
        spine.set_color(palette.ink_soft)


def _row(row: Row, axes: Axes, palette: Palette, *, words: bool) -> None:
    """Draw one figure over time; the second side as squares, told apart without hues."""
    ink = palette.ink if row.side is None else palette.strong[row.side]
    days = [point.day.toordinal() for point in row.points]
    axes.plot(days, [point.value for point in row.points], ls=(0, (1.5, 2.5)), lw=0.8, color=ink,
              marker=_SIGNS[row.side or 0], ms=4.5, clip_on=False)  # fmt: skip
    for day, point in zip(days, row.points, strict=True):
        if point.low is not None and point.high is not None:
            axes.errorbar(day, point.value, [[point.value - point.low], [point.high - point.value]],
                          color=ink, lw=0.9, capsize=2.5, clip_on=False)  # fmt: skip
        if words:
            _label(axes, row, day, point, palette)


def _label(axes: Axes, row: Row, day: int, point: Point, palette: Palette) -> None:
    """Write a value over its sign, the first with its party, none over an edge of the page."""
    from maps.lettering import FONT  # noqa: PLC0415 - matplotlib is an extra

    low, high = axes.get_xlim()
    share = (day - low) / (high - low)
    side = "left" if share < _NEAR_EDGE else "right" if share > 1 - _NEAR_EDGE else "center"
    shown = point.shown.partition(" (")[0]
    first = row.party if point is row.points[0] else ""
    top = point.value if point.high is None else point.high
    axes.annotate(f"{first} {shown}".strip(), (day, top), (0, 5), textcoords="offset points",
                  size=7, ha=side, va="bottom", family=FONT, annotation_clip=False,
                  color=palette.ink if row.side is None else palette.strong[row.side])  # fmt: skip
