"""An editor that serves on this machine, and pages that speak with it."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from ceaseline.layers.placement.store import load
from ceaseline.layers.provisions import proposal
from ceaseline.layers.session import Desk
from ceaseline.maps.drawing.serve import Where, listen, server
from ceaseline.maps.drawing.work import Work

LINE = "contact-2024-11-20"


class Page:
    """A tab: what it asks, and what it is told."""

    def __init__(self, editor, **headers):
        self.editor = editor
        sock = socket.create_connection(("127.0.0.1", editor.port))
        given = {"Cookie": editor.cookie, "Origin": editor.origin} | headers
        given = {name: value for name, value in given.items() if value is not None}
        host = given.pop("Host", f"127.0.0.1:{editor.port}")
        self.told = []
        self.count = 0
        try:
            self.closing = contextlib.ExitStack()
            self.socket = self.closing.enter_context(
                connect(
                    f"ws://{host}/live",
                    sock=sock,
                    additional_headers=given,
                    max_size=None,
                    compression=None,
                )
            )
        except BaseException:
            sock.close()
            raise

    def say(self, text):
        self.socket.send(text)

    def ask(self, op, **fields):
        self.count += 1
        self.say(json.dumps({"op": op, "n": self.count, **fields}))
        return self.count

    def hear(self, *ops, timeout=20, **fields):
        """The next message of one of these ops whose fields are those."""
        while True:
            message = json.loads(self.socket.recv(timeout=timeout))
            self.told.append(message)
            named = not ops or message["op"] in ops
            if named and all(message.get(name) == value for name, value in fields.items()):
                return message

    def answer(self, op, **fields):
        return self.hear("done", "fault", "trial", "shared", n=self.ask(op, **fields))

    def close(self):
        self.closing.close()


class Editor:
    """A server in a thread, on a placement in a folder."""

    def __init__(self, folder, where=None):
        where = Where() if where is None else where
        first = load(LINE).replaced(name="trial", origin=LINE)
        self.file = folder / "trial.geojson"
        self.desk = Desk.open(self.file, first, proposal())
        self.listening = listen(where)
        self.gate = self.listening.gate
        self.port = self.gate.port
        self.origin = f"{self.gate.scheme}://127.0.0.1:{self.port}"
        self.cookie = f"{self.gate.cookie}={self.gate.secret}"
        begun = threading.Event()
        self.server = server(Work(self.desk), self.listening, where, begun.set)
        sockets = [self.listening.socket]
        self.thread = threading.Thread(
            target=self.server.run, kwargs={"sockets": sockets}, daemon=True
        )
        self.thread.start()
        assert begun.wait(20)
        self.pages = []
        self.sockets = []

    def page(self, **headers):
        self.pages.append(Page(self, **headers))
        return self.pages[-1]

    def open(self):
        """A page that has been told the state; it waits until a tab that left is forgotten."""
        for _ in range(200):
            try:
                page = self.page()
            except InvalidStatus as fault:
                if fault.response.status_code != 503:
                    raise
                time.sleep(0.02)
            else:
                page.state = page.hear("state")
                return page
        raise AssertionError("no tab was forgotten")

    @property
    def hub(self):
        return self.server.config.app.app.state.hub

    def send(self, method, path, body=None, *, cookie=True, **headers):
        """Send a request with exactly these headers; return status, headers, body."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        given = {"Host": f"127.0.0.1:{self.port}"} | headers
        if cookie:
            given.setdefault("Cookie", self.cookie)
        if body is not None:
            given.setdefault("Content-Length", str(len(body)))
        with contextlib.closing(link):
            link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in given.items():
                for one in [value] if isinstance(value, str) else value or []:
                    link.putheader(name, one)
            link.endheaders(body)
            answer = link.getresponse()
            return answer.status, answer.headers, answer.read()

    def enter(self, token, **headers):
        given = {"Origin": self.origin, "Content-Type": "application/json"} | headers
        body = json.dumps({"token": token}).encode()
        return self.send("POST", "/enter", body, cookie=False, **given)

    def raw(self):
        """A socket after the handshake, to be spoken to byte by byte; it reads what it likes."""
        sock = socket.socket()
        self.sockets.append(sock)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.settimeout(20)
        sock.connect(("127.0.0.1", self.port))
        lines = (
            "GET /live HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Origin: {self.origin}",
            f"Cookie: {self.cookie}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
        )
        sock.sendall("\r\n".join([*lines, "", ""]).encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += sock.recv(1)
        assert head.startswith(b"HTTP/1.1 101 ")
        return sock

    @property
    def journal(self):
        """The records of the journal, every line of it whole."""
        raw = self.file.with_name("trial.geojson.journal").read_bytes()
        assert raw.endswith(b"\n")
        return [json.loads(line) for line in raw.splitlines()]

    def leave(self):
        """Close all tabs."""
        while self.pages or self.sockets:
            (self.pages or self.sockets).pop().close()

    def close(self):
        self.leave()
        self.server.should_exit = True
        self.thread.join(20)
        assert not self.thread.is_alive()
        self.listening.socket.close()
        self.desk.close()


@pytest.fixture
def editor(tmp_path):
    made = Editor(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    made = Editor(tmp_path_factory.mktemp("attacked"))
    try:
        page = made.open()
        page.ask("checkpoint", name="before it all")
        page.hear("state", by=page.state["you"])
        made.leave()
        yield made
    finally:
        made.close()


@pytest.fixture
def stands(attacked):
    """The editor under attack; afterwards it answers, and nothing in its journal changed."""
    before = attacked.journal
    yield attacked
    attacked.leave()
    page = attacked.open()
    assert page.answer("undo")["text"] == "trial has no edits to undo."  # so says the engine
    assert attacked.send("GET", "/")[0] == 200
    attacked.leave()
    assert attacked.journal == before
    assert page.state["checkpoints"] == ["before it all"]
