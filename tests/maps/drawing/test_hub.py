"""The tabs and the engine's thread, with an engine that waits to be let go on."""

import asyncio
import contextvars
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ceaseline.maps.drawing.hub import MOST_TABS, Box, Hub
from ceaseline.maps.drawing.messages import told

WHERE = contextvars.ContextVar("where", default="nowhere")
PATH = [[36.0, 48.0], [36.1, 48.1]]


class Engine:
    """Stands for the work: it notes what it is asked, and waits while it is held."""

    def __init__(self, file):
        self.file = file
        self.asked = []
        self.free = threading.Event()
        self.free.set()
        self.begun = threading.Event()
        self.threads = set()
        self.is_changed = False
        self.fault = None

    def answer(self, message):
        self.begun.set()
        self.free.wait(20)
        self.threads.add((threading.current_thread().name, WHERE.get()))
        self.asked.append((message.op, message.n))
        return told("trial" if message.op.startswith("try") else "done", n=message.n)

    def state(self):
        if self.fault:
            raise self.fault
        return json.dumps({"sequence": len(self.asked)})

    def changed(self):
        return self.is_changed


def say(hub, tab, op, n, **fields):
    hub.hear(tab, json.dumps({"op": op, "n": n, **fields}))


async def told_to(tab, count):
    return [
        json.loads(await asyncio.wait_for(tab.box.next(), 20)) for _ in range(count)
    ]  # as a page reads them


@pytest.fixture
def engine(tmp_path):
    return Engine(tmp_path / "trial.geojson")


def run(work):
    """Run it in a thread of its own: a browser of another test may keep this one's loop."""

    async def bounded():
        await asyncio.wait_for(work(), 30)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(contextvars.copy_context().run, asyncio.run, bounded()).result()


def test_of_tries_the_last_alone_is_answered_and_no_change_is_dropped(engine):
    async def work():
        hub = Hub(engine)
        async with hub.running():
            one, two = hub.join(), hub.join()
            await told_to(one, 1)
            await told_to(two, 1)
            engine.free.clear()
            say(hub, one, "try", 1, path=PATH)
            await asyncio.to_thread(engine.begun.wait, 20)
            say(hub, two, "try", 1, path=PATH)
            for n in range(2, 6):
                say(hub, one, "try", n, path=PATH)
            say(hub, one, "edit", 6, verb="flip", words={"settlement": "Bakhmut", "to": "Russia"})
            say(hub, one, "undo", 7)
            say(hub, one, "try_depth", 8, km=[1])
            say(hub, one, "try", 9, path=PATH)
            engine.free.set()
            heard = await told_to(one, 6)
            assert [one["n"] for one in heard if one["op"] == "trial"] == [1, 9]
            assert (await told_to(two, 1))[0]["op"] == "trial"
        assert engine.asked == [("try", 1), ("try", 1), ("edit", 6), ("undo", 7), ("try", 9)]

    run(work)


def test_the_engine_has_one_thread_in_the_context_of_the_study(engine):
    WHERE.set("here")
    hub = None

    async def work():
        async with hub.running():
            tab = hub.join()
            for n in range(4):
                say(hub, tab, "undo", n)
                await told_to(tab, 2)
            assert await hub.engine(WHERE.get) == "here"

    async def outer():
        nonlocal hub
        hub = Hub(engine)
        WHERE.set("elsewhere")
        await work()

    run(outer)
    assert engine.threads == {("engine_0", "here")}


def test_of_states_that_wait_the_latest_is_told(engine):
    async def work():
        hub = Hub(engine)
        async with hub.running():
            one, idle = hub.join(), hub.join()
            await told_to(one, 1)
            for n in range(5):
                say(hub, one, "undo", n)
                await told_to(one, 2)
            waiting = await told_to(idle, 1)
            assert waiting == [{"op": "state", "you": 2, "by": 1, "sequence": 5}]
            assert not idle.box._texts

    run(work)


def test_a_box_has_an_end_and_a_state_always_room():
    async def work():
        box = Box()
        for n in range(1000):
            box.put(str(n))
        for n in range(3):
            box.put(f"state {n}", "state")
        texts = [await box.next() for _ in range(257)]
        assert texts[0] == "0"
        assert texts[255:] == ["255", "state 2"]

    run(work)


def test_more_changes_than_may_wait_are_refused(engine):
    async def work():
        hub = Hub(engine)
        async with hub.running():
            tab, other = hub.join(), hub.join()
            await told_to(tab, 1)
            engine.free.clear()
            for n in range(70):
                say(hub, tab, "undo", n)
            (fault, *_) = await told_to(tab, 1)
            say(hub, other, "redo", 1)
            engine.free.set()
            assert fault["op"] == "fault"
            assert fault["text"].startswith("64 changes wait already; wait for them")
            while ("redo", 1) not in engine.asked:
                await asyncio.sleep(0.01)
        assert [n for op, n in engine.asked if op == "undo"] == list(range(64))

    run(work)


def test_what_a_tab_that_left_asked_to_change_is_changed_and_what_it_tried_is_dropped(engine):
    async def work():
        hub = Hub(engine)
        async with hub.running():
            one, two = hub.join(), hub.join()
            await told_to(two, 1)
            engine.free.clear()
            say(hub, two, "undo", 1)
            await asyncio.to_thread(engine.begun.wait, 20)
            say(hub, one, "undo", 2)
            say(hub, one, "try", 3, path=PATH)
            hub.leave(one)
            engine.free.set()
            heard = await told_to(two, 3)
            assert [one.get("by") for one in heard] == [None, 2, 1]
        assert engine.asked == [("undo", 1), ("undo", 2)]

    run(work)


def test_there_is_room_for_so_many_tabs(engine):
    async def work():
        hub = Hub(engine)
        async with hub.running():
            tabs = [hub.join() for _ in range(MOST_TABS)]
            assert hub.join() is None
            hub.leave(tabs[3])
            assert hub.join().number == MOST_TABS + 1

    run(work)


def test_every_tab_is_told_once_that_the_file_changed(engine):
    engine.file.write_text("1")

    async def work():
        hub = Hub(engine, every_s=0.02)
        async with hub.running():
            tabs = [hub.join(), hub.join()]
            for tab in tabs:
                await told_to(tab, 1)
            await asyncio.sleep(0.1)
            engine.is_changed = True
            engine.file.write_text("22")
            for tab in tabs:
                assert await told_to(tab, 1) == [{"op": "changed", "file": "trial.geojson"}]
            engine.is_changed = False  # as after a save of its own
            engine.file.write_text("333")
            await asyncio.sleep(0.2)
            assert not any(tab.box._texts for tab in tabs)

    run(work)


def test_a_state_that_cannot_be_made_is_a_fault_and_the_next_is_done(engine, caplog):
    async def work():
        hub = Hub(engine)
        async with hub.running():
            tab = hub.join()
            await told_to(tab, 1)
            engine.fault = RuntimeError("no\nsuch")
            say(hub, tab, "undo", 1)
            done, fault = await told_to(tab, 2)
            assert (done["op"], fault["op"]) == ("done", "fault")
            assert fault["text"] == (
                "Something unexpected happened (RuntimeError: no). This is a fault of ceaseline, "
                "not yours."
            )
            engine.fault = None
            say(hub, tab, "undo", 2)
            done, state = await told_to(tab, 2)
            assert (done["n"], state["sequence"]) == (2, 2)

    run(work)
    assert [one.message for one in caplog.records] == [
        "ceaseline draw: telling the tabs failed (RuntimeError: no)"
    ]
