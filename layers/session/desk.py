"""A placement file on the desk: edited in a session, journalled, saved, looked after on disk."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final, Self

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import HEAD_BYTES
from ceaseline.layers.placement.placement import Edit
from ceaseline.layers.placement.store import SUFFIX, dumps, is_ours, loads, read, write
from ceaseline.layers.session.journal import SUFFIX as JOURNAL
from ceaseline.layers.session.journal import Journal
from ceaseline.layers.session.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement
    from ceaseline.layers.plan.zone import ZoneSettings
    from ceaseline.layers.provisions import Proposal

__all__ = ["OPERATIONS", "Desk"]

OPERATIONS: Final = ("edit", "undo", "redo", "checkpoint", "back_to")
"""What `Desk.do` can do."""
_EVERY: Final = 20
"""So many changes after the last one, the journal holds the whole placement again."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")


class Desk:
    """One placement file that is edited; make one with :meth:`open`.

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
        self._since_whole = 0

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
            What is edited where the file is not there yet.
        study, zone, ground
            As of :meth:`ceaseline.layers.session.session.Session.open`.

        Raises
        ------
        InputError
            If the file is no placement, or another session has it open.
        """
        _check_place(file)
        there = file.exists()
        if not there and first is None:
            raise InputError(f"{file} does not exist; give a placement file, or one to copy.")
        begin = read(file) if there or first is None else first
        journal = Journal(file.with_name(file.name + JOURNAL))
        try:
            records = journal.records()
            session = Session.open(begin, study, zone, ground)
            desk = cls(file, session, journal, _sum(file))
            if not desk._resume(records):
                desk._begin()
        except BaseException:
            journal.close()
            raise
        return desk

    def _begin(self) -> None:
        self._journal.begin(file=self.file.name, sum=self._disk, placement=dumps(self._saved))
        self._since_whole = 0
        if self.session.checkpoints or self.session.placement != self._saved:
            self._journal.append(self._whole())

    def _whole(self) -> dict[str, Any]:
        marks = {name: dumps(one) for name, one in self.session.marks.items()}
        return {"do": "whole", "placement": dumps(self.session.placement), "marks": marks}

    def _resume(self, records: list[dict[str, Any]]) -> bool:
        """Make the changes of a journal again; return whether there are any that are not saved."""
        head, *changes = records or [{}]
        if not changes:
            return False
        own = self.session
        saved = loads(head["placement"], self.file.name)
        session = Session.open(saved, own.study, own.zone, own.ground)
        last = max((k for k, one in enumerate(changes) if one["do"] == "whole"), default=-1)
        for one in changes[max(last, 0) :]:
            self._again(session, one)
        if session.placement == own.placement and own.placement != saved:
            own.take(own.placement, session.marks)
            return False  # it was saved, and then the journal could not be begun anew
        self.session, self._saved, self._disk = session, saved, head["sum"]
        self.resumed = sum(one["do"] != "whole" for one in changes)
        return True

    def _again(self, session: Session, record: dict[str, Any]) -> None:
        """Make one recorded change."""
        what = record["do"]
        if what == "whole":
            marks = {name: loads(text, name) for name, text in record["marks"].items()}
            session.take(loads(record["placement"], self.file.name), marks)
        elif what == "edit":
            session.apply(Edit.of(record["verb"], record["args"]))
        elif what in ("undo", "redo"):
            getattr(session, what)()
        else:
            getattr(session, what)(record["name"])

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
            As the session; then nothing changes.
        """
        before = self.session.kept()
        record = self._made(what, **words)
        try:
            self._journal.append(record)
        except InputError:
            self.session.put_back(before)
            raise
        self._since_whole += 1
        if self._since_whole >= _EVERY:
            self._since_whole = 0
            self._journal.append(self._whole())

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
            return {"do": what, "name": words["name"]}
        else:
            raise InputError(f"{what!r:.80} is nothing to do; there are {', '.join(OPERATIONS)}.")
        return {"do": what}

    @property
    def unsaved(self) -> bool:
        """Whether the file does not hold what the session does."""
        return not self._disk or self.session.placement != self._saved

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
        self._settle(self.session.placement)
        return self.file

    def save_copy(self, name: str) -> Path:
        """Write the placement under another name beside its file, and go on with this one.

        Raises
        ------
        InputError
            If the name is no placement's, or a file of it is there.
        """
        if not _NAME.fullmatch(name):
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
        self.session.merge(there, self._saved)
        self._settle(there, now)

    def reload(self) -> None:
        """Take what the file holds now; the edits that are not saved become a checkpoint.

        Raises
        ------
        InputError
            If the file is no placement now; the edits stay.
        """
        now, there = _sum(self.file), read(self.file)
        if self.session.placement != self._saved:
            self.session.checkpoint("before taking the file")
        self.session.take(there, self.session.marks)
        self._settle(there, now)

    def _settle(self, saved: Placement, now: str | None = None) -> None:
        self._saved = saved
        self._disk = _sum(self.file) if now is None else now
        self._begin()

    def close(self) -> None:
        """Let go of the file; the journal stays where it holds what the file does not."""
        self._journal.close(remove=self.session.placement == self._saved)


def _check_place(file: Path) -> None:
    """Refuse a file that could not be written at the end."""
    if file.suffix != SUFFIX:
        raise InputError(f"{file} is not named *{SUFFIX}; placement files are.")
    if not file.parent.is_dir():
        raise InputError(f"The folder {file.parent} for {file.name} does not exist; make it first.")
    if file.exists() and not is_ours(file.read_bytes()[:HEAD_BYTES] if file.is_file() else b""):
        raise InputError(f"{file} is no placement; bring it in with `ceaseline import`.")


def _sum(file: Path) -> str:
    """Return a sum of what a file holds; '' where there is none."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
