"""The share of the country that a party holds: by a uniform shift, or by flips."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.optimize import brentq

from ceaseline.geo.errors import InputError
from ceaseline.geo.lines.chains import chains_of
from ceaseline.geo.lines.nearest import NearestOnLine
from ceaseline.geo.said import Number, counted, said
from ceaseline.layers.edits.cell import cell
from ceaseline.layers.edits.context import Ground, default_ground
from ceaseline.layers.edits.history import UnchangedError, edit
from ceaseline.layers.edits.stretch import length_km
from ceaseline.layers.edits.verb import a_party
from ceaseline.layers.edits.verbs.move import MAX_KM
from ceaseline.layers.placement.placement import other_party
from ceaseline.layers.solve.answer import Answer

if TYPE_CHECKING:
    from ceaseline.layers.placement.placement import Placement

__all__ = ["solve_share"]

CLOSE = 5e-6
"""Of the country: shares nearer than this are the same to the hundredth of a per cent."""
_STEP_KM = 0.001
_FIRST_KM = 1.0


def solve_share(
    placement: Placement, share: float, party: str | None = None, ground: Ground | None = None
) -> tuple[Answer, ...]:
    """Find lines with which a party holds a share of the country.

    Parameters
    ----------
    placement : Placement
        Where to start from. Locked stretches stay where they are.
    share : float
        The share sought, as a fraction of the country's area.
    party : str, optional
        Whose share; the second party's if not given.
    ground : Ground, optional
        The embedded country if not given.

    Returns
    -------
    tuple of Answer
        First the uniform shift, found to a metre; then flips of the settlements that
        are nearest to the line, in that order.

    Raises
    ------
    InputError
        If the share is no fraction between 0 and 1, or the party is unknown.
    """
    if not 0 < share < 1:
        raise InputError(
            f"The share is {share * 100:g} %; give a percentage above 0 and below 100."
        )
    where = ground or default_ground()
    whose = a_party(placement, party or placement.parties[1])
    search = _Search(placement, where, whose, share)
    if abs(search.now - share) <= CLOSE:
        same = said(
            "{party} holds {share} already; nothing has to move.",
            party=whose, share=_percent(search.now),
        )  # fmt: skip
        return (Answer("shift", same, placement, search.now),)
    return search.shifted(), search.flipped()


class _Search:
    """One question, with what both ways to answer it need."""

    def __init__(self, placement: Placement, ground: Ground, party: str, target: float) -> None:
        self.placement, self.ground, self.party, self.target = placement, ground, party, target
        self.now = self.share(placement)
        rival = other_party(placement.parties, party)
        self.gainer, self.loser = (party, rival) if target > self.now else (rival, party)

    def share(self, placement: Placement) -> float:
        return self.ground.shares(placement)[placement.parties.index(self.party)]

    def shifted(self) -> Answer:
        """Shift the line toward the party that loses until the share is met."""
        if not self._free():
            return Answer("shift", said("No uniform shift is possible: the line is locked."))
        low, high, end = self._bracket()
        if not self._passed(end):
            return Answer(
                "shift",
                said(
                    "No uniform shift gives {party} {share}: up to {km:g} km toward {loser}, its "
                    "share goes from {now} to {end}.",
                    party=self.party,
                    share=_percent(self.target),
                    km=high,
                    loser=self.loser,
                    now=_percent(self.now),
                    end=_percent(end),
                ),
                reachable=(min(self.now, end), max(self.now, end)),
            )
        near = max(low, _STEP_KM)
        best = near
        if not self._passed(self.share(self._moved(near))):
            best = float(brentq(self._miss, near, high, xtol=_STEP_KM / 2, rtol=1e-6))
        km = max(round(best, 3), _STEP_KM)
        after = self._moved(km)
        return Answer(
            "shift",
            said(
                "Moved {km:g} km toward {loser} {where}, the line gives {party} {share}.",
                km=km,
                loser=self.loser,
                where=self._where(),
                party=self.party,
                share=_percent(self.share(after)),
            ),
            after,
            self.share(after),
        )

    def _passed(self, share: float) -> bool:
        return share >= self.target if self.party == self.gainer else share <= self.target

    def _bracket(self) -> tuple[float, float, float]:
        """Return a shift that is too small, one that is not if there is any, and its share."""
        good, share, km = 0.0, self.now, _FIRST_KM
        while True:
            value = self._share_moved(km)
            if value is None:
                high = self._farthest(good, km)
                return good, high, share if high == good else self.share(self._moved(high))
            if self._passed(value) or km == MAX_KM:
                return good, km, value
            good, share, km = km, value, min(2 * km, MAX_KM)

    def _share_moved(self, km: float) -> float | None:
        """Return the share after a shift; None if it is refused."""
        try:
            return self.share(self._moved(km))
        except InputError:
            return None

    def _miss(self, km: float) -> float:
        return self.share(self._moved(km)) - self.target

    def _where(self) -> str:
        if self._locked():
            return said("everywhere but where it is locked")
        return said("everywhere")

    def _locked(self) -> list[shapely.LineString]:
        return [section.line for section in self.placement.sections if section.locked]

    def _moved(self, km: float) -> Placement:
        after = self.placement
        for between in self._free():
            after = edit(
                after, "move", self.ground, km=round(km, 3), toward=self.loser, between=between
            )
        return after

    def _free(self) -> list[list[str] | None]:
        """Return the stretches that may move, the last first, so that kilometres stay true."""
        if not self._locked():
            return [None]
        runs: list[list[float]] = []
        done = 0.0
        for section in self.placement.sections:
            size = length_km(self.placement.replaced(sections=(section,)))
            if not section.locked:
                if runs and abs(runs[-1][1] - done) < 1e-9:
                    runs[-1][1] = done + size
                else:
                    runs.append([done, done + size])
            done += size
        whole = np.floor(done * 1000) / 1000
        ends = [(np.ceil(a * 1000) / 1000, min(np.floor(b * 1000) / 1000, whole)) for a, b in runs]
        return [[f"{a:.3f}", f"{b:.3f}"] for a, b in reversed(ends) if b - a > 0.01]

    def _farthest(self, good: float, bad: float) -> float:
        """Return the farthest shift that is possible, in kilometres, to a hundredth of it."""
        while bad - good > max(good, 0.1) / 100:
            middle = round((good + bad) / 2, 3)
            good, bad = (good, middle) if self._share_moved(middle) is None else (middle, bad)
        return good

    def flipped(self) -> Answer:
        """Flip the loser's settlements, the nearest to the line first, until the share is met."""
        ids, gaps = self._candidates()
        if not len(ids):
            none = said("{party} holds no settlement that could be flipped.", party=self.loser)
            return Answer("flips", none)
        count = self._enough(ids)
        if count is None:
            end = self._share_after(ids, len(ids) - 1) if len(ids) > 1 else self.now
            low, high = sorted((self.now, end))
            return Answer(
                "flips",
                said(
                    "No flips give {party} {share}: its share goes from {now} to {end}.",
                    party=self.party,
                    share=_percent(self.target),
                    now=_percent(self.now),
                    end=_percent(end),
                ),
                reachable=(low, high),
            )
        fewer = max(count - 1, 1)
        miss = [abs(self._share_after(ids, n) - self.target) for n in (fewer, count)]
        best = fewer if miss[0] < miss[1] else count
        try:
            after = self._after(ids, best)
        except UnchangedError:  # the fewer settlements lie where the line is the same without them
            best, after = count, self._after(ids, count)
        value = self.share(after)
        return Answer(
            "flips",
            counted(
                "With {n} settlement flipped to {gainer}, the nearest first and none farther than "
                "{km:.1f} km from the line, {party} has {share}; whole settlements come no nearer "
                "to {wanted}.",
                "With {n} settlements flipped to {gainer}, the nearest first and none farther than "
                "{km:.1f} km from the line, {party} has {share}; whole settlements come no nearer "
                "to {wanted}.",
                best,
                gainer=self.gainer,
                km=gaps[best - 1] / 1000,
                party=self.party,
                share=_percent(value),
                wanted=_percent(self.target),
            ),
            after,
            value,
        )

    def _candidates(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the ids of the loser's settlements and their distances, the nearest first."""
        lonlat, placement = self.ground.lonlat, self.placement
        side = self.ground.division(placement).side(lonlat[:, 0], lonlat[:, 1])
        own = np.flatnonzero((side > 0) == (self.loser == placement.parties[0]))
        gap = NearestOnLine.of(chains_of(placement.lines)).find(lonlat[own])[2]
        ids = self.ground.places["id"].to_numpy()[own]
        order = np.lexsort((ids, gap))
        ids, gap = ids[order], gap[order]
        locked = self._locked()
        if locked:
            fixed = shapely.MultiLineString(locked)
            free = np.array([not shapely.intersects(fixed, cell(self.ground, int(k))) for k in ids])
            ids, gap = ids[free], gap[free]
        return ids, gap

    def _enough(self, ids: np.ndarray) -> int | None:
        """Return the least number of flips that reaches the share."""
        high = 1
        while not self._reached(ids, high):
            if high == len(ids):
                return None
            high = min(2 * high, len(ids))
        low = high // 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._reached(ids, middle) else (middle, high)
        return high

    def _reached(self, ids: np.ndarray, count: int) -> bool:
        return self._passed(self._share_after(ids, count))

    def _share_after(self, ids: np.ndarray, count: int) -> float:
        try:
            return self.share(self._after(ids, count))
        except UnchangedError:
            return self.now
        except InputError:
            return 1.0 if self.party == self.gainer else 0.0

    def _after(self, ids: np.ndarray, count: int) -> Placement:
        chosen = [int(k) for k in ids[:count]]
        return edit(self.placement, "flips", self.ground, settlements=chosen, to=self.gainer)


def _percent(fraction: float) -> str:
    return said("{n} %", n=Number(fraction * 100, 3))
