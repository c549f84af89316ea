"""The history of a placement: make an edit, take it back, make it again, make all of it anew."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from inspect import signature
from typing import TYPE_CHECKING, Any

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.layers.edits.context import Ground, default_ground
from ceaseline.layers.edits.examined import examined
from ceaseline.layers.edits.recorded import faults_of
from ceaseline.layers.edits.verbs.registry import VERBS
from ceaseline.layers.placement.placement import Base, Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ceaseline.layers.edits.verb import Verb
    from ceaseline.layers.placement.placement import Placement, Section

__all__ = ["UnchangedError", "apply", "edit", "origin", "redo", "refuse_open",
           "replay", "steps", "undo"]  # fmt: skip

_OTHERWISE = {
    **dict.fromkeys(("give", "swap", "withdraw"), ", or name other ground"),
    **dict.fromkeys(("flip", "extend"), ""),
}
"""What else a person can do where a locked stretch is in the way of a verb without --between."""


class UnchangedError(InputError):
    """An edit that would leave the line as it is."""


def edit(placement: Placement, verb: str, ground: Ground | None = None, **words: Any) -> Placement:
    """Make an edit as a person words it, and record it.

    Names of settlements become ids and stretches kilometres before the edit is recorded, so that
    it means the same when the history is replayed.

    Parameters
    ----------
    placement : Placement
    verb : str
        One of :data:`ceaseline.layers.edits.VERBS`.
    ground : Ground, optional
        The embedded country if not given.
    **words
        What the verb asks for.

    Raises
    ------
    InputError
        If there is no such verb, or the words are no arguments of it, or it changes nothing, or a
        locked stretch would move.
    GeometryError
        If the line does not divide the country, before or after.
    """
    where = ground or default_ground()
    resolve = _verb(verb).resolve
    _check_words(verb, resolve, words)
    made = resolve(placement, where, **words)
    return apply(placement, Edit.of(verb, made), where)


def apply(placement: Placement, made: Edit, ground: Ground | None = None) -> Placement:
    """Make a recorded edit: pure, the same bytes for the same placement and edit.

    Parameters
    ----------
    placement : Placement
    made : Edit
    ground : Ground, optional
        The embedded country if not given.

    Raises
    ------
    InputError, GeometryError
        As :func:`edit`.
    """
    where = ground or default_ground()
    verb = _verb(made.verb)
    faults = faults_of(made, placement.parties)
    if faults:
        raise InputError.of(f"This {made.verb} {what}; {remedy}." for what, remedy in faults)
    if verb.moves and made.verb != "extend":
        refuse_open(placement, where)
    after: Placement = verb.make(placement, where, **made.arguments)
    if _line_of(after) == _line_of(placement):
        raise UnchangedError(f"This {made.verb} would change nothing on {placement.name}.")
    if verb.moves:
        _refuse_locked(placement, after, made)
        where.check(after)
        after = examined(placement, after, made.verb, where)
    elif _places(after) != _places(placement):
        _refuse_tangled(placement, after, where)
    base = placement.base or Base(placement.sections, placement.detail_m, placement.control)
    if base.sources is None and after.sources != placement.sources:
        base = replace(base, sources=placement.sources)
    if base.title is None and after.title != placement.title:
        base = replace(base, title=placement.title)
    return after.replaced(history=(*placement.history, made), undone=(), base=base)


def origin(placement: Placement) -> Placement:
    """Return a placement as it was before its first edit.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Placement, Section
    >>> line = Section.of("a", "drawn", [(30, 48), (31, 48)])
    >>> trial = Placement("trial", "A trial", (line,))
    >>> origin(trial) == trial
    True
    """
    base = placement.base or Base(placement.sections, placement.detail_m, placement.control)
    return placement.replaced(
        sections=base.sections,
        detail_m=base.detail_m,
        control=base.control,
        sources=placement.sources if base.sources is None else base.sources,
        title=placement.title if base.title is None else base.title,
        history=(),
        undone=(),
        base=None,
    )


def undo(placement: Placement, ground: Ground | None = None) -> Placement:
    """Take the last edit back; :func:`redo` makes it again.

    What was before is made anew from the start of the history, so that it is the same to the byte.

    Raises
    ------
    InputError
        If there is nothing to undo, or the line is not what the history makes, so that a change
        made outside of it would be lost.
    """
    if not placement.history:
        raise InputError(f"{placement.name} has no edits to undo.")
    *rest, last = placement.history
    where = ground or default_ground()
    before = _made(origin(placement), tuple(rest), where)
    made = apply(before, last, where)
    if _line_of(made) != _line_of(placement):
        raise InputError(
            f"The line of {placement.name} is not what its history makes: it was changed by hand "
            "or by another version, and undo would lose that. `ceaseline layers check FILE --fix` "
            "records the change as an edit, which can be undone."
        )
    return before.replaced(undone=(last, *placement.undone))


def redo(placement: Placement, ground: Ground | None = None) -> Placement:
    """Make the edit again that was undone last.

    Raises
    ------
    InputError
        If nothing was undone, or an edit was made since.
    """
    if not placement.undone:
        raise InputError(f"{placement.name} has no undone edits to make again.")
    first, *rest = placement.undone
    return apply(placement, first, ground).replaced(undone=tuple(rest))


def replay(
    placement: Placement, start: Placement | None = None, ground: Ground | None = None
) -> Placement:
    """Make the whole history anew.

    Parameters
    ----------
    placement : Placement
        Whose history is made, and whose name the result has.
    start : Placement, optional
        What to make it on, for example another day's line, whose title, date, notes and sources the
        result then has, a title that an edit gave aside; what the history started from if not
        given, and then the result is the placement itself, byte for byte.
    ground : Ground, optional
        The embedded country if not given.

    Raises
    ------
    InputError, GeometryError
        If an edit cannot be made there; the message names it.
    """
    begin = origin(placement)
    if start is not None:
        begin = begin.replaced(
            sections=start.sections,
            detail_m=start.detail_m,
            control=start.control,
            origin=start.name,
            title=start.title,
            date=start.date,
            notes=start.notes,
            sources=start.sources,
        )
    return _made(begin, placement.history, ground).replaced(undone=placement.undone)


def steps(
    start: Placement, edits: Sequence[Edit], ground: Ground | None = None
) -> Iterator[Placement]:
    """Make recorded edits on a placement: it, and then what each edit makes of it.

    Raises
    ------
    InputError
        If an edit cannot be made; the message says which.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Edit
    >>> from ceaseline.layers.placement.store import load
    >>> edits = (Edit.of("lock", {}), Edit.of("unlock", {}))
    >>> [one.sections[0].locked for one in steps(load("donbas-full"), edits)]
    [False, True, False]
    """
    out = start
    yield out
    for number, made in enumerate(edits, 1):
        try:
            out = apply(out, made, ground)
        except InputError as error:
            raise InputError(f"Edit {number} of {len(edits)} ({made.verb}): {error}") from None
        yield out


def _made(start: Placement, edits: tuple[Edit, ...], ground: Ground | None) -> Placement:
    return deque(steps(start, edits, ground), maxlen=1)[0]


def _line_of(placement: Placement) -> tuple[Any, ...]:
    """Return what edits make of a placement: its line, what that was derived from, its title."""
    return placement.sections, placement.control, placement.title


def refuse_open(placement: Placement, ground: Ground) -> None:
    """Raise if a line does not divide the country, so that nothing can be done with it.

    Raises
    ------
    GeometryError
        The message says where, and how open ends are closed.
    """
    try:
        ground.division(placement)
    except GeometryError as error:
        raise GeometryError(
            f"{error} Open ends are carried to the border by `ceaseline edit extend FILE`."
        ) from None


def _refuse_tangled(before: Placement, after: Placement, ground: Ground) -> None:
    """Raise if a line divided the country until it was cut into other sections.

    A cut is a vertex to a hundredth of a metre, and so moves the line by less than that: where the
    line passes itself as near, it may be tangled then.
    """
    try:
        ground.division(after)
    except GeometryError as error:
        if not _divides(before, ground):
            return
        raise InputError(
            "Cut where this stretch begins or ends, the line would divide nothing: it passes too "
            f"near itself there. Give another stretch. ({error})"
        ) from None


def _divides(placement: Placement, ground: Ground) -> bool:
    try:
        ground.division(placement)
    except GeometryError:
        return False
    return True


def _places(placement: Placement) -> list[tuple[tuple[float, float], ...]]:
    return [section.coords for section in placement.sections]


def _verb(name: str) -> Verb:
    if name not in VERBS:
        raise InputError(f"{name!r} is not an edit; there are {', '.join(sorted(VERBS))}.")
    return VERBS[name]


def _check_words(verb: str, resolve: Callable[..., Any], words: Mapping[str, Any]) -> None:
    """Refuse words that a verb does not take, or too few of them."""
    every = signature(resolve).parameters.values()
    taken = {one.name: one for one in every if one.kind is one.KEYWORD_ONLY}
    wanted = [name for name, one in taken.items() if one.default is one.empty]
    free = any(one.kind is one.VAR_KEYWORD for one in every)
    strange = [] if free else [word for word in words if word not in taken]
    lost = [word for word in wanted if word not in words]
    if strange or lost:
        what = f"does not take {', '.join(strange)}" if strange else f"needs {', '.join(lost)}"
        raise InputError(f"{verb} {what}; it takes {', '.join(taken) or 'no words'}.")


def _refuse_locked(before: Placement, after: Placement, made: Edit) -> None:
    """Raise if an edge of a locked section is not on the new line."""
    known = {edge for section in after.sections for edge in _edges(section)}
    for section in before.sections:
        if not section.locked:
            continue
        for (x1, y1), (x2, y2) in _edges(section):
            if ((x1, y1), (x2, y2)) not in known:
                raise InputError(
                    f"This {made.verb} would move {section.name!r} of {before.name}, which is "
                    f"locked, at {(x1 + x2) / 2:.4f}, {(y1 + y2) / 2:.4f} (lon, lat); unlock it"
                    f"{_OTHERWISE.get(made.verb, ', or leave it out with --between')}."
                )


def _edges(section: Section) -> zip[tuple[tuple[float, float], tuple[float, float]]]:
    return zip(section.coords[:-1], section.coords[1:], strict=True)
