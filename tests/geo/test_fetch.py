"""Downloads, from a server on this machine: never the live network."""

import hashlib
import http.server
import io
import json
import threading
import time

import pytest
import requests

from ceaseline.geo.downloads import Download, download, names
from ceaseline.geo.errors import DataError, InputError, NetworkError
from ceaseline.geo.fetch import Limits, fetch, permission
from ceaseline.geo.sources import source

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

BODY = bytes(range(256)) * 4096  # 1 MiB
SHA = hashlib.sha256(BODY).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        self.server.asked.append((self.path, self.headers.get("Range")))
        getattr(self, f"answer_{self.path.strip('/').partition('?')[0]}")()

    def send(self, status, body=b"", length=None, **headers):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def answer_whole(self):
        wanted = self.headers.get("Range")
        if wanted and self.headers.get("If-Range", self.server.tag) == self.server.tag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            self.send(206, BODY[start:], ETag=self.server.tag)
        else:
            self.send(200, BODY, ETag=self.server.tag)

    def answer_broken(self):
        if self.headers.get("Range"):
            self.answer_whole()
        else:
            self.send(200, BODY[:300_000], length=len(BODY), ETag=self.server.tag)

    def answer_absent(self):
        self.send(404)

    def answer_huge(self):
        self.send(200, b"x" * 1000, length=10**12)

    def answer_endless(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b"x" * 65536)

    def answer_slow(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x" * 100)
            self.wfile.flush()
            time.sleep(0.05)

    def answer_silent(self):
        time.sleep(1.0)

    def answer_moved(self):
        self.send(302, Location="/whole")

    def answer_away(self):
        self.send(302, Location="http://example.org/whole")

    def answer_round(self):
        self.send(302, Location="/round")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args):
        """A client that goes away is what is tested."""


@pytest.fixture
def server():
    found = Server(("127.0.0.1", 0), Handler)
    found.asked, found.tag = [], '"one"'
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    found.shutdown()
    found.server_close()
    thread.join()


@pytest.fixture
def wanted(server):
    def make(path, sha256=SHA, most=2 * 2**20):
        url = f"http://127.0.0.1:{server.server_port}/{path}"
        return Download(f"test-{path}", "geonames", url, "data.bin", most, sha256)

    return make


def leftovers(folder):
    return sorted(p.name for p in folder.iterdir())


def test_a_file_is_fetched_once_and_carries_its_source(server, wanted, tmp_path):
    seen = []
    path = fetch(wanted("whole"), folder=tmp_path, progress=lambda *step: seen.append(step))
    assert path.read_bytes() == BODY
    assert seen[-1] == (len(BODY), len(BODY))
    assert leftovers(tmp_path) == ["data.bin", "data.bin.source.json"]
    facts = json.loads((tmp_path / "data.bin.source.json").read_text(encoding="utf-8"))
    assert (facts["sha256"], facts["source"]["licence"]) == (SHA, "CC BY 4.0")
    assert fetch(wanted("whole"), folder=tmp_path) == path
    assert len(server.asked) == 1


def test_offline_takes_the_cache_or_fails(server, wanted, tmp_path):
    with pytest.raises(NetworkError, match=r"not in the cache .* network is switched off"):
        fetch(wanted("whole"), folder=tmp_path, offline=True)
    assert server.asked == []
    path = fetch(wanted("whole"), folder=tmp_path)
    assert fetch(wanted("whole"), folder=tmp_path, offline=True) == path
    path.write_bytes(b"spoilt")
    with pytest.raises(NetworkError, match="network is switched off"):
        fetch(wanted("whole"), folder=tmp_path, offline=True)
    assert fetch(wanted("whole"), folder=tmp_path).read_bytes() == BODY


def test_a_wrong_hash_keeps_nothing(wanted, tmp_path):
    with pytest.raises(DataError, match=r"is not the file of the catalogue: its SHA-256 differs"):
        fetch(wanted("whole", sha256="0" * 64), folder=tmp_path)
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("sha256", [SHA, ""], ids=["pinned", "not pinned"])
def test_a_broken_transfer_goes_on_where_it_stopped(server, wanted, tmp_path, sha256):
    with pytest.raises(NetworkError, match="what has come is kept"):
        fetch(wanted("broken", sha256), folder=tmp_path)
    assert "data.bin" not in leftovers(tmp_path)
    kept = (tmp_path / "data.bin.part").stat().st_size
    assert 200_000 < kept <= 300_000
    assert fetch(wanted("broken", sha256), folder=tmp_path).read_bytes() == BODY
    assert server.asked[-1] == ("/broken", f"bytes={kept}-")
    assert leftovers(tmp_path) == ["data.bin", "data.bin.source.json"]


def test_a_file_that_changed_meanwhile_is_fetched_anew(server, wanted, tmp_path):
    with pytest.raises(NetworkError, match="what has come is kept"):
        fetch(wanted("broken", ""), folder=tmp_path)
    (tmp_path / "data.bin.part").write_bytes(b"old" * 1000)
    server.tag = '"two"'
    assert fetch(wanted("whole", ""), folder=tmp_path).read_bytes() == BODY


@pytest.mark.parametrize("path", ["huge", "endless"])
def test_too_much_is_refused_whatever_is_claimed(wanted, tmp_path, path):
    with pytest.raises(NetworkError, match=r"larger than the 2\.0 MiB .* nothing was kept"):
        fetch(wanted(path), folder=tmp_path)
    assert leftovers(tmp_path) == []


def test_time_is_bounded(wanted, tmp_path):
    began = time.monotonic()
    with pytest.raises(NetworkError, match="does not answer; try again"):
        fetch(wanted("silent"), folder=tmp_path, limits=Limits(read_s=0.2))
    with pytest.raises(NetworkError, match=r"(took longer|does not answer|cannot be downloaded)"):
        fetch(wanted("slow"), folder=tmp_path, limits=Limits(read_s=0.5, total_s=0.3))
    assert time.monotonic() - began < 3  # the slow one would take 5 s


def test_what_is_not_there_and_where_it_leads(server, wanted, tmp_path):
    with pytest.raises(NetworkError, match="answers 404 for test-absent"):
        fetch(wanted("absent"), folder=tmp_path)
    with pytest.raises(NetworkError, match=r"http://example\.org, which is not HTTPS"):
        fetch(wanted("away"), folder=tmp_path)
    with pytest.raises(NetworkError, match="redirects more than 5 times"):
        fetch(wanted("round"), folder=tmp_path)
    assert fetch(wanted("moved"), folder=tmp_path).read_bytes() == BODY
    server.shutdown()
    server.server_close()
    (tmp_path / "data.bin").unlink()
    with pytest.raises(NetworkError, match="cannot be downloaded from 127"):
        fetch(wanted("whole"), folder=tmp_path)


@pytest.mark.parametrize("to", ["https://127.0.0.1/x", "http://localhost:8080/x", "http://[::1]/x"])
def test_a_publisher_cannot_send_us_to_this_machine(tmp_path, monkeypatch, to):
    moved = requests.Response()
    moved.status_code, moved.headers["Location"], moved.raw = 302, to, io.BytesIO()
    monkeypatch.setattr(requests.Session, "get", lambda *_, **__: moved)
    away = Download("test-away", "geonames", "https://example.org/x", "data.bin", 2**20, SHA)
    with pytest.raises(NetworkError, match=r"which is this machine, not its publisher"):
        fetch(away, folder=tmp_path)
    assert leftovers(tmp_path) == []


def test_a_cache_that_cannot_be_made(wanted, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be made"):
        fetch(wanted("whole"), folder=tmp_path / "file" / "cache")


def test_every_named_download_is_https_and_has_a_source():
    for name in names():
        found = download(name.replace("YYYY-MM-DD", "2025-01-31").replace("YYYY", "2025"))
        assert found.url.startswith("https://")
        assert found.most_bytes < 2**28
        assert source(found.source).licence
        assert "Licence: " in permission(source(found.source))
    assert download("deepstate-2024-11-07").sha256


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("deepstat-2024-11-07", "did you mean deepstate-2024-11-07"),
        ("deepstate-2024-02-31", "2024-02-31 is no date"),
        ("deepstate-2023-01-01", "archive begins on 2024-07-08"),
        ("viina-1999", "There is no download 'viina-1999'"),
        ("nonsense", r"no download 'nonsense'; there are .*viina-YYYY\.$"),
        ("isw-ctp", "publish no fixed file"),
    ],
)
def test_what_cannot_be_asked_for(name, message):
    with pytest.raises(InputError, match=message):
        download(name)
