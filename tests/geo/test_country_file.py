"""A country is a table of TOML; what is wrong with one is told with its file, key and value."""

import re
from pathlib import Path

import pytest

from ceaseline.geo.country.planes import transformer
from ceaseline.geo.country_file import country_file, embedded, in_force, read_country, using
from ceaseline.geo.data import FOLDER
from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import area

TABLE = {"code": "XX", "names": {"en": "X", "uk": "Ікс"}, "base": "own", "units": "units.geojson"}
HERE = Path("study.toml")


def test_the_embedded_country_names_files_that_are_there():
    own = embedded()
    assert {path.parent for path in own.files().values()} == {FOLDER}
    assert all(path.is_file() for path in own.files().values())
    assert own.name.others == {"uk": "Україна", "ru": "Украина"}
    (barrier,) = own.barriers
    assert barrier.stands("2022-02-23")
    assert not barrier.stands("2024-11-20")


def test_a_country_of_few_words():
    own = country_file(TABLE, HERE)
    assert (own.name, own.official_area_m2, own.river_name, own.barriers) == ("X", None, None, ())
    with using(own):
        assert in_force() is own
    assert in_force() is embedded()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"names": {"uk": "Ікс"}}, 'names has no English name; add en = "..."'),
        ({"code": "X X"}, "study.toml: country.code is 'X X'"),
        ({"units": None}, "study.toml: country.units"),
        ({"official_area_km2": 0}, "study.toml: country.official_area_km2 is 0"),
        ({"official_area_km2": float("nan")}, "country.official_area_km2 is nan"),
        ({"unit": "x"}, "study.toml: country.unit is no key of this table; did you mean units?"),
        ({"barrier": [{"name": "bank", "units": ["X-1"]}]}, "'bank' has a meaning of its own"),
        ({"barrier": [{"name": "Isthmus", "units": []}]}, "country.barrier.0.units"),
        (
            {"barrier": [{"name": "Isthmus", "units": ["X-1"], "dates": ["1953"]}]},
            "country.barrier.0.dates.0 is '1953'",
        ),
        ({"river": {"file": "r.geojson", "names": {"uk": "Р"}}}, "river has no English name"),
    ],
)
def test_a_table_that_is_no_country(change, message):
    with pytest.raises(InputError, match=re.escape(message)):
        country_file(TABLE | change, HERE)


def test_every_fault_is_told_at_once():
    with pytest.raises(InputError) as caught:
        country_file({"names": {"en": "X"}}, HERE)
    told = str(caught.value)
    assert all(f"country.{key} is missing; add it." in told for key in ("code", "base", "units"))


@pytest.mark.parametrize(
    ("text", "message"),
    [(b"\xff", "is not TOML in UTF-8"), (b"a = ", "is not TOML in UTF-8")],
)
def test_a_file_that_is_no_toml(tmp_path, text, message):
    path = tmp_path / "country.toml"
    path.write_bytes(text)
    with pytest.raises(InputError, match=message):
        read_country(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match=r"cannot be read .*give the TOML file of a country"):
        read_country(tmp_path / "none.toml")


def test_the_planes_of_the_country_keep_what_they_promise():
    import shapely  # noqa: PLC0415 - here alone

    cell = shapely.box(33.0, 48.4, 33.1, 48.5)
    ways = {kind: transformer(kind) for kind in ("conformal", "equal-area")}
    flat = {
        kind: shapely.transform(shapely.segmentize(cell, 0.001), way.transform, interleaved=False)
        for kind, way in ways.items()
    }
    assert flat["equal-area"].area == pytest.approx(float(area(cell)), rel=1e-4)
    east, north = (
        shapely.LineString([(33, 48.5), spot]) for spot in [(33.001, 48.5), (33, 48.501)]
    )
    # conformal: a step east and one north meet at a right angle, scaled alike
    turned = [
        shapely.get_coordinates(
            shapely.transform(line, ways["conformal"].transform, interleaved=False)
        )
        for line in (east, north)
    ]
    a, b = (coords[1] - coords[0] for coords in turned)
    assert abs(a @ b) / (a @ a) ** 0.5 / (b @ b) ** 0.5 < 1e-4
