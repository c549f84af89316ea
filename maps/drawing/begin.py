"""What `ceaseline draw` opens: the file that is edited, and what it starts as."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import HEAD_BYTES
from ceaseline.layers.edits.files import NAME, copy_of
from ceaseline.layers.placement.store import SUFFIX, is_ours, library, load, read
from ceaseline.layers.session import Desk
from ceaseline.layers.session.desk import journal_of

if TYPE_CHECKING:
    from ceaseline.layers.placement.placement import Placement
    from ceaseline.layers.plan.zone import ZoneSettings
    from ceaseline.layers.provisions import Proposal

__all__ = ["begin", "check_copy", "serving", "target_of"]

_NEEDED: Final = ("starlette", "uvicorn", "websockets")


def serving() -> None:
    """Refuse to go on where what serves the editor is not installed, and say how to install it.

    Raises
    ------
    InputError
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise InputError(
            f"The editor needs {' and '.join(missing)}, not installed here; install the extra, "
            "with the pip of the same environment: pip install 'ceaseline[draw]'"
        )


def target_of(given: str, output: Path | None) -> Path:
    """Return the file that is edited: that given, or the copy of it.

    Parameters
    ----------
    given : str
        A placement of the library, or a placement file, which is edited where it is.
    output : Path, optional
        The copy; of a library placement ``NAME-drawn.geojson`` in the working folder.

    Examples
    --------
    >>> str(target_of("donbas-full", None)), str(target_of("mine/trial.geojson", None))
    ('donbas-full-drawn.geojson', 'mine/trial.geojson')
    """
    if output is not None:
        return output
    return Path(f"{given}-drawn{SUFFIX}") if given in library() else Path(given)


def begin(
    given: str, output: Path | None, study: Proposal, zone: ZoneSettings | None = None
) -> Desk:
    """Open what is to be edited, or go on where an earlier session was cut off.

    Parameters
    ----------
    given, output
        As of :func:`target_of`.
    study, zone
        As of :meth:`ceaseline.layers.session.Desk.open`.

    Raises
    ------
    InputError
        If there is no such placement, the file cannot take it, or another session has it open.
    """
    file = target_of(given, output)
    if given not in library() and _same_file(file, Path(given)):
        if not (file.exists() or journal_of(file).exists()):
            load(given)  # which says what there is
        return Desk.open(file, None, study, zone)
    source = load(given)
    check_copy(file, source)
    return Desk.open(file, copy_of(source, file.stem), study, zone)


def _same_file(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def check_copy(file: Path, source: Placement) -> None:
    """Refuse a file for a copy.

    Raises
    ------
    InputError
        If no placement can have its name, or it holds another placement's edits.
    """
    if file.suffix == SUFFIX and not NAME.fullmatch(file.stem):
        raise InputError(
            f"{file.stem!r:.80} cannot be a placement's name; name the file with lower case "
            "letters, digits and hyphens, at most 100."
        )
    if file.stem in library():
        raise InputError(
            f"{file.stem} is a placement of the library; give the copy another name with -o."
        )
    if file.is_file() and is_ours(file.read_bytes()[:HEAD_BYTES]):
        there = read(file)
        if source.name not in (there.origin, there.name):
            raise InputError(
                f"{file} exists and does not come from {source.name}; edit it with `ceaseline draw "
                f"{file}`, or give another file with -o."
            )
