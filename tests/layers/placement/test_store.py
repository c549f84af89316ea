import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.placement.store import library, load, read, write

TRIAL = Placement("trial", "A trial", (Section.of("n", "drawn", [(36, 50), (37, 50)]),))


def test_a_written_placement_reads_back(tmp_path):
    path = write(TRIAL, tmp_path / "trial.geojson")
    assert read(path) == TRIAL
    assert load(path) == TRIAL


def test_a_placement_may_be_replaced_but_no_other_file(tmp_path):
    path = write(TRIAL, tmp_path / "trial.geojson")
    write(TRIAL.replaced(title="Again"), path)
    assert read(path).title == "Again"
    other = tmp_path / "other.geojson"
    other.write_text("{}")
    with pytest.raises(InputError, match=r"other\.geojson"):
        write(TRIAL, other)
    assert other.read_text() == "{}"
    write(TRIAL, other, overwrite=True)
    assert read(other) == TRIAL


def test_the_library_loads_by_name():
    assert set(library()) == {
        "contact-2022-02-23", "contact-2024-11-20", "contact-2026-08-22", "donbas-full",
        "four-oblasts",
    }  # fmt: skip
    for name in library():
        placement = load(name)
        assert placement.name == name
        assert placement.title
        assert placement.sources
        assert placement.notes
        assert not placement.history


def test_an_unknown_name_gets_the_nearest_ones():
    with pytest.raises(InputError, match=r"no placement 'contact-2024-11-21'.*contact-2024-11-20"):
        load("contact-2024-11-21")
    with pytest.raises(InputError, match="no placement 'zzz'"):
        load("zzz")


def test_a_missing_file_a_folder_and_a_large_file_are_told(tmp_path, monkeypatch):
    with pytest.raises(InputError, match=r"gone\.geojson cannot be read \(No such file"):
        load(tmp_path / "gone.geojson")
    with pytest.raises(InputError, match=r"cannot be read \(Is a directory\)"):
        load(tmp_path)
    path = write(TRIAL, tmp_path / "trial.geojson")
    monkeypatch.setattr("ceaseline.layers.placement.store.LARGEST_BYTES", 10)
    with pytest.raises(InputError, match=r"bytes, more than a placement can have \(10\)"):
        load(path)
