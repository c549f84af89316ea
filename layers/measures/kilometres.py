"""How long a line is, part by part and by every definition that people use, at each detail.

"A front of 1,000 km", "a zone of 1,300 km", "2,000 km of line" may all be said of one and the same
map: a length follows from what is counted, and from how finely it is drawn. The tables say both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import shapely
from shapely.ops import substring

from ceaseline.geo.country.boundaries import boundaries as embedded
from ceaseline.geo.country.geometry import wide_ground
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.geodesy import densify, distance, length
from ceaseline.geo.lines import length_at
from ceaseline.geo.said import Said, joined, message, said
from ceaseline.layers.derive.control import derive
from ceaseline.layers.derive.naming import runs_of, said_name
from ceaseline.layers.plan.ends import carry_ends
from ceaseline.layers.plan.outline import COAST, outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ceaseline.layers.placement.placement import Section
    from ceaseline.layers.plan.plan import Plan

    Lines: TypeAlias = list[shapely.LineString]

__all__ = ["DETAILS_M", "NEAR", "QUOTED_M", "Kilometres", "Row", "kilometres", "near"]

DETAILS_M = (500.0, 1e3, 2e3, 5e3, 10e3)
QUOTED_M = (1_000e3, 1_200e3, 1_300e3, 2_000e3)
"""Lengths that are quoted of the line of contact, the front or the zone; no report says of what."""
NEAR = 0.05
"""A length within this share of a quoted one comes near it."""

_PART_TEXTS = {
    "main_front": message("main front"),
    "borders": message("along borders"),
    "pockets": message("pockets apart from it ({runs})"),
    "river": message("along the river ({names})"),
}
_DEFINITION_TEXTS = {
    "borders": message("the stretches along borders"),
    "pockets": message("the pockets"),
    "river": message("the river along the line"),
}
_BORDERS = ("admin border", "state border")
_ON_RIVER = 1e-5
"""Degrees, a metre: as near as this, an end is on the river."""
_MEETS_M = 5_000.0


@dataclass(frozen=True)
class Row:
    """The length of one thing at each detail.

    Attributes
    ----------
    id : str
        Stable across versions.
    text : str
        What is counted.
    length_m : tuple of float or None
        At each of `DETAILS_M`; None where the line cannot be drawn so finely.
    """

    id: str
    text: str
    length_m: tuple[float | None, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON, with the quoted length that each comes near."""
        return {
            "id": self.id,
            "text": self.text,
            "length_m": list(self.length_m),
            "near_m": [None if metres is None else near(metres) for metres in self.length_m],
        }


@dataclass(frozen=True)
class Kilometres:
    """The lengths of a line.

    Attributes
    ----------
    detail_m : tuple of float
        The details of the columns.
    parts : tuple of Row
        The line in parts that sum to it, and the whole: as drawn at each detail, and as any map's
        line is generalised, by leaving out vertices, so that two maps can be set side by side.
    definitions : tuple of Row
        Each counts what the one before counts and something more; at the end the front with the
        state border, without and with the pockets, but without the river.
    notes : tuple of str
        What is meant by each, and why a column is empty.
    """

    detail_m: tuple[float, ...]
    parts: tuple[Row, ...]
    definitions: tuple[Row, ...]
    notes: tuple[str, ...]

    @property
    def far_m(self) -> tuple[float, ...]:
        """The quoted lengths that no definition comes near, at any detail."""
        every = [metres for row in self.definitions for metres in row.length_m if metres]
        return tuple(q for q in QUOTED_M if all(near(metres) != q for metres in every))

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON, in metres."""
        return {
            "detail_m": list(self.detail_m),
            "parts": [row.as_dict() for row in self.parts],
            "definitions": [row.as_dict() for row in self.definitions],
            "quoted_m": list(QUOTED_M),
            "far_m": list(self.far_m),
            "notes": list(self.notes),
        }


def near(metres: float) -> float | None:
    """Return the quoted length that a length comes near, or None.

    Examples
    --------
    >>> near(1_252e3), near(1_140e3), near(1_249e3), near(1_500e3)
    (1300000.0, 1200000.0, 1300000.0, None)
    """
    off = [abs(metres - quoted) / quoted for quoted in QUOTED_M]
    best = int(np.argmin(off))
    return QUOTED_M[best] if off[best] <= NEAR else None


@lru_cache(maxsize=4)
def kilometres(plan: Plan) -> Kilometres:
    """Return how long the line of a plan is, part by part and by definition, at each detail.

    Coarser than it is drawn, a line is generalised. Finer, one that is still what its settlements
    make it is derived anew; any other has no length there.

    Parameters
    ----------
    plan : Plan

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> drawn = kilometres(plan(load("contact-2024-11-20")))
    >>> [(row.id, round(row.length_m[2] / 1000)) for row in drawn.parts[:4]]
    [('main_front', 585), ('pockets', 25), ('river', 253), ('line', 863)]
    """
    own_detail = plan.placement.detail_m
    as_it_is = _drawn(plan, own_detail)
    drawings = [as_it_is if m >= own_detail else _drawn(plan, m) for m in DETAILS_M]
    found = _parts(plan.placement.sections)
    parts = [
        Row(name, _part_text(name, own), _lengths(plan, name, drawings))
        for name, own in found.items()
    ]
    whole = Row("line", said("the whole line"), _sums([row.length_m for row in parts]))
    alike = Row("line_generalised", said("the same, generalised alike"), _alike(plan, drawings))
    definitions = _definitions(parts, list(_beyond(plan)), found.get("main_front", []))
    return Kilometres(DETAILS_M, (*parts, whole, alike), definitions, tuple(_notes(plan)))


def _parts(sections: Sequence[Section]) -> dict[str, list[Section]]:
    """Return the sections by what they are a part of; parts that there are none of left out."""
    front = [
        [s for s in run if s.basis != "river" and s.basis not in _BORDERS]
        for run in runs_of(sections)
    ]
    front = [run for run in front if run]
    found = {
        "main_front": front[0] if front else [],
        "borders": [s for s in sections if s.basis in _BORDERS],
        "pockets": [s for run in front[1:] for s in run],
        "river": [s for s in sections if s.basis == "river"],
    }
    return {name: own for name, own in found.items() if own}


def _drawn(plan: Plan, metres: float) -> dict[str, Lines] | None:
    """Return the parts of the line within the country as drawn at most so finely; None if not."""
    own, country = plan.placement, plan.boundaries.made_of
    sections, lines = own.sections, list(plan.lines)
    if metres < own.detail_m:
        if own.control is None:
            return None
        sections = derive(own.control, embedded(of=country), settlements(of=country), metres)
        lines, _ = carry_ends([section.line for section in sections], plan.boundaries)
    ground = wide_ground(plan.boundaries)
    by_name = dict(zip([section.name for section in sections], lines, strict=True))
    return {
        name: [part for s in some for part in _inside(by_name[s.name], ground)]
        for name, some in _parts(sections).items()
    }


def _inside(line: shapely.LineString, ground: shapely.Geometry) -> Lines:
    cut = shapely.line_merge(shapely.intersection(densify(line), ground))
    return [
        part
        for part in shapely.get_parts(cut).tolist()
        if isinstance(part, shapely.LineString) and part.length > 0
    ]


def _part_text(name: str, sections: Sequence[Section]) -> str:
    words = Said.of(_PART_TEXTS[name], _facts(sections))
    if name == "main_front" and _untold(sections):
        return said("{part}, river stretches not told apart", part=words)
    return words


def _front_text(sections: Sequence[Section]) -> str:
    """Return what the front is called in a definition: all that was drawn may hold the river.

    What was drawn or imported has no basis that says where it follows the river.
    """
    untold = _untold(sections)
    if untold == len(sections) > 0:
        return said("the line, river stretches not told apart")
    if untold:
        return said("the front, river stretches not told apart where it was drawn or imported")
    return said("the front")


def _untold(sections: Sequence[Section]) -> int:
    return sum(section.basis in ("drawn", "imported") for section in sections)


def _facts(sections: Sequence[Section]) -> dict[str, str]:
    return {
        "runs": str(len(runs_of(sections))),
        "names": joined("; ", (said_name(section.name) for section in sections)),
    }


def _lengths(
    plan: Plan, name: str, drawings: Sequence[dict[str, Lines] | None]
) -> tuple[float | None, ...]:
    """Return the length of a part at each detail, generalised where that is coarser than drawn."""
    drawn = plan.placement.detail_m
    coarser = [metres for metres in DETAILS_M if metres > drawn]
    shorter = _at((drawings[-1] or {}).get(name, []), coarser, plan)
    as_drawn = [
        None if parts is None else sum(float(length(line)) for line in parts.get(name, []))
        for metres, parts in zip(DETAILS_M, drawings, strict=True)
        if metres <= drawn
    ]
    return (*as_drawn, *shorter)


def _alike(plan: Plan, drawings: Sequence[dict[str, Lines] | None]) -> tuple[float | None, ...]:
    """Return the length of the whole line, at its finest, generalised to every detail."""
    finest = next((k for k, drawn in enumerate(drawings) if drawn is not None), None)
    if finest is None:
        return tuple(None for _ in DETAILS_M)
    lines = [line for part in (drawings[finest] or {}).values() for line in part]
    own = plan.placement.detail_m if plan.placement.control is None else 0.0
    known = [metres for metres in DETAILS_M if metres >= own]
    return (*(None for m in DETAILS_M if m < own), *_at(lines, known, plan))


def _at(lines: Lines, details: Sequence[float], plan: Plan | None = None) -> list[float]:
    """Return the length of lines generalised to details, m, past none of the plan's places."""
    if not lines or not details:
        return [0.0] * len(details)
    places = None if plan is None else plan.gazetteer.lonlat
    return [float(metres) for metres in length_at(lines, details, places)]


def _sums(rows: Iterable[Sequence[float | None]]) -> tuple[float | None, ...]:
    return tuple(
        None
        if any(one is None for one in column)
        else sum(one for one in column if one is not None)
        for column in zip(*rows, strict=True)
    )


def _definitions(
    parts: Sequence[Row], beyond: Sequence[Row], sections: Sequence[Section]
) -> tuple[Row, ...]:
    """Return the rows of the second table: each counts what the one before counts and more."""
    front = _front_text(sections)
    alone = front if _untold(sections) else said("the front alone")
    texts = _DEFINITION_TEXTS | {"main_front": alone}
    out: list[Row] = []
    for row in (*parts, *beyond):
        text = texts.get(row.id, row.text)
        counted = _sums([out[-1].length_m, row.length_m]) if out else row.length_m
        out.append(Row(row.id, said("… and {what}", what=text) if out else text, counted))
    return (*out, *_with_border(parts, beyond, front))


def _with_border(parts: Sequence[Row], beyond: Sequence[Row], front: str) -> Iterator[Row]:
    """Yield the front with the state border alone, without and with its pockets."""
    own = {row.id: row for row in (*parts, *beyond)}
    if not {"main_front", "state_border"} <= own.keys():
        return
    border = own["state_border"]
    chosen = [own["main_front"].length_m, border.length_m]
    both = said("{front} and {border}", front=front, border=border.text)
    yield Row("front_state_border", both, _sums(chosen))
    if "pockets" in own:
        text = said("{front}, the pockets and {border}", front=front, border=border.text)
        every = [*chosen, own["pockets"].length_m]
        yield Row("front_pockets_state_border", text, _sums(every))


def _beyond(plan: Plan) -> Iterator[Row]:
    """Yield what people add to a line: the river down to the sea, the state border, the coast."""
    first, second = plan.parties
    onward = _to_the_sea(plan)
    if onward is not None:
        yield _row("to_sea", said("the river on to the sea"), [onward])
    around = outline(plan.boundaries)
    beyond, sea = around.neighbour == second, around.neighbour == COAST
    held = around.held_by_first(plan.division, beyond | sea)
    border = around.lines(held & beyond)
    if border:
        end = _where_it_ends(plan, border)
        text = said("the state border that {party} holds, {end}", party=first, end=end)
        yield _row("state_border", text, border)
    coast = around.lines(~held & sea)
    if coast:
        yield _row("coast", said("the coast that {party} holds", party=second), coast)


def _row(name: str, text: str, lines: Lines) -> Row:
    return Row(name, text, tuple(_at(lines, DETAILS_M)))


def _to_the_sea(plan: Plan) -> shapely.LineString | None:
    """Return the river from the end of the line that lies on it down to the sea."""
    river = plan.boundaries.river
    if river is None:
        return None
    ends = [
        shapely.Point(line.coords[k])
        for section, line in zip(plan.placement.sections, plan.lines, strict=True)
        if section.basis == "river"
        for k in (0, -1)
    ]
    ends = [end for end in ends if river.distance(end) <= _ON_RIVER]
    if not ends:
        return None
    rest = substring(river, max(river.project(end) for end in ends), river.length)
    return rest if isinstance(rest, shapely.LineString) and length(rest) > 0 else None


def _where_it_ends(plan: Plan, border: Lines) -> str:
    """Return to which neighbour the longest stretch of a border leads from the end of the line."""
    longest = max(border, key=lambda line: float(length(line)))
    tips = shapely.get_coordinates(longest)[[0, -1]]
    others = plan.boundaries.neighbours
    others = others[others["name"] != plan.parties[1]]
    nearest = [
        (min(_metres(tip, shape) for tip in tips), name)
        for name, shape in zip(others["name"], others.geometry, strict=True)
    ]
    away, name = min(nearest, default=(np.inf, ""))
    if away < _MEETS_M:
        return said("from the end of the line to {country}", country=name)
    return said("from the end of the line")


def _metres(tip: Sequence[float], shape: shapely.Geometry) -> float:
    ends = shapely.get_coordinates(shapely.shortest_line(shapely.Point(tip), shape))
    return float(distance(*ends[0], *ends[1]))


def _notes(plan: Plan) -> Iterator[str]:
    own = plan.placement
    finer = [metres for metres in DETAILS_M if metres < own.detail_m]
    if finer and own.control is None:
        yield said(
            "The line was drawn at a detail of {km:g} km and is no longer what settlements make "
            "it: it has no length at a finer one.",
            km=own.detail_m / 1000,
        )
    elif finer:
        yield said(
            "Finer than {km:g} km the line is derived from its settlements anew; coarser, it is "
            "generalised. No detail adds to the settlements that it rests on.",
            km=own.detail_m / 1000,
        )
    yield said(
        "River, state border and coast are as the boundaries used draw them and no longer than "
        "there at any detail ({boundaries}).",
        boundaries=plan.boundaries.title,
    )
