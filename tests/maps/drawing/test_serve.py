"""Where it listens, what it refuses at the start, and how it ends."""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import webbrowser
from concurrent.futures import ThreadPoolExecutor

import pytest

from ceaseline.layers.placement.store import load, read, write
from ceaseline.layers.provisions import proposal
from ceaseline.maps.cli import run
from ceaseline.maps.drawing import begin as begin_module
from ceaseline.maps.drawing.begin import begin, target_of
from ceaseline.maps.drawing.serve import Server, Where, listen
from tests.maps.drawing.conftest import LINE, Editor

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1"])


STARTUP = Server.startup


def refused(capsys, *args):
    assert run(["draw", *args, "--no-browser"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err.removeprefix("Error: ").rstrip("\n")


@pytest.mark.parametrize(
    ("args", "start"),
    [
        (("--host", "192.168.1.5"), "Others can reach 192.168.1.5; give --certificate FILE and"),
        (("--host", "::"), "The host '::' stands for every address of this machine; give the"),
        (("--host", "", "--insecure-host"), "The host '' stands for every address"),
        (("--certificate", "c.pem"), "TLS needs two files; give both --certificate and --key."),
        (("--port", "70000"), "There is no port 70000; give 1 to 65535, or 0 for a free one."),
        (("--host", "203.0.113.9", "--insecure-host"), "203.0.113.9 is no address of this machine"),
        (("missing.geojson",), "missing.geojson cannot be read (No such file or directory); give"),
        (("no-such-line",), "There is no placement 'no-such-line'"),
        (("-o", "mine.txt"), "mine.txt is not named *.geojson; placement files are."),
        (("-o", "My File.geojson"), "'My File' cannot be a placement's name; name the file with"),
        (("-o", "none/mine.geojson"), "The folder none for mine.geojson does not exist; make it"),
        (("-o", "donbas-full.geojson"), "donbas-full is a placement of the library; give the copy"),
        (("--lang", "xx"), "The interface has no language 'xx'; give"),
        (("--depth-km", "x"), "The depth 'x' is not a number"),
        (("--certificate", "c.pem", "--key", "k.pem"), "The certificate c.pem with the key k.pem"),
    ],
)
def test_what_cannot_be_served_is_refused_at_the_start(capsys, tmp_path, monkeypatch, args, start):
    monkeypatch.chdir(tmp_path)
    assert refused(capsys, *args).startswith(start)
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_named(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert refused(capsys, "--port", str(port)) == (
            f"Port {port} of 127.0.0.1 is taken by another program; give another --port, or none "
            "for a free one."
        )


def test_without_the_extra_it_says_how_to_install_it(capsys, monkeypatch):
    found = begin_module.find_spec
    monkeypatch.setattr(
        begin_module, "find_spec", lambda name: None if name == "uvicorn" else found(name)
    )
    assert refused(capsys) == (
        "The editor needs uvicorn, not installed here; install the extra, with the pip of the same "
        "environment: pip install 'ceaseline[draw]'"
    )


@pytest.mark.parametrize(
    ("host", "name"),
    [("127.0.0.1", "127.0.0.1"), ("localhost", "localhost"), ("::1", "[::1]")],
)
def test_it_listens_on_this_machine_alone(host, name):
    if host == "::1" and not socket.has_ipv6:
        pytest.skip("no IPv6")
    listening = listen(Where(host))
    with listening.socket:
        bound, port = listening.socket.getsockname()[:2]
    assert bound in ("127.0.0.1", "::1")
    assert listening.gate.address == f"http://{name}:{port}/#{listening.gate.token}"
    assert listening.gate.hosts == {f"{name}:{port}"}


def test_another_host_goes_with_tls_or_with_the_risk(tmp_path):
    pem = tmp_path / "one.pem"
    assert not Where("draw.example", certificate=pem, key=pem).exposed
    assert Where("draw.example", insecure=True).exposed
    assert not Where("localhost", insecure=True).exposed


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_with_a_certificate_all_is_said_over_tls(tmp_path, caplog):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = (
        "openssl req -x509 -nodes -days 1 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 "
        f"-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout {key} -out {certificate}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)  # noqa: S603 - our own
    editor = Editor(tmp_path, Where(certificate=certificate, key=key))
    trusting = ssl.create_default_context(cafile=certificate)
    link = http.client.HTTPSConnection("127.0.0.1", editor.port, context=trusting)
    with contextlib.closing(link):
        headers = {"Origin": editor.origin, "Content-Type": "application/json"}
        link.request("POST", "/enter", json.dumps({"token": editor.gate.token}), headers)
        answer = link.getresponse()
        assert (answer.status, answer.read()) == (204, b"")
        assert answer.headers["Set-Cookie"] == (
            f"{editor.cookie}; HttpOnly; Path=/; SameSite=strict; Secure"
        )
    with socket.create_connection(("127.0.0.1", editor.port)) as plain:  # not a word without TLS
        plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert b"HTTP" not in plain.recv(100)
    editor.close()
    assert editor.gate.address.startswith("https://127.0.0.1:")
    assert all("\n" not in one.message for one in caplog.records)


def test_a_library_placement_is_copied_with_its_origin(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    desk = begin(LINE, None, proposal())
    made = desk.session.placement
    desk.save()
    desk.close()
    assert desk.file.name == f"{LINE}-drawn.geojson"
    assert (made.name, made.origin, made.history) == (f"{LINE}-drawn", LINE, ())
    again = begin(LINE, None, proposal())  # it goes on with the copy
    again.do("edit", verb="flip", words={"settlement": "Pokrovsk", "to": "Russia"})
    again.save()
    again.close()
    last = begin(LINE, None, proposal())
    assert len(last.session.placement.history) == 1
    last.close()
    with pytest.raises(Exception, match="exists and does not come from four-oblasts; edit it with"):
        begin("four-oblasts", desk.file, proposal())


def test_a_file_is_edited_where_it_is_or_copied(tmp_path):
    file = write(load(LINE).replaced(name="trial", origin=LINE), tmp_path / "trial.geojson")
    assert target_of(str(file), None) == file
    desk = begin(str(file), None, proposal())
    assert (desk.file, desk.session.placement.name) == (file, "trial")
    desk.close()
    copy = begin(str(file), tmp_path / "copy.geojson", proposal())
    assert (copy.session.placement.name, copy.session.placement.origin) == ("copy", "trial")
    copy.close()
    assert read(file).name == "trial"


def test_a_second_session_on_one_file_is_refused(tmp_path):
    file = write(load(LINE).replaced(name="trial"), tmp_path / "trial.geojson")
    desk = begin(str(file), None, proposal())
    with pytest.raises(Exception, match="is being edited by another `ceaseline draw`"):
        begin(str(file), None, proposal())
    desk.close()


def serve(monkeypatch, args, at):
    """Run the command in a thread, and do something when it serves; return its exit code."""

    async def startup(self, sockets=None):
        await STARTUP(self, sockets)
        threading.Thread(target=at, args=(self,)).start()

    monkeypatch.setattr(Server, "startup", startup)
    with ThreadPoolExecutor(1) as pool:  # a browser of another test may keep this one's loop
        return pool.submit(run, ["draw", *args]).result()


def test_the_browser_is_opened_at_the_address_that_is_printed(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    opened = []
    seen = threading.Event()
    monkeypatch.setattr(webbrowser, "open", lambda url: (opened.append(url), seen.set()))

    def ended(own):
        seen.wait(20)
        own.should_exit = True

    assert serve(monkeypatch, (), ended) == 0
    out, err = capsys.readouterr()
    printed = re.fullmatch(
        r"The editor is at (http://127\.0\.0\.1:\d+/#[\w-]{43})\nCtrl-C ends it\.\n", out
    )
    address, printed_token = printed[1].split("#")
    assert len(opened) == 1
    assert re.fullmatch(re.escape(address) + r"#[\w-]{43}", opened[0])
    assert printed_token not in opened[0]  # what a program is started with, others may see
    assert err == f"Ended; nothing was edited, and {LINE}-drawn.geojson was not written.\n"
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_ends_it_and_says_where_the_edits_are(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def interrupted(own):
        desk = own.config.app.app.state.hub.work.desk
        desk.do("edit", verb="flip", words={"settlement": "Pokrovsk", "to": "Russia"})
        own.handle_exit(signal.SIGINT, None)

    assert serve(monkeypatch, ("--no-browser",), interrupted) == 0
    name = f"{LINE}-drawn.geojson"
    assert capsys.readouterr().err == (
        f"Ended with edits that are not saved; {name}.journal keeps them, and the same command "
        "goes on with them.\n"
    )

    def saved(own):
        own.config.app.app.state.hub.work.desk.save()
        own.handle_exit(signal.SIGINT, None)

    assert serve(monkeypatch, ("--no-browser",), saved) == 0
    assert capsys.readouterr().err == (
        f"Unsaved edits of an earlier session are made again: 1.\nEnded; {name} holds every edit.\n"
    )
    assert len(read(name).history) == 1
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_checkpoints_are_kept_when_every_edit_is_saved(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def marked(own):
        desk = own.config.app.app.state.hub.work.desk
        desk.do("checkpoint", name="one")
        desk.save()
        own.handle_exit(signal.SIGINT, None)

    assert serve(monkeypatch, ("--no-browser",), marked) == 0
    name = f"{LINE}-drawn.geojson"
    assert capsys.readouterr().err == (
        f"Ended with every edit saved; {name}.journal keeps your checkpoints.\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_the_program_ends_at_a_signal(tmp_path, number, code):
    command = "from ceaseline.maps.cli import main; main()"
    program = subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-c", command, "draw", "--no-browser"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        text=True,
    )
    assert program.stdout.readline().startswith("The editor is at http://127.0.0.1:")
    program.send_signal(number)
    _, err = program.communicate(timeout=60)
    assert program.returncode == code
    assert err.startswith(f"Ended; nothing was edited, and {LINE}-drawn.geojson was not written.\n")
    assert "Traceback" not in err
