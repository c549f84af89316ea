"""Measure again what a manifest holds, and say which of its figures are reproduced."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ceaseline.geo.country.boundaries import boundaries as load_boundaries
from ceaseline.geo.country_file import in_force
from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer import gazetteer as load_gazetteer
from ceaseline.layers.comparison.compare import compare
from ceaseline.layers.placement.store import dumps, loads
from ceaseline.layers.plan.plan import ZoneSettings, plan
from ceaseline.layers.provisions import Proposal, findings
from ceaseline.layers.record.manifest import FORMAT, fingerprint, places_fingerprint, sha256
from ceaseline.layers.record.sealed import check_manifest, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.gazetteer import Gazetteer
    from ceaseline.layers.comparison import Comparison
    from ceaseline.layers.plan.plan import Plan

__all__ = ["Again", "Check", "agree", "check", "restored"]

_OWN = "user-boundaries"
"""Source of a file whose publisher is unknown: it is called by its name."""

_BESIDE = ("unit", "detail_m", "basis", "low", "high", "resolution_m")
"""What a figure may say beside its value, all of it measured again."""

_LONGEST = 1000
_FINEST_M = 0.01

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


@dataclass(frozen=True, eq=False)
class Again:
    """What a manifest says that a file was made from, made anew.

    Attributes
    ----------
    plans : tuple of Plan
    study : Proposal, optional
    comparison : Comparison, optional
        Of the same plans.
    """

    plans: tuple[Plan, ...]
    study: Proposal | None
    comparison: Comparison | None


def restored(
    held: Mapping[str, Any],
    base: Boundaries | None = None,
    gazetteer: Gazetteer | None = None,
) -> Again:
    """Make anew, from what a manifest holds, the plans that a file shows.

    Nothing that the manifest names is opened: boundaries and settlements are the embedded ones or
    those given.

    Parameters
    ----------
    held : mapping
        As :func:`ceaseline.layers.record.manifest.manifest` returns it.
    base : Boundaries, optional
        The country, where it was a file of the user's.
    gazetteer : Gazetteer, optional
        The settlements, where they were a table of the user's.

    Raises
    ------
    InputError
        If the manifest is not one that this version can read, or rests on boundaries or settlements
        that are neither embedded nor given.

    Examples
    --------
    >>> from ceaseline.layers.record.manifest import manifest
    >>> from ceaseline.layers.placement.store import load
    >>> held = manifest([plan(load("contact-2024-11-20"))])
    >>> [one.placement.name for one in restored(held).plans]
    ['contact-2024-11-20']
    """
    if held.get("format") != FORMAT:
        raise InputError(
            f"The manifest's format is {held.get('format')!r:.80}; this version reads {FORMAT}."
        )
    check_manifest(held)
    country = _country(held["boundaries"], base)
    places = _places(held["places"], gazetteer)
    settings = _settings(held["zone"])
    study = held.get("proposal") and Proposal.model_validate(held["proposal"])
    told, entries = held.get("comparison"), held["placements"]
    if not told:
        lines = [loads(entry["file"], entry["name"]) for entry in entries]
        plans = tuple(plan(line, country, settings, places) for line in lines)
        return Again(plans, study or None, None)
    lines = [
        loads(given or entry["file"], entry["name"])
        for given, entry in zip(told["given"], entries, strict=True)
    ]
    compared = compare(
        lines,
        0,
        country,
        settings,
        detail_m=told["detail_m"],
        measures=told["measures"],
        gazetteer=places,
        same_depth=bool(told.get("same_depth", True)),  # 0.1 set all depths aside
    )
    return Again(compared.plans, study or None, compared)


def _country(told: Mapping[str, Any], base: Boundaries | None) -> Boundaries:
    """Return the boundaries, by the name under which the file was drawn."""
    name, title = str(told["id"])[:_LONGEST], str(told["title"])[:_LONGEST]
    own_name = in_force().base
    if base is None:
        if name != own_name:
            raise InputError(
                f"The file rests on boundaries of its own, {name[:80]!r}; give them with "
                "--boundaries FILE."
            )
        return load_boundaries()
    if own_name in (base.id, name):
        return base
    own = base.sources[0].id == _OWN
    return replace(base, id=name, title=title if own else base.title)


def _places(told: Mapping[str, Any], given: Gazetteer | None) -> Gazetteer:
    """Return the settlements, by the name of the table that the file was drawn with."""
    name = str(told.get("supplied", ""))[:_LONGEST]
    if given is None:
        if name:
            raise InputError(
                f"The file counts the settlements of a table of its own, {name[:80]!r}; give it "
                "with --settlements FILE."
            )
        return load_gazetteer()
    return replace(given, supplied=name) if name else given


def _settings(told: Mapping[str, Any]) -> ZoneSettings:
    left, right = told["depth_m"]
    settings = ZoneSettings(
        (float(left), float(right)),
        assumption=bool(told["assumption"]),
        clip=bool(told["clip"]),
        tolerance_m=float(told["tolerance_m"]),
    )
    if settings.tolerance_m < _FINEST_M:
        raise InputError(
            f"The zone's tolerance is {settings.tolerance_m:g} m, finer than {_FINEST_M:g} m; "
            "such a zone is not measured again."
        )
    return settings


def check(
    held: Mapping[str, Any],
    base: Boundaries | None = None,
    again: Again | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Check, ...]:
    """Measure everything again from what a manifest holds.

    Parameters
    ----------
    held : mapping
        As :func:`ceaseline.layers.record.manifest.manifest` returns it.
    base : Boundaries, optional
        As of :func:`restored`.
    again : Again, optional
        What :func:`restored` returned, where it is known already.
    gazetteer : Gazetteer, optional
        As of :func:`restored`.

    Returns
    -------
    tuple of Check
        The inputs first, then each placement's figures and findings. A figure that the file
        leaves out or adds is not reproduced.

    Raises
    ------
    InputError
        As :func:`restored`.

    Examples
    --------
    >>> from ceaseline.layers.record.manifest import manifest
    >>> from ceaseline.layers.placement.store import load
    >>> held = manifest([plan(load("contact-2024-11-20"))])
    >>> all(c.reproduced for c in check(held))
    True
    >>> held["placements"][0]["figures"][0]["value"] += 1.0
    >>> [c.id for c in check(held) if not c.reproduced]
    ['line_length']
    """
    made = again if again is not None else restored(held, base, gazetteer)
    check_manifest(held)
    return tuple(_every(held, made))


def _every(held: Mapping[str, Any], again: Again) -> Iterator[Check]:
    yield from _inputs(held, again.plans[0])
    told = held.get("comparison") or {}
    given = told.get("given") or [None] * len(again.plans)
    for entry, one, finer in zip(held["placements"], again.plans, given, strict=True):
        name = str(entry["name"])
        yield _same(name, "placement", entry["sha256"], sha256(entry["file"]))
        if finer:
            now = sha256(dumps(one.placement))
            yield _same(name, "placement on the basis", entry["sha256"], now)
        yield from _entry_checks(name, entry, one, again.study)
    if again.comparison is not None:
        for key, rows in again.comparison.record().items():
            yield from _compared(f"comparison: {key}", _cells(rows_of(told, key)), _cells(rows))


def _inputs(held: Mapping[str, Any], one: Plan) -> Iterator[Check]:
    yield _same("inputs", "boundaries", held["boundaries"]["sha256"], fingerprint(one.boundaries))
    yield _same("inputs", "places", held["places"]["sha256"], places_fingerprint(one.gazetteer))


def _entry_checks(
    name: str, entry: Mapping[str, Any], one: Plan, study: Proposal | None
) -> Iterator[Check]:
    figures = one.figures
    yield from _compared(
        name, _values(entry["figures"]), _values([figure.as_dict() for figure in figures])
    )
    found = findings(one, study, figures) if study is not None else ()
    for key in ("measured", "verdict"):
        now = {f"{f.provision.id}.{key}": f.as_dict()[key] for f in found}
        yield from _compared(name, {f"{f['id']}.{key}": f[key] for f in entry["findings"]}, now)


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
        rest = {k: figure[k] for k in _BESIDE if k in figure}
        out.update({f"{key} {k}": v for k, v in rest.items()})
    return out


def _compared(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Check]:
    for key in [*before, *(key for key in now if key not in before)]:
        yield _same(name, key, before.get(key), now.get(key))


def _same(about: str, key: str, printed: Any, measured: Any) -> Check:
    return Check(about, key, printed, measured, agree(printed, measured))


def agree(printed: Any, measured: Any) -> bool:
    """Return whether two values are the same, numbers but for the order of a sum.

    Examples
    --------
    >>> agree(1.0, 1.0 + 1e-12), agree(1.0, 1.0001), agree(1.0, float("inf")), agree("a", "b")
    (True, False, False, False)
    """
    if isinstance(printed, int | float) and isinstance(measured, int | float):
        return math.isclose(printed, measured, rel_tol=_RELATIVE)
    return bool(printed == measured)
