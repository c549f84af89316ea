"""Words of an edit as a page sends them: plain JSON where the verbs want lines and polygons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from ceaseline.geo.errors import InputError
from ceaseline.layers.placement.store import library, load
from ceaseline.layers.session.snap import Snap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["PLAIN", "worded"]

PLAIN: Mapping[str, tuple[str, ...]] = {
    "depth": ("km", "between"),
    "draw": ("path", "basis", "snap"),
    "flip": ("settlement", "to"),
    "flips": ("settlements", "to"),
    "follow": ("feature", "between"),
    "give": ("to", "units", "ring"),
    "lock": ("between",),
    "move": ("km", "toward", "between"),
    "replace": ("other", "between"),
    "simplify": ("detail_m", "between"),
    "smooth": ("detail_m", "between"),
    "title": ("title",),
    "unlock": ("between",),
    "withdraw": ("party", "km", "units"),
}
"""The verbs that a page may ask for, and the words that each takes."""


def worded(
    verb: str,
    words: Mapping[str, Any],
    path_of: Callable[[Any, Snap | None], NDArray[np.float64]],
) -> dict[str, Any]:
    """Return the words of an edit for :func:`ceaseline.layers.edits.edit`.

    Parameters
    ----------
    verb : str
    words : mapping
        JSON values. ``ring`` of a give is a closed ring of places, ``other`` of a replace the name
        of a placement of the library, ``snap`` of a draw ``{"m": metres, "to": [...]}``.
    path_of : callable
        Checks a path and snaps it: that of the session.

    Raises
    ------
    InputError
        If the verb is none of :data:`PLAIN`, or takes no such word, or a word is not as above.
    """
    if verb not in PLAIN:
        raise InputError(f"{verb!r:.80} cannot be asked for here; there are {', '.join(PLAIN)}.")
    strange = [word for word in words if word not in PLAIN[verb]]
    if strange:
        raise InputError(
            f"{verb} does not take {strange[0]!r:.80}; it takes {', '.join(PLAIN[verb])}."
        )
    out = dict(words)
    if "snap" in out or "path" in out:
        out["path"] = path_of(out.get("path"), snap_of(out.pop("snap", None))).tolist()
    if "ring" in out:
        out |= {"shapes": [_polygon(path_of(out.pop("ring"), None))], "basis": "drawn"}
    if "other" in out:
        out["other"] = _placement(out["other"])
    if "settlement" in out:
        out["settlement"] = str(out["settlement"])
    return out


def snap_of(given: Any) -> Snap | None:
    """Return what a path is to snap to, from JSON; None for none.

    Raises
    ------
    InputError
        If it is not ``{"m": metres, "to": [...]}``.

    Examples
    --------
    >>> snap_of({"m": 200, "to": ["river"]})
    Snap(metres=200.0, to=('river',))
    """
    if given is None:
        return None
    try:
        return Snap(float(given["m"]), tuple(str(one) for one in given["to"]))
    except (KeyError, TypeError, ValueError):
        raise InputError(
            f"{given!r:.80} does not say what to snap to; give metres as m and names as to."
        ) from None


def _polygon(ring: NDArray[np.float64]) -> shapely.Geometry:
    if len(ring) < 4:
        raise InputError(f"The area has {len(ring)} places; draw around some ground.")
    shape = shapely.make_valid(shapely.Polygon(ring))
    parts = [p for p in shapely.get_parts(shape).tolist() if isinstance(p, shapely.Polygon)]
    if not parts:
        raise InputError("The area has no ground in it; draw around some.")
    return shapely.MultiPolygon(parts)


def _placement(name: Any) -> Any:
    """Return a placement of the library; no other file is read for a page."""
    if name not in library():
        raise InputError(
            f"{name!r:.80} is no placement of the library; there are {', '.join(library())}."
        )
    return load(name)
