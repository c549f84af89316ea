"""The socket: edits of several tabs, and what is thrown at it."""

import contextlib
import json
import re
import socket
import struct
import time

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from ceaseline.layers.edits import edit
from ceaseline.layers.edits.share import restored
from ceaseline.layers.placement.store import dumps, load, read, write
from ceaseline.layers.session import Desk
from ceaseline.maps.drawing import app
from tests.maps.drawing.conftest import LINE

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

FLIP = {"verb": "flip", "words": {"settlement": "Pokrovsk", "to": "Russia"}}
CLOSE = re.compile(rb"\x88.(\x03[\xe8-\xff])", re.DOTALL)


def frame(text):
    """A text frame of a client, its mask nothing."""
    raw = text.encode()
    size = len(raw)
    if size < 126:
        head = bytes([0x81, 0x80 | size])
    elif size < 1 << 16:
        head = bytes([0x81, 0x80 | 126]) + struct.pack("!H", size)
    else:
        head = bytes([0x81, 0x80 | 127]) + struct.pack("!Q", size)
    return head + b"\0\0\0\0" + raw


def closed_with(sock):
    """The code of the close frame that the server sends; None where it ends without one."""
    told = b""
    with sock:
        while not (found := CLOSE.search(told)) and (chunk := sock.recv(1 << 16)):
            told += chunk
    return found and struct.unpack("!H", found[1])[0]


def test_two_tabs_stay_in_step(editor):
    one, two = editor.open(), editor.open()
    assert one.state["you"] != two.state["you"]
    n = one.ask("edit", **FLIP)
    assert one.hear("done", n=n)["text"].startswith("flip ")
    mine, theirs = one.hear("state"), two.hear("state")
    assert theirs["by"] == mine["by"] == one.state["you"]
    for key in ("sequence", "lines", "figures", "history", "plan", "unsaved"):
        assert mine[key] == theirs[key]
    assert mine["can_undo"]
    assert mine["lines"] != one.state["lines"]
    two.ask("undo")
    back = one.hear("state", by=two.state["you"])
    assert back["lines"] == one.state["lines"]
    assert back["can_redo"]
    late = editor.open()
    assert {**late.state, "you": 0} == {**back, "you": 0, "by": None}
    assert [one["do"] for one in editor.journal[1:]] == ["edit", "undo"]


def test_a_try_is_answered_and_changes_nothing(editor):
    page = editor.open()
    spots = max((one["coords"] for one in page.state["lines"]), key=len)
    (lon, lat), end = spots[100], spots[120]
    trial = page.answer("try", path=[[lon, lat], [lon + 0.1, lat], end], basis=None, snap=None)
    assert trial["op"] == "trial"
    assert len(trial["path"]) == 3
    assert trial["took_ms"] >= 0
    assert trial["gains"]
    snap = {"m": 3000, "to": ["river"]}
    assert page.answer("try", path=[[lon, lat], [lon + 0.1, lat], end], snap=snap)["op"] == "trial"
    assert len(editor.journal) == 1


def test_checkpoints_copies_and_shared_texts(editor):
    page = editor.open()
    assert page.answer("checkpoint", name="here")["text"] == "Kept as here."
    assert page.answer("edit", **FLIP)["op"] == "done"
    text = page.answer("share")["text"]
    assert restored(text).sections == editor.desk.session.placement.sections
    assert page.answer("save_copy", name="other")["text"] == "Saved a copy as other.geojson."
    assert read(editor.file.with_name("other.geojson")).name == "other"
    for name in ("../other", "/tmp/other", "Other", "a.b", "a/b"):  # noqa: S108 - refused
        assert "cannot be the name of a placement" in page.answer("save_copy", name=name)["text"]
    assert page.answer("back_to", name="here")["text"] == "Gone back."
    assert page.answer("save")["text"] == "Saved trial.geojson."
    assert not page.hear("state", unsaved=False)["history"]
    assert {one.name for one in editor.file.parent.iterdir()} == {
        "trial.geojson", "trial.geojson.journal", "other.geojson",
    }  # fmt: skip


def test_what_another_program_wrote_is_not_overwritten(editor):
    one, two = editor.open(), editor.open()
    assert one.answer("save")["op"] == "done"
    assert one.answer("edit", **FLIP)["op"] == "done"
    theirs = edit(read(editor.file), "flip", settlement="Kramatorsk", to="Russia")
    write(theirs, editor.file)
    for page in (one, two):
        assert page.hear("changed") == {"op": "changed", "file": "trial.geojson"}
    refused = one.answer("save")
    assert refused["op"] == "fault"
    assert "was changed on disk since it was read here" in refused["text"]
    assert (
        "Merge makes the edits on what is there now, a copy saves them beside it"
        in (refused["text"])
    )
    assert dumps(read(editor.file)) == dumps(theirs)
    assert one.answer("save_copy", name="mine")["op"] == "done"
    assert one.answer("merge")["text"] == "Your edits are made on what trial.geojson holds."
    assert one.hear("state", by=one.state["you"])["history"][-1].startswith("flip")
    assert one.answer("save")["op"] == "done"
    both = read(editor.file)
    assert [made.verb for made in both.history] == ["flip", "flip"]
    assert [made.verb for made in read(editor.file.with_name("mine.geojson")).history] == ["flip"]


def test_the_edits_are_there_again_after_a_cut(editor):
    page = editor.open()
    assert page.answer("edit", **FLIP)["op"] == "done"
    held = editor.desk.session.placement
    editor.close()
    again = Desk.open(editor.file, load(LINE), editor.desk.session.study)
    assert (again.resumed, again.session.placement) == (1, held)
    editor.desk = again


NO_NUMBER = "The message holds NaN, which is no number; send finite numbers."
NO_PLACEMENT = "'/etc/passwd' is no placement of the library"
NO_PLACE = "The path has the place 3, 400; give longitudes from -180 to 180"


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("{", "The message is no JSON; send an object with op and n."),
        ('{"op":"undo","n":NaN}', NO_NUMBER),
        ("[" * 200_000, "The message is nested too deeply; send a flat object."),
        ('{"op":"rm","n":1}', "There is nothing called 'rm' to do; there are try, "),
        ('{"op":"undo","n":1}', "trial has no edits to undo."),
        ('{"op":"back_to","n":1,"name":"x"}', "There is no checkpoint 'x'; there are: before it"),
        ('{"op":"edit","n":1,"verb":"title","words":{"path":[[1,2],[3,4]]}}', "title does not tak"),
        ('{"op":"edit","n":1,"verb":"rm","words":{}}', "'rm' cannot be asked for here; there are"),
        ('{"op":"edit","n":1,"verb":"replace","words":{"other":"/etc/passwd"}}', NO_PLACEMENT),
        ('{"op":"edit","n":1,"verb":"draw","words":{"path":[[1,2],[3,400]]}}', NO_PLACE),
        ('{"op":"try_depth","n":1,"km":[1e9]}', "The zone's depth is 1e+09 km; give a depth from"),
    ],
)
def test_what_cannot_be_done_is_a_fault_in_one_sentence(stands, message, sentence):
    page = stands.open()
    page.say(message)
    fault = page.hear()
    assert fault["op"] == "fault"
    assert fault["text"].startswith(sentence)


def test_binary_messages_are_refused(stands):
    page = stands.open()
    page.say(b"\x00\xff")
    assert page.hear()["text"] == "The message is no JSON; send an object with op and n."


def crossing(spots):
    (lon, lat), end = spots[100], spots[120]
    return [[lon, lat], [lon + 0.4, lat + 0.4], [lon + 0.4, lat], [lon, lat + 0.4], end]


def away(spots):
    (lon, lat), end = spots[100], spots[120]
    return [[lon, lat], [42.0, 46.0], [42.0, 48.0], end]


@pytest.mark.sampled
@pytest.mark.parametrize("path", [crossing, away])
def test_a_line_that_crosses_itself_or_leaves_the_country_is_answered(editor, path):
    page = editor.open()
    spots = path(max((one["coords"] for one in page.state["lines"]), key=len))
    tried = page.answer("try", path=spots)
    made = page.answer("edit", verb="draw", words={"path": spots})
    assert tried["op"] == {"done": "trial", "fault": "fault"}[made["op"]]
    if made["op"] == "fault":
        assert made["text"] == tried["text"]
    assert "unexpected" not in made["text"]
    assert len(editor.journal) == (2 if made["op"] == "done" else 1)
    assert page.answer("try_depth", km=[5])["op"] == "trial"
    lines = [one["coords"] for one in editor.open().state["lines"]]
    assert all(len(line) > 1 for line in lines)


def test_an_error_of_the_engine_is_logged_in_a_line_and_the_server_stays(
    stands, monkeypatch, caplog
):
    def broken(*_args):
        raise ZeroDivisionError("by\nnought")

    page = stands.open()
    monkeypatch.setattr(stands.desk.session, "trial_depth", broken)
    fault = page.answer("try_depth", km=[10])
    monkeypatch.undo()
    assert fault["text"] == (
        "Something unexpected happened (ZeroDivisionError: by). This is a fault of ceaseline, not "
        "yours."
    )
    assert [one.message for one in caplog.records] == [
        "ceaseline draw: try_depth failed (ZeroDivisionError: by)"
    ]


def said_and_heard(page, text):
    page.say(text)
    page.hear()


def test_a_message_of_fifty_megabytes_ends_its_socket_alone(stands):
    other, loud = stands.open(), stands.open()
    with pytest.raises(ConnectionClosed):
        said_and_heard(loud, "x" * 50_000_000)
    assert other.answer("try_depth", km=[10])["op"] == "trial"
    sock = stands.raw()
    sock.sendall(bytes([0x81, 0x80 | 127]) + struct.pack("!Q", 50_000_000) + b"\0\0\0\0")
    assert closed_with(sock) == 1009


def test_ten_thousand_messages_at_once_end_their_socket_alone(stands):
    other = stands.open()
    sock = stands.raw()
    begun = time.monotonic()
    sock.sendall(frame(json.dumps({"op": "try_depth", "n": 1, "km": [10]})) * 10_000)
    assert closed_with(sock) == 1008
    assert time.monotonic() - begun < 10
    assert other.answer("try_depth", km=[10])["op"] == "trial"


def test_messages_that_come_too_fast_are_refused_once_a_second(stands):
    page = stands.open()
    for _ in range(1500):
        page.say('{"op":"share","n":5')
    page.ask("state")
    faults = {}
    while True:
        try:
            text = page.hear("fault", timeout=0.7)["text"]
        except TimeoutError:
            break
        faults[text] = faults.get(text, 0) + 1
    assert 1 <= faults["Messages come too fast; what is beyond 200 a second is not done."] <= 10


def test_a_tab_that_does_not_read_keeps_nobody_waiting(stands, monkeypatch):
    monkeypatch.setattr(app, "_STUCK_S", 0.5)
    other = stands.open()
    sock = stands.raw()
    begun = time.monotonic()
    for _ in range(5):
        sock.sendall(frame('{"op":"state","n":1}') * 10)
        took = time.monotonic()
        assert other.answer("try_depth", km=[10])["op"] == "trial"
        assert time.monotonic() - took < 5
    while len(stands.hub.tabs) > 1 and time.monotonic() - begun < 30:
        with contextlib.suppress(OSError):  # it has been closed
            sock.sendall(frame('{"op":"state","n":1}'))
        time.sleep(0.02)
    assert list(stands.hub.tabs) == [other.state["you"]]


def test_the_ninth_tab_is_refused(stands):
    pages = [stands.open() for _ in range(8)]
    with pytest.raises(InvalidStatus) as fault:
        stands.page()
    assert fault.value.response.status_code == 503
    assert fault.value.response.body == (b"8 tabs edit this placement already; close one of them.")
    pages[0].close()
    assert stands.open().state["sequence"] == pages[0].state["sequence"]


def test_a_socket_that_is_cut_off_is_forgotten(stands):
    sock = stands.raw()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()
    half = stands.raw()
    half.sendall(frame('{"op":"undo","n":1}')[:-3])
    half.close()
    bad = stands.raw()
    bad.sendall(b"\xff" * 64)
    assert closed_with(bad) == 1002
