"""Who is let in: one host, one origin, one secret of one run."""

import re

import pytest
from websockets.exceptions import InvalidStatus

from ceaseline.maps.drawing.guard import ENTRY, ENTRY_POLICY, NO_COOKIE, Gate

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

HOST = b"This program answers under the address that it printed, and no other name."
ORIGIN = b"The request comes from another site, which may not use this program."
SENT = b"The request was sent by another site, which may not use this program."
COOKIE = NO_COOKIE.encode()


def refused(page, **headers):
    with pytest.raises(InvalidStatus) as fault:
        page(**headers)
    return fault.value.response.status_code, fault.value.response.body


def test_the_token_gives_the_cookie_and_the_cookie_the_map(stands):
    status, headers, body = stands.enter(stands.gate.token)
    assert (status, body) == (204, b"")
    cookie = headers["Set-Cookie"]
    assert cookie == f"{stands.cookie}; HttpOnly; Path=/; SameSite=strict"
    assert stands.gate.secret != stands.gate.token
    status, headers, body = stands.send("GET", "/map", Cookie=cookie.partition(";")[0])
    assert status == 200
    assert b'id="draw"' in body
    assert headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert "connect-src 'self'" in headers["Content-Security-Policy"]


def test_the_entry_holds_no_data_and_runs_no_script_but_its_own(stands):
    status, headers, body = stands.send("GET", "/", cookie=False)
    assert (status, body.decode()) == (200, ENTRY)
    assert headers["Content-Security-Policy"] == ENTRY_POLICY
    assert "unsafe" not in ENTRY_POLICY
    for secret in (stands.gate.token, stands.gate.secret, "trial"):
        assert secret not in ENTRY


@pytest.mark.parametrize("path", ["/", "/map", "/nothing", "/export/map.html", "/enter"])
def test_the_headers_of_the_house_are_on_every_answer(stands, path):
    headers = stands.send("GET", path, cookie=path == "/map")[1]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    for rule in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'",
                 "form-action 'none'"):  # fmt: skip
        assert rule in headers["Content-Security-Policy"]
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/map", "/live", "/export/map.html", "/export/placement.geojson"])
@pytest.mark.parametrize("cookie", ["none", "wrong", "token", "empty", "other port", "old"])
def test_without_the_cookie_of_this_run_nothing_is_given(stands, path, cookie):
    gate = stands.gate
    value = {
        "none": None,
        "wrong": f"{gate.cookie}=wrong",
        "token": f"{gate.cookie}={gate.token}",
        "empty": f"{gate.cookie}=",
        "other port": f"ceaseline-1={gate.secret}",
        "old": f"{gate.cookie}={Gate('127.0.0.1', gate.port).secret}",
    }[cookie]
    if path == "/live":
        assert refused(stands.page, Cookie=value) == (403, COOKIE)
    else:
        status, _, body = stands.send("GET", path, Cookie=value)
        assert (status, body) == (403, COOKIE)


def test_a_wrong_or_an_old_token_gives_no_cookie(stands):
    for token in ("", "wrong", "т", stands.gate.secret, Gate("127.0.0.1", stands.port).token):
        status, headers, body = stands.enter(token)
        assert (status, body) == (403, COOKIE)
        assert "Set-Cookie" not in headers


def test_the_token_that_the_browser_is_started_with_opens_once(editor):
    token = editor.gate.address_once.partition("#")[2]
    assert editor.enter(token)[0] == 204
    assert editor.enter(token)[0] == 403
    assert editor.enter(editor.gate.token)[0] == 204


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"token": 5}', 400),
        (b'{"other": ""}', 400),
        (b"[]", 400),
        (b"", 400),
        (b"\xff", 400),
        (b"[" * 4000, 400),
        (b"x" * 5000, 413),
        (b" " * 1_000_000, 413),
    ],
)
def test_what_is_no_token_is_refused_at_the_entry(stands, body, status):
    headers = {"Origin": stands.origin, "Content-Type": "application/json"}
    assert stands.send("POST", "/enter", body, cookie=False, **headers)[0] == status


def test_a_form_cannot_hand_the_token_in(stands):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        assert stands.enter(stands.gate.token, **{"Content-Type": kind})[0] == 415


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "localhost:{port}", "127.0.0.1", "127.0.0.1:1",
     "127.0.0.1:{port}.evil.example", "", None, ["127.0.0.1:{port}", "127.0.0.1:{port}"]],
)  # fmt: skip
def test_another_host_is_refused(stands, host):
    names = host if isinstance(host, list) else [host]
    given = [one.format(port=stands.port) for one in names if one is not None]
    for path in ("/", "/map"):
        status, headers, body = stands.send("GET", path, Host=given)
        assert (status, body) in ((421, HOST), (400, b"Invalid HTTP request received."))
        assert "Set-Cookie" not in headers


def test_another_host_is_refused_on_the_socket(stands):
    assert refused(stands.page, Host=f"evil.example:{stands.port}") == (421, HOST)


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1",
     "http://localhost:{port}", "http://127.0.0.1:{port}.evil.example", "", None],
)  # fmt: skip
def test_another_origin_is_refused_on_the_socket_and_at_the_entry(stands, origin):
    given = None if origin is None else origin.format(port=stands.port)
    assert refused(stands.page, Origin=given) == (403, ORIGIN)
    status, _, body = stands.enter(stands.gate.token, Origin=given)
    assert (status, body) == (403, ORIGIN)


def test_a_request_that_another_site_sent_is_refused(stands):
    for site in ("cross-site", "same-site", "x"):
        status, _, body = stands.send("GET", "/map", **{"Sec-Fetch-Site": site})
        assert (status, body) == (403, SENT)
        assert refused(stands.page, **{"Sec-Fetch-Site": site}) == (403, SENT)
    for site in ("same-origin", "none"):
        assert stands.send("GET", "/nothing", **{"Sec-Fetch-Site": site})[0] == 404


@pytest.mark.parametrize(
    "path",
    ["/export/../../etc/passwd", "/export/..%2f..%2f..%2fetc%2fpasswd", "/export/%2e%2e/etc/passwd",
     "//etc/passwd", "/export/", "/export/trial.geojson.journal", "/export/map.html%00",
     "/etc/passwd", "http://evil.example/map", "/map/../live"],
)  # fmt: skip
def test_no_path_leads_to_a_file(stands, path):
    status, _, body = stands.send("GET", path)
    assert status == 404
    assert b"root:" not in body


def test_other_methods_do_nothing(stands):
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST"):
        assert stands.send(method, "/map", b"", Origin=stands.origin)[0] == 405


def test_every_run_has_secrets_of_its_own():
    gates = [Gate("::1", 80) for _ in range(20)]
    secrets = [one for gate in gates for one in (gate.token, gate.secret)]
    assert len(set(secrets)) == 40
    assert all(re.fullmatch(r"[\w-]{43}", one) for one in secrets)
    assert "token" not in repr(Gate("::1", 80))
