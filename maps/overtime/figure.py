"""The panels over time as a static figure: PNG, SVG or PDF, and as tables."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ceaseline.geo.errors import InputError
from ceaseline.layers.plan.depths import depths_of
from ceaseline.maps.overtime.chart import USUAL, among, panels
from ceaseline.maps.overtime.notes import notes
from ceaseline.maps.print.figure import KINDS, Sheet, plotting, saved
from ceaseline.maps.style import LIGHT
from ceaseline.maps.text.describe import catalogue, credit_line, titles, words
from ceaseline.maps.text.language import tongue as tongue_of
from ceaseline.maps.text.table import Table
from ceaseline.maps.text.wording import zone_depths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.figure import Figure

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal
    from ceaseline.maps.overtime.chart import Panel, Row
    from ceaseline.maps.text.language import Tongue

__all__ = ["facts", "records", "rendered", "table"]

_MOST = 6
"""Panels that a page can hold."""
_WIDE_EDGE = 0.35
_NOTE = 6.5
"""Points of what stands below."""
_OVER = 0.1
"""Inches between the days and the notes."""
_MOST_FOOT = 0.16
"""Share of the height that sources take at most; above it the short credit stands."""
_PLOTS = (0.8, 0.55, 0.48, 0.38, 0.3)
"""Inches of a plot: as high as it is wished, and, where that is too much, as low as it may be."""


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
    from ceaseline.layers.record.manifest import manifest  # noqa: PLC0415 - heavy, and only for a file that is kept
    from ceaseline.maps.seal.recipe import recipe  # noqa: PLC0415 - as above
    from ceaseline.maps.seal.seal import seal  # noqa: PLC0415 - as above

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
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.provisions import proposal
    >>> from ceaseline.layers.placement.store import load
    >>> pair = [plan(load(f"contact-{day}")) for day in ("2024-11-20", "2022-02-23")]
    >>> table(pair, proposal(), tongue_of("en"), ["zone_area"]).rows[0][:2]
    ('23 February 2022', 'Line of contact, 23 February 2022')
    """
    dated, _ = among(plans)
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
    basis = dict.fromkeys(f"{p.name}: {p.basis(tongue)}" for p in found if p.basis(tongue))
    return Table(tongue["over_time"], columns, lines, tuple(range(2, len(columns))),
                 (*basis, *notes(plans, found, tongue)))  # fmt: skip


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
    found = panels(dated, said, measures)
    shown = {(panel.id, row.side) for panel in found for row in panel.rows}
    zones = {panel.id for panel in found if panel.of_zone}
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
            "zone": depths_of(plan).as_dict() if f["id"] in zones else None,
        }
        for plan, one in zip(dated, said, strict=True)
        for f in one.figures
        if (f["id"], f["side"]) in shown
    ]


def records(plans: Sequence[Plan], study: Proposal, measures: Sequence[str] = USUAL) -> Table:
    """Return `facts` as a table, the depths of the zone in words."""
    depths = {plan.placement.name: zone_depths(depths_of(plan), plan.parties) for plan in plans}
    rows = [
        {key: one[key] for key in one if key != "zone"}
        | {"zone_depth": depths[one["placement"]] if one["zone"] else None}
        for one in facts(plans, study, measures)
    ]
    return Table("", tuple(rows[0]), tuple(tuple(row.values()) for row in rows))


def _panels(
    plans: Sequence[Plan], study: Proposal, tongue: Tongue, measures: Sequence[str]
) -> list[Panel]:
    return panels(plans, [words(plan, study, tongue) for plan in plans], measures)


def _cell(row: Row, k: int) -> str:
    point = row.points[k]
    return f"{point.shown} ({point.interval})" if point.interval else point.shown


def _figure(
    plans: Sequence[Plan], study: Proposal, sheet: Sheet, measures: Sequence[str]
) -> Figure:
    """Return the figure: panels on axes of time, notes and sources below."""
    dated, _ = among(plans)
    if len(measures) > _MOST:
        raise InputError(f"A page holds {_MOST} measures at most, not {len(measures)}.")
    tongue = tongue_of(sheet.lang)
    found = _panels(dated, study, tongue, measures)
    plotting()
    import matplotlib as mpl  # noqa: PLC0415 - matplotlib is an extra
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    from ceaseline.maps.overtime.drawing import stack  # noqa: PLC0415 - as above
    from ceaseline.maps.print.arrange import edge_of  # noqa: PLC0415 - as above
    from ceaseline.maps.print.map_page import footnotes  # noqa: PLC0415 - as above
    from ceaseline.maps.print.text import PLAIN, column, depth  # noqa: PLC0415 - as above

    width, height = size = (sheet.size.width, sheet.size.height)
    edge = edge_of(size)
    room = (width - 2 * edge) * 72
    said = notes(plans, found, tongue)
    full = footnotes(plans, tongue, study)
    short = [credit_line(catalogue(plans, tongue, study), study), full[1]]
    if depth(full, room, _NOTE) > _MOST_FOOT * height:
        full = short
    with mpl.rc_context(PLAIN):
        page = Figure(figsize=size, facecolor=LIGHT.paper)
        title = sheet.title or tongue.said(study.title)
        y = _head(page, (title, _names(dated, tongue)), edge)
        bottom = edge - 0.08
        box = (width - 2 * edge, height - y - bottom - _OVER)
        fit = _fitted(found, box, tongue, (said, full, short))
        if fit is None:
            raise InputError(_no_room(len(found), sheet.page))
        spot = (edge / width, (fit.deep + bottom) / height)
        column(page, spot, fit.foot, room, _NOTE, LIGHT.ink_soft)
        span = ((fit.deep + bottom + _OVER) / height, 1 - y / height)
        stack(page, found, span, tongue, LIGHT, fit.columns, edge)
    return page


def _names(dated: Sequence[Plan], tongue: Tongue) -> str:
    """Return the titles of placements, each with its date where it does not tell it."""
    days = [tongue.date(plan.placement.date) if plan.placement.date else "" for plan in dated]
    return "; ".join(
        name if day in name else f"{name} ({day})"
        for name, day in zip(titles(dated, tongue), days, strict=True)
    )


def _head(page: Figure, lines: tuple[str, str], edge: float) -> float:
    """Set the title, and the names of the placements; return where they end, inches."""
    from ceaseline.maps.print.text import heading  # noqa: PLC0415 - matplotlib is an extra

    width, height = page.get_figwidth(), page.get_figheight()
    x, y, room = edge / width, edge - 0.05, (width - 2 * edge) * 72
    points = 14 if edge >= _WIDE_EDGE else 11
    heading(page, (x, 1 - y / height), lines[0], room, points, LIGHT.ink, bold=True)
    y += 1.6 * points / 72
    heading(page, (x, 1 - y / height), lines[1], room, 8, LIGHT.ink_soft)
    return y + 0.28


@dataclass(frozen=True)
class _Fit:
    """In how many columns panels stand, what stands below them, and how deep that is, inches."""

    columns: int
    foot: list[str]
    deep: float


def _fitted(
    found: Sequence[Panel],
    room: tuple[float, float],
    tongue: Tongue,
    texts: tuple[list[str], list[str], list[str]],
) -> _Fit | None:
    """Return the first arrangement with room for all plots: high ones, else lower ones.

    Before plots get lower or stand in columns, the sources give way to the short credit, and the
    notes become one paragraph; then the notes on how to read the signs are left out.
    """
    from ceaseline.maps.overtime.drawing import Grid, basis_below, columns_of  # noqa: PLC0415 - as above
    from ceaseline.maps.print.text import depth  # noqa: PLC0415 - matplotlib is an extra

    for least in _PLOTS:
        for columns in columns_of(len(found)):
            bases = basis_below(found, Grid.of(found, room, columns), tongue)
            for foot in _feet(bases, *texts, tongue["chart_range"], last=least == _PLOTS[-1]):
                deep = depth(foot, room[0] * 72, _NOTE)
                box = (room[0], room[1] - deep)
                grid = Grid.of(found, box, columns)
                if grid.plot >= least and grid.wide_enough:
                    return _Fit(columns, foot, deep)
    return None


def _feet(
    bases: list[str], said: list[str], full: list[str], short: list[str], bars: str, *, last: bool
) -> Iterator[list[str]]:
    """Yield what may stand below the panels, less and less of it: at last not what signs mean."""
    yield [*said, *bases, *full]
    yield [*said, *bases, *short]
    yield [" ".join([*said, *bases]), *short]
    if last:
        for kept in (said[1:], [one for one in said[1:] if one != bars]):
            yield [*filter(None, [" ".join([*kept, *bases])]), *short]


def _no_room(count: int, page: str) -> str:
    if count == 1:
        return f"A chart has no room on {page}; give a larger --size."
    return (
        f"{count} measures have no room on {page}; give a larger --size, or fewer of them with "
        "--measure."
    )
