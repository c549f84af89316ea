"""The data of a page: every shape once, every settlement a few bytes, the rest as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ceaseline.geo.gazetteer.romanise import INITIALS, READING
from ceaseline.geo.gazetteer.unit_codes import unit_spellings
from ceaseline.geo.geodesy import length
from ceaseline.geo.said import Said, message
from ceaseline.geo.unseen import isolated
from ceaseline.layers.derive.naming import said_name
from ceaseline.layers.figures import sources_of
from ceaseline.layers.placement.sources import known_as
from ceaseline.maps import style
from ceaseline.maps.overlay import OVERLAYS
from ceaseline.maps.page.encoding import pack, varint
from ceaseline.maps.page.fit import thinned
from ceaseline.maps.page.search_keys import LETTERS, RULES, distinct
from ceaseline.maps.page.settlements import Places
from ceaseline.maps.page.topology import SCALE, Topology
from ceaseline.maps.page.water_names import area_names
from ceaseline.maps.text.describe import catalogue
from ceaseline.maps.text.wording import depth_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.layers.placement.placement import Section
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.maps.text.describe import Words
    from ceaseline.maps.text.language import Tongue

__all__ = ["Payload"]

_FINE_M = 1.5
"""Places nearer than this to the straight way past them are left out: under a pixel everywhere."""

_CONTEXT_M = 150.0
"""The same for rivers and neighbours, which no figure is about."""

_FAR_M = 60_000.0
"""Corridors are drawn at most this wide; beyond it, nothing is known."""


class Payload:
    """The data of a page, gathered plan by plan.

    Parameters
    ----------
    tongue : Tongue
        Language of the names.
    boundaries : Boundaries
        The base, the same for all plans.
    order : (n,) int array, optional
        The rows of the settlements on a page that has the ground and the settlements already, so
        that only plans are gathered, for :meth:`update`.
    """

    def __init__(
        self, tongue: Tongue, boundaries: Boundaries, order: NDArray[np.int64] | None = None
    ) -> None:
        self._tongue = tongue
        self._shapes: list[Any] = []
        self._context: set[int] = set()
        self._streams: dict[str, bytes] = {}
        self._plans: list[dict[str, Any]] = []
        self._units = list(boundaries.units["code"])
        self._order: Any = order
        self._base = self._ground(boundaries) if order is None else {}
        self._pieces: list[list[dict[str, Any]]] = []

    def add(self, plan: Plan, said: Words) -> None:
        """Add a plan and what the page says about it."""
        if self._order is None:
            self._places(plan)
        own = plan.placement
        self._plans.append(
            {
                "name": own.name,
                "file_name": _file_name(own.name),
                "title": said.title,
                "date": own.date.isoformat() if own.date else None,
                "date_text": said.date,
                "detail_m": own.detail_m,
                "resolution": said.resolution,
                "parties": list(plan.parties),
                "party_names": [self._tongue.name(party) for party in plan.parties],
                "zone_label": said.zone,
                "figures": [*said.figures, *said.by_unit],
                **self._drawn(plan),
            }
        )
        self._counted(plan, len(self._plans) - 1)

    def update(self, plan: Plan) -> str:
        """Return what is drawn of a plan as text, for a page that has all else of it.

        Parameters
        ----------
        plan : Plan
        """
        record = self._drawn(plan)
        self._counted(plan, 0)
        topology = Topology.of(self._shapes)
        return pack({"scale": SCALE, "plan": record}, {**topology.streams(), **self._streams})

    def _drawn(self, plan: Plan) -> dict[str, Any]:
        """Keep the shapes of a plan, and return their numbers with what is said of each."""
        parts, zone = (self._parts(frame, plan) for frame in (plan.parts, plan.zone_parts))
        return {
            "sections": [self._section(section, plan) for section in plan.placement.sections],
            "parts": parts,
            "zone_parts": zone,
            "overlays": self._overlays(plan),
        }

    def _counted(self, plan: Plan, number: int) -> None:
        """Keep what a plan says of each settlement, and how wide its corridors are."""
        own = plan.placement
        places = plan.settlements.iloc[self._order]
        side = (places["party"] == plan.parties[1]).to_numpy().astype(np.uint8)
        inside = places["in_zone"].to_numpy().astype(np.uint8)
        metres = np.nan_to_num(places["distance_m"].to_numpy(), posinf=0.0)
        self._streams[f"plan_{number}_sides"] = (side + 2 * inside).tobytes()
        self._streams[f"plan_{number}_metres"] = varint(np.round(metres / 10))
        widths = [_widths(section) for section in own.sections if section.corridor_m]
        self._streams[f"plan_{number}_corridor"] = varint(
            np.concatenate([np.zeros(0), *(w.ravel() for w in widths)])
        )

    def add_pieces(self, pieces: gpd.GeoDataFrame, parties: Sequence[str]) -> None:
        """Add the pieces that change hands between the first plan and the next one.

        Parameters
        ----------
        pieces : GeoDataFrame
            ``from``, ``to`` (parties), ``area_m2``, ``name``, ``settlements``, ``people``.
        parties : (str, str)
        """
        rows = [
            {
                "name": str(row["name"]),
                "from": parties.index(row["from"]),
                "to": parties.index(row["to"]),
                "area_m2": round(float(row["area_m2"]), 1),
                "settlements": int(row["settlements"]),
                "people": int(row["people"]),
                "shape": self._shape(row["geometry"]),
            }
            for row in pieces.to_dict("records")
        ]
        self._pieces.append(rows)

    def _overlays(self, plan: Plan) -> dict[str, Any]:
        """Keep what the declared layers show of a plan: numbers of shapes, places of points."""
        found = {}
        for one in OVERLAYS.values():
            parts = [shapely.get_parts(shape) for shape in one.shapes(plan)]
            every = np.concatenate([np.zeros(0, dtype=object), *parts])
            points = shapely.get_dimensions(every) == 0
            if len(every):
                found[one.id] = {
                    "shapes": [self._around(shape) for shape in every[~points]],
                    "spots": shapely.get_coordinates(every[points]).round(5).tolist(),
                }
        return found

    def topology(self) -> Topology:
        """Return all shapes, cut into the arcs they share, as fine as the page can show."""
        topology = Topology.of(self._shapes)
        return thinned(topology, np.where(self.figured(topology), _FINE_M, _CONTEXT_M))

    def figured(self, topology: Topology) -> NDArray[np.bool_]:
        """Tell the arcs that a figure is about from those of neighbours and rivers, (n_arcs,)."""
        own = np.zeros(len(topology.arcs), dtype=bool)
        for number, shape in enumerate(topology.shapes):
            if number not in self._context:
                own[[max(n, ~n) for polygon in shape for ring in polygon for n in ring]] = True
        return own

    def text(self, topology: Topology, plans: Sequence[Plan], extra: Mapping[str, Any]) -> str:
        """Return the payload as text.

        Parameters
        ----------
        topology : Topology
            That of :meth:`topology`, simplified or not.
        plans : sequence of Plan
            Those added.
        extra : mapping
            What the page adds: title, theme, words of the interface.
        """
        listed = sources_of(plans)
        document = {
            "scale": SCALE,
            "style": style.as_json(),
            "base": self._base | {"sources": known_as(plans[0].boundaries.sources, listed)},
            "places": self._place_names,
            "place_sources": known_as(plans[0].gazetteer.sources, listed),
            "names": {
                "letters": LETTERS,
                "rules": RULES,
                "reading": READING,
                "initials": INITIALS,
            },
            "plans": [
                record | {"sources": known_as(plan.placement.sources, listed)}
                for record, plan in zip(self._plans, plans, strict=True)
            ],
            "sources": catalogue(plans, self._tongue),
            "bounds": _bounds(plans[0].boundaries.units.total_bounds),
            "window": _bounds(plans[0].boundaries.window),
            "reach": _bounds(plans[0].boundaries.reach),
            "pieces": self._pieces or None,
            "overlays": self._declared(),
            **extra,
        }
        return pack(_set_apart(document), {**topology.streams(), **self._streams})

    def _declared(self) -> list[dict[str, Any]]:
        """Return how the declared layers are drawn that any of the plans has."""
        seen = {name for plan in self._plans for name in plan["overlays"]}
        return [
            {
                "id": one.id,
                "group": "plan",
                "off": not one.shown,
                "title": self._tongue.said(one.title),
                "colour": one.colour,
                "width": one.width,
                "dash": list(one.dash),
                "fill": one.fill,
                "radius": one.radius,
            }
            for one in OVERLAYS.values()
            if one.id in seen
        ]

    def _around(self, geometry: Any) -> int:
        """Keep a shape that no figure is about, and return its number."""
        self._context.add(len(self._shapes))
        return self._shape(geometry)

    def _shape(self, geometry: Any) -> int:
        self._shapes.append(geometry)
        return len(self._shapes) - 1

    def _name(self, row: Mapping[str, Any]) -> str:
        own = row.get(f"name_{self._tongue.code}") or ""
        return str(own or row["name"])

    def _found_by(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Return the full name of a unit and the other names by which people look for it."""
        english = str(row["name"])
        if row.get("kind") == "oblast":
            english = f"{english.removesuffix(' Oblast')} oblast"
        title = english if self._tongue.code == "en" else self._name(row)
        others = distinct((title,), ((english, *unit_spellings(row["code"])),))[0]
        return {"title": title, "others": ";".join(others)}

    def _ground(self, boundaries: Boundaries) -> dict[str, Any]:
        window = shapely.box(*boundaries.window)
        land = _clipped(boundaries.land, window)
        rivers = _clipped(boundaries.rivers, window)
        lakes = boundaries.lakes.to_dict("records")
        named = [(self._tongue.name(self._name(row)), row) for row in land]
        waters = [(self._tongue.name(self._name(row)), row) for row in lakes]
        return {
            "units": [
                {
                    "code": row["code"],
                    "name": self._name(row),
                    "shape": self._shape(polygon),
                    **self._found_by(row),
                }
                for row, polygon in zip(
                    boundaries.units.to_dict("records"),
                    boundaries.divider.coverage.polygons,
                    strict=True,
                )
            ],
            "land": [self._around(row["geometry"]) for row in land],
            "beyond": [self._around(shape) for shape in boundaries.beyond.geometry],
            "lakes": [
                {
                    "name": self._name(row),
                    "since": row["historic"] or None,
                    "shape": self._shape(row["geometry"]),
                }
                for row in lakes
            ],
            "rivers": [
                {"name": self._name(row), "shape": self._around(row["geometry"])} for row in rivers
            ],
            "names": area_names(named, waters, self._tongue, boundaries.made_of.table),
        }

    def _places(self, plan: Plan) -> None:
        """Keep the settlements, in the order of `Places`."""
        places = Places.of(plan.settlements, self._tongue, self._units)
        self._order = places.order
        self._place_names = {
            "names": places.names,
            "others": places.others,
            "raions": places.raions,
        }
        self._streams |= places.streams

    def _parts(self, frame: gpd.GeoDataFrame, plan: Plan) -> list[dict[str, Any]]:
        return [
            {
                "unit": row["unit_code"],
                "side": plan.parties.index(row["party"]),
                "area_m2": round(float(row["area_m2"]), 1),
                "shape": self._shape(row["geometry"]),
            }
            for row in frame.to_dict("records")
        ]

    def _section(self, section: Section, plan: Plan) -> dict[str, Any]:
        settings = plan.zone_settings
        depth = depth_text(section.depth_m or settings.depth_m, plan.parties)
        if settings.assumption and section.depth_m is None:
            depth = Said.of("{depth} ({mark})", {"depth": depth, "mark": message("assumption")})
        return {
            "title": self._tongue.said(said_name(section.name)),
            "basis": section.basis,
            "length_m": round(float(length(section.line)), 1),
            "depth_text": self._tongue.said(depth),
            "corridor": len(section.corridor_m or ()),
            "shape": self._shape(section.line),
        }


def _set_apart(value: Any) -> Any:
    """Return JSON values with right-to-left words in their texts set apart.

    Names of settlements are searched for by their first letters and stand alone; they stay.
    """
    if isinstance(value, str):
        return isolated(value)
    if isinstance(value, list | tuple):
        return [_set_apart(one) for one in value]
    if isinstance(value, dict):
        return {key: one if key == "places" else _set_apart(one) for key, one in value.items()}
    return value


def _widths(section: Section) -> Any:
    """Return a section's corridor in hundreds of metres, (n, 2)."""
    widths = np.minimum(np.asarray(section.corridor_m, dtype=float), _FAR_M)
    return np.round(widths / 100)


def _clipped(frame: gpd.GeoDataFrame, window: shapely.Polygon) -> list[dict[str, Any]]:
    rows = frame.to_dict("records")
    for row in rows:
        if not shapely.covers(window, row["geometry"]):
            row["geometry"] = shapely.intersection(row["geometry"], window)
    return [row for row in rows if not row["geometry"].is_empty]


def _bounds(box: Iterable[float]) -> list[list[float]]:
    """Return a box as Leaflet has it: south-west and north-east, latitude first."""
    west, south, east, north = (round(float(v), 2) for v in box)
    return [[south, west], [north, east]]


def _file_name(name: str) -> str:
    """Return a name as part of a file's name: letters, digits and hyphens."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())
    return kept.strip("-")[:80] or "placement"
