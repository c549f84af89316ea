"""What a page says about its plans: titles, figures, provisions and sources, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ceaseline import __version__
from ceaseline.geo.gazetteer.names import named_units
from ceaseline.geo.said import Day, Said, said
from ceaseline.layers.claims import claim
from ceaseline.layers.figures import placement_record, sources_of
from ceaseline.layers.measures import REGISTRY
from ceaseline.layers.placement.titles import told_apart
from ceaseline.layers.plan.depths import depths_of
from ceaseline.layers.plan.uncertainty import partly_known
from ceaseline.layers.provisions import findings
from ceaseline.maps.text import quantities
from ceaseline.maps.text.origin import claim_text, edits_said, notes_text
from ceaseline.maps.text.wording import place_names, verdict, zone_depths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Finding, Proposal
    from ceaseline.maps.text.language import Tongue

__all__ = [
    "Words",
    "about_people",
    "catalogue",
    "credit_line",
    "made_with",
    "swap",
    "titled",
    "titles",
    "unit_rows",
    "words",
    "zone_text",
]

JOINT = "zone-management"
"""Id of the provision that the zone's name carries: who manages it."""

DECIDING = 8
"""How many of the settlements that decide are named; the rest are counted."""

_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"

_VERDICTS = {True: "good", False: "bad", None: "other"}


@dataclass(frozen=True)
class Words:
    """One plan in words.

    Attributes
    ----------
    title, date, edits, notes : str
    claim : str
        That the line is not the one of the library which it goes by; empty where it is, or claims
        none.
    zone : str
        The zone with the depths that it has, marked where they are an assumption.
    figures, by_unit : tuple of mapping
        ``id``, ``name``, ``party``, ``unit_name``, ``value`` (in ``unit``, a number), ``shown``,
        ``unit``, ``value_si``, ``unit_si``, ``basis``, and for those that hang on where the line
        lies ``low_si``, ``high_si`` and ``interval``: for the whole country, and for its units.
    provisions : tuple of mapping
        ``text``, ``target``, ``tolerance``, ``measured``, ``verdict``, ``tone`` and ``reading``.
    known : str
        For how much of a line that follows settlements a corridor is known; empty where for all.
    resolution : str
        How finely the facts behind the line lie; empty where that is not known.
    deciding : tuple of mapping
        ``name``, ``party``, ``people``, ``distance`` (km), ``in_zone``: the largest settlements
        that are in the zone or not by where the line lies.
    deciding_words : str
        How many those are in all, with how many people; empty where there are none.
    """

    title: str
    date: str
    edits: str
    claim: str
    notes: str
    zone: str
    figures: tuple[Mapping[str, Any], ...]
    by_unit: tuple[Mapping[str, Any], ...]
    provisions: tuple[Mapping[str, Any], ...]
    resolution: str = ""
    known: str = ""
    deciding: tuple[Mapping[str, str], ...] = ()
    deciding_words: str = ""


def words(plan: Plan, study: Proposal, tongue: Tongue) -> Words:
    """Return a plan in words.

    Parameters
    ----------
    plan : Plan
    study : Proposal
        Whose provisions are held against it.
    tongue : Tongue
    """
    own = plan.placement
    record = placement_record(plan, study)
    units = _unit_names(plan, tongue)
    figures = [
        _figure(measure, plan, tongue) | {"unit_name": units.get(measure.get("unit_code"), "")}
        for measure in record["measures"]
    ]
    return Words(
        title=tongue.said(own.title),
        date=tongue.date(own.date) if own.date else "",
        edits=tongue.said(edits_said(len(own.history))),
        claim=claim_text(plan, tongue),
        notes=notes_text(plan, tongue),
        zone=zone_text(plan, study, tongue),
        figures=tuple(f for f in figures if not f["unit_name"]),
        by_unit=tuple(f for f in figures if f["unit_name"]),
        provisions=tuple(_provision(finding, tongue) for finding in findings(plan, study)),
        resolution=next((f["resolution"] for f in figures if f["id"] == "line_length"), ""),
        known=_known(plan, tongue),
        **_deciding(plan, tongue),
    )


def _known(plan: Plan, tongue: Tongue) -> str:
    found = partly_known(plan.placement.sections)
    if found is None:
        return ""
    return tongue["known_part" if found.enough else "known_little"].format(
        known=tongue.said(quantities.distance(found.known_m)),
        line=tongue.said(quantities.distance(found.line_m)),
    )


def _deciding(plan: Plan, tongue: Tongue) -> dict[str, Any]:
    """Return the largest settlements that decide, and how many there are with how many people."""
    if plan.uncertainty is None or plan.uncertainty.deciding.empty:
        return {}
    every = plan.uncertainty.deciding
    named = zip(place_names(every, tongue), every.to_dict("records"), strict=True)
    rows = [
        {
            "name": name,
            "party": tongue.name(row["party"]),
            "people": tongue.number(row["people"]),
            "distance": tongue.number(row["distance_m"] / 1000, 1),
            "in_zone": tongue["yes"] if row["in_zone"] else tongue["no"],
        }
        for name, row in named
    ]
    words = tongue["deciding_words"].format(
        count=tongue.number(int(every["settlement"].sum())),
        people=tongue.number(int(every["people"].sum())),
    )
    return {"deciding": tuple(rows[:DECIDING]), "deciding_words": words}


def about_people(plan: Plan, tongue: Tongue, *, short: bool = False) -> str:
    """Return what the people of a plan are, and what they are not; for a printed page in short."""
    supplied = plan.gazetteer.supplied
    if supplied:
        return tongue["people_supplied"].format(file=supplied)
    brief = plan.gazetteer.made_of.table.people_short
    return tongue.said((brief if short else "") or plan.gazetteer.about_people)


def titles(plans: Sequence[Plan], tongue: Tongue) -> tuple[str, ...]:
    """Return the titles of plans that stand side by side, no two of them the same.

    Of one alone, marked where it goes by the name or title of a line of the library that it is not.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> from ceaseline.maps.text.language import tongue
    >>> line = plan(load("four-oblasts"))
    >>> titles([line, line], tongue("en"))[1]
    'Crimea and the whole of four oblasts (2)'
    """
    return tuple(tongue.said(title) for title in titled(plans))


def titled(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Return the titles of plans in English, so that they can be said in another language."""
    names = [plan.placement.title for plan in plans]
    other = said("not the library's line")
    if len(names) == 1:
        found = claim(plans[0])
        false = found is not None and found.by != "origin"
        return (
            (Said.of("{title} ({mark})", {"title": names[0], "mark": other}),)
            if false
            else (names[0],)
        )
    if len(set(names)) == len(names):
        return tuple(names)
    marks = [
        (
            Said.of("{day}", {"day": Day(p.date)}) if p.date else "",
            p.name,
            other if claim(plan) else "",
            edits_said(len(p.history)),
        )
        for plan, p in ((plan, plan.placement) for plan in plans)
    ]
    return told_apart(names, marks)


def catalogue(
    plans: Sequence[Plan], tongue: Tongue, study: Proposal | None = None
) -> dict[str, dict[str, str]]:
    """Return every source that the plans rest on, by id: what a reader needs to name it.

    Parameters
    ----------
    plans : sequence of Plan
    tongue : Tongue
    study : Proposal, optional
        Whose own source is named too, where the catalogue knows it.
    """
    return {
        s.id: {
            "title": tongue.said(s.title),
            "publisher": tongue.said(s.publisher),
            "date": s.date,
            "licence": tongue.said(s.licence),
            "licence_url": s.licence_url,
            "url": s.url,
            "attribution": tongue.said(s.attribution),
            "notes": tongue.said(s.notes),
        }
        for s in sources_of(plans, study)
    }


def credit_line(sources: Mapping[str, Mapping[str, str]], study: Proposal) -> str:
    """Return the line of credits, without one whose rights another names in the same words.

    Examples
    --------
    >>> from ceaseline.layers.provisions import proposal
    >>> two = ("Control as reported; names © GeoNames, CC BY.", "Settlements © GeoNames, CC BY.")
    >>> credit_line({text: {"attribution": text, "title": ""} for text in two}, proposal())
    'Control as reported; names © GeoNames, CC BY.'
    """
    of_data = {key: one for key, one in sources.items() if key != study.source} or sources
    used = {one["attribution"] or one["title"] for one in of_data.values()}
    rights = {one: one.partition("©")[2] for one in used}
    said = [
        one
        for one in used
        if not rights[one]
        or not any(rights[one] == rights[other] and len(other) > len(one) for other in used)
    ]
    return " ".join(sorted(said))


def swap(pieces: gpd.GeoDataFrame, parties: Sequence[str], tongue: Tongue) -> list[str]:
    """Return what passes to each party, in words.

    Parameters
    ----------
    pieces : GeoDataFrame
        ``to``, ``area_m2``, ``settlements``, ``people``.
    parties : (str, str)
    tongue : Tongue
    """
    out = []
    for party in parties:
        own = pieces[pieces["to"] == party]
        line = tongue["to_party"].format(party=tongue.name(party))
        line += f": {tongue.said(quantities.area(own['area_m2'].sum()))}"
        line += f"; {tongue['settlements']}: {tongue.number(own['settlements'].sum())}"
        out.append(f"{line}; {tongue['people']}: {tongue.number(own['people'].sum())}")
    return out


def unit_rows(said: Words) -> list[dict[str, Any]]:
    """Return one row a unit: for each party its area and its share of the unit."""
    cells: dict[str, dict[int, dict[str, str]]] = {}
    for figure in said.by_unit:
        kind = {"territory_area": "area", "territory_share": "share"}.get(figure["id"])
        if kind is not None:
            own = cells.setdefault(figure["unit_name"], {}).setdefault(figure["side"], {})
            own[kind] = figure["shown"]
    return [
        {"name": name, "cells": [sides[0], sides[1]]}
        for name, sides in sorted(cells.items(), key=lambda item: _rank(item[0]))
    ]


def _rank(name: str) -> list[int]:
    """Return where a name stands in a list: Cyrillic letters in the order of Ukrainian."""
    return [_ALPHABET.find(sign) if sign in _ALPHABET else ord(sign) for sign in name.lower()]


def made_with(tongue: Tongue) -> str:
    """Return the tool and its version, as the page names it."""
    return tongue["made_with"].format(version=__version__)


def zone_text(plan: Plan, study: Proposal, tongue: Tongue) -> str:
    """Return what the zone of a plan is called: its depths, and whose it is as proposed."""
    depths = tongue.said(zone_depths(depths_of(plan), plan.parties))
    text = f"{tongue['layer_zone']}, {depths}"
    joint = any(provision.id == JOINT for provision in study.provisions)
    return f"{text}; {tongue['zone_joint']}" if joint else text


def _figure(measure: Mapping[str, Any], plan: Plan, tongue: Tongue) -> dict[str, Any]:
    value, unit = float(measure["value"]), measure["unit"]
    shown, scaled, symbol = _quantity(value, unit, tongue)
    party = measure.get("party")
    return {
        "id": measure["id"],
        "name": _name(measure["id"], tongue),
        "party": tongue.name(party) if party else tongue["both_sides"],
        "side": plan.parties.index(party) if party else None,
        "unit_code": measure.get("unit_code"),
        "value": scaled,
        "value_si": value,
        "unit_si": unit,
        "shown": shown,
        "unit": symbol,
        "basis": _basis(measure, plan, tongue),
        "short_basis": _short_basis(measure, plan, tongue),
        **_range(measure, tongue),
    }


def detail_text(metres: float, tongue: Tongue) -> str:
    """Return the detail of a length, where it was generalised at all.

    Examples
    --------
    >>> from ceaseline.maps.text.language import tongue
    >>> detail_text(2000, tongue("en")), detail_text(0, tongue("en"))
    ('at 2 km detail', 'as drawn')
    """
    if metres <= 0:
        return tongue["as_drawn"]
    return tongue["at_detail"].format(detail=tongue.said(quantities.detail(metres)))


def resolution_text(metres: float, tongue: Tongue) -> str:
    """Return how finely the facts behind a line lie, in words.

    Examples
    --------
    >>> from ceaseline.maps.text.language import tongue
    >>> resolution_text(16_943.5, tongue("en")), resolution_text(9_340.0, tongue("en"))
    ('resolution 17 km', 'resolution 9.3 km')
    """
    return tongue["resolution"].format(size=tongue.said(quantities.resolution(metres)))


def _name(name: str, tongue: Tongue) -> str:
    """Return what a measure is called on the page, or as it was registered."""
    return tongue.text.get(f"m_{name}") or tongue.said(REGISTRY[name].title)


def _range(measure: Mapping[str, Any], tongue: Tongue) -> dict[str, Any]:
    """Return how far a figure may be off, and how finely the facts behind a length lie."""
    facts = measure.get("resolution_m")
    out: dict[str, Any] = {"resolution": "" if facts is None else resolution_text(facts, tongue)}
    if measure.get("low") is None:
        return out | {"interval": ""}
    low, high = (
        _quantity(float(measure[key]), measure["unit"], tongue)[0] for key in ("low", "high")
    )
    unit = f" {_quantity(0.0, measure['unit'], tongue)[2]}"
    text = tongue["interval"].format(low=low.removesuffix(unit), high=high)
    return out | {"low_si": measure["low"], "high_si": measure["high"], "interval": text}


def _quantity(value: float, unit: str, tongue: Tongue) -> tuple[str, float, str]:
    """Return a value as shown, as a number in the shown unit, and that unit."""
    if unit == "m":
        return tongue.said(quantities.distance(value)), round(value / 1000, 6), tongue["km"]
    if unit == "m2":
        return tongue.said(quantities.area(value)), round(value / 1e6, 6), tongue["km2"]
    if unit == "1":
        return tongue.said(quantities.share(value)), round(100 * value, 6), "%"
    return tongue.said(quantities.shown(value, unit)), value, ""


def _basis(measure: Mapping[str, Any], plan: Plan, tongue: Tongue) -> str:
    if measure.get("detail_m") is not None:
        facts = measure.get("resolution_m")
        finest = [resolution_text(facts, tongue)] if facts is not None else []
        return ", ".join([detail_text(measure["detail_m"], tongue), *finest])
    if measure.get("basis") is None:
        return ""
    if measure.get("unit_code"):
        return tongue["basis_unit"]
    official = plan.boundaries.official_area_m2
    if official is None:
        return tongue["basis_country_short"]
    return tongue["basis_country"].format(
        drawn=tongue.number(plan.boundaries.area_m2 / 1e6),
        official=tongue.number(official / 1e6),
    )


def _short_basis(measure: Mapping[str, Any], plan: Plan, tongue: Tongue) -> str:
    if measure.get("basis") is not None:
        return tongue["basis_country_short"]
    if measure.get("detail_m") is not None:
        return detail_text(measure["detail_m"], tongue)
    return _basis(measure, plan, tongue)


def _unit_names(plan: Plan, tongue: Tongue) -> dict[str, str]:
    units = named_units(plan.boundaries.units)
    return {code: tongue.name(name) for code, name in units.items()}


def _provision(finding: Finding, tongue: Tongue) -> dict[str, Any]:
    record = finding.as_dict()
    unit = finding.provision.unit
    shown = {
        key: "" if record[key] is None else _stated(record[key], unit, tongue)
        for key in ("target", "tolerance")
    }
    measured = record["measured"]
    shown["measured"] = "" if measured is None else _quantity(measured, unit, tongue)[0]
    return {
        "text": tongue.said(record["text"]),
        **shown,
        "verdict": tongue.said(verdict(finding)),
        "tone": _VERDICTS[finding.met],
        "reading": tongue.said(finding.provision.reading),
    }


def _stated(value: float, unit: str, tongue: Tongue) -> str:
    """Return a number as the proposal states it, with no more decimals than it has.

    Examples
    --------
    >>> from ceaseline.maps.text.language import tongue
    >>> _stated(0.025, "1", tongue("en")), _stated(1.3e6, "m", tongue("en"))
    ('2.5 %', '1,300 km')
    """
    _, number, sign = _quantity(value, unit, tongue)
    decimals = len(f"{number:.6f}".rstrip("0").partition(".")[2])
    return f"{tongue.number(number, decimals)} {sign}".rstrip()
