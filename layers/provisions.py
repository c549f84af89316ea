"""The proposal as data, and what its numbers come to on a plan."""

from __future__ import annotations

import json
import math
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import read_at_most
from ceaseline.geo.unseen import cleaned
from ceaseline.layers.placement.placement import default_parties
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.zone import DEFAULT_DEPTH_M, ZoneSettings
from ceaseline.layers.study import in_force

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ceaseline.layers.plan.figure import Figure
    from ceaseline.layers.plan.plan import Plan

__all__ = ["Finding", "Proposal", "Provision", "findings", "proposal", "template"]

LARGEST_BYTES = 1024 * 1024
"""A proposal of a hundred provisions takes 50 kB; more is no proposal."""

Kind = Literal["share", "zone_length", "zone_area", "term"]

_PER_UNIT = {"share": 0.01, "zone_length": 1e3, "zone_area": 1e6}
_UNITS = {"share": "1", "zone_length": "m", "zone_area": "m2"}
_WORDS = {"share": "percentage points", "zone_length": "km", "zone_area": "km²"}


def _tidy(value: Any) -> Any:
    return cleaned(value, lines=True) if isinstance(value, str) else value


Words = Annotated[str, BeforeValidator(_tidy)]
"""Text as somebody wrote it, without signs that cannot be seen."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class Provision(_Strict):
    """One statement of the proposal.

    Attributes
    ----------
    id, text : str
    kind : str
        ``"share"`` (percent), ``"zone_length"`` (km), ``"zone_area"`` (km²) or ``"term"``, which
        no map can measure.
    target, tolerance : float, optional
        In the unit of the kind; the tolerance with which a round number is read.
    party : str, optional
        Whose share.
    reading : str
        How it is read, and why.
    years : float, optional
        Of a term that runs out.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
    text: Annotated[Words, Field(min_length=1, max_length=500)]
    kind: Kind
    target: Annotated[float, Field(gt=0)] | None = None
    tolerance: Annotated[float, Field(gt=0)] | None = None
    party: Words | None = None
    reading: Words = ""
    years: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Provision:
        numbers = self.target is not None and self.tolerance is not None
        if self.kind != "term" and not numbers:
            raise ValueError(f"{self.id} is a {self.kind}; give it a target and a tolerance")
        if self.kind == "share" and self.party is None:
            raise ValueError(f"{self.id} is a share; say of which party")
        return self

    @property
    def unit(self) -> str:
        """Unit of the measured value in machine-readable output; empty for a term."""
        return _UNITS.get(self.kind, "")


class ZoneModel(_Strict):
    """How the proposal's zone is drawn."""

    depth_km: tuple[float, float] = (DEFAULT_DEPTH_M / 1000, DEFAULT_DEPTH_M / 1000)
    assumption: bool = True
    note: Words = ""


class Proposal(_Strict):
    """The study file: what is proposed, and the placements to study it on.

    Attributes
    ----------
    title : str
    source : str
        Id in the catalogue, :func:`ceaseline.geo.sources.source`.
    parties : (str, str)
    placements : tuple of str
        Names of the library, or files; the first is the default.
    zone : ZoneModel
    provision : tuple of Provision
    """

    title: Annotated[Words, Field(min_length=1, max_length=300)]
    source: str = ""
    parties: tuple[Words, Words] = Field(default_factory=default_parties)
    placements: Annotated[tuple[str, ...], Field(min_length=1)]
    zone: ZoneModel = ZoneModel()
    provision: tuple[Provision, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Proposal:
        ids = [provision.id for provision in self.provision]
        if len(set(ids)) < len(ids):
            raise ValueError("two provisions have the same id; give each its own")
        for provision in self.provision:
            if provision.party is not None and provision.party not in self.parties:
                raise ValueError(
                    f"{provision.id} names {provision.party!r}, which is no party; "
                    f"give {self.parties[0]} or {self.parties[1]}"
                )
        return self

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """The provisions, in the order of the file."""
        return self.provision

    @property
    def zone_settings(self) -> ZoneSettings:
        """The zone's settings, in metres."""
        left, right = self.zone.depth_km
        return ZoneSettings((left * 1000, right * 1000), assumption=self.zone.assumption)


@dataclass(frozen=True)
class Finding:
    """What a provision comes to on a plan.

    Attributes
    ----------
    provision : Provision
    measured : float, optional
        In the provision's :attr:`~Provision.unit`; None for a term.
    """

    provision: Provision
    measured: float | None

    @property
    def met(self) -> bool | None:
        """Whether it is met; None where no map can say."""
        gap = self._gap
        return None if gap is None else abs(gap) <= (self.provision.tolerance or 0.0)

    @property
    def verdict(self) -> str:
        """It in words, for JSON: met, missed by how much, or not measurable on a map."""
        gap, kind = self._gap, self.provision.kind
        if gap is None:
            return "not measurable on a map"
        if self.met:
            return "met"
        size = f"{abs(gap):,.2f}" if kind == "share" else f"{abs(gap):,.0f}"
        return f"missed by {size} {_WORDS[kind]} ({'over' if gap > 0 else 'short'})"

    @property
    def _gap(self) -> float | None:
        """How far the measured value is from the target, in the unit that the proposal uses."""
        if self.measured is None or self.provision.target is None:
            return None
        return self.measured / _PER_UNIT[self.provision.kind] - self.provision.target

    @property
    def off_target(self) -> float | None:
        """How far the measured value is from the target, below 0 where it falls short; SI."""
        if self.measured is None or self.provision.target is None:
            return None
        return self.measured - self.provision.target * _PER_UNIT[self.provision.kind]

    @property
    def off_tolerance(self) -> float | None:
        """How far it is from the nearest value that still counts as met; 0 where it is met; SI."""
        off = self.off_target
        if off is None or self.met:
            return off if off is None else 0.0
        room = (self.provision.tolerance or 0.0) * _PER_UNIT[self.provision.kind]
        return math.copysign(abs(off) - room, off)

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON: lengths in m, areas in m², shares as fractions."""
        own = self.provision
        factor = _PER_UNIT.get(own.kind, 1.0)
        scaled = {
            key: None if value is None else value * factor
            for key, value in (("target", own.target), ("tolerance", own.tolerance))
        }
        return {
            "id": own.id,
            "text": own.text,
            "kind": own.kind,
            **scaled,
            "measured": self.measured,
            "verdict": self.verdict,
            "off_target": self.off_target,
            "off_tolerance": self.off_tolerance,
        }


def proposal(path: str | Path | None = None) -> Proposal:
    """Return the proposal of the study in force, or the one in a file.

    Parameters
    ----------
    path : path, optional
        A TOML file laid out as ``layers/library/proposal.toml``.

    Raises
    ------
    InputError
        If the file cannot be read or is no proposal: every fault on a line of its own.

    Examples
    --------
    >>> [p.id for p in proposal().provisions][:2]
    ['territory-share', 'zone-length']
    """
    own = in_force().proposal
    text = _raw(own if path is None else path)
    name = own.name if path is None else str(path)
    try:
        return Proposal.model_validate(tomllib.loads(text.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InputError(f"{name} is not TOML in UTF-8: {fault}.") from None
    except ValidationError as fault:
        raise InputError.of(_faults(fault, name)) from None


def template() -> str:
    """Return a proposal that explains itself, to be changed: each key once, with its unit.

    Its parties and lines are those of the study in force.

    Examples
    --------
    >>> template().splitlines()[0]
    '# A proposal, to be changed and audited: ceaseline audit my.toml'
    """
    study = in_force()
    chosen = dict.fromkeys([study.placement, *study.lines[::-1]])
    words = [json.dumps(one, ensure_ascii=False) for one in (*study.parties, *[*chosen][:2])]
    text = (files("ceaseline.layers") / "template.toml").read_text(encoding="utf-8")
    left, right, *placements = words
    return Template(text).substitute(left=left, right=right, placements=", ".join(placements))


def _raw(path: str | Path) -> bytes:
    try:
        found = read_at_most(path, LARGEST_BYTES)
    except OSError as fault:
        raise InputError(
            f"{path} cannot be read ({fault.strerror}); give a proposal in TOML."
        ) from None
    if found is None:
        raise InputError(
            f"{path} holds too many bytes, more than a proposal can have ({LARGEST_BYTES:,}); "
            "give a proposal in TOML."
        )
    return found


def _faults(error: ValidationError, name: str) -> list[str]:
    out = []
    for fault in error.errors(include_url=False, include_context=False):
        spot = ".".join(str(part) for part in fault["loc"]) or "the proposal"
        out.append(f"{name}: {spot}: {fault['msg'].removeprefix('Value error, ')}.")
    return out


def findings(
    plan: Plan, study: Proposal, figures: Iterable[Figure] | None = None
) -> tuple[Finding, ...]:
    """Return what each provision comes to on a plan.

    Parameters
    ----------
    plan : Plan
    study : Proposal
    figures : iterable of Figure, optional
        The plan's, where they are known already.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> [f.verdict for f in findings(plan(load("four-oblasts")), proposal())][:3]
    ['met', 'missed by 194 km (short)', 'not measurable on a map']
    """
    known = tuple(figures) if figures is not None else plan.figures
    return tuple(_finding(provision, known) for provision in study.provisions)


def _finding(provision: Provision, figures: tuple[Figure, ...]) -> Finding:
    strange = provision.party not in {figure.party for figure in figures}
    if (
        provision.target is None
        or provision.tolerance is None
        or provision.kind == "term"
        or strange
    ):
        return Finding(provision, None)
    names = {"share": "territory_share"}
    measure = find(figures, names.get(provision.kind, provision.kind), party=provision.party)
    return Finding(provision, measure.value)
