"""The front door: what `import ceaseline as cl` gives, one call a job, on names, files or values.

Lengths are in metres, areas in square metres, shares are fractions; the words of an edit are those
of the command line, in kilometres.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from ceaseline.geo.country.boundaries import boundaries as load_boundaries
from ceaseline.geo.country.place_file import read_settlements
from ceaseline.geo.errors import InputError
from ceaseline.geo.files import check_target, marked
from ceaseline.geo.gazetteer import gazetteer
from ceaseline.geo.readers import read as read_file
from ceaseline.layers.audit import Audit
from ceaseline.layers.audit import audit as _audit
from ceaseline.layers.comparison import Comparison
from ceaseline.layers.comparison import compare as _compare
from ceaseline.layers.edits.history import edit, redo, undo
from ceaseline.layers.export.content import table_of
from ceaseline.layers.export.formats import FORMATS, named_by
from ceaseline.layers.export.write import export as _export
from ceaseline.layers.importing.bring import bring
from ceaseline.layers.measures.membership import by_unit
from ceaseline.layers.placement.placement import Placement
from ceaseline.layers.placement.sources import check_rights
from ceaseline.layers.placement.store import library, load
from ceaseline.layers.placement.store import write as save
from ceaseline.layers.plan.plan import Plan
from ceaseline.layers.plan.plan import plan as _plan
from ceaseline.layers.plan.zone import ZoneSettings
from ceaseline.layers.provisions import Proposal, proposal
from ceaseline.layers.solve import solve_length, solve_share, solve_zone_area
from ceaseline.layers.study import using as study
from ceaseline.maps.page.render import Look
from ceaseline.maps.publish import own, publish, sealed_map

if TYPE_CHECKING:
    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.gazetteer import Gazetteer
    from ceaseline.layers.importing.report import Imported
    from ceaseline.layers.solve.answer import Answer

__all__ = [
    "audit",
    "compare",
    "edit",
    "export",
    "figure",
    "library",
    "load",
    "map",
    "measure",
    "plan",
    "proposal",
    "read",
    "redo",
    "report",
    "save",
    "solve",
    "study",
    "undo",
]

Line: TypeAlias = Placement | str | Path
"""A placement, the name of one of the library, or a file of one."""
Planned: TypeAlias = Plan | Line
"""A plan, or what one is made of with the proposal's zone on the embedded country."""


def plan(
    placement: Line,
    *,
    depth_m: float | tuple[float, float] | None = None,
    clip: bool = True,
    boundaries: Boundaries | str | Path | None = None,
    settlements: Gazetteer | str | Path | None = None,
) -> Plan:
    """Return the plan of a placement: territories, zone, settlements, and what they come to.

    Parameters
    ----------
    placement : Placement, str or path
        A placement, the name of one of the library, or a file.
    depth_m : float or (float, float), optional
        Depth of the zone on the first party's side and on the second's, in metres; the
        proposal's if not given.
    clip : bool
        Whether the zone ends at the country's border.
    boundaries : Boundaries, str or path, optional
        The country, or a file of it; the embedded one if not given.
    settlements : Gazetteer or path, optional
        Whose people are counted, or a table of them; the embedded ones if not given.

    Raises
    ------
    InputError
        If something named is not there or cannot be read, or a depth is none.
    GeometryError
        If the line does not divide the country.

    Examples
    --------
    >>> import ceaseline as cl
    >>> cl.plan("contact-2024-11-20", depth_m=(5_000, 10_000))
    <Plan contact-2024-11-20 on natural-earth, zone 5 and 10 km>
    """
    zone = _zone(depth_m, clip=clip)
    return _plan(_line(placement), _base(boundaries), zone, _places(settlements))


def measure(*plans: Planned, by: str | None = None, progress: bool = False) -> pd.DataFrame:
    """Return the figures of plans, one a row.

    Parameters
    ----------
    *plans : Plan, Placement, str or path
    by : str, optional
        ``oblast``, ``raion`` or ``hromada``: settlements and people by unit too.
    progress : bool
        Whether to show how far it is.

    Returns
    -------
    DataFrame
        ``placement``, ``id``, ``value``, ``unit`` (``m``, ``m2``, ``1`` a fraction, ``count``),
        ``party``, ``unit_code``, ``unit_name``, ``detail_m``, ``basis``, ``low``, ``high``,
        ``resolution_m``, as :class:`ceaseline.layers.plan.figure.Figure` says.

    Examples
    --------
    >>> import ceaseline as cl
    >>> figures = cl.measure("four-oblasts", "donbas-full")
    >>> whole = figures[figures.unit_code.isna()].set_index(["id", "party", "placement"]).value
    >>> whole["territory_share", "Russia"].round(3).to_dict()
    {'four-oblasts': 0.222, 'donbas-full': 0.195}
    """
    frames = []
    for one in _tracked(plans, progress=progress):
        made = _planned(one)
        extra = by_unit(made, by) if by else ()
        frame = table_of(made, extra)
        frame.insert(0, "placement", made.placement.name)
        frames.append(frame)
    if not frames:
        raise InputError("There is nothing to measure; give one placement or more.")
    return pd.concat(frames, ignore_index=True)


def compare(
    *placements: Line,
    depth_m: float | tuple[float, float] | None = None,
    boundaries: Boundaries | str | Path | None = None,
    settlements: Gazetteer | str | Path | None = None,
    **basis: Any,
) -> Comparison:
    """Compare placements with the first of them, on one basis.

    Parameters
    ----------
    *placements : Placement, str or path
        Two or more.
    depth_m, boundaries, settlements
        As of `plan`.
    **basis
        ``detail_m``, ``same_depth``, ``measures``, as of
        :func:`ceaseline.layers.comparison.compare`.

    Examples
    --------
    >>> import ceaseline as cl
    >>> cl.compare("contact-2024-11-20", "contact-2026-08-22")
    <Comparison of contact-2026-08-22 with contact-2024-11-20>
    """
    lines, zone = [_line(one) for one in placements], _zone(depth_m, clip=True)
    places = _places(settlements)
    return _compare(lines, 0, _base(boundaries), zone, gazetteer=places, **basis)


def audit(*plans: Planned, against: Proposal | None = None, solve: bool = False) -> Audit:
    """Hold every provision of a proposal against plans.

    Parameters
    ----------
    *plans : Plan, Placement, str or path
        Those that the proposal names if none is given.
    against : Proposal, optional
        From `proposal`; the embedded one if not given.
    solve : bool
        Whether to look for the line that would meet what is missed: half a minute a provision.

    Examples
    --------
    >>> import ceaseline as cl
    >>> cl.audit("contact-2024-11-20").names
    ('contact-2024-11-20',)
    """
    study = against or proposal()
    return _audit([_planned(one) for one in plans or study.placements], study, solve=solve)


def solve(
    placement: Line,
    *,
    share: float | None = None,
    party: str | None = None,
    length_m: float | None = None,
    zone_area_m2: float | None = None,
) -> tuple[Answer, ...]:
    """Find the lines that meet one number, each a new placement with its history.

    Parameters
    ----------
    placement : Placement, str or path
        Where to start from; locked stretches stay.
    share : float, optional
        Fraction of the country that a party is to hold.
    party : str, optional
        Whose share; the second party's if not given.
    length_m, zone_area_m2 : float, optional
        Length of the line; area of the zone.

    Raises
    ------
    InputError
        If not one of the three numbers is given.

    Examples
    --------
    >>> import ceaseline as cl
    >>> cl.solve("contact-2024-11-20")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: Give one of share, length_m and zone_area_m2.
    """
    if sum(value is not None for value in (share, length_m, zone_area_m2)) != 1:
        raise InputError("Give one of share, length_m and zone_area_m2.")
    own = _line(placement)
    if share is not None:
        return solve_share(own, share, party)
    if length_m is not None:
        return solve_length(own, length_m)
    return solve_zone_area(own, float(zone_area_m2 or 0.0))


def read(path: str | Path, name: str, *, layer: str | None = None, **choices: Any) -> Imported:
    """Bring a line, control polygons or a table of settlements in from a file of any kind.

    Parameters
    ----------
    path : path
        GeoJSON, GeoPackage, Shapefile, KML, GPX, WKT, DXF, TopoJSON, CSV and others.
    name : str
        The placement's: lower case, digits and hyphens.
    layer : str, optional
        Which of several layers.
    **choices
        As of :func:`ceaseline.layers.importing.bring.bring`: ``title``, ``holder``, ``detail_m``...

    Returns
    -------
    Imported
        ``placement``, and what bringing it in changed.
    """
    return bring(read_file(Path(path), layer), name, **choices)


def export(
    what: Planned,
    path: str | Path,
    *,
    layer: str | None = None,
    overwrite: bool = False,
    i_have_rights: bool = False,
) -> Path:
    """Write the layers of a plan with their figures for a GIS; the name says the format.

    Parameters
    ----------
    what : Plan, Placement, str or path
    path : path
        Such as ``x.gpkg``, ``x.geojson``, ``x.kml``, ``x.fgb``, ``x.parquet`` or ``x.csv``.
    layer : str, optional
        Of a format that holds one: ``line`` if not given.
    overwrite : bool
        Whether a file that the tool did not write may be replaced.
    i_have_rights : bool
        Whether sources that forbid it by default may be passed on.
    """
    made, target = _planned(what), Path(path)
    _check_rights([made], i_have_rights=i_have_rights)
    form = named_by(target.suffix)
    if form is None:
        every = ", ".join(suffix for one in FORMATS.values() for suffix in one.suffixes)
        raise InputError(f"{target} does not say what it is to be; name it {every}.")
    return _export(made, form.name, target, layer=layer, overwrite=overwrite, ours=marked)


def map(  # noqa: A001 - the word for it; `cl.map` hides nothing
    what: Planned | Sequence[Planned],
    path: str | Path,
    *,
    against: Proposal | None = None,
    overwrite: bool = False,
    i_have_rights: bool = False,
    **look: Any,
) -> Path:
    """Write the interactive map of one plan or several as one HTML file; `verify` reads it again.

    Parameters
    ----------
    what : Plan, Placement, str or path, or several of them
        Several dates become a slider.
    path : path
        ``*.html``.
    against : Proposal, optional
        Whose provisions are shown; the embedded one if not given.
    overwrite, i_have_rights
        As of `export`.
    **look
        The fields of :class:`ceaseline.maps.page.render.Look`: ``title``, ``lang``, ``theme``...
    """
    target, plans = _target(path, overwrite=overwrite), _all(what)
    _check_rights(plans, i_have_rights=i_have_rights)
    content, _ = sealed_map(plans, Look(**look), against or proposal())
    publish(content, target, overwrite=overwrite)
    return target


def figure(
    what: Planned | Sequence[Planned],
    path: str | Path,
    *,
    overwrite: bool = False,
    i_have_rights: bool = False,
    **sheet: Any,
) -> Path:
    """Write the map as a figure for a page: PNG, SVG or PDF, as the name says.

    Parameters
    ----------
    what, path, overwrite, i_have_rights
        As of `map`.
    **sheet
        The fields of :class:`ceaseline.maps.print.figure.Sheet`: ``page``, ``dpi``, ``lang``,
        ``title``...

    Raises
    ------
    InputError
        If the extra ``figures`` is not installed, or the name says no such format.
    """
    from ceaseline.maps.print.figure import (  # noqa: PLC0415 - figures are an extra
        KINDS,
        Sheet,
        plotting,
        rendered,
    )

    target = _target(path, overwrite=overwrite)
    if target.suffix[1:] not in KINDS:
        raise InputError(f"{target} is not named {', '.join(f'*.{kind}' for kind in KINDS)}.")
    plotting()
    plans = _all(what)
    _check_rights(plans, i_have_rights=i_have_rights)
    content = rendered(plans, target.suffix[1:], Sheet(**sheet), proposal())
    publish(content, target, overwrite=overwrite)
    return target


def report(
    what: Planned | Comparison,
    path: str | Path,
    *,
    against: Proposal | None = None,
    overwrite: bool = False,
    i_have_rights: bool = False,
    **setting: Any,
) -> Path:
    """Write a report on a plan or a comparison, HTML or PDF: map, figures, provisions, sources.

    Parameters
    ----------
    what : Plan, Placement, str or path, or Comparison
    path, against, overwrite, i_have_rights
        As of `map`; ``*.html`` or ``*.pdf``.
    **setting
        The fields of :class:`ceaseline.maps.print.document.Setting`: ``lang``, ``title``,
        ``theme``, ``page``.

    Raises
    ------
    InputError
        If the extras ``figures`` or ``reports`` are not installed.
    """
    from ceaseline.maps.reports.report import (  # noqa: PLC0415 - reports are an extra
        Setting,
        comparison_report,
        kind_of,
    )
    from ceaseline.maps.reports.report import report as _report  # noqa: PLC0415 - as above

    target, how, study = Path(path), Setting(**setting), against or proposal()
    kind = kind_of(target.name)
    _target(path, overwrite=overwrite)
    plans = list(what.plans) if isinstance(what, Comparison) else [_planned(what)]
    _check_rights(plans, i_have_rights=i_have_rights)
    if isinstance(what, Comparison):
        content = comparison_report(what, study, kind, (), how)
    else:
        content = _report(plans[0], study, kind, how)
    publish(content, target, overwrite=overwrite)
    return target


def _line(given: Line) -> Placement:
    return given if isinstance(given, Placement) else load(given)


def _planned(given: Planned) -> Plan:
    return given if isinstance(given, Plan) else plan(given)


def _all(given: Planned | Sequence[Planned]) -> list[Plan]:
    several = isinstance(given, Sequence) and not isinstance(given, str)
    return [_planned(one) for one in given] if several else [_planned(given)]  # type: ignore[arg-type, union-attr]


def _zone(depth_m: float | tuple[float, float] | None, *, clip: bool) -> ZoneSettings:
    stated = proposal().zone_settings
    if depth_m is None:
        return ZoneSettings(stated.depth_m, assumption=stated.assumption, clip=clip)
    left, right = depth_m if isinstance(depth_m, tuple) else (depth_m, depth_m)
    return ZoneSettings((float(left), float(right)), assumption=False, clip=clip)


def _base(given: Boundaries | str | Path | None) -> Boundaries:
    if given is None or isinstance(given, str | Path):
        return load_boundaries(given)
    return given


def _places(given: Gazetteer | str | Path | None) -> Gazetteer:
    if given is None:
        return gazetteer()
    return read_settlements(Path(given)) if isinstance(given, str | Path) else given


def _check_rights(plans: Iterable[Plan], *, i_have_rights: bool) -> None:
    for one in plans:
        check_rights(one.rests_on, i_have_rights=i_have_rights)


def _target(path: str | Path, *, overwrite: bool) -> Path:
    """Return where a file is to go, refused before anything is computed."""
    target = Path(path)
    check_target(target, overwrite=overwrite, ours=own(target))
    return target


def _tracked(plans: Sequence[Planned], *, progress: bool) -> Iterable[Planned]:
    if not progress:
        return plans
    from rich.console import Console  # noqa: PLC0415 - only where it is asked for
    from rich.progress import track  # noqa: PLC0415 - as above

    return track(plans, "Measuring", transient=True, console=Console(stderr=True))
