"""What a map or a report was made from and what it prints, so that anyone can measure it again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ceaseline import __version__
from ceaseline.geo.errors import InputError
from ceaseline.layers.placement.store import dumps
from ceaseline.layers.provisions import findings
from ceaseline.layers.study import in_force

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.gazetteer import Gazetteer
    from ceaseline.layers.comparison import Comparison
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal

__all__ = ["FORMAT", "fingerprint", "manifest", "places_fingerprint", "sha256"]

FORMAT = "ceaseline-manifest/1"


def manifest(
    plans: Sequence[Plan],
    study: Proposal | None = None,
    comparison: Comparison | None = None,
    drawing: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what plans rest on and all their figures, as JSON values.

    Parameters
    ----------
    plans : sequence of Plan
        On the same boundaries with the same zone settings.
    study : Proposal, optional
        The proposal whose provisions are printed.
    comparison : Comparison, optional
        Of the same plans, where it is printed.
    drawing : mapping, optional
        How the file is drawn, so that it can be drawn again: JSON values.

    Returns
    -------
    dict
        ``format``, ``tool``, ``version``, ``study`` (of another than the default one),
        ``boundaries`` and ``places`` (with the sha256 of what
        was used), ``zone``, ``proposal``, ``comparison``, ``drawing``, and ``placements``: of each
        the whole file, its sha256, its ``figures`` in full precision and its ``findings``.

    Raises
    ------
    InputError
        If there is no plan, or they differ in boundaries, settlements or zone settings.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> held = manifest([plan(load("contact-2024-11-20"))])
    >>> held["tool"], [p["name"] for p in held["placements"]]
    ('ceaseline', ['contact-2024-11-20'])
    """
    if not plans:
        raise InputError("No plan was given; give at least one placement.")
    first = plans[0]
    if any(p.boundaries is not first.boundaries for p in plans):
        raise InputError("The plans rest on different boundaries; make them on the same.")
    if any(p.gazetteer is not first.gazetteer for p in plans):
        raise InputError("The plans count different settlements; make them with the same.")
    if any(p.zone_settings != first.zone_settings for p in plans):
        raise InputError("The plans have different zone settings; make them with the same.")
    zone = first.zone_settings
    return {
        "format": FORMAT,
        "tool": "ceaseline",
        "version": __version__,
        **({"study": in_force().told} if in_force().told else {}),
        "boundaries": {
            "id": first.boundaries.id,
            "title": first.boundaries.title,
            "sha256": fingerprint(first.boundaries),
        },
        "places": _places(first.gazetteer),
        "zone": {
            "depth_m": list(zone.depth_m),
            "assumption": zone.assumption,
            "clip": zone.clip,
            "tolerance_m": zone.tolerance_m,
        },
        "proposal": None if study is None else study.model_dump(mode="json"),
        "placements": [_entry(p, study) for p in plans],
        "comparison": None if comparison is None else _compared_record(comparison),
        "drawing": drawing,
    }


def _places(gazetteer: Gazetteer) -> dict[str, str]:
    """Return what tells the settlements that were counted, and the user's file they came from."""
    own = {"supplied": gazetteer.supplied} if gazetteer.supplied else {}
    return {"sha256": places_fingerprint(gazetteer), **own}


def _compared_record(held: Comparison) -> dict[str, Any]:
    basis = held.basis
    given = [
        None if as_given == one.placement else dumps(as_given)
        for as_given, one in zip(basis.given, held.plans, strict=True)
    ]
    return {
        "measures": [one.id for one in held.chosen],
        "detail_m": basis.detail_m,
        "same_depth": basis.same_depth,
        "given": given,
        **held.record(),
    }


def fingerprint(boundaries: Boundaries) -> str:
    """Return the sha256 of the units of a country: their codes and their coordinates.

    Examples
    --------
    >>> from ceaseline.geo.country.boundaries import boundaries
    >>> len(fingerprint(boundaries()))
    64
    """
    digest = hashlib.sha256()
    units = boundaries.units
    shapes = shapely.to_wkb(np.asarray(units.geometry), byte_order=1)
    for code, shape in zip(units["code"], shapes, strict=True):
        digest.update(str(code).encode() + b"\0" + shape)
    return digest.hexdigest()


def places_fingerprint(gazetteer: Gazetteer) -> str:
    """Return the sha256 of the settlements that are counted: ids, people and positions.

    Examples
    --------
    >>> from ceaseline.geo.gazetteer import gazetteer
    >>> len(places_fingerprint(gazetteer()))
    64
    """
    table = gazetteer.settlements
    digest = hashlib.sha256()
    for column, kind in (("id", "<i8"), ("population", "<i8"), ("lon", "<f8"), ("lat", "<f8")):
        digest.update(np.ascontiguousarray(table[column].to_numpy(dtype=kind)).tobytes())
    return digest.hexdigest()


def _entry(one: Plan, study: Proposal | None) -> dict[str, Any]:
    text = dumps(one.placement)
    figures = one.figures
    found = findings(one, study, figures) if study is not None else ()
    return {
        "name": one.placement.name,
        "sha256": sha256(text),
        "file": text,
        "figures": [figure.as_dict() for figure in figures],
        "findings": [finding.as_dict() for finding in found],
    }


def sha256(text: str) -> str:
    """Return the sha256 of a text in UTF-8.

    Examples
    --------
    >>> sha256("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
