"""A sealed file is reproduced; one vertex, figure or byte changed, and it is not."""

import copy
import json
import re

import pytest

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.errors import CeaselineError, InputError
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.layers.record.remeasure import check, restored
from ceaseline.layers.record.sealed import check_manifest
from ceaseline.maps.cli import run
from ceaseline.maps.page.render import Look
from ceaseline.maps.publish import sealed_map
from ceaseline.maps.seal.seal import ELEMENT, bare, seal, unseal
from ceaseline.maps.verify.compare_bytes import Drawing
from ceaseline.maps.verify.verify import Verification, verify

PAGE = b"<!doctype html><html><body><p>7.37 %</p></body></html>"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    path = tmp_path_factory.mktemp("verify") / "map.html"
    path.write_bytes(sealed_map([plan(load("contact-2022-02-23"))], Look(), proposal())[0])
    return path


def test_a_file_as_written_is_reproduced(sealed, capsys):
    assert run(["verify", str(sealed)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Verified: map.html is reproduced, byte for byte")
    assert "Drawn again: identical" in out
    assert "Not reproduced" not in out


def test_a_printed_figure_changed_fails_with_exit_code_1(sealed, tmp_path, capsys):
    changed = tmp_path / "changed.html"
    printed = re.search(rb">7\.3\d(?=[^<]*%<)", sealed.read_bytes())[0]
    changed.write_bytes(sealed.read_bytes().replace(printed, b">7.99", 1))
    assert run(["verify", str(changed), "-f", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["reproduced"] is False
    assert [c["id"] for c in document["checks"] if not c["reproduced"]] == ["bytes", "drawn again"]
    assert document["drawn_again"]["verdict"] == "differs"
    assert ">7.99" in document["drawn_again"]["words"]


def test_a_printed_figure_changed_and_the_seal_made_anew_fails(sealed, tmp_path, capsys):
    held, _ = unseal(sealed.read_bytes())
    printed = re.search(rb">7\.3\d(?=[^<]*%<)", sealed.read_bytes())[0]
    forged = tmp_path / "forged.html"
    forged.write_bytes(seal(bare(sealed.read_bytes()).replace(printed, b">7.99", 1), held))
    assert run(["verify", str(forged)]) == 1
    out = capsys.readouterr().out
    assert out.startswith("Not reproduced: forged.html")
    assert "Drawn again: differs at byte " in out


def test_a_drawing_that_cannot_be_compared_has_an_exit_code_of_its_own(sealed, tmp_path, capsys):
    held, _ = unseal(sealed.read_bytes())
    held["drawing"]["made_with"]["folium"] = "0.1"
    other = tmp_path / "other.html"
    other.write_bytes(seal(bare(sealed.read_bytes()) + b"<!-- -->", held))
    assert run(["verify", str(other)]) == 3
    out = " ".join(capsys.readouterr().out.split())
    assert out.startswith("Not verified: other.html; its figures are reproduced, its drawing could")
    assert "Drawn again: not compared. Made with folium 0.1, here " in out
    assert run(["verify", str(other), "-f", "json"]) == 3
    document = json.loads(capsys.readouterr().out)
    assert (document["outcome"], document["reproduced"]) == ("not verified", None)


def test_boundaries_that_a_file_names_are_not_opened(sealed, tmp_path, capsys):
    held, _ = unseal(sealed.read_bytes())
    named = tmp_path / "units.geojson"
    named.write_text("{}", "utf-8")
    held["boundaries"]["id"] = str(named)
    forged = tmp_path / "forged.html"
    forged.write_bytes(seal(bare(sealed.read_bytes()), held))
    assert run(["verify", str(forged)]) == 2
    assert "rests on boundaries of its own" in capsys.readouterr().err
    assert run(["verify", str(forged), "--boundaries", "natural-earth"]) == 1


@pytest.mark.slow
def test_a_file_on_boundaries_of_the_users_own_is_drawn_again_on_them(tmp_path, capsys):
    units = boundaries().units[["code", "name", "geometry"]]
    mine, copy = tmp_path / "mine.geojson", tmp_path / "copy.geojson"
    for path in (mine, copy):
        units.rename(columns={"code": "shapeISO", "name": "shapeName"}).to_file(path)
    page = tmp_path / "map.html"
    asked = ["--boundaries", str(mine), "--i-have-rights", "-o", str(page)]
    assert run(["map", "contact-2022-02-23", *asked]) == 0
    assert run(["verify", str(page)]) == 2
    assert run(["verify", str(page), "--boundaries", str(copy)]) == 0
    capsys.readouterr()
    shifted = units.rename(columns={"code": "shapeISO", "name": "shapeName"})
    shifted.geometry = shifted.geometry.translate(0.001)
    shifted.to_file(copy)
    assert run(["verify", str(page), "--boundaries", str(copy)]) == 1
    assert "Drawn again: not compared" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"zone": {"depth_m": [9, 9], "tolerance_m": 1e-9, "assumption": 1, "clip": 1}},
            "finer than 0.01 m",
        ),
        ({"zone": {"depth_m": [10**400, 9e3]}}, "manifest is damaged"),
        ({"placements": []}, "manifest is damaged"),
    ],
)
def test_a_hostile_manifest_is_refused(change, message, sealed, tmp_path, capsys):
    held, _ = unseal(sealed.read_bytes())
    path = tmp_path / "hostile.html"
    path.write_bytes(seal(PAGE, {**held, **change}))
    assert run(["verify", str(path)]) == 2
    assert message in capsys.readouterr().err


def test_a_number_that_no_float_holds_is_refused(sealed, tmp_path, capsys):
    held, _ = unseal(sealed.read_bytes())
    held["placements"][0]["figures"][0]["value"] = 10**400
    path = tmp_path / "hostile.html"
    path.write_bytes(seal(PAGE, held))
    assert run(["verify", str(path)]) == 2
    assert "manifest is damaged" in capsys.readouterr().err


def test_a_manifest_nested_without_end_is_refused(tmp_path, capsys):
    path = tmp_path / "deep.html"
    path.write_bytes(seal(PAGE, {}).replace(b"{", b"[" * 200_000 + b"{", 1))
    assert run(["verify", str(path)]) == 2
    assert "holds a manifest that is damaged" in capsys.readouterr().err


def test_lists_in_one_another_without_end_are_refused(sealed):
    held, _ = unseal(sealed.read_bytes())
    deep = []
    for _ in range(100):
        deep = [deep]
    with pytest.raises(InputError, match=r"damaged \(more than 60 lists in one another"):
        restored({**held, "note": deep})


def test_more_placements_than_are_measured_again_are_refused(sealed):
    held, _ = unseal(sealed.read_bytes())
    with pytest.raises(InputError, match="201 placements, more than the 200 that are measured"):
        restored({**held, "placements": held["placements"] * 201})


GONE = object()
VALUES = (GONE, 3, None, "x", "a\ud800", [], {}, [1], {"a": 1}, True)


def spots(value, at=()):
    """Yield the place of each member of each object, and of the first two of each list."""
    inner = value.items() if isinstance(value, dict) else enumerate(value[:2])
    for key, one in inner:
        yield (*at, key)
        if isinstance(one, dict | list):
            yield from spots(one, (*at, key))


def changed(held, spot, value):
    new = copy.copy(held)
    inner = new
    for key in spot[:-1]:
        inner[key] = copy.copy(inner[key])
        inner = inner[key]
    if value is GONE:
        del inner[spot[-1]]
    else:
        inner[spot[-1]] = value
    return new


@pytest.mark.sampled
@pytest.mark.parametrize("values", [VALUES[:1], VALUES[1:]], ids=["gone", "other"])
def test_a_manifest_damaged_anywhere_is_measured_or_refused_in_a_sentence(sealed, values):
    held, _ = unseal(sealed.read_bytes())
    known, tried, told = {}, 0, []
    for spot in spots(held):
        whole = spot[:-1] == ("zone",) or "file" in spot  # these alone change what is measured
        for value in values:
            lie = changed(held, spot, value)
            tried += 1
            try:
                check_manifest(lie)
                again = restored(lie) if whole or not known else known["again"]
                known.setdefault("again", again)
                check(lie, None, again)
            except CeaselineError as fault:
                told.append(str(fault))
    assert not [words for words in told if len(words) > 500 or "Input should" in words]
    assert tried > 100 * len(values)


def test_too_large_a_file_is_refused_with_the_limit(tmp_path):
    large = tmp_path / "large.html"
    with large.open("wb") as file:
        file.truncate((128 << 20) + 1)
    with pytest.raises(InputError, match="larger than 128 MiB, and no file that ceaseline writes"):
        verify(large)


def test_a_list_of_what_is_lost_ends(sealed):
    held, _ = unseal(sealed.read_bytes())
    figures = [{"id": f"own-{n}", "value": n} for n in range(1_000)]
    lie = changed(held, ("placements", 0, "figures"), figures)
    found = Verification("map.html", "1", check(lie), Drawing("not compared", ""))
    lost = found.tables()[1]
    assert len(lost.rows) == 200
    assert re.match(r"and [\d,]+ more; --format csv gives all", lost.notes[0])


def test_a_vertex_changed_and_the_seal_made_anew_still_fails(sealed, tmp_path):
    held, _ = unseal(sealed.read_bytes())
    entry = held["placements"][0]
    lon = json.loads(entry["file"])["features"][0]["geometry"]["coordinates"][7][0]
    entry["file"] = entry["file"].replace(str(lon), str(round(lon + 1e-5, 7)), 1)
    forged = tmp_path / "forged.html"
    forged.write_bytes(seal(PAGE, held))
    found = verify(forged)
    lost = {c.id for c in found.checks if not c.reproduced}
    assert "bytes" not in lost
    assert {"placement", "line_length"} <= lost
    titles = [table.title for table in found.tables()]
    assert titles == ["Not reproduced: forged.html", "Not reproduced"]
    assert len(found.records().rows) == len(found.checks)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (PAGE, "holds no manifest; give a map"),
        (b"", "holds no manifest"),
        (seal(PAGE, {"format": "ceaseline-manifest/9"}), "format is 'ceaseline-manifest/9'"),
    ],
)
def test_files_with_nothing_to_measure_are_refused(content, message, tmp_path, capsys):
    path = tmp_path / "other.html"
    path.write_bytes(content)
    assert run(["verify", str(path)]) == 2
    assert message in capsys.readouterr().err


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"cannot be read \(No such file"):
        verify(tmp_path / "none.html")


def test_the_element_is_named_for_the_tool():
    assert ELEMENT.startswith("ceaseline")
