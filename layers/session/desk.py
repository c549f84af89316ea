"""A placement file on the desk: edited in a session, journalled, saved, looked after on disk."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Self

from ceaseline.geo.errors import CeaselineError, InputError
from ceaseline.geo.files import HEAD_BYTES
from ceaseline.layers.edits.files import NAME
from ceaseline.layers.placement.placement import Edit
from ceaseline.layers.placement.store import SUFFIX, dumps, is_ours, loads, read, write
from ceaseline.layers.session.journal import SUFFIX as JOURNAL
from ceaseline.layers.session.journal import Journal
from ceaseline.layers.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement
    from ceaseline.layers.plan.zone import ZoneSettings
    from ceaseline.layers.provisions import Proposal

__all__ = ["OPERATIONS", "Desk", "journal_of"]

OPERATIONS: Final = ("edit", "undo", "redo", "checkpoint", "back_to")
"""What `Desk.do` can do."""
_EVERY: Final = 20
"""After so many changes the journal is begun anew with the placement as it is then."""


def journal_of(file: Path) -> Path:
    """Return where the changes of a placement file are kept: beside the file, a link followed."""
    real = file.resolve() if file.is_symlink() else file
    return real.with_name(real.name + JOURNAL)


class Desk:
    """One placement file that is edited; make one with :meth:`open`.

    The journal holds what the file was when it was read or saved here, the placement as it was some
    changes ago, and these changes.

    Attributes
    ----------
    file : Path
        What `save` writes; it need not be there before.
    session : Session
    resumed : int
        How many changes were taken from a journal that an earlier session left.
    """

    def __init__(self, file: Path, session: Session, journal: Journal, disk: str) -> None:
        self.file = file
        self.session = session
        self.resumed = 0
        self._journal = journal
        self._saved = session.placement
        self._disk = disk
        self._changes = 0
        self._begun = 0
        """At which of the changes the journal was begun."""
        self._floor: int | None = None
        """How many edits the placement had then; None where it has to be begun anew."""

    @classmethod
    def open(
        cls,
        file: Path,
        first: Placement | None,
        study: Proposal,
        zone: ZoneSettings | None = None,
        ground: Ground | None = None,
    ) -> Self:
        """Open a placement file, or go on where an earlier session was cut off.

        Parameters
        ----------
        file : Path
        first : Placement, optional
            What is edited where there is neither the file nor a journal with changes of it.
        study, zone, ground
            As of :meth:`ceaseline.layers.session.session.Session.open`.

        Raises
        ------
        InputError
            If the file is no placement, or another session has it open.
        GeometryError
            If its line does not divide the country.
        """
        _check_place(file)
        journal = Journal(journal_of(file))
        try:
            records = journal.records()
            disk = _sum(file)
            session = Session.open(_first(file, first, records, disk), study, zone, ground)
            desk = cls(file, session, journal, disk)
            desk._resume(records)
            desk._begin()
        except BaseException:
            journal.close(remove=journal.empty)
            raise
        return desk

    def _begin(self) -> None:
        """Write the journal anew."""
        head = {"file": self.file.name, "sum": self._disk, "placement": dumps(self._saved)}
        whole = [self._whole()] if self.edited or self.session.checkpoints else []
        self._floor = None
        self._journal.begin(head, *whole)
        self._begun, self._floor = self._changes, len(self.session.placement.history)

    def _whole(self) -> dict[str, Any]:
        return {
            "do": "whole",
            "changes": self._changes,
            "placement": dumps(self.session.placement),
            "marks": {name: dumps(one) for name, one in self.session.marks.items()},
        }

    def _resume(self, records: list[dict[str, Any]]) -> None:
        """Make the changes of a journal again, as far as the file does not hold them."""
        if len(records) < 2:
            return
        head, *changes = records
        own = self.session
        saved = loads(head["placement"], self.file.name)
        session = Session.open(saved, own.study, own.zone, own.ground)
        for one in changes:
            try:
                self._again(session, one)
            except (CeaselineError, KeyError, TypeError) as fault:
                raise InputError(
                    f"{self._journal.path} holds a change that cannot be made again ({fault}); "
                    "move it away, so that the edits in it are not lost."
                ) from None
        if session.placement in (saved, own.placement):  # nothing of its own, or it was saved
            own.take(own.placement, session.marks)
            self._changes = 0
            return
        self.session, self._saved, self._disk = session, saved, head["sum"]
        self.resumed = self._changes

    def _again(self, session: Session, record: dict[str, Any]) -> None:
        """Make one recorded change."""
        what = record["do"]
        self._changes += 1
        if what == "whole":
            self._changes = record.get("changes", self._changes - 1)
            marks = {name: loads(text, name) for name, text in record["marks"].items()}
            session.take(loads(record["placement"], self.file.name), marks)
        elif what == "edit":
            session.apply(Edit.of(record["verb"], record["args"]))
        elif what in ("undo", "redo"):
            getattr(session, what)()
        else:
            getattr(session, what)(record["name"])

    @contextmanager
    def _whole_or_not(self) -> Iterator[None]:
        """Leave everything as it was where something in the block is refused."""
        session = self.session.kept()
        own = self._saved, self._disk, self._changes
        try:
            yield
        except BaseException:
            self.session.put_back(session)
            self._saved, self._disk, self._changes = own
            raise

    def do(self, what: str, **words: Any) -> None:
        """Make a change, and return when it is on the disk.

        Parameters
        ----------
        what : str
            One of :data:`OPERATIONS`: ``edit`` with ``verb`` and its ``words``, ``undo``, ``redo``,
            ``checkpoint`` and ``back_to`` with a ``name``.

        Raises
        ------
        InputError, GeometryError
            As the session, or if the journal cannot be written; then nothing changes.
        """
        with self._whole_or_not():
            record = self._made(what, **words)
            self._changes += 1
            if self._goes_on(record):
                self._journal.append(record)
            else:
                self._begin()

    def _goes_on(self, record: dict[str, Any]) -> bool:
        """Whether a change can be made again from what the journal holds.

        What was before the placement that it holds is known to this session alone: where the line
        was changed by hand, its history does not make it again.
        """
        beyond = self._floor is None or len(self.session.placement.history) < self._floor
        long = self._changes - self._begun > _EVERY
        return not (beyond or long or record["do"] == "back_to")

    def _made(self, what: str, **words: Any) -> dict[str, Any]:
        session = self.session
        if what == "edit":
            made = session.edit(str(words["verb"]), **words["words"])
            return {"do": "edit", "verb": made.verb, "args": made.arguments}
        if what == "undo":
            session.undo()
        elif what == "redo":
            session.redo()
        elif what == "checkpoint":
            session.checkpoint(words["name"])
            return {"do": what, "name": session.checkpoints[-1]}
        elif what == "back_to":
            session.back_to(words["name"])
        else:
            raise InputError(f"{what!r:.80} is nothing to do; there are {', '.join(OPERATIONS)}.")
        return {"do": what}

    @property
    def edited(self) -> bool:
        """Whether anything was edited since the file was read or saved here."""
        return self.session.placement != self._saved

    @property
    def unsaved(self) -> bool:
        """Whether the file does not hold what the session does."""
        return not self._disk or self.edited

    @property
    def changed_on_disk(self) -> bool:
        """Whether somebody else wrote the file since it was read or saved here."""
        now = _sum(self.file)
        return bool(now) and now != self._disk

    def save(self) -> Path:
        """Write the placement with its history to its file.

        Raises
        ------
        InputError
            If the file changed on disk meanwhile, or cannot be written; the edits stay.
        """
        if self.changed_on_disk:
            raise InputError(
                f"{self.file.name} was changed on disk since it was read here; nothing was written "
                "over it. Merge makes the edits on what is there now, a copy saves them beside it."
            )
        write(self.session.placement, self.file)
        self._settle(self.session.placement, _sum(self.file))
        return self.file

    def save_copy(self, name: str) -> Path:
        """Write the placement under another name beside its file, and go on with this one.

        Raises
        ------
        InputError
            If the name is no placement's, or a file of it is there.
        """
        if not NAME.fullmatch(name):
            raise InputError(
                f"{name!r:.80} cannot be the name of a placement; give lower case letters, digits "
                "and hyphens."
            )
        path = self.file.with_name(name + SUFFIX)
        if path.exists():
            raise InputError(f"{path.name} exists already; give another name.")
        return write(self.session.placement.replaced(name=name), path)

    def merge(self) -> None:
        """Make the edits that are not saved on what the file holds now.

        Raises
        ------
        InputError, GeometryError
            If the file is no placement now, or an edit cannot be made on it; the edits stay.
        """
        now, there = _sum(self.file), read(self.file)
        with self._whole_or_not():
            self.session.merge(there, self._saved)
            self._settle(there, now)

    def reload(self) -> None:
        """Take what the file holds now; the edits that are not saved become a checkpoint.

        Raises
        ------
        InputError, GeometryError
            If the file is no placement now; the edits stay.
        """
        now, there = _sum(self.file), read(self.file)
        with self._whole_or_not():
            if self.edited:
                self.session.checkpoint_as("before taking the file")
            self.session.take(there, self.session.marks)
            self._settle(there, now)

    def _settle(self, saved: Placement, now: str) -> None:
        """Go on from what the file holds."""
        self._saved, self._disk, self._changes = saved, now, 0
        self._begin()

    def close(self) -> None:
        """Let go of the file; the journal stays where it holds what the file does not."""
        self._journal.close(remove=not (self.edited or self.session.checkpoints))


def _check_place(file: Path) -> None:
    """Refuse a file that could not be written at the end."""
    if file.suffix != SUFFIX:
        raise InputError(f"{file} is not named *{SUFFIX}; placement files are.")
    if not file.parent.is_dir():
        raise InputError(f"The folder {file.parent} for {file.name} does not exist; make it first.")
    if file.exists() and not is_ours(file.read_bytes()[:HEAD_BYTES] if file.is_file() else b""):
        raise InputError(f"{file} is no placement; bring it in with `ceaseline import`.")


def _first(
    file: Path, first: Placement | None, records: list[dict[str, Any]], disk: str
) -> Placement:
    """Return what is edited: that of the file, of the journal where there is no file, or a copy."""
    if disk:
        return read(file)
    if len(records) > 1 or (records and first is None):
        return loads(records[0]["placement"], file.name)
    if first is None:
        raise InputError(f"{file} does not exist; give a placement file, or one to copy.")
    return first


def _sum(file: Path) -> str:
    """Return a sum of what a file holds; '' where there is none."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
