"""What the engine does for the editor; all of it runs in the one thread that the engine has."""

from __future__ import annotations

import json
import logging
import re
import time
from base64 import b64encode
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from ceaseline.geo.errors import CeaselineError, InputError
from ceaseline.geo.unseen import escaped
from ceaseline.layers.comparison import compare
from ceaseline.layers.edits.share import shared
from ceaseline.layers.export.formats import written
from ceaseline.layers.placement.sources import check_rights
from ceaseline.layers.placement.store import dumps
from ceaseline.layers.placement.titles import a_title
from ceaseline.layers.session.words import snap_of
from ceaseline.maps.drawing.messages import Edited, HandOut, Named, Try, TryDepth, told
from ceaseline.maps.drawing.page import editor_page, kept_of, state_of
from ceaseline.maps.page.render import Look
from ceaseline.maps.publish import sealed_map
from ceaseline.maps.reports.report import Setting, comparison_page, report
from ceaseline.maps.tables.edit import edit_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ceaseline.layers.session import Desk
    from ceaseline.layers.session.trial import Trial
    from ceaseline.maps.drawing.messages import Message

__all__ = ["EXPORTS", "Export", "Work", "unexpected"]

_LOG: Final = logging.getLogger("ceaseline.draw")
_JSON: Final = "application/geo+json"
_HTML: Final = "text/html; charset=utf-8"
EXPORTS: Final[Mapping[str, tuple[str, str]]] = {
    "map.html": ("{name}.html", _HTML),
    "compare.html": ("{name}-compared.html", _HTML),
    "report.html": ("{name}-report.html", _HTML),
    "placement.geojson": ("{name}.geojson", _JSON),
    "export.geojson": ("{name}-layers.geojson", _JSON),
}
"""What the page hands out: the file's name and what it is."""


@dataclass(frozen=True)
class Export:
    """A file that the page hands out.

    Attributes
    ----------
    name : str
        Letters, digits, hyphens and dots alone.
    kind : str
        Its media type.
    content : bytes
    """

    name: str
    kind: str
    content: bytes


def unexpected(error: BaseException, during: str) -> str:
    """Log an error that is the tool's own fault, in one line; return what to tell the person."""
    kind = type(error).__name__
    first = escaped(str(error).partition("\n")[0][:200])
    _LOG.error("ceaseline draw: %s failed (%s: %s)", during, kind, first)
    return (
        f"Something unexpected happened ({kind}: {first}). This is a fault of ceaseline, not yours."
    )


class Work:
    """A desk, and what is asked of it.

    Parameters
    ----------
    desk : Desk
    look : Look, optional
        Of the page, and of what it hands out.
    i_have_rights : bool
        Whether the person may pass on what its sources do not let everybody.
    """

    def __init__(
        self, desk: Desk, look: Look | None = None, *, i_have_rights: bool = False
    ) -> None:
        self.desk = desk
        self._rights = i_have_rights
        self.look = look if look is not None else Look()
        self._plain: dict[str, Callable[[], str]] = {
            "undo": partial(self._done, "undo", "Taken back."),
            "redo": partial(self._done, "redo", "Made again."),
            "save": self._save,
            "merge": self._merge,
            "reload": self._reload,
        }

    @property
    def file(self) -> Path:
        """The file that is edited."""
        return self.desk.file

    def answer(self, message: Message) -> str:
        """Do what a message asks, and return the answer as text; a fault is an answer."""
        try:
            return self._answer(message)
        except CeaselineError as fault:
            return told("fault", n=message.n, text=str(fault)[:2000])
        except Exception as error:  # noqa: BLE001 - whatever it is, the program goes on
            return told("fault", n=message.n, text=unexpected(error, message.op))

    def _answer(self, message: Message) -> str:
        if isinstance(message, Try | TryDepth):
            return self._trial(message)
        if isinstance(message, HandOut):
            return self._handed(message)
        if message.op == "kept" and isinstance(message, Named):
            return told("kept", n=message.n, **kept_of(self.desk.session, message.name))
        if isinstance(message, Edited):
            text = self._edit(message)
        elif isinstance(message, Named):
            text = self._named(message)
        elif message.op == "share":
            session = self.desk.session
            return told("shared", n=message.n, text=shared(session.placement, session.ground))
        else:
            text = self._plain[message.op]()
        return told("done", n=message.n, text=text)

    def _handed(self, message: HandOut) -> str:
        if message.what not in EXPORTS:
            raise InputError(f"There is no such file; there are {', '.join(EXPORTS)}.")
        made = self.export(message.what, message.of)
        content = b64encode(made.content).decode()
        return told("handed", n=message.n, name=made.name, kind=made.kind, content=content)

    def _trial(self, message: Try | TryDepth) -> str:
        begun = time.perf_counter()
        session = self.desk.session
        trial: Trial
        if isinstance(message, Try):
            snap = None if message.snap is None else snap_of(message.snap.model_dump())
            trial = session.trial(message.path, message.basis, snap)
        else:
            trial = session.trial_depth(message.km, message.between)
        found = trial.as_dict(session.start, session.study)
        took = round((time.perf_counter() - begun) * 1000)
        return told("trial", n=message.n, took_ms=took, **found)

    def _edit(self, message: Edited) -> str:
        self.desk.do("edit", verb=message.verb, words=message.given)
        made = self.desk.session.placement.history[-1]
        return f"{made.verb} {edit_words(made)}".strip()

    def _named(self, message: Named) -> str:
        if message.op == "save_copy":
            return f"Saved a copy as {self.desk.save_copy(message.name).name}."
        self.desk.do(message.op, name=message.name)
        return f"Kept as {message.name}." if message.op == "checkpoint" else "Gone back."

    def _done(self, what: str, text: str) -> str:
        self.desk.do(what)
        return text

    def _save(self) -> str:
        return f"Saved {self.desk.save().name}."

    def _merge(self) -> str:
        self.desk.merge()
        return f"Your edits are made on what {self.file.name} holds."

    def _reload(self) -> str:
        self.desk.reload()
        return f"Taken from {self.file.name}."

    def state(self) -> str:
        """Return all that a page shows, as a JSON object."""
        return json.dumps(
            state_of(self.desk, self.look.lang),
            ensure_ascii=False,
            separators=(",", ":"),
            allow_nan=False,
        )

    def changed(self) -> bool:
        """Return whether somebody else wrote the file."""
        return self.desk.changed_on_disk

    def page(self, *, framed: bool = False) -> str:
        """Return the page of the editor, for a notebook's frame or to be served."""
        return editor_page(self.desk.session, self.look, framed=framed)

    def export(self, what: str, of: Sequence[str] = ()) -> Export:
        """Return a file to hand out; the same that the commands write.

        Parameters
        ----------
        what : str
            One of :data:`EXPORTS`.
        of : sequence of str
            The two lines that are compared: names of checkpoints, ``""`` for the line as it is.

        Raises
        ------
        InputError
            If a source may not be passed on, or what makes it is not installed.
        """
        name, kind = EXPORTS[what]
        session = self.desk.session
        safe = re.sub(r"[^a-z0-9-]+", "-", session.placement.name.lower()).strip("-")[:100]
        content = self._compared(of) if what == "compare.html" else self._content(what)
        return Export(name.format(name=safe or "placement"), kind, content)

    def _compared(self, of: Sequence[str]) -> bytes:
        """Return the page that `ceaseline compare` makes of two lines."""
        session = self.desk.session
        if len(of) != 2 or of[0] == of[1]:
            raise InputError("A comparison is of two lines; choose two that are not the same.")
        lines = [
            session.held_of(name).plan.placement.replaced(title=a_title(name))
            if name
            else session.placement
            for name in of
        ]
        held = compare(lines, 0, session.ground.boundaries, session.zone)
        used = [source for plan in held.plans for source in plan.rests_on]
        check_rights(used, i_have_rights=self._rights)
        return comparison_page(held, session.study, **vars(self.look))

    def _content(self, what: str) -> bytes:
        session = self.desk.session
        if what == "placement.geojson":
            return dumps(session.placement).encode()
        plan = session.plan
        check_rights(plan.rests_on, i_have_rights=self._rights)
        if what == "map.html":
            return sealed_map([plan], self.look, session.study)[0]
        if what == "report.html":
            return report(
                plan, session.study, "html", Setting(self.look.lang, theme=self.look.theme)
            )
        return written(plan, "geojson", "")
