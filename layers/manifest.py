"""What a map or a report was made from and what it prints, so that anyone can measure it again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

import geo
from geo.boundaries import boundaries as load_boundaries
from geo.errors import InputError
from geo.places import settlements
from layers.comparison import compare
from layers.measures import measures
from layers.plan import ZoneSettings, plan
from layers.provisions import Proposal, findings
from layers.store import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geo.boundaries import Boundaries
    from layers.comparison import Comparison
    from layers.plan import Plan

__all__ = ["FORMAT", "Check", "check", "fingerprint", "manifest"]

FORMAT = "ceaseline-manifest/1"
_RELATIVE = 1e-9
"""Figures agree when they differ by no more than this share: a millimetre on the line, less than
a square metre on the country. Sums in another order differ by 1e-14."""


@dataclass(frozen=True)
class Check:
    """One thing that a file says, and whether measuring again gives the same.

    Attributes
    ----------
    about : str
        Name of the placement, or what is common to all.
    id : str
        Of the figure or the input.
    printed, measured : float or str or None
        What the file says, and what was found.
    reproduced : bool
    """

    about: str
    id: str
    printed: float | str | None
    measured: float | str | None
    reproduced: bool


def manifest(
    plans: Sequence[Plan], study: Proposal | None = None, comparison: Comparison | None = None
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

    Returns
    -------
    dict
        ``format``, ``tool``, ``version``, ``boundaries`` and ``places`` (with the sha256 of what
        was used), ``zone``, ``proposal``, ``comparison``, and ``placements``: of each the whole
        file, its sha256, its ``figures`` in full precision and its ``findings``.

    Raises
    ------
    InputError
        If there is no plan, or they differ in boundaries or zone settings.

    Examples
    --------
    >>> from layers.plan import plan
    >>> from layers.store import load
    >>> held = manifest([plan(load("contact-2024-11-20"))])
    >>> held["tool"], [p["name"] for p in held["placements"]]
    ('ceaseline', ['contact-2024-11-20'])
    """
    if not plans:
        raise InputError("No plan was given; give at least one placement.")
    first = plans[0]
    if any(p.boundaries is not first.boundaries for p in plans):
        raise InputError("The plans rest on different boundaries; make them on the same.")
    if any(p.zone_settings != first.zone_settings for p in plans):
        raise InputError("The plans have different zone settings; make them with the same.")
    zone = first.zone_settings
    return {
        "format": FORMAT,
        "tool": "ceaseline",
        "version": geo.__version__,
        "boundaries": {
            "id": first.boundaries.id,
            "title": first.boundaries.title,
            "sha256": fingerprint(first.boundaries),
        },
        "places": {"sha256": _places()},
        "zone": {
            "depth_m": list(zone.depth_m),
            "assumption": zone.assumption,
            "clip": zone.clip,
            "tolerance_m": zone.tolerance_m,
        },
        "proposal": None if study is None else study.model_dump(mode="json"),
        "placements": [_entry(p, study) for p in plans],
        "comparison": None if comparison is None else _compared_record(comparison),
    }


def _compared_record(held: Comparison) -> dict[str, Any]:
    basis = held.basis
    given = [dumps(p) if p.detail_m < basis.detail_m else None for p in basis.given]
    return {
        "measures": [one.id for one in held.chosen],
        "detail_m": basis.detail_m,
        "given": given,
        **held.record(),
    }


def fingerprint(boundaries: Boundaries) -> str:
    """Return the sha256 of the units of a country: their codes and their coordinates.

    Examples
    --------
    >>> from geo.boundaries import boundaries
    >>> len(fingerprint(boundaries()))
    64
    """
    digest = hashlib.sha256()
    units = boundaries.units
    shapes = shapely.to_wkb(np.asarray(units.geometry), byte_order=1)
    for code, shape in zip(units["code"], shapes, strict=True):
        digest.update(str(code).encode() + b"\0" + shape)
    return digest.hexdigest()


def _places() -> str:
    table = settlements()
    digest = hashlib.sha256()
    for column, kind in (("id", "<i8"), ("population", "<i8"), ("lon", "<f8"), ("lat", "<f8")):
        digest.update(np.ascontiguousarray(table[column].to_numpy(dtype=kind)).tobytes())
    return digest.hexdigest()


def _entry(one: Plan, study: Proposal | None) -> dict[str, Any]:
    text = dumps(one.placement)
    figures = measures(one)
    found = findings(one, study, figures) if study is not None else ()
    return {
        "name": one.placement.name,
        "sha256": _sha(text),
        "file": text,
        "figures": [figure.as_dict() for figure in figures],
        "findings": [finding.as_dict() for finding in found],
    }


def check(held: Mapping[str, Any], base: Boundaries | None = None) -> tuple[Check, ...]:
    """Measure everything again from what a manifest holds.

    Parameters
    ----------
    held : mapping
        As :func:`manifest` returns it.
    base : Boundaries, optional
        The country, where it was a file of the user's; otherwise it is found by its id.

    Returns
    -------
    tuple of Check
        The inputs first, then each placement's figures and findings. A figure that the file
        leaves out or adds is not reproduced.

    Raises
    ------
    InputError
        If the manifest is not one that this version can read.

    Examples
    --------
    >>> from layers.plan import plan
    >>> from layers.store import load
    >>> held = manifest([plan(load("contact-2024-11-20"))])
    >>> all(c.reproduced for c in check(held))
    True
    >>> held["placements"][0]["figures"][0]["value"] += 1.0
    >>> [c.id for c in check(held) if not c.reproduced]
    ['line_length']
    """
    if held.get("format") != FORMAT:
        raise InputError(
            f"The manifest's format is {held.get('format')!r}; this version reads {FORMAT}."
        )
    try:
        country = base if base is not None else load_boundaries(held["boundaries"]["id"])
        zone = {**held["zone"], "depth_m": tuple(held["zone"]["depth_m"])}
        settings = ZoneSettings(**zone)
        study = held["proposal"] and Proposal.model_validate(held["proposal"])
        out = list(_inputs(held, country))
        for entry in held["placements"]:
            out += _entry_checks(entry, country, settings, study)
        if held.get("comparison"):
            out += _comparison_checks(held, country, settings)
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise InputError(f"The manifest is damaged ({fault}); make the file anew.") from None
    return tuple(out)


def _inputs(held: Mapping[str, Any], country: Boundaries) -> Iterator[Check]:
    yield _same("inputs", "boundaries", held["boundaries"]["sha256"], fingerprint(country))
    yield _same("inputs", "places", held["places"]["sha256"], _places())


def _entry_checks(
    entry: Mapping[str, Any], country: Boundaries, zone: ZoneSettings, study: Proposal | None
) -> Iterator[Check]:
    name = str(entry["name"])
    yield _same(name, "placement", entry["sha256"], _sha(entry["file"]))
    one = plan(loads(entry["file"], name), country, zone)
    figures = measures(one)
    yield from _compared(
        name, _values(entry["figures"]), _values([figure.as_dict() for figure in figures])
    )
    found = findings(one, study, figures) if study is not None else ()
    for key in ("measured", "verdict"):
        now = {f"{f.provision.id}.{key}": f.as_dict()[key] for f in found}
        yield from _compared(name, {f"{f['id']}.{key}": f[key] for f in entry["findings"]}, now)


def _comparison_checks(
    held: Mapping[str, Any], country: Boundaries, zone: ZoneSettings
) -> Iterator[Check]:
    told, entries = held["comparison"], held["placements"]
    given = told.get("given") or [None] * len(entries)
    lines = [
        loads(finer or entry["file"], str(entry["name"]))
        for finer, entry in zip(given, entries, strict=True)
    ]
    again = compare(
        lines, 0, country, zone, detail_m=told.get("detail_m"), measures=told["measures"]
    ).record()
    for key, rows in again.items():
        yield from _compared(f"comparison: {key}", _cells(told[key]), _cells(rows))


def _cells(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return every value of a list of records under its place and name, lists spread out."""
    out: dict[str, Any] = {}
    for k, row in enumerate(rows):
        for name, value in row.items():
            many = value.items() if isinstance(value, dict) else [("", value)]
            for inner, one in many:
                parts = enumerate(one) if isinstance(one, list) else [("", one)]
                out |= {f"{k + 1} {name} {inner} {n}".rstrip(): v for n, v in parts}
    return out


def _values(figures: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the figures' values by id, party and oblast; what a share is of and so on beside."""
    out: dict[str, Any] = {}
    for figure in figures:
        key = "/".join(str(figure[k]) for k in ("id", "party", "unit_code") if k in figure)
        out[key] = figure["value"]
        rest = {k: figure[k] for k in ("unit", "detail_m", "basis") if k in figure}
        out.update({f"{key} {k}": v for k, v in rest.items()})
    return out


def _compared(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Check]:
    for key in [*before, *(key for key in now if key not in before)]:
        yield _same(name, key, before.get(key), now.get(key))


def _same(about: str, key: str, printed: Any, measured: Any) -> Check:
    equal = printed == measured
    if not equal and isinstance(printed, int | float) and isinstance(measured, int | float):
        equal = abs(printed - measured) <= _RELATIVE * max(abs(printed), abs(measured))
    return Check(about, key, printed, measured, bool(equal))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
