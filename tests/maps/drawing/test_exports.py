"""What the page hands out is what the commands write."""

import json

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.geo.sources import Source
from ceaseline.layers.placement.store import dumps, load, loads, write
from ceaseline.layers.provisions import proposal
from ceaseline.layers.session import Desk
from ceaseline.maps.cli import run
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


def test_two_lines_are_compared_as_the_command_does(editor, tmp_path, monkeypatch):
    page = editor.open()
    page.answer("checkpoint", name="as it was")
    page.answer("edit", verb="flip", words={"settlement": "Pokrovsk", "to": "Russia"})
    status, headers, body = editor.send("GET", "/export/compare.html?of=as%20it%20was&of=")
    assert status == 200
    assert headers["Content-Disposition"] == 'attachment; filename="trial-compared.html"'
    assert unseal(body, "x.html")[1]
    first = editor.desk.session.marks["as it was"].replaced(title="as it was")
    for name, one in (("a", first), ("b", editor.desk.session.placement)):
        write(one.replaced(name="trial"), tmp_path / f"{name}.geojson")
    monkeypatch.chdir(tmp_path)
    assert run(["compare", "a.geojson", "b.geojson", "-o", "c.html"]) == 0
    assert (tmp_path / "c.html").read_bytes() == body


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "A comparison is of two lines; choose two that are not the same."),
        ("?of=&of=", "A comparison is of two lines; choose two that are not the same."),
        ("?of=&of=a&of=b", "A comparison is of two lines; choose two that are not the same."),
        ("?of=&of=../x", "There is no checkpoint '../x'; there are: before it all."),
    ],
)
def test_two_lines_that_cannot_be_compared(stands, query, words):
    status, _, body = stands.send("GET", f"/export/compare.html{query}")
    assert (status, body.decode()) == (409, words)


def test_what_may_not_be_passed_on_is_said_in_a_sentence(stands, monkeypatch):
    def no(_sources, *, i_have_rights):
        assert not i_have_rights
        raise InputError("It may not be passed on.")

    monkeypatch.setattr(work, "check_rights", no)
    status, _, body = stands.send("GET", "/export/map.html")
    assert (status, body) == (409, b"It may not be passed on.")


def test_who_has_the_rights_says_so(tmp_path):
    own = Source("mine", "A line", "Somebody", "2024", "All rights", redistributable=False)
    line = load("contact-2024-11-20").replaced(name="trial", sources=(own,))
    write(line, tmp_path / "trial.geojson")
    desk = Desk.open(tmp_path / "trial.geojson", None, proposal())
    with pytest.raises(InputError, match="i-have-rights"):
        work.Work(desk).export("export.geojson")
    assert work.Work(desk, i_have_rights=True).export("export.geojson").content
    desk.close()


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
