"""Archives: unpack what is needed, refuse what could do harm."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.limits import LIMITS, Limits, count, size

__all__ = ["unpack"]

BLOCK = 2**16


def unpack(path: Path, folder: Path, limits: Limits = LIMITS) -> list[Path]:
    """Unpack a zip archive into an empty folder.

    Names are checked before anything is written: absolute names, names that climb out of the
    folder, links, names that differ by case alone and nested archives are refused. Sizes are
    counted while unpacking, whatever the archive's directory claims.

    Parameters
    ----------
    path : Path
        The archive.
    folder : Path
        Where to; the caller removes it.
    limits : Limits
        Of members, bytes and the ratio of unpacked to packed size.

    Returns
    -------
    list of Path
        The unpacked files, in the archive's order.

    Raises
    ------
    InputError
        If it is broken, encrypted, too large or refused for a name; the message names the member.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.zip")
    ...     with zipfile.ZipFile(path, "w") as made:
    ...         made.writestr("../a.kml", "")
    ...     unpack(path, Path(folder, "new"))
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: a.zip has a member '../a.kml' that would be written outside ...
    """
    size(path, limits.binary)
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(path, archive, limits)
            return _extract(path, archive, members, folder, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise InputError(
            f"{path.name} is a broken archive: incomplete or damaged; download it again."
        ) from error
    except (RuntimeError, NotImplementedError) as error:
        raise InputError(
            f"{path.name} cannot be unpacked: it has a password, or is packed in a way that is not "
            "read; save it without a password, deflated."
        ) from error


def _members(path: Path, archive: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    found = [member for member in archive.infolist() if not member.is_dir()]
    count(path, len(found), limits.members, "members")
    for member in found:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in member.filename:
            raise InputError(
                f"{path.name} has a member {member.filename!r:.80} that would be written outside "
                "its folder; do not use this archive."
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise InputError(f"{path.name} has a member {member.filename!r:.80} that is a link.")
    names = [member.filename.casefold() for member in found]
    if len(set(names)) != len(names):
        raise InputError(f"{path.name} holds two members of one name; pack it anew.")
    if sum(member.file_size for member in found) > _most(found, limits):
        _too_large(path, _most(found, limits))
    return [m for m in found if not PurePosixPath(m.filename).name.startswith(".")]


def _extract(
    path: Path,
    archive: zipfile.ZipFile,
    members: list[zipfile.ZipInfo],
    folder: Path,
    limits: Limits,
) -> list[Path]:
    out = []
    left = _most(members, limits)
    for member in members:
        target = folder / PurePosixPath(member.filename.replace("\\", "/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        most = max(member.compress_size, 2**12) * limits.ratio
        done = 0
        with archive.open(member) as packed, target.open("wb") as plain:
            while block := packed.read(BLOCK):
                done += len(block)
                if done > most:
                    raise InputError(
                        f"{path.name} has a member {member.filename!r:.80} that swells more than "
                        f"{limits.ratio} times; do not use this archive."
                    )
                if done > left:
                    _too_large(path, _most(members, limits))
                plain.write(block)
        left -= done
        out.append(target)
    return out


def _most(members: list[zipfile.ZipInfo], limits: Limits) -> int:
    tables = all(member.filename.lower().endswith(".csv") for member in members)
    return limits.table if tables else limits.binary


def _too_large(path: Path, most: int) -> None:
    raise InputError(
        f"{path.name} unpacks to more than the {most / 2**20:.0f} MiB that are read; cut it to the "
        "area or the date that is needed."
    )
