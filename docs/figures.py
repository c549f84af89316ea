"""Write the measured figures into README.md and docs/*.md; `--check` only compares.

A figure stands in a page between two comments, ``<!-- f:NAME -->`` and ``<!-- /f -->``, and is
replaced by what the function of that name in :data:`FIGURES` measures. Figures that rest on the
public samples (``../shared/samples`` beside the repository) stay as they are where those are
missing.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import shapely
from shapely.ops import substring

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.geodesy import area as area_of
from ceaseline.geo.geodesy import buffer, length
from ceaseline.geo.lines import deviation, length_at
from ceaseline.geo.readers import read
from ceaseline.layers.comparison import compare
from ceaseline.layers.derive.control import DETAIL_M, derive, first_party_holds
from ceaseline.layers.importing import bring
from ceaseline.layers.measures.kilometres import DETAILS_M
from ceaseline.layers.placement.placement import Control, Placement, default_parties
from ceaseline.layers.placement.store import library, load
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.plan.uncertainty import resolution
from ceaseline.layers.provisions import proposal
from ceaseline.layers.study import using
from ceaseline.maps.tables.lengths import length_tables
from ceaseline.maps.text.quantities import area, count, distance, kilometres, share, signed
from ceaseline.maps.text.quantities import resolution as resolution_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceaseline.layers.comparison import Comparison
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.maps.text.table import Table

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT.parent / "shared" / "samples"
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
FIGURE = re.compile(r"<!-- f:([\w.-]+) -->(.*?)<!-- /f -->", re.DOTALL)
DEFAULT = "contact-2024-11-20"
SAME_DAY = "../cases/figures/compare-flip-20241120.geojson"
DEEPSTATE = {
    "2024-11-07": ("deepstate-2024-11-07.geojson", DEFAULT),
    "2024-11-20": (SAME_DAY, DEFAULT),
    "2025-10-15": ("deepstate-2025-10-15.geojson", ""),
}
"""Public polygons by their day, and the placement that each is set beside; "" derives one."""
BORDER_M = 8000.0


@cache
def made(name: str, base: str = "natural-earth") -> Plan:
    """Return the plan of a placement on a base."""
    return plan(load(name), boundaries(base))


@cache
def value(figure: str, name: str = DEFAULT, party: str | None = None, base: str = "") -> float:
    """Return one figure of a plan, in SI units."""
    own = made(name, base) if base else made(name)
    (found,) = [
        m.value for m in own.figures if (m.id, m.party, m.unit_code) == (figure, party, None)
    ]
    return found


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table as a block of its own; all but the first column to the right."""
    lines = [head, ("---", *["---:"] * (len(head) - 1)), *rows]
    return "\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n\n"


def placements() -> str:
    """Return the library, a row a placement."""
    rows = [
        (
            f"`{name}`",
            kilometres(value("line_length", name), 0),
            area(value("territory_area", name, "Russia")),
            share(value("territory_share", name, "Russia")),
            area(value("zone_area", name)),
            count(value("settlements_in_zone", name)),
            f"{ranged('people_in_zone', name, 1e6, 2)}",
            facts_of(name),
        )
        for name in library()
    ]
    head = ("placement", "line", "Russia", "share", "zone", "settlements in it")
    head += ("people in it, million", "resolution")
    return table(head, rows)


def precedents() -> str:
    """Return what is published of two buffer zones against what the tool measures of them."""
    with using("korea"):
        korea = plan(load("armistice-1953"), zone=proposal().zone_settings)
        line, zone = (find(korea.figures, one).value for one in ("line_length", "zone_area"))
    with using("cyprus"):
        limits = [plan(load(one)) for one in ("northern-limit", "southern-limit")]
        held = [find(one.figures, "territory_area", "Turkish forces").value for one in limits]
        lengths = [find(one.figures, "line_length").value for one in limits]
    rows = [
        ("Korea, line", "248 km", kilometres(line), _off(line, 248e3)),
        ("Korea, zone", "907 km²", area(zone), _off(zone, 907e6)),
        ("Korea, 4 km along the line that is drawn", area(4000 * line), area(zone),
         _off(zone, 4000 * line)),
        ("Cyprus, zone between its limits", "346 km²", area(held[1] - held[0]),
         _off(held[1] - held[0], 346e6)),
        ("Cyprus, northern limit", "about 180 km", kilometres(lengths[0]), ""),
        ("Cyprus, southern limit", "about 180 km", kilometres(lengths[1]), ""),
    ]  # fmt: skip
    return table(("of", "published", "measured", "difference"), rows)


def _off(found: float, wanted: float) -> str:
    return f"{(found / wanted - 1) * 100:+.1f} %".replace("-", "\N{MINUS SIGN}")


def oblasts() -> str:
    """Return every unit's drawn area against its official one."""
    base = boundaries()
    rows = [
        (str(name), code, area(drawn), area(official), f"{(drawn / official - 1) * 100:+.2f} %")
        for name, code, drawn, official in zip(
            base.units["name"],
            base.units["code"],
            base.unit_areas_m2,
            base.units["official_area_m2"],
            strict=True,
        )
    ]
    return table(("unit", "code", "drawn", "official", "difference"), sorted(rows))


def people() -> str:
    """Return every unit's people, official and as the gazetteer lists them."""
    places = settlements(added=True)
    sums = places.groupby("unit_code")[["population", "population_listed"]].sum()
    units = boundaries().units
    rows = [
        (str(name), *_both(*sums.loc[code]))
        for name, code in sorted(zip(units["name"], units["code"], strict=True))
    ]
    outside = sums.drop(["UA-40", "UA-43"])
    rows.append(("without Crimea and Sevastopol", *_both(*outside.sum())))
    rows.append(("all", *_both(*sums.sum())))
    return table(("unit", "people", "as listed", "difference"), rows)


def _both(official: int, listed: int) -> tuple[str, str, str]:
    off = f"{(listed / official - 1) * 100:+.1f} %".replace("-", "\N{MINUS SIGN}")
    return count(official), count(listed), off


def people_in_zone() -> str:
    """Return the people in the zone of every placement, official and as listed."""
    rows = [
        (
            f"`{name}`",
            *_both(int(value("people_in_zone", name)), int(value("people_listed_in_zone", name))),
        )
        for name in library()
    ]
    return table(("placement", "people in the zone", "as listed", "difference"), rows)


def bases() -> str:
    """Return the default placement on the embedded base and on the finer one."""
    finer = str(SAMPLES / "geoboundaries-ukr-adm1.geojson")
    rows = [
        (
            title,
            area(made(DEFAULT, base).boundaries.area_m2, 1),
            area(value("territory_area", DEFAULT, "Russia", base)),
            share(value("territory_share", DEFAULT, "Russia", base)),
            kilometres(value("line_length", DEFAULT, None, base)),
            area(value("zone_area", DEFAULT, None, base)),
        )
        for title, base in (
            ("Natural Earth (embedded)", "natural-earth"),
            ("geoBoundaries, cut at the coast (`FILE:land`)", f"{finer}:land"),
            ("geoBoundaries, with the territorial sea", finer),
        )
    ]
    return table(("base", "country", "Russia", "share", "line", "zone"), rows)


@dataclass(frozen=True)
class Agreement:
    """How far a derived line is from the front of a public control polygon.

    Attributes
    ----------
    area_m2, public_area_m2 : float
        Ground on the second party's side of the line, and in the polygon as published.
    outside_m2 : float
        Ground of the polygon as published outside the country as our boundaries draw it.
    cut_m2 : (float, float, float)
        Ground of the polygon cut at our boundaries; that which is the second party's by the line
        only, and by the cut polygon only.
    brought_m2 : (float, float, float)
        The same of the polygon brought onto our boundaries as `ceaseline import` does: strips
        between the polygon and the border or coast go to who holds the ground beside them.
    to_front_m, to_line_m : (float, float)
        Median and 95th percentile of the distance from every 500 m of the line to the polygon's
        front, and the other way round.
    """

    area_m2: float
    public_area_m2: float
    outside_m2: float
    cut_m2: tuple[float, float, float]
    brought_m2: tuple[float, float, float]
    to_front_m: tuple[float, float]
    to_line_m: tuple[float, float]


def polygon(sample: Path) -> shapely.Geometry:
    """Return the ground of a public control polygon, as published."""
    features = json.loads(sample.read_bytes())["features"]
    return shapely.union_all([shapely.from_geojson(json.dumps(f["geometry"])) for f in features])


@cache
def derived(sample: Path) -> Plan:
    """Return the plan of the line that the listed settlements inside a polygon make."""
    places = settlements()
    inside = shapely.contains_xy(polygon(sample), places["lon"], places["lat"])
    start = Control(load(DEFAULT).date.isoformat())
    flips = [
        (int(number), default_parties()[1 if within else 0])
        for number, within, first in zip(
            places["id"], inside, first_party_holds(start, places), strict=True
        )
        if within == first
    ]
    control = Control(start.date, tuple(flips))
    line = derive(control, boundaries(), places)
    return plan(Placement("derived", "Derived", line, detail_m=DETAIL_M, control=control))


@cache
def agreement(sample: Path, name: str = "") -> Agreement:
    """Return how far a placement, or the line derived from a polygon, is from that polygon.

    What lies within `BORDER_M` of border and coast, which the polygon draws otherwise than the
    base does, is left out of the distances of both lines.
    """
    held, own = polygon(sample), made(name) if name else derived(sample)
    country = boundaries().country
    band = buffer(country.boundary, BORDER_M, BORDER_M, tolerance=50.0)
    front = shapely.line_merge(held.boundary.intersection(country).difference(band))
    line = shapely.line_merge(own.line.difference(band))
    back = deviation(line, held.boundary, step=500.0).percentiles([50, 95])
    there = deviation(front, own.line, step=500.0).percentiles([50, 95])
    brought = plan(bring(read(sample), "public").placement)
    ours, theirs = (p.territories[default_parties()[1]] for p in (own, brought))
    return Agreement(
        float(area_of(ours)),
        float(area_of(held)),
        float(area_of(held.difference(country))),
        against(ours, held.intersection(country)),
        against(ours, theirs),
        tuple(back),
        tuple(there),
    )


def against(ours: shapely.Geometry, theirs: shapely.Geometry) -> tuple[float, float, float]:
    """Return the area of the second of two grounds, of the first alone, and of the second alone."""
    apart = (theirs, shapely.difference(ours, theirs), shapely.difference(theirs, ours))
    whole, more, less = (float(area_of(shape)) for shape in apart)
    return whole, more, less


def deepstate() -> str:
    """Return the agreement with DeepState's polygons of three days."""
    both = [agreement(SAMPLES / first, name) for first, name in DEEPSTATE.values()]

    def row(words: str, shown: Callable[[Agreement], str]) -> tuple[str, ...]:
        return (words, *map(shown, both))

    def like_for_like(name: str, key: str) -> list[tuple[str, Callable[[Agreement], str]]]:
        return [
            (f"public polygon {name} our boundaries", lambda a: area(getattr(a, key)[0])),
            ("the line against that", lambda a: off(a.area_m2, getattr(a, key)[0])),
            ("Russia's by the line only", lambda a: area(getattr(a, key)[1])),
            ("Russia's by the polygon only", lambda a: area(getattr(a, key)[2])),
            ("disagreement, both directions", lambda a: area(sum(getattr(a, key)[1:]))),
        ]

    def off(line: float, public: float) -> str:
        return f"{(line / public - 1) * 100:+.2f} %"

    rows = [
        row("under Russian control, derived line", lambda a: area(a.area_m2)),
        row("public polygon as published", lambda a: area(a.public_area_m2)),
        row("of that outside our boundaries", lambda a: area(a.outside_m2)),
        row("the line against it as published", lambda a: off(a.area_m2, a.public_area_m2)),
        *(
            row(words, shown)
            for name, key in (("cut at", "cut_m2"), ("brought onto", "brought_m2"))
            for words, shown in like_for_like(name, key)
        ),
        row("from the line to the front, median", lambda a: kilometres(a.to_front_m[0])),
        row("from the line to the front, 95 % within", lambda a: kilometres(a.to_front_m[1])),
        row("from the front to the line, median", lambda a: kilometres(a.to_line_m[0])),
        row("from the front to the line, 95 % within", lambda a: kilometres(a.to_line_m[1])),
    ]
    return table(("figure", *DEEPSTATE), rows)


def alike() -> str:
    """Return the length of a public front and of the derived line, generalised alike."""
    own = longest(made(DEFAULT).placement.lines)
    front = longest(bring(read(SAMPLES / SAME_DAY), "public").placement.lines)
    ends = sorted(front.project(shapely.Point(own.coords[k])) for k in (0, -1))
    both = (
        ("public front", substring(front, *ends)),
        ("derived line", own),
    )
    rows = [
        (words, *(f"{metres / 1000:,.0f}" for metres in length_at(line, DETAILS_M)))
        for words, line in both
    ]
    head = ("length in km, generalised to", *(f"{metres / 1000:g} km" for metres in DETAILS_M))
    return table(head, rows)


def longest(lines: list[shapely.LineString]) -> shapely.LineString:
    """Return the longest stretch of lines that go on in each other."""
    merged = shapely.line_merge(shapely.MultiLineString(lines))
    return max(shapely.get_parts(merged).tolist(), key=lambda one: float(length(one)))


def lengths() -> str:
    """Return the default line part by part at each detail."""
    return as_block(length_tables(made(DEFAULT))[0])


def definitions() -> str:
    """Return how long the default line is by each definition at each detail."""
    return as_block(length_tables(made(DEFAULT))[1])


def as_block(given: Table) -> str:
    """Return a table for people as a block of its own."""
    return table(given.columns, [tuple(map(str, row)) for row in given.rows])


def ranged(figure: str, name: str, scale: float, decimals: int) -> str:
    """Return a figure with its range, where it has one."""
    found = find(made(name).figures, figure)
    words = f"{found.value / scale:,.{decimals}f}"
    return words if found.low is None else f"{words} ({ends(figure, scale, decimals, name)})"


def ends(figure: str, scale: float, decimals: int, name: str = DEFAULT) -> str:
    """Return the range of a figure that has one."""
    found = find(made(name).figures, figure)
    low, high = (f"{end / scale:,.{decimals}f}" for end in (found.low, found.high))
    return f"{low} to {high}"


def facts_of(name: str = DEFAULT) -> str:
    """Return the resolution of a line."""
    found = resolution(load(name).sections)
    return "–" if found is None else resolution_words(found)


def decides() -> str:
    """Return the settlement that decides about most people, in a clause."""
    found = made(DEFAULT).uncertainty
    first = found.deciding.iloc[0]
    return (
        f"{first['name']} alone, {count(first['people'])} people, is "
        f"{kilometres(first['distance_m'])} from the line, and "
        f"{first['nearest_m'] / 1000:.1f} to {kilometres(first['farthest_m'])} from it and the "
        "edges of its corridor"
    )


@cache
def compared() -> Comparison:
    """Return the comparison of the default placement with the others of its time or after."""
    others = [name for name in library() if name not in {DEFAULT, "contact-2022-02-23"}]
    return compare([load(DEFAULT), *map(load, others)])


def swaps() -> str:
    """Return what changes hands from the default placement to others."""
    rows = []
    for number, name in enumerate(compared().names[1:]):
        russia = next(a for a in compared().ledgers[number] if a.party == "Russia")
        net, towns, people = russia.balance
        rows.append(
            (
                f"`{name}`",
                count(len(compared().pieces[number])),
                area(russia.gained[0]),
                area(russia.given[0]),
                signed(area(net), net),
                signed(count(towns), towns),
                signed(count(people), people),
            )
        )
    head = ("placement", "pieces", "to Russia", "to Ukraine", "net", "settlements", "people")
    return table(head, rows)


def gaps() -> str:
    """Return how far other lines are from the default one."""
    rows = [
        (f"`{name}`", *(kilometres(m) for m in (a.mean_m, a.p95_m, a.hausdorff_m, a.frechet_m)))
        for name, a in zip(compared().names[1:], compared().apart, strict=True)
    ]
    return table(("placement", "mean", "95 % within", "Hausdorff", "Fréchet"), rows)


def at_10_km() -> float:
    """Return the length of the default line at a detail of 10 km, no settlement passed, m."""
    plan = made(DEFAULT)
    return float(length_at(plan.line, [10e3], plan.gazetteer.lonlat)[0])


FIGURES: dict[str, Callable[[], str]] = {
    "placements": placements,
    "precedents": precedents,
    "swaps": swaps,
    "gaps": gaps,
    "oblasts": oblasts,
    "people": people,
    "people-in-zone": people_in_zone,
    "country": lambda: area(boundaries().area_m2, 1),
    "official": lambda: area(boundaries().official_area_m2),
    "country-off": lambda: (
        f"{abs(boundaries().area_m2 / boundaries().official_area_m2 - 1) * 100:.2f} %"
    ),
    "lengths": lengths,
    "definitions": definitions,
    "resolution": facts_of,
    "decides": decides,
    "people-range": lambda: ends("people_in_zone", 1e6, 2),
    "line": lambda: distance(value("line_length")),
    "detail": lambda: kilometres(load(DEFAULT).detail_m, 0),
    "share": lambda: share(value("territory_share", party="Russia")),
    "shorter": lambda: f"{(1 - at_10_km() / value('line_length')) * 100:.0f} %",
    "zone": lambda: area(value("zone_area")),
    "zone-settlements": lambda: count(value("settlements_in_zone")),
    "zone-people": lambda: f"{value('people_in_zone') / 1e6:.2f} million",
}
"""Figures that need nothing but the repository."""

FROM_SAMPLES: dict[str, tuple[tuple[str, ...], Callable[[], str]]] = {
    "deepstate": (tuple(first for first, _ in DEEPSTATE.values()), deepstate),
    "alike": ((SAME_DAY,), alike),
    "bases": (("geoboundaries-ukr-adm1.geojson",), bases),
}
"""Figures that need samples: their files and the function."""


@cache
def measured(name: str, printed: str) -> str:
    """Return a figure, or what is printed already where its sample is missing."""
    if name in FIGURES:
        return FIGURES[name]()
    samples, function = FROM_SAMPLES[name]
    missing = [sample for sample in samples if not (SAMPLES / sample).is_file()]
    if missing:
        print(f"{name}: left as it is, since {', '.join(missing)} is not here")
        return printed
    return function()


def replaced(text: str) -> str:
    """Return a page with its figures measured anew."""
    return FIGURE.sub(lambda m: f"<!-- f:{m[1]} -->{measured(m[1], m[2])}<!-- /f -->", text)


def main(args: list[str]) -> int:
    """Write the pages, or with `--check` say which are not current."""
    stale = 0
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        fresh = replaced(text)
        if fresh == text:
            continue
        if args != ["--check"]:
            path.write_text(fresh, encoding="utf-8")
            print(f"{path.name}: replaced")
            continue
        stale += 1
        for old, new in zip(FIGURE.finditer(text), FIGURE.finditer(fresh), strict=True):
            if old[2] != new[2]:
                print(f"{path.name}: {old[1]} reads {old[2].strip()!r}, is {new[2].strip()!r}")
    if stale:
        print("Renew them with: python docs/figures.py")
    return min(stale, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
