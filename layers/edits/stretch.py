"""Stretches of a placement's line between two distances along it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import edge_lengths
from ceaseline.geo.lines import point_at
from ceaseline.layers.edits.ordering import arranged, part_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.layers.edits.provenance import Cut
    from ceaseline.layers.placement.placement import Placement, Section

__all__ = ["Stretch", "beside", "connected", "length_km", "marked", "stretches"]

_AT_VERTEX_M = 0.5
"""A cut this near to a vertex is made at the vertex."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """A stretch of one section.

    Attributes
    ----------
    section : int
        Position of the section in the placement.
    low, high : float
        From and to, in vertices along the section.
    coords : (n, 2) array
        Longitude, latitude; on the grid of 1e-7 degrees.
    whole : bool
        Whether it is all of the section.
    """

    section: int
    low: float
    high: float
    coords: NDArray[np.float64]
    whole: bool

    @property
    def cuts(self) -> list[Cut]:
        """Where the section is to have a vertex for the stretch to begin and end at."""
        ends = ((self.low, self.coords[0]), (self.high, self.coords[-1]))
        return [(self.section, at, spot) for at, spot in ends]


def length_km(placement: Placement) -> float:
    """Return the length of a placement's line in kilometres, at the detail it has.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Placement, Section
    >>> equator = Section.of("a", "drawn", [(30, 0), (31, 0)])
    >>> round(length_km(Placement("trial", "A trial", (equator,))), 3)
    111.319
    """
    return sum(float(_sizes(section).sum()) for section in placement.sections) / 1000


def stretches(placement: Placement, between: Sequence[float] | None = None) -> list[Stretch]:
    """Return the stretches of a line between two distances, one a section it goes over.

    Parameters
    ----------
    placement : Placement
        Its sections are measured one after the other in their order.
    between : (from, to), optional
        Kilometres from the start of the line; all of it if not given.

    Raises
    ------
    InputError
        If the distances are not on the line or not in order.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Placement, Section
    >>> line = Section.of("a", "drawn", [(30, 0), (31, 0), (32, 0)])
    >>> trial = Placement("trial", "A trial", (line,))
    >>> [(s.low, round(s.high, 3)) for s in stretches(trial, (111.3195, 150))]
    [(1.0, 1.347)]
    """
    low, high = (0.0, np.inf) if between is None else _checked(placement, between)
    out, done = [], 0.0
    for k, section in enumerate(placement.sections):
        size = _sizes(section)
        at = np.concatenate([[0.0], np.cumsum(size)])
        first, last = max(low - done, 0.0), min(high - done, float(at[-1]))
        done += float(at[-1])
        if last - first > _AT_VERTEX_M:
            out.append(_stretch(k, section, at, (first, last)))
    return out


def _checked(placement: Placement, between: Sequence[float]) -> tuple[float, float]:
    low, high = (float(km) for km in between)
    whole = length_km(placement)
    if not 0 <= low < high <= whole + 0.001:
        raise InputError(
            f"The stretch from km {low:g} to km {high:g} is not on the line of {placement.name}, "
            f"which is {whole:.3f} km long; give two distances from 0 to that, the lesser first."
        )
    if high - low < 0.001:
        raise InputError(f"The stretch from km {low:g} to km {high:g} is shorter than a metre.")
    return low * 1000, high * 1000


def _sizes(section: Section) -> NDArray[np.float64]:
    lon, lat = np.ascontiguousarray(section.array.T)
    return np.asarray(edge_lengths(lon, lat))


def _stretch(
    k: int, section: Section, at: NDArray[np.float64], ends: tuple[float, float]
) -> Stretch:
    cuts, spots = [], []
    for metres in ends:
        near = int(np.abs(at - metres).argmin())
        if abs(at[near] - metres) <= _AT_VERTEX_M:
            cuts.append(float(near))
            spots.append(section.array[near])
        else:
            cuts.append(float(np.interp(metres, at, np.arange(len(at)))))
            spots.append(np.round(point_at(section.line, metres), 7))
    low, high = cuts
    inner = np.arange(int(np.floor(low)) + 1, int(np.ceil(high)))
    coords = np.vstack([spots[0], section.array[inner], spots[1]])
    return Stretch(k, low, high, coords, low == 0 and high == len(at) - 1)


def connected(parts: Sequence[Stretch], what: str) -> NDArray[np.float64]:
    """Return stretches that continue one another as one chain.

    Raises
    ------
    InputError
        If they do not; the message names the place of the gap.
    """
    chain = parts[0].coords
    for part in parts[1:]:
        if (part.coords[0] != chain[-1]).any():
            lon, lat = chain[-1]
            raise InputError(
                f"The stretch is not in one piece: it breaks off at {lon:.4f}, {lat:.4f} (lon, "
                f"lat); {what} one piece at a time."
            )
        chain = np.vstack([chain, part.coords[1:]])
    return chain


def marked(
    placement: Placement, between: Sequence[float] | None, **marks: Any
) -> tuple[Section, ...]:
    """Return the sections with other marks on a stretch; those it ends in are cut there.

    Parameters
    ----------
    placement : Placement
    between : (from, to), optional
        Kilometres; the whole line if not given.
    **marks
        Fields of :class:`ceaseline.layers.placement.placement.Section`, for example ``locked``.
    """
    chosen = {part.section: part for part in stretches(placement, between)}
    out: list[Section] = []
    for k, section in enumerate(placement.sections):
        part = chosen.get(k)
        if part is None:
            out.append(section)
            continue
        before, after = beside(section, part)
        inner = part_of(section, part.low, part.high, part.coords)
        out += [*before, inner.replaced(**marks), *after]
    return arranged(list(enumerate(out)), placement.sections)


def beside(section: Section, part: Stretch) -> tuple[list[Section], list[Section]]:
    """Return what a section has before a stretch of it and after it: none or one section each."""
    last = len(section.coords) - 1.0
    before = [_piece(section, 0.0, part.low, part.coords[0])] if part.low > 0 else []
    after = [_piece(section, part.high, last, part.coords[-1])] if part.high < last else []
    return before, after


def _piece(section: Section, low: float, high: float, cut: NDArray[np.float64]) -> Section:
    inner = section.array[int(np.floor(low)) + 1 : int(np.ceil(high))]
    first = cut if low > 0 else section.array[0]
    last = section.array[-1] if low > 0 else cut
    return part_of(section, low, high, np.vstack([first, inner, last]))
