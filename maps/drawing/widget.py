"""The editor in a notebook: the same page and session, with the kernel in place of a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

import traitlets
from anywidget import AnyWidget

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits.context import default_ground
from ceaseline.layers.edits.files import copy_of
from ceaseline.layers.placement.store import SUFFIX
from ceaseline.layers.provisions import proposal
from ceaseline.layers.session import Desk
from ceaseline.maps.assets import element
from ceaseline.maps.drawing.begin import check_copy
from ceaseline.maps.drawing.messages import CHANGES, MessageError, heard, told, told_state
from ceaseline.maps.drawing.work import Work
from ceaseline.maps.page.render import Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceaseline.layers.placement.placement import Edit, Placement
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.session import Session

__all__ = ["Editor", "editor"]

_MOST_LETTERS: Final = 1 << 20
"""Of a message of a page."""
_OPEN: Final[WeakValueDictionary[Path, Editor]] = WeakValueDictionary()
"""The editors of this kernel by their files: a cell that is run again opens its file anew."""


class Editor(AnyWidget):
    """A placement that is edited in a notebook; make one with :meth:`Plan.draw`.

    What the hand does on the map is in `placement` at once, and what Python does is on the map.
    """

    _esm = element("widget.js")
    page = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int().tag(sync=True)

    def __init__(self, work: Work, height: int) -> None:
        self._work = work
        super().__init__(page=work.page(framed=True), height=height)
        self.on_msg(self._heard)

    def __repr__(self) -> str:
        """Return it as a line."""
        return f"<Editor of {self._work.file}>"

    @property
    def session(self) -> Session:
        """The session: trials, checkpoints, figures."""
        return self._work.desk.session

    @property
    def placement(self) -> Placement:
        """The placement as it is edited."""
        return self.session.placement

    @property
    def plan(self) -> Plan:
        """Its plan."""
        return self.session.plan

    @property
    def file(self) -> Path:
        """What `save` writes."""
        return self._work.file

    def edit(self, verb: str, **words: Any) -> Edit:
        """Make an edit, on every map of this editor, too; return it as recorded.

        Parameters
        ----------
        verb, **words
            As of :meth:`ceaseline.layers.session.Session.edit`.

        Raises
        ------
        InputError, GeometryError
            As there; then nothing changes.
        """
        self._do("edit", verb=verb, words=words)
        return self.placement.history[-1]

    def undo(self) -> None:
        """Take the last edit back."""
        self._do("undo")

    def redo(self) -> None:
        """Make the edit again that was undone last."""
        self._do("redo")

    def save(self) -> Path:
        """Write the placement with its history to its file, and return the path.

        Raises
        ------
        InputError
            If the file changed on disk meanwhile; the edits stay.
        """
        path = self._work.desk.save()
        self._tell_state()
        return path

    def close(self) -> None:
        """Let go of the file; its journal keeps what is not saved."""
        self._work.desk.close()
        super().close()

    def _do(self, what: str, **words: Any) -> None:
        self._work.desk.do(what, **words)
        self._tell_state()

    def _tell_state(self) -> None:
        self.send({"text": told_state(self._work.state(), 0, None)})

    def _heard(self, _widget: object, content: Any, _buffers: object) -> None:
        """Answer a page; what changes the placement is told to all of them."""
        text, view = (content.get(key) if isinstance(content, dict) else None
                      for key in ("text", "view"))  # fmt: skip
        if not isinstance(text, str) or len(text) > _MOST_LETTERS:
            return
        for own, answer in self._answers(text):
            self.send({"text": answer, "view": view} if own else {"text": answer})

    def _answers(self, text: str) -> Iterator[tuple[bool, str]]:
        """Return what is told, and whether to the page that asked alone."""
        try:
            message = heard(text)
        except MessageError as fault:
            yield True, told("fault", n=fault.n, text=str(fault))
            return
        if message.op == "state":
            yield True, told_state(self._work.state(), 0, None)
            return
        yield True, self._work.answer(message)
        if message.op in CHANGES:
            yield False, told_state(self._work.state(), 0, 0)


def editor(plan: Plan, file: str | Path | None = None, *, height: int = 760, **look: Any) -> Editor:
    """Return the editor of a plan's placement.

    Parameters
    ----------
    plan : Plan
        Its zone is that of sections without depths of their own.
    file : path, optional
        What is edited and saved; ``NAME-drawn.geojson`` in the working folder if not given. A copy
        of the placement is made where it is not there.
    height : int
        Of the frame, in pixels.
    **look
        ``lang`` and ``theme``.

    Raises
    ------
    InputError
        If the file holds another placement, cannot be written or is edited elsewhere, or the plan
        is on other boundaries than the study's.
    """
    own, ground = plan.placement, default_ground()
    if ground.boundaries is None or plan.boundaries.id != ground.boundaries.id:
        raise InputError(
            f"The plan is on the boundaries {plan.boundaries.id}; the editor works on those of the "
            "study alone. Make the plan without boundaries of its own."
        )
    target = Path(f"{own.name}-drawn{SUFFIX}" if file is None else file)
    if (before := _OPEN.get(target.resolve())) is not None:
        before.close()
    check_copy(target, own)
    desk = Desk.open(target, copy_of(own, target.stem), proposal(), plan.zone_settings)
    made = _OPEN[target.resolve()] = Editor(Work(desk, Look(**look)), height)
    return made
