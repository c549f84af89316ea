"""An editing session: a placement, the country prepared, undo without end, checkpoints, trials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits.context import Ground, default_ground
from ceaseline.layers.edits.history import (
    apply,
    edit,
    origin,
    redo,
    refuse_open,
    steps,
    undo,
)
from ceaseline.layers.edits.ordering import free_name
from ceaseline.layers.edits.verbs.draw import places_of
from ceaseline.layers.plan.plan import plan as planned
from ceaseline.layers.plan.zone import ZoneSettings
from ceaseline.layers.session.held import Held, held
from ceaseline.layers.session.snap import snapped
from ceaseline.layers.session.trial import Trial, tried, tried_depth
from ceaseline.layers.session.words import worded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from ceaseline.layers.placement.placement import Edit, Placement
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal
    from ceaseline.layers.session.snap import Snap
    from ceaseline.layers.session.window import Window

__all__ = ["Session"]

_MOST_LETTERS: Final = 100
_AHEAD: Final = "before going back to {name}"


class Session:
    """A placement that is being edited; every answer is that of the engine.

    Make one with :meth:`open`. It belongs to one thread.

    Attributes
    ----------
    placement : Placement
        As it is now.
    study : Proposal
        Whose provisions the figures are held against.
    zone : ZoneSettings
        Of sections without depths of their own.
    ground : Ground
        The country, prepared.
    sequence : int
        Rises by one with every change.
    """

    def __init__(
        self, placement: Placement, study: Proposal, zone: ZoneSettings, ground: Ground
    ) -> None:
        self.placement = placement
        self.study = study
        self.zone = zone
        self.ground = ground
        self.sequence = 0
        self._opened = placement
        self._before: list[Placement] = []
        self._marks: dict[str, tuple[Placement, tuple[Placement, ...]]] = {}
        self._stamps: dict[str, int] = {}
        self._kept_held: dict[str, Held] = {}
        self._held: Held | None = None
        self._start: Held | None = None
        self._window: Window | None = None

    @classmethod
    def open(
        cls,
        placement: Placement,
        study: Proposal,
        zone: ZoneSettings | None = None,
        ground: Ground | None = None,
    ) -> Session:
        """Open a session on a placement.

        Parameters
        ----------
        placement : Placement
        study : Proposal
        zone : ZoneSettings, optional
            The proposal's if not given.
        ground : Ground, optional
            The embedded country if not given.

        Raises
        ------
        GeometryError
            If its line does not divide the country.

        Examples
        --------
        >>> from ceaseline.layers.placement.store import load
        >>> from ceaseline.layers.provisions import proposal
        >>> session = Session.open(load("contact-2024-11-20"), proposal())
        >>> session.edit("flip", settlement="Pokrovsk", to="Russia").verb
        'flip'
        >>> session.can_undo, session.held.as_dict(session.start, session.study)["net_m2"][1] > 0
        (True, True)
        """
        where = ground or default_ground()
        refuse_open(placement, where)
        return cls(placement, study, zone or study.zone_settings, where)

    @property
    def plan(self) -> Plan:
        """The plan of the placement as it is."""
        return planned(self.placement, self.ground.boundaries, self.zone)

    @property
    def held(self) -> Held:
        """The figures of the placement as it is."""
        if self._held is None:
            self._held = held(self.plan)
        return self._held

    @property
    def start(self) -> Held:
        """The figures of what the session was opened on."""
        if self._start is None:
            same = self._opened is self.placement
            self._start = (
                self.held
                if same
                else held(planned(self._opened, self.ground.boundaries, self.zone))
            )
        return self._start

    def live(self) -> dict[str, Any]:
        """Return the figures for JSON, see :meth:`ceaseline.layers.session.held.Held.as_dict`."""
        return self.held.as_dict(self.start, self.study)

    def trial(self, path: ArrayLike, basis: str | None = None, snap: Snap | None = None) -> Trial:
        """Return what the line would come to along a path; nothing changes.

        Parameters
        ----------
        path : (n, 2) array_like
            Longitude, latitude in degrees.
        basis : str, optional
            What it follows; ``drawn`` if not given.
        snap : Snap, optional
            What its places are drawn to.

        Raises
        ------
        InputError, GeometryError
            As the edit would.
        """
        spots = self.path_of(path, snap)
        self._begin()
        trial, self._window = tried(self.held, spots, basis or "drawn", self.ground, self._window)
        return trial

    def trial_depth(self, km: Sequence[float], between: Sequence[float] | None = None) -> Trial:
        """Return what other depths of the zone would come to; nothing changes.

        Parameters
        ----------
        km : (both,) or (first, second)
            On either party's side.
        between : (from, to), optional
            Kilometres along the line; all of it if not given.

        Raises
        ------
        InputError
            If they are no depths, or no distances on the line.
        """
        left, right = (float(value) * 1000 for value in (km[0], km[-1]))
        checked = ZoneSettings((left, right))
        self._begin()
        return tried_depth(self.held, checked.depth_m, between)

    def path_of(self, path: ArrayLike, snap: Snap | None = None) -> NDArray[np.float64]:
        """Return a path that can be drawn, (n, 2), its places on the grid of files and snapped.

        Raises
        ------
        InputError
            If it is no path.
        """
        spots = places_of(path)
        fine = spots if snap is None else snapped(spots, snap, self.ground)
        return np.round(fine, 7) + 0.0

    def edit(self, verb: str, **words: Any) -> Edit:
        """Make an edit, and return it as recorded.

        Parameters
        ----------
        verb : str
            One of :data:`ceaseline.layers.session.words.PLAIN`.
        **words
            As JSON values, see :func:`ceaseline.layers.session.words.worded`.

        Raises
        ------
        InputError, GeometryError
            As :func:`ceaseline.layers.edits.edit`; then nothing changes.
        """
        after = edit(self.placement, verb, self.ground, **worded(verb, words, self.path_of))
        self._begin()
        self._go_on(after)
        return after.history[-1]

    def apply(self, made: Edit) -> None:
        """Make a recorded edit."""
        after = apply(self.placement, made, self.ground)
        self._begin()
        self._go_on(after)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return bool(self.placement.history)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone edit to make again."""
        return bool(self.placement.undone)

    def undo(self) -> None:
        """Take the last edit back, as :func:`ceaseline.layers.edits.undo` does.

        Raises
        ------
        InputError
            If there is none.
        """
        self._begin()
        if self._before and self.placement.history:
            *_, last = self.placement.history
            before = self._before.pop()
            self._change(before.replaced(undone=(last, *self.placement.undone)))
            return
        self._change(undo(self.placement, self.ground))

    def redo(self) -> None:
        """Make the edit again that was undone last.

        Raises
        ------
        InputError
            If there is none.
        """
        after = redo(self.placement, self.ground)
        self._begin()
        self._go_on(after)

    @property
    def checkpoints(self) -> tuple[str, ...]:
        """The names of the checkpoints, in the order they were made."""
        return tuple(self._marks)

    @property
    def marks(self) -> dict[str, Placement]:
        """The checkpoints, by name."""
        return {name: placement for name, (placement, _) in self._marks.items()}

    @property
    def stamps(self) -> dict[str, int]:
        """At which `sequence` each checkpoint was made, by name: it may be made anew."""
        return dict(self._stamps)

    def held_of(self, name: str) -> Held:
        """Return the figures of a checkpoint; measured once.

        Raises
        ------
        InputError
            If there is no such checkpoint.
        """
        placement, _ = self._mark(name)
        if name not in self._kept_held:
            self._kept_held[name] = held(planned(placement, self.ground.boundaries, self.zone))
        return self._kept_held[name]

    def _mark(self, name: str) -> tuple[Placement, tuple[Placement, ...]]:
        if name not in self._marks:
            names = ", ".join(self._marks) or "none yet"
            raise InputError(f"There is no checkpoint {name!r:.80}; there are: {names}.")
        return self._marks[name]

    def take(self, placement: Placement, marks: Mapping[str, Placement]) -> None:
        """Go on with a placement and checkpoints that are known already, such as from a journal.

        Raises
        ------
        GeometryError
            If its line does not divide the country; then nothing changes.
        """
        refuse_open(placement, self.ground)
        self._begin()
        if self.marks != marks:
            self._marks = {name: (one, ()) for name, one in marks.items()}
            self._stamps, self._kept_held = dict.fromkeys(marks, self.sequence + 1), {}
        self._before = []
        self._change(placement)

    def kept(self) -> dict[str, Any]:
        """Return all that a change may change, for :meth:`put_back`."""
        copied = {name: value.copy() for name, value in vars(self).items()
                  if isinstance(value, dict | list)}  # fmt: skip
        return vars(self) | copied

    def put_back(self, kept: dict[str, Any]) -> None:
        """Be again as :meth:`kept` was."""
        vars(self).update(kept)

    def checkpoint(self, name: str) -> None:
        """Keep the placement as it is under a name; a checkpoint of that name is replaced.

        Raises
        ------
        InputError
            If the name is empty or too long.
        """
        word = " ".join(str(name).split())
        if not 0 < len(word) <= _MOST_LETTERS:
            raise InputError(
                f"A checkpoint's name has {len(word)} letters; give 1 to {_MOST_LETTERS}."
            )
        self._marks.pop(word, None)
        self._kept_held.pop(word, None)
        self._marks[word] = (self.placement, tuple(self._before))
        self.sequence += 1
        self._stamps[word] = self.sequence

    def checkpoint_as(self, name: str) -> None:
        """Keep the placement as it is under a name that no checkpoint has, numbered if need be."""
        room = _MOST_LETTERS - len(" (1000)")
        self.checkpoint(free_name(name[:room], set(self._marks)))

    def back_to(self, name: str) -> None:
        """Go back to a checkpoint.

        What was made or taken back since can be made again by `redo`; where the placement as it is
        could not be had again so, it is kept as a checkpoint of its own.

        Raises
        ------
        InputError
            If there is no such checkpoint.
        """
        there, before = self._mark(name)
        known = len(there.history)
        whole = (*self.placement.history, *self.placement.undone)
        undone = whole[known:]
        if whole[:known] != there.history or origin(there) != origin(self.placement):
            undone = there.undone
            self.checkpoint_as(_AHEAD.format(name=name))
        self._begin()
        self._before = list(before)
        self._change(there.replaced(undone=undone))

    def merge(self, other: Placement, since: Placement) -> None:
        """Make the edits since a placement on another one, such as the file as it is on disk now.

        Parameters
        ----------
        other : Placement
        since : Placement
            What both come from.

        Raises
        ------
        InputError, GeometryError
            If an edit cannot be made there; the message names it. If edits that the other placement
            may have, too, were taken back since. Nothing changes then.
        """
        made, known = self.placement.history, len(since.history)
        if made[:known] != since.history:
            raise InputError(
                "Edits that were saved have been taken back here, which cannot be merged; make "
                "them again, or save what is here as a copy."
            )
        refuse_open(other, self.ground)
        *before, after = steps(other, made[known:], self.ground)
        self._begin()
        self._before = before
        self._change(after)

    def _begin(self) -> None:
        """Measure where the session started before the first thing happens to it."""
        if self._start is None:
            self._start = self.start

    def _go_on(self, after: Placement) -> None:
        self._before.append(self.placement)
        self._change(after)

    def _change(self, after: Placement) -> None:
        self.placement = after
        self._held, self._window = None, None
        self.sequence += 1
