"""What bringing a foreign line onto our boundaries changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ceaseline.geo.lines.chains import place

if TYPE_CHECKING:
    from ceaseline.geo.sources import Source
    from ceaseline.layers.placement.placement import Placement

__all__ = ["SHOWN", "Change", "End", "Imported", "Spot"]

SHOWN = 3
"""So many pieces are told of each change, the largest."""


@dataclass(frozen=True)
class Spot:
    """One piece of ground that a change touches.

    Attributes
    ----------
    lon, lat : float
        A place in it, degrees.
    area_m2 : float
        Its size.
    near : str
        The nearest settlement; empty where it was not looked for or is far.
    """

    lon: float
    lat: float
    area_m2: float
    near: str = ""

    def __str__(self) -> str:
        """Return it for a person."""
        near = f" near {self.near}" if self.near else ""
        return f"{self.area_m2 / 1e6:.2f} km²{near} at {place(self.lon, self.lat)}"


@dataclass(frozen=True)
class Change:
    """What one step of the harmonising did to the ground of the polygon's holder.

    Attributes
    ----------
    what : str
        In a few words.
    area_m2 : float
        Gained (above 0) or lost, m².
    spots : tuple of Spot
        The pieces, largest first; empty for a change along the whole line.
    """

    what: str
    area_m2: float
    spots: tuple[Spot, ...] = ()

    def __str__(self) -> str:
        """Return it for a person, with the three largest pieces."""
        text = f"{self.area_m2 / 1e6:+,.1f} km²  {self.what}"
        if self.spots:
            shown = "; ".join(str(spot) for spot in self.spots[:SHOWN])
            pieces = f"{len(self.spots):,} piece{'' if len(self.spots) == 1 else 's'}"
            text += f" ({pieces}: {shown}{' …' if len(self.spots) > SHOWN else ''})"
        return text


@dataclass(frozen=True)
class End:
    """An end of the line that was carried to the border.

    Attributes
    ----------
    lon, lat : float
        Where it ended.
    metres : float
        How far it was carried.
    """

    lon: float
    lat: float
    metres: float

    def __str__(self) -> str:
        """Return it for a person."""
        return f"end at {place(self.lon, self.lat)} carried {self.metres:,.0f} m to the border"


@dataclass(frozen=True)
class Imported:
    """A placement made of a foreign file, and what that took.

    Attributes
    ----------
    placement : Placement
    format : str
        Of the file.
    raw_m2 : float or None
        Geodesic area of the control polygons as they came; None for lines and tables.
    held_m2 : float
        What the second party (or the polygon's holder) holds on our boundaries.
    changes : tuple of Change
        From the one to the other; they sum to the difference.
    ends : tuple of End
    lengths : tuple of (detail, length)
        Of the line within the country, metres, raw (detail 0) and at five details.
    source : Source or None
        Whose data it is, where known.
    notes : tuple of str
        What was left out or repaired.
    """

    placement: Placement
    format: str
    held_m2: float
    raw_m2: float | None = None
    changes: tuple[Change, ...] = ()
    ends: tuple[End, ...] = ()
    lengths: tuple[tuple[float, float], ...] = ()
    source: Source | None = None
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Return the report, a sentence or a figure a line."""
        out = [f"Read as {self.format}.", *self.notes]
        if self.source is not None:
            allowed = "" if self.source.redistributable else ", not to be passed on"
            out.append(f"{self.source.attribution} Licence: {self.source.licence}{allowed}.")
        if self.raw_m2 is not None:
            out.append(f"Polygons as they came: {self.raw_m2 / 1e6:,.1f} km² (geodesic, WGS84).")
            out += [f"  {change}" for change in self.changes]
        out.append(f"Held on these boundaries: {self.held_m2 / 1e6:,.1f} km².")
        out += [f"  {end}" for end in self.ends]
        own = self.placement.detail_m
        out += [
            f"Length at detail {max(detail, own):,.0f} m: {metres / 1000:,.0f} km."
            for detail, metres in self.lengths
            if detail == 0 or detail > own
        ]
        return out
