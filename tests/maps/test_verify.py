"""A sealed file is reproduced; one vertex, figure or byte changed, and it is not."""

import json

import pytest

from geo.errors import InputError
from layers.manifest import manifest
from layers.plan import plan
from layers.provisions import proposal
from layers.store import load
from maps.cli import run
from maps.seal import ELEMENT, seal, unseal
from maps.verify import verify

PAGE = b"<!doctype html><html><body><p>7.37 %</p></body></html>"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    held = manifest([plan(load("contact-2022-02-23"))], proposal())
    path = tmp_path_factory.mktemp("verify") / "map.html"
    path.write_bytes(seal(PAGE, held))
    return path


def test_a_file_as_written_is_reproduced(sealed, capsys):
    assert run(["verify", str(sealed)]) == 0
    out = capsys.readouterr().out
    assert "map.html: reproduced" in out
    assert "Not reproduced" not in out


def test_a_printed_figure_changed_fails_with_exit_code_1(sealed, tmp_path, capsys):
    changed = tmp_path / "changed.html"
    changed.write_bytes(sealed.read_bytes().replace(b"7.37 %", b"7.38 %"))
    assert run(["verify", str(changed), "-f", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["reproduced"] is False
    assert [c["id"] for c in document["checks"] if not c["reproduced"]] == ["bytes"]


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
    assert titles == ["forged.html: not reproduced", "Not reproduced"]
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
