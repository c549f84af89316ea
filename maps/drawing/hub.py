"""The tabs that edit one placement: what they ask is done in order, and all are told what it is.

One event loop hears the tabs, and one thread beside it runs the engine. Of what a tab only tries,
the newest alone is kept while the engine is busy. What a tab is told waits for it in a box of its
own, so that one that does not read keeps nobody waiting.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ceaseline.maps.drawing.messages import (
    CHANGES,
    MessageError,
    Try,
    TryDepth,
    heard,
    told,
    told_state,
)
from ceaseline.maps.drawing.work import unexpected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from ceaseline.maps.drawing.messages import Message
    from ceaseline.maps.drawing.work import Work

__all__ = ["MOST_TABS", "Box", "Hub", "Tab"]

_T = TypeVar("_T")

MOST_TABS: Final = 8
_MOST_WAITING: Final = 64
"""Changes that a tab may have asked for and that are not made yet."""
_MOST_TOLD: Final = 256
"""What may wait to be told to a tab: all its answers have room; of faults in a flood not all."""
_EVERY_S: Final = 1.0
"""How often the file is looked at."""


class Box:
    """What waits to be told to a tab; of states, and of what is only told once, the latest."""

    def __init__(self) -> None:
        self._texts: deque[tuple[str, str]] = deque()
        self._some = asyncio.Event()

    def put(self, text: str, only: str = "") -> None:
        """Add a text, if there is room.

        Parameters
        ----------
        text : str
        only : str
            What it is one of that is told once: it has room always, and takes the place of one that
            still waits.
        """
        if only:
            self._texts = deque(one for one in self._texts if one[0] != only)
        if only or len(self._texts) < _MOST_TOLD:
            self._texts.append((only, text))
        self._some.set()

    async def next(self) -> str:
        """Return the next text, when there is one."""
        while not self._texts:
            self._some.clear()
            await self._some.wait()
        return self._texts.popleft()[1]


@dataclass(eq=False)
class Tab:
    """A page that is open.

    Attributes
    ----------
    number : int
        By which others are told whose change it was.
    box : Box
    waiting : int
        What it asked for and was not answered.
    trial : Job, optional
        What it tries, while the engine has not begun with it.
    """

    number: int
    box: Box = field(default_factory=Box)
    waiting: int = 0
    trial: Job | None = None


@dataclass(frozen=True, eq=False)
class Job:
    """What a tab asked for; without a message, to be told the state.

    Attributes
    ----------
    tab : Tab
    message : Message, optional
    """

    tab: Tab
    message: Message | None


class Hub:
    """The tabs, and the engine's thread.

    Parameters
    ----------
    work : Work
    every_s : float
        How often the file is looked at.
    """

    def __init__(self, work: Work, every_s: float = _EVERY_S) -> None:
        self.work = work
        self.tabs: dict[int, Tab] = {}
        self._every_s = every_s
        self._jobs: deque[Job] = deque()
        self._some = asyncio.Event()
        self._state: str | None = None
        self._count = 0
        self._context = contextvars.copy_context()  # the study in force is a context variable
        self._thread = ThreadPoolExecutor(1, "engine")

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work until the block is left; then wait for what the engine is doing."""
        tasks = [asyncio.create_task(self._run()), asyncio.create_task(self._watch())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)

    async def engine(self, make: Callable[..., _T], *args: Any) -> _T:
        """Return what a function returns that is run in the engine's thread, after all before."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._context.run, make, *args)

    def join(self) -> Tab | None:
        """Return a new tab, which is told the state first; None where there are too many."""
        if len(self.tabs) >= MOST_TABS:
            return None
        self._count += 1
        tab = self.tabs[self._count] = Tab(self._count)
        if self._state is None:
            self._add(Job(tab, None))
        else:
            _show(tab, self._state, None)
        return tab

    def leave(self, tab: Tab) -> None:
        """Forget a tab; what it changed stays, and what it asked to change is still changed."""
        self.tabs.pop(tab.number, None)
        self._drop_trial(tab)

    def hear(self, tab: Tab, text: str) -> None:
        """Take a message of a tab: it is done in its turn, or answered with a fault at once."""
        try:
            message = heard(text)
        except MessageError as fault:
            tab.box.put(told("fault", n=fault.n, text=str(fault)))
            return
        job = Job(tab, message)
        if isinstance(message, Try | TryDepth):
            self._drop_trial(tab)
            tab.trial = job
        elif tab.waiting < _MOST_WAITING:
            tab.waiting += 1
        else:
            words = f"{_MOST_WAITING} changes wait already; wait for them before you ask for more."
            tab.box.put(told("fault", n=message.n, text=words))
            return
        self._add(job)

    def _drop_trial(self, tab: Tab) -> None:
        """Drop what a tab tries, where the engine has not begun with it."""
        if tab.trial is not None:
            self._jobs.remove(tab.trial)
            tab.trial = None

    def _add(self, job: Job) -> None:
        self._jobs.append(job)
        self._some.set()

    async def _run(self) -> None:
        while True:
            while self._jobs:
                job = self._jobs.popleft()
                try:
                    await self._do(job)
                except Exception as error:  # noqa: BLE001 - the next one is done whatever happens
                    words = unexpected(error, "telling the tabs")
                    job.tab.box.put(told("fault", n=None, text=words))
            self._some.clear()
            await self._some.wait()

    async def _do(self, job: Job) -> None:
        tab, message = job.tab, job.message
        if tab.trial is job:
            tab.trial = None
        elif message is not None:
            tab.waiting -= 1
        if message is None or message.op == "state":
            _show(tab, await self._now(), None)
            return
        tab.box.put(await self.engine(self.work.answer, message))
        if message.op in CHANGES:
            self._state = None
            state = await self._now()
            for one in self.tabs.values():
                _show(one, state, tab.number)

    async def _now(self) -> str:
        """Return the state, made anew where something changed."""
        if self._state is None:
            self._state = await self.engine(self.work.state)
        return self._state

    async def _watch(self) -> None:
        """Tell every tab once when somebody else writes the file."""
        seen = _mark(self.work.file)
        while True:
            await asyncio.sleep(self._every_s)
            now = _mark(self.work.file)
            if now == seen:
                continue
            seen = now
            try:
                changed = await self.engine(self.work.changed)
            except OSError as error:
                unexpected(error, "looking at the file")
                continue
            self._state = None
            if changed:
                for tab in self.tabs.values():
                    tab.box.put(told("changed", file=self.work.file.name), "changed")


def _show(tab: Tab, state: str, by: int | None) -> None:
    """Tell a tab the state, its own number, and whose change it was."""
    tab.box.put(told_state(state, tab.number, by), "state")


def _mark(file: Path) -> tuple[int, int, int] | None:
    """Return what changes when a file is written; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
