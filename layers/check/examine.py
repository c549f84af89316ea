"""Read a placement file for its faults, all of them, and make what a repair would write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.said import listed, said
from ceaseline.layers.check.fault import Fault
from ceaseline.layers.check.features import Draft, drafts
from ceaseline.layers.check.line import check_line
from ceaseline.layers.check.record import check_history, replayed
from ceaseline.layers.claims import claim, claimed
from ceaseline.layers.edits.context import Ground, default_ground
from ceaseline.layers.placement.file import loads
from ceaseline.layers.placement.placement import default_parties
from ceaseline.layers.plan.plan import plan

if TYPE_CHECKING:
    from ceaseline.layers.claims import Claim
    from ceaseline.layers.placement.placement import Placement

__all__ = ["Report", "check"]

_MOVING = ("left out", "turned", "reprojected")
"""Repairs after which neither a history nor settlements make the line any more."""
_DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326", "WGS84")


@dataclass(frozen=True)
class Report:
    """What was found in a file.

    Attributes
    ----------
    faults : tuple of Fault
        Those of the file, then of each section in order, then of the line, then whether its history
        leads to it.
    repaired : Placement, optional
        The placement with every fault repaired, without its history if the line is another one
        now; None if a fault cannot be repaired.
    notes : tuple of str
        What is no fault and yet to be known: that it has the title of a line which it is not.
    """

    faults: tuple[Fault, ...]
    repaired: Placement | None
    notes: tuple[str, ...] = ()

    @property
    def remaining(self) -> tuple[Fault, ...]:
        """The faults that no repair can mend."""
        return tuple(fault for fault in self.faults if not fault.repair)


def check(
    text: str | bytes, name: str, ground: Ground | None = None, *, claims: bool = True
) -> Report:
    """Return every fault of a placement file, with what a repair would make of it.

    Parameters
    ----------
    text : str or bytes
        What the file holds.
    name : str
        What messages call it.
    ground : Ground, optional
        The embedded country if not given.
    claims : bool
        Whether a name or title that is one of the library's is looked at; of the library itself it
        is not.

    Examples
    --------
    >>> print(check("{", "trial.geojson").faults[0])
    trial.geojson: it is not readable as JSON (Expecting property name ... (char 1)); restore ...
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        why = said("it is nested too deeply") if deep else f"{error}"
        what = said("it is not readable as JSON ({why})", why=why)
        return Report((Fault(name, what, said("restore it from a copy")),), None)
    if not isinstance(data, dict) or not isinstance(data.get("ceaseline"), dict):
        what = said('it is no placement: it has no member "ceaseline"')
        return Report((Fault(name, what, said("bring it in with `ceaseline import`")),), None)
    where = ground or default_ground()
    faults: list[Fault] = []
    features = _reprojected(data, faults)
    found = drafts(features, shapely.bounds(where.country).tolist(), faults)
    _check_head(data["ceaseline"], name, faults)
    if found:
        check_line(found, where, faults)
    repaired = _repaired(data, found, name, faults)
    if repaired is not None and repaired.history:
        fault, repaired = replayed(repaired, name, where)
        faults += [fault] if fault else []
        repaired = None if fault and not fault.repair else repaired
    found_claim = _claim(repaired, where) if repaired is not None and claims else None
    if found_claim is not None and found_claim.by == "name":
        faults.append(_false_name(found_claim, name))
        return Report(tuple(faults), None)
    return Report(tuple(faults), repaired, (found_claim.words,) if found_claim else ())


def _claim(placement: Placement, ground: Ground) -> Claim | None:
    """Return which line of the library a placement goes by without having it."""
    if ground.boundaries is None or claimed(placement) is None:
        return None
    try:
        return claim(plan(placement, ground.boundaries))
    except GeometryError:  # a line that divides nothing is a fault by itself
        return None


def _false_name(found: Claim, name: str) -> Fault:
    what = said(
        "its name is that of {of} in the library, but its line is another: {apart}",
        of=found.of,
        apart=found.apart,
    )
    remedy = said(
        "take the line of the library, or name and title this one for what it is: `ceaseline "
        "layers new NAME --from {name} --title TITLE`",
        name=name,
    )
    return Fault(name, what, remedy)


def _repaired(
    data: dict[str, Any], found: list[Draft], name: str, faults: list[Fault]
) -> Placement | None:
    whole = {k: v for k, v in data.items() if k != "crs"}
    whole["features"] = [draft.feature for draft in found]
    try:
        placement = loads(_text(whole, name), name)
    except InputError as error:
        told = {fault.where for fault in faults if not fault.repair}
        for line in str(error).splitlines():
            words = line.removeprefix(f"{name}: ")
            if not any(words.startswith(known) for known in told):
                faults.append(Fault(name, words.rstrip("."), said("give what is expected")))
        return None
    if any(not fault.repair for fault in faults):
        return None
    if not any(fault.moved_m or fault.repair.startswith(_MOVING) for fault in faults):
        return placement
    return placement.replaced(control=None, history=(), undone=(), base=None)


def _text(whole: dict[str, Any], name: str) -> str:
    try:
        return json.dumps(whole, allow_nan=False)
    except ValueError as error:
        raise InputError(f"{name}: {error}.") from None


def _reprojected(data: dict[str, Any], faults: list[Fault]) -> Any:
    """Return the features in degrees; a CRS that says otherwise is a fault."""
    features = data.get("features")
    member = data.get("crs")
    if member is None:
        return features
    properties = member.get("properties") if isinstance(member, dict) else None
    word = str(properties.get("name") if isinstance(properties, dict) else member)
    if any(known in word for known in _DEGREES):
        return features
    try:
        crs = pyproj.CRS.from_user_input(word)
        into = pyproj.Transformer.from_crs(crs, 4326, always_xy=True)
    except pyproj.exceptions.CRSError:
        what = said("the CRS {word!r} is not known", word=word)
        faults.append(Fault("crs", what, said("save the file in EPSG:4326")))
        return features
    if not isinstance(features, list):
        return features
    what = said("the coordinates are in {word}, not in longitude and latitude", word=word)
    faults.append(
        Fault("crs", what, said("save the file in EPSG:4326"), said("reprojected to EPSG:4326"))
    )
    return [_in_degrees(feature, into) for feature in features]


def _in_degrees(feature: Any, into: pyproj.Transformer) -> Any:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict) or geometry.get("type") != "LineString":
        return feature
    try:
        spots = np.asarray(geometry["coordinates"], dtype=float)[:, :2]
    except (KeyError, TypeError, ValueError, IndexError):
        return feature
    lonlat = np.column_stack(into.transform(*spots.T))
    return feature | {"geometry": geometry | {"coordinates": lonlat.tolist()}}


def _check_head(head: dict[str, Any], name: str, faults: list[Fault]) -> None:
    """Add faults of the parties and of the history, which the schema does not see."""
    parties = head.get("parties", list(default_parties()))
    good = isinstance(parties, list) and len(parties) == 2 and len(set(map(str, parties))) == 2
    if not good:
        what = said("the parties are {parties!r}", parties=parties)
        faults.append(Fault(name, what, said("give two that differ, the one on the left first")))
        return
    faults += check_history(head, parties, name)
    control = head.get("control")
    flips = control.get("flips") if isinstance(control, dict) else None
    for flip in flips if isinstance(flips, list) else []:
        if isinstance(flip, list) and len(flip) == 2 and flip[1] not in parties:
            what = said(
                "the control gives settlement {id} to the party {party!r}",
                id=flip[0],
                party=flip[1],
            )
            remedy = said("there are {names}", names=listed(parties))
            faults.append(Fault(name, what, remedy))
