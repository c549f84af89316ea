"""What the page hands out is what the commands write."""

import json

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.placement.store import dumps, loads
from ceaseline.maps.drawing import work
from ceaseline.maps.seal.seal import unseal

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.mark.parametrize(
    ("what", "name", "kind"),
    [
        ("map.html", "trial.html", "text/html; charset=utf-8"),
        ("report.html", "trial-report.html", "text/html; charset=utf-8"),
        ("placement.geojson", "trial.geojson", "application/geo+json"),
        ("export.geojson", "trial-layers.geojson", "application/geo+json"),
    ],
)
def test_a_file_is_handed_out_by_name(stands, what, name, kind):
    status, headers, body = stands.send("GET", f"/export/{what}")
    assert status == 200
    assert headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert headers["Content-Type"] == kind
    assert headers["X-Content-Type-Options"] == "nosniff"
    if kind.startswith("text"):
        assert unseal(body, name)
        assert b"/live" not in body
    else:
        assert json.loads(body)["type"] == "FeatureCollection"
    if what == "placement.geojson":
        own = stands.desk.session.placement
        assert dumps(loads(body, name)) == dumps(own)


def test_what_may_not_be_passed_on_is_said_in_a_sentence(stands, monkeypatch):
    def no(_sources):
        raise InputError("It may not be passed on.")

    monkeypatch.setattr(work, "check_rights", no)
    status, _, body = stands.send("GET", "/export/map.html")
    assert (status, body) == (409, b"It may not be passed on.")


def test_a_name_that_is_no_file_name_is_made_one(stands, monkeypatch):
    session = stands.desk.session
    own = session.placement.replaced(name='x"; filename="../évil\r\nSet-Cookie: a')
    monkeypatch.setattr(session, "placement", own)
    _, headers, _ = stands.send("GET", "/export/placement.geojson")
    monkeypatch.undo()
    assert headers["Content-Disposition"] == (
        'attachment; filename="x-filename-vil-set-cookie-a.geojson"'
    )
    assert "Set-Cookie" not in headers


def test_a_fault_of_an_export_is_told_and_the_server_stays(stands, monkeypatch, caplog):
    def broken(*_args):
        raise ZeroDivisionError("nought")

    monkeypatch.setattr(work, "sealed_map", broken)
    status, headers, body = stands.send("GET", "/export/map.html")
    assert status == 500
    assert b"Something unexpected happened (ZeroDivisionError: nought)." in body
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert [one.message for one in caplog.records] == [
        "ceaseline draw: /export/map.html failed (ZeroDivisionError: nought)"
    ]
