"""Edits of placement files: read, edit, written at once or not at all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits.change import Change, changed
from ceaseline.layers.edits.context import Ground, default_ground
from ceaseline.layers.edits.history import edit, redo, replay, undo
from ceaseline.layers.edits.share import restored
from ceaseline.layers.placement.store import SUFFIX, dumps, library, load, raw, read, write
from ceaseline.layers.placement.titles import a_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceaseline.layers.placement.placement import Placement

__all__ = ["NAME", "copy_of", "edit_file", "new_file", "own", "redo_file", "replay_file",
           "restored_file", "undo_file"]  # fmt: skip

NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
"""What a placement that is edited may be called."""


def own(path: str | Path) -> Placement:
    """Return the placement of a file that may be edited.

    Raises
    ------
    InputError
        If it is a placement of the library, which is never changed, or no file.
    """
    word = str(path)
    if word in library() and not Path(word).exists():
        raise InputError(
            f"{word} is a placement of the library, which stays as it is; make a copy with "
            f"`ceaseline layers new NAME --from {word}` and edit that."
        )
    return read(path)


def new_file(
    name: str,
    source: str,
    folder: str | Path = ".",
    *,
    title: str | None = None,
    overwrite: bool = False,
) -> Path:
    """Copy a placement under a new name, with its origin recorded; return the file's path.

    Parameters
    ----------
    name : str
        Lower case letters, digits and hyphens.
    source : str
        A library placement or a file.
    folder : path
    title : str, optional
        That of the other placement if not given.
    overwrite : bool
        Whether a placement of that name may be replaced.

    Raises
    ------
    InputError
        If the name cannot be one, is one of the library's, or is taken, or the title cannot be one.
    """
    path = _target(name, folder, overwrite=overwrite)
    made = copy_of(load(source), path.stem)
    if title is not None:
        made = made.replaced(title=a_title(title))
    return write(made, path, overwrite=overwrite)


def copy_of(placement: Placement, name: str) -> Placement:
    """Return a placement under another name, its origin recorded, without what was edited."""
    return placement.replaced(name=name, origin=placement.name, history=(), undone=(), base=None)


def _target(name: str, folder: str | Path, *, overwrite: bool) -> Path:
    """Return where a placement of a name goes; refused where it cannot be one, or is taken."""
    name = name.removesuffix(SUFFIX)
    if not NAME.fullmatch(name):
        raise InputError(
            f"{name!r} cannot be a placement's name; use lower case letters, digits and hyphens, "
            "at most 100."
        )
    if name in library():
        raise InputError(f"{name} is a placement of the library; give another name.")
    path = Path(folder) / f"{name}{SUFFIX}"
    if path.exists() and not overwrite:
        raise InputError(f"{path} exists; give another name, or --overwrite to replace it.")
    return path


def restored_file(
    text: str, name: str | None = None, folder: str | Path = ".", *, overwrite: bool = False
) -> Path:
    """Write the placement that a shared text was made of; return the file's path.

    Parameters
    ----------
    text : str
        As :func:`ceaseline.layers.edits.share.shared` made it, or the path of a file with it.
    name : str, optional
        Another name than the one that it had.
    folder : path
    overwrite : bool
        Whether a placement of that name may be replaced.

    Raises
    ------
    InputError
        If it is no such text, cannot be restored here, or the name cannot be one or is taken.
    """
    if not text.startswith("ceaseline") and Path(text).is_file():
        text = raw(text, "a text that `ceaseline edit share` made").decode("utf-8", "replace")
    made = restored(text)
    path = _target(name or made.name, folder, overwrite=overwrite)
    return write(made.replaced(name=path.stem), path, overwrite=overwrite)


def edit_file(path: str | Path, verb: str, /, ground: Ground | None = None, **words: Any) -> Change:
    """Make an edit in a placement file and return what it changed.

    Raises
    ------
    InputError, GeometryError
        As :func:`ceaseline.layers.edits.edit`; the file is then as it was.
    """
    return _done(path, ground, lambda before, where: edit(before, verb, where, **words))


def undo_file(path: str | Path, ground: Ground | None = None) -> Change:
    """Take back the last edit in a placement file and return what that changed."""
    return _done(path, ground, undo)


def redo_file(path: str | Path, ground: Ground | None = None) -> Change:
    """Make the edit again that was undone last in a placement file."""
    return _done(path, ground, redo)


def replay_file(
    path: str | Path, start: str | None = None, ground: Ground | None = None
) -> tuple[Change, bool]:
    """Make the whole history of a placement file anew.

    Parameters
    ----------
    path : path
    start : str, optional
        A library placement or file to make it on; without it nothing is written, but the result is
        compared with the file.
    ground : Ground, optional

    Returns
    -------
    change : Change
    same : bool
        Whether the result is the file's placement, byte for byte.
    """
    where = ground or default_ground()
    before = own(path)
    after = replay(before, None if start is None else load(start), where)
    same = dumps(after) == dumps(before)
    if start is not None and not same:
        write(after, path)
    return changed(before, after, where), same


def _done(
    path: str | Path, ground: Ground | None, make: Callable[[Placement, Ground], Placement]
) -> Change:
    where = ground or default_ground()
    before = own(path)
    after = make(before, where)
    change = changed(before, after, where)
    write(after, path)
    return change
