"""The figures of a plan as people read them: what `ceaseline measure` shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ceaseline.geo.gazetteer.names import named, named_units
from ceaseline.geo.said import Said, joined, message, said
from ceaseline.layers.figures import borders_of_another_base, cited, claim_notes, sources_of
from ceaseline.layers.measures import REGISTRY
from ceaseline.layers.measures.figures import told_in_rows
from ceaseline.layers.measures.kilometres import kilometres as lengths_of
from ceaseline.layers.measures.membership import by_unit
from ceaseline.layers.plan.depths import depths_of
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.uncertainty import partly_known
from ceaseline.layers.provisions import findings
from ceaseline.maps.tables.membership import unit_table
from ceaseline.maps.text.quantities import (
    area,
    count,
    distance,
    kilometres,
    low_to_high,
    resolution,
    share,
    shown,
    signed,
)
from ceaseline.maps.text.table import Table
from ceaseline.maps.text.wording import depth_text, verdict, zone_depths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.layers.plan.depths import Depths
    from ceaseline.layers.plan.figure import Figure
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Finding, Proposal
    from ceaseline.maps.text.table import Cell

__all__ = [
    "INTERVAL",
    "basis_notes",
    "depth_notes",
    "depth_words",
    "figure_tables",
    "known_notes",
    "length_notes",
    "measured_words",
    "records",
    "source_lines",
    "target_words",
]

NOTABLE = 0.03
"""A drawn oblast that differs from its official area by more is named beside the shares."""

ASSUMPTION = message("an assumption: the proposal states no depth")

RECORD = (
    *("placement", "id", "party", "unit_code", "value", "unit", "detail_m", "basis"),
    *("target", "tolerance", "verdict", "low", "high", "resolution_m"),
    *("off_target", "off_tolerance"),
)
"""The columns of `records`."""

INTERVAL = said(
    "Low to high. Settlements and people: those in the zone of every line, and of any line, within "
    "the corridor as stored. Areas: the least and the greatest of the line and the two edges of "
    "its corridor. Left out: river stretches, borders and the ends of a stretch are taken as "
    "fixed, and a rougher line has a larger zone. A public polygon of the day may lie outside "
    "these ranges, as docs/figures.md shows of one."
)
_SAME_M = 50.0
"""Lengths nearer than this read the same."""
NAMED = 8
"""How many of the settlements that decide are named on a screen; JSON has all."""


@dataclass(frozen=True)
class _Book:
    """The measures of a plan, to be looked up."""

    figures: tuple[Figure, ...]

    def interval(self, name: str, party: str | None = None) -> tuple[float, float] | None:
        """Return the least and the greatest value of a figure, where it has them."""
        own = self._found(name, party, None)
        if own is None or own.low is None or own.high is None:
            return None
        return own.low, own.high

    def value(self, name: str, party: str | None = None, unit: str | None = None) -> float:
        own = self._found(name, party, unit)
        return 0.0 if own is None else own.value

    def _found(self, name: str, party: str | None, unit: str | None) -> Figure | None:
        wanted = (name, party, unit)
        every = (one for one in self.figures if (one.id, one.party, one.unit_code) == wanted)
        return next(every, None)


def figure_tables(plan: Plan, study: Proposal, by: str | None = None) -> list[Table]:
    """Return the figures of a plan as tables for people.

    Parameters
    ----------
    plan : Plan
        What was measured.
    study : Proposal
        Whose provisions are held against it.
    by : str, optional
        ``oblast``, ``raion`` or ``hromada``: a table of settlements and people by unit too.

    Returns
    -------
    list of Table
        The line and the zone, the territories by party, the same by oblast, the provisions.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.provisions import proposal
    >>> from ceaseline.layers.placement.store import load
    >>> [table.title for table in figure_tables(plan(load("four-oblasts")), proposal())][1:]
    ['Territories', 'By oblast', 'Provisions']
    """
    figures = plan.figures
    book = _Book(figures)
    return [
        _line_and_zone(plan, book),
        *_deciding(plan),
        _territories(plan, book),
        _oblasts(plan, book),
        *([unit_table(plan, by)] if by else []),
        *_others(plan),
        _provisions(findings(plan, study, figures), source_lines([plan], study)),
    ]


def records(plan: Plan, study: Proposal, by: str | None = None) -> Table:
    """Return the figures of a plan as one record each, in SI units, for a spreadsheet.

    Parameters
    ----------
    plan : Plan
    study : Proposal
        Whose provisions are held against it.
    by : str, optional
        As for :func:`figure_tables`; every unit has its records.

    Returns
    -------
    Table
        The measures, then the depths of the zone with whether they are an assumption, then the
        lengths of parts of the line and by definition at each detail, then the provisions, with a
        target, a tolerance and a verdict.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> from ceaseline.layers.provisions import proposal
    >>> table = records(plan(load("four-oblasts")), proposal())
    >>> dict(zip(table.columns, table.rows[-1], strict=True))["verdict"]
    'not measurable on a map'
    """
    figures = plan.figures
    every = (*figures, *(by_unit(plan, by) if by else ()))
    rows = [
        *(
            (
                *(m.id, m.party, m.unit_code, m.value, m.unit, m.detail_m, m.basis),
                *(None, None, None, m.low, m.high, m.resolution_m, None, None),
            )
            for m in every
        ),
        *_depth_records(plan),
        *_length_records(plan),
        *(_provision_record(found) for found in findings(plan, study, figures)),
    ]
    name = plan.placement.name
    return Table(plan.placement.title, RECORD, tuple((name, *row) for row in rows))


def _depth_records(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    """Yield each depth that the zone has, with how much of the line has it."""
    depths = depths_of(plan)
    for deep in depths.stretches:
        words = [f"along {kilometres(deep.length_m)} of the line"] * (len(depths.stretches) > 1)
        words += ["its own"] if deep.own else [ASSUMPTION] * depths.assumption
        basis = "; ".join(words) or None
        for party, metres in zip(plan.parties, deep.depth_m, strict=True):
            yield ("zone_depth", party, None, metres, "m", None, basis, *[None] * 8)


def _length_records(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    """Yield a record for each part of the line and each definition, at each detail it has."""
    found = lengths_of(plan)
    for kind, rows in (("part", found.parts), ("definition", found.definitions)):
        for row in rows:
            for detail, metres in zip(found.detail_m, row.length_m, strict=True):
                if metres is not None:
                    words = (f"length_of_{kind}:{row.id}", None, None, metres, "m", detail)
                    yield (*words, row.text, *[None] * 8)


def _provision_record(found: Finding) -> tuple[Cell, ...]:
    own, facts = found.provision, found.as_dict()
    ends = (facts["target"], facts["tolerance"], found.verdict, None, None, None)
    off = (found.off_target, found.off_tolerance)
    return (own.id, own.party, None, found.measured, own.unit, None, None, *ends, *off)


def depth_words(depths: Depths, parties: Sequence[str]) -> str:
    """Return the depths of a zone in words, an assumption marked as one.

    Examples
    --------
    >>> from ceaseline.layers.plan.depths import Deep, Depths
    >>> assumed = Depths((Deep((15e3, 15e3), 8e5, False),), (15e3, 15e3), True)
    >>> depth_words(assumed, ("Ukraine", "Russia"))
    '15 km on each side (an assumption: the proposal states no depth)'
    >>> own = Depths((Deep((10e3, 20.5e3), 8e5, True),), (15e3, 15e3), False)
    >>> depth_words(own, ("Ukraine", "Russia"))
    '10 km on the side of Ukraine, 20.5 km on the side of Russia'
    """
    return zone_depths(depths, parties, ASSUMPTION)


def depth_notes(plan: Plan) -> list[str]:
    """Return what has to be said of the depths of a zone: that one is assumed, or is not used."""
    depths, parties = depths_of(plan), plan.parties
    setting = depth_text(depths.setting_m, parties)
    notes: list[str] = []
    if depths.assumption:
        notes.append(said("Depth of the zone: {depths}.", depths=depth_words(depths, parties)))
    if len(depths.own) > 1:
        told = (
            said(
                "{depths} along {length}",
                depths=depth_text(deep.depth_m, parties),
                length=kilometres(deep.length_m),
            )
            for deep in depths.own
        )
        notes.append(said("Depths by stretch: {depths}.", depths=joined("; ", told)))
    if not (depths.used or plan.zone_settings.assumption):
        notes.append(
            said(
                "The depth that was asked for, {depth}, is used nowhere: each stretch has its own.",
                depth=setting,
            )
        )
    return notes


def length_notes(line_m: float, zone_m: float) -> list[str]:
    """Return why the zone is longer or shorter than its line, where it is.

    Examples
    --------
    >>> length_notes(862_546.0, 862_545.9)
    []
    >>> length_notes(900e3, 750e3)[0][:40]
    'The zone is 150.0 km shorter than the li'
    """
    off = zone_m - line_m
    if abs(off) < _SAME_M:
        return []
    if off > 0:
        return [
            said(
                "The zone is {length} longer than the line: it counts every stretch that has a "
                "depth, also along the country's border, where the line's own length counts only "
                "what lies in or on the country as drawn, and once. The zone's length is the one "
                "that is held against the proposal's.",
                length=kilometres(off),
            )
        ]
    return [
        said(
            "The zone is {length} shorter than the line: stretches without a depth have none. The "
            "zone's length is the one that is held against the proposal's.",
            length=kilometres(-off),
        )
    ]


def known_notes(plan: Plan) -> list[str]:
    """Return for how much of a line a corridor is known, where it follows settlements in part."""
    known = partly_known(plan.placement.sections)
    if known is None:
        return []
    own = {"known": kilometres(known.known_m), "line": kilometres(known.line_m)}
    if known.enough:
        return [
            said(
                "A corridor is known for {known} of {line} of the line (rivers and borders aside): "
                "low, high and resolution are those of it alone, the rest is as it is.",
                **own,
            )
        ]
    return [
        said(
            "A corridor is known for {known} of {line} of the line (rivers and borders aside), "
            "less than half: no figure has a range, and no length a resolution.",
            **own,
        )
    ]


def source_lines(plans: Sequence[Plan], study: Proposal | None = None) -> tuple[str, ...]:
    """Return the sources behind the figures of plans, one sentence each.

    Parameters
    ----------
    plans, study
        As for :func:`ceaseline.layers.figures.sources_of`.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> source_lines([plan(load("four-oblasts"))])[0].startswith("Source: ")
    True
    """
    return tuple(said("Source: {source}.", source=cited(one)) for one in sources_of(plans, study))


def _line_and_zone(plan: Plan, book: _Book) -> Table:
    own = plan.placement
    detail = said("at a detail of {m:,.0f} m", m=own.detail_m) if own.detail_m else said("as drawn")
    finest = find(book.figures, "line_length").resolution_m
    date = own.date.isoformat() if own.date else said("not dated")
    clip = said("cut at the country's border")
    if not plan.zone_settings.clip:
        clip = said("not cut at the border")
    depths = depths_of(plan)
    depth = zone_depths(depths, plan.parties)
    rows: list[tuple[str, str, str, str]] = [
        (said("line"), distance(book.value("line_length")), "", _lengths_how(detail, finest)),
        (
            said("zone, length"),
            distance(book.value("zone_length")),
            "",
            _lengths_how(detail, finest),
        ),
        (said("zone, area"), area(book.value("zone_area")), _ends(book, area, "zone_area"), clip),
        *(
            (
                said("zone, on the side of {party}", party=party),
                area(book.value("zone_area", party)),
                _ends(book, area, "zone_area", party),
                "",
            )
            for party in plan.parties
        ),
        (said("zone, depth"), depth, "", "" if depths.used else said("each stretch has its own")),
        (
            said("settlements in the zone"),
            count(book.value("settlements_in_zone")),
            _ends(book, count, "settlements_in_zone"),
            "",
        ),
        (
            said("people in the zone"),
            count(book.value("people_in_zone")),
            _ends(book, count, "people_in_zone"),
            said("see the limits below"),
        ),
    ]
    columns: tuple[str, ...] = (said("figure"), said("value"), said("low to high"), said("how"))
    shown: list[tuple[Cell, ...]] = [*rows]
    if plan.uncertainty is None:
        columns, shown = (*columns[:2], columns[3]), [(a, b, how) for a, b, _, how in rows]
    notes = depth_notes(plan)
    notes += length_notes(book.value("line_length"), book.value("zone_length"))
    notes += [carried.words for carried in plan.carried]
    notes += [*borders_of_another_base(plan), *claim_notes(plan)]
    if own.history:
        notes.append(
            said(
                "Edits made to the line: {n}; `ceaseline edit history` lists them.",
                n=len(own.history),
            )
        )
    notes.append(said("`ceaseline measure --lengths` has the length by part and by definition."))
    if finest is not None:
        notes.append(
            said(
                "Resolution {size}: along half of the line that follows settlements, the nearest "
                "settlements of the two parties lie farther apart than this. Drawing it in finer "
                "detail adds nothing.",
                size=resolution(finest),
            )
        )
    if plan.uncertainty is not None:
        notes.append(INTERVAL)
    notes += known_notes(plan)
    title = said("{title} ({name}, {date})", title=own.title, name=own.name, date=date)
    return Table(title, columns, tuple(shown), tuple(range(1, len(columns) - 1)), tuple(notes))


def _lengths_how(detail: str, finest: float | None) -> str:
    if finest is None:
        return detail
    return said("{detail}, resolution {size}", detail=detail, size=resolution(finest))


def _ends(book: _Book, shown: Callable[[float], Said], name: str, party: str | None = None) -> str:
    """Return the interval of a figure, the unit once; empty where it has none."""
    found = book.interval(name, party)
    return low_to_high(*map(shown, found)) if found else ""


def _deciding(plan: Plan) -> list[Table]:
    """Return the settlements that are in the zone or not by where the line lies, if there are."""
    if plan.uncertainty is None or plan.uncertainty.deciding.empty:
        return []
    every = plan.uncertainty.deciding
    shown = every.head(NAMED)
    rows = tuple(
        (
            name,
            row["party"],
            count(row["people"]),
            kilometres(row["distance_m"]),
            low_to_high(kilometres(row["nearest_m"]), kilometres(row["farthest_m"])),
            said("yes") if row["in_zone"] else said("no"),
        )
        for name, row in zip(named(shown), shown.to_dict("records"), strict=True)
    )
    notes = [
        said(
            "In the zone or not, by where in its corridor the line lies: settlements: {many}, "
            "people: {people}.",
            many=count(every["settlement"].sum()),
            people=count(every["people"].sum()),
        )
    ]
    if len(every) > NAMED:
        notes.append(
            said("The {n} with most people are named; `--format json` lists all.", n=NAMED)
        )
    columns = (
        *(said("settlement"), said("side"), said("people"), said("to the line")),
        *(said("low to high"), said("in the zone")),
    )
    return [Table(said("Settlements that decide"), columns, rows, (2, 3, 4), tuple(notes))]


def _territories(plan: Plan, book: _Book) -> Table:
    rows = tuple(
        (
            party,
            area(book.value("territory_area", party)),
            share(book.value("territory_share", party)),
            count(book.value("settlements", party)),
            count(book.value("people", party)),
            count(book.value("settlements_in_zone", party)),
            count(book.value("people_in_zone", party)),
        )
        for party in plan.parties
    )
    basis, *rest = basis_notes(plan)
    limits = (basis, *_territory_ends(plan, book), *rest)
    columns = (
        *(said("party"), said("area"), said("share"), said("settlements"), said("people")),
        *(said("…in the zone"), said("people in it")),
    )
    return Table(said("Territories"), columns, rows, (1, 2, 3, 4, 5, 6), limits)


def basis_notes(plan: Plan) -> list[str]:
    """Return what shares are shares of, what the boundaries are, and what counts of people mean."""
    base = plan.boundaries
    drawn, official = area(base.area_m2, 1), base.official_area_m2
    if official is None:
        basis = said(
            "Shares are of the country as drawn ({boundaries}): {drawn}.",
            boundaries=base.title, drawn=drawn,
        )  # fmt: skip
    else:
        basis = said(
            "Shares are of the country as drawn ({boundaries}): {drawn}; the official area is "
            "{official}.",
            boundaries=base.title, drawn=drawn, official=area(official),
        )  # fmt: skip
    return [note for note in (basis, *base.notes, plan.gazetteer.about_people) if note]


def _territory_ends(plan: Plan, book: _Book) -> list[str]:
    """Return what each party holds with the line at the edges of its corridor, in one sentence."""
    if plan.uncertainty is None:
        return []
    ends = [
        said(
            "{party} {area} ({share})",
            party=party,
            area=_ends(book, area, "territory_area", party),
            share=_ends(book, share, "territory_share", party),
        )
        for party in plan.parties
    ]
    return [said("By where in its corridor the line lies: {ends}.", ends=joined("; ", ends))]


def _oblasts(plan: Plan, book: _Book) -> Table:
    left, right = plan.parties
    units = plan.boundaries.units
    rows = []
    for code, name in sorted(named_units(units).items(), key=lambda unit: unit[1]):
        areas = [book.value("territory_area", party, code) for party in plan.parties]
        zone = sum(book.value("zone_area", party, code) for party in plan.parties)
        rows.append((name, code, *map(area, (*areas, zone)), share(areas[1] / sum(areas))))
    areas = [book.value("territory_area", party) for party in plan.parties]
    whole = (*map(area, (*areas, book.value("zone_area"))), share(areas[1] / sum(areas)))
    rows.append((said("the country"), plan.boundaries.made_of.code, *whole))
    part = said("{party}, share", party=right)
    columns = (said("oblast"), said("code"), left, right, said("zone"), part)
    notes = (_drawn_areas(plan.boundaries),)
    return Table(said("By oblast"), columns, tuple(rows), (2, 3, 4, 5), notes)


def _others(plan: Plan) -> list[Table]:
    """Return the measures that have no place in another table, if there are any."""
    told = told_in_rows()
    units = named_units(plan.boundaries.units)
    rows = tuple(
        (
            Said.of("{title}", {"title": REGISTRY[one.id].title}),
            units.get(one.unit_code, one.unit_code) if one.unit_code else one.party or "",
            shown(one.value, one.unit),
        )
        for one in plan.figures
        if one.id not in told
    )
    columns = (said("measure"), said("party or unit"), said("value"))
    return [Table(said("Further measures"), columns, rows, (2,))] if rows else []


def _drawn_areas(base: Boundaries) -> str:
    """Return where the drawn area of an oblast is far from the official one."""
    off_by = base.unit_areas_m2 / base.units["official_area_m2"].to_numpy() - 1
    far = [
        Said.of("{name} {off}", {"name": name, "off": signed(share(off, 1), off)})
        for name, off in zip(named_units(base.units).values(), off_by, strict=True)
        if abs(off) > NOTABLE
    ]
    words = said("Shares are of each oblast as drawn.")
    if not far:
        return words
    more = said(
        "Drawn areas off the official ones by more than 3 %: {units}.", units=joined(", ", far)
    )
    return joined(" ", [words, more])


def _provisions(found: Sequence[Finding], notes: tuple[str, ...]) -> Table:
    rows = tuple(
        (
            f.provision.text,
            target_words(f),
            measured_words(f),
            verdict(f),
        )
        for f in found
    )
    columns = (said("provision"), said("target"), said("measured"), said("verdict"))
    return Table(said("Provisions"), columns, rows, (1, 2), notes)


def measured_words(found: Finding) -> str:
    """Return what a provision comes to, in the unit that it is stated in; a dash for a term."""
    return _in_words(found.provision.kind, found.measured)


def target_words(found: Finding) -> str:
    """Return the target of a provision with its tolerance; a dash for a term.

    Examples
    --------
    >>> from ceaseline.layers.provisions import Finding, proposal
    >>> target_words(Finding(proposal().provisions[0], 0.2))
    '20 % ± 2.5 %'
    """
    own = found.as_dict()
    if own["target"] is None:
        return "–"
    ends = (_in_words(own["kind"], own[key]) for key in ("target", "tolerance"))
    return joined(" ± ", ends)


def _in_words(kind: str, value: float | None) -> str:
    if value is None:
        return "–"
    if kind == "share":
        return said("{n:.4g} %", n=value * 100)
    return kilometres(value, 0) if kind == "zone_length" else area(value)
