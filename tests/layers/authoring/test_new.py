"""A study of a stranger's files: what it is made of, and what is refused with nothing written."""

import json
import re
from dataclasses import replace

import pytest
import shapely
from pyproj import Geod

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.layers.authoring import NewStudy, inspect_study, new_study
from ceaseline.layers.measures.registry import REGISTRY
from ceaseline.layers.measures.view import PlanView
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.study import using

GEOD = Geod(ellps="WGS84")
WEST, EAST = shapely.box(10, 50, 11, 51), shapely.box(11, 50, 12, 51)
LINE = shapely.LineString([(9.9, 50.5), (12.1, 50.5)])


def inside_m():
    """What the geodesic between the line's ends has within the units, by GeographicLib."""
    ways = GEOD.npts(*LINE.coords[0], *LINE.coords[1], 20_000)
    first, *_, last = [spot for spot in ways if 10 < spot[0] < 12]
    return GEOD.inv(*first, *last)[2]


def put(path, *parts):
    features = [
        {"type": "Feature", "properties": told, "geometry": shapely.geometry.mapping(shape)}
        for told, shape in parts
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.fixture
def files(tmp_path):
    """Two units, one of two features, and a line from west to east: the first party is north."""
    halves = (shapely.box(10, 50, 11, 50.4), shapely.box(10, 50.4, 11, 51))
    units = put(
        tmp_path / "units.geojson",
        *(({"Name": " Westmark ", "iso": "V-1"}, half) for half in halves),
        ({"Name": 'The "Eastmark"', "iso": "V-2"}, EAST),
    )
    line = put(tmp_path / "front.geojson", ({}, LINE))
    towns = tmp_path / "towns.csv"
    towns.write_text("name,lon,lat,people\nNordby,10.5,50.7,1200\nSydby,11.5,50.2,800\n", "utf-8")
    return NewStudy(units, line, "Uplands", 'The "Low" party', "A vale", "Vale", towns)


def test_a_study_is_made_and_is_sound(tmp_path, files):
    made = new_study(tmp_path / "vale", files)
    assert made.units == 2
    assert sorted(path.name for path in made.folder.iterdir()) == [
        "library", "proposal.toml", "settlements.csv", "sources.toml", "study.toml",
        "units.geojson",
    ]  # fmt: skip
    assert inspect_study(made.folder) == ()
    with using(made.folder) as study:
        assert (study.id, study.title, study.country.name) == ("vale", "A vale", "Vale")
        assert study.parties == ("Uplands", 'The "Low" party')
        own = plan(load(study.placement))
        assert own.boundaries.units[["code", "name"]].values.tolist() == [
            ["V-1", "Westmark"],
            ["V-2", 'The "Eastmark"'],
        ]
        north = find(own.figures, "territory_area", "Uplands").value
        # strips of the ellipsoid between parallels: the northern half is the smaller
        assert 0.49 < north / own.boundaries.area_m2 < 0.4995
        assert [find(own.figures, "people", party).value for party in study.parties] == [1200, 800]
        assert find(own.figures, "line_length").value == pytest.approx(inside_m(), abs=30)
        assert own.settlements["rank"].tolist() == [5, 5]  # no centre is named


@pytest.mark.parametrize(("turned", "people"), [(False, [1200, 800]), (True, [800, 1200])])
@pytest.mark.parametrize("south", [50.0, 49.0])
def test_the_line_has_its_left_party_on_its_left_as_it_is_drawn(
    tmp_path, files, turned, people, south
):
    """Whichever unit is the larger; `south` makes one of them larger on the other side."""
    put(files.boundaries, ({"name": "A"}, WEST), ({"name": "B"}, shapely.box(11, south, 12, 51)))
    put(files.line, ({}, shapely.reverse(LINE) if turned else LINE))
    with using(new_study(tmp_path / "vale", files).folder) as study:
        figures = plan(load("line")).figures
        assert [find(figures, "people", party).value for party in study.parties] == people


def test_the_capital_is_the_unit_s_own_settlement_or_its_largest(tmp_path, files):
    """Whichever the table names; where it gives a settlement the rank itself, that stays."""
    files.settlements.write_text(
        "name,lon,lat,people\nNordby,10.5,50.7,1200\nWestmark,10.2,50.1,300\nOst,11.5,50.2,8\n"
    )
    folder = new_study(tmp_path / "vale", files).folder

    def capital(code):
        text = (folder / "study.toml").read_text("utf-8").replace('# capital = ""', "capital = ")
        text = re.sub(r"capital =.*", f'capital = "{code}"', text)
        (folder / "study.toml").write_text(text, "utf-8")
        with using(folder):
            own = plan(load("line"))
            places = own.settlements
            away = REGISTRY["capital_distance"].rule(PlanView(own))
            return places.loc[places["rank"] == 0, "name"].tolist(), away

    assert capital("V-1")[0] == ["Westmark"]
    names, away = capital("V-2")
    assert names == ["Ost"]
    assert away == pytest.approx(GEOD.inv(11.5, 50.2, 11.5, 50.506)[2], abs=500)
    table = (folder / "settlements.csv").read_text("utf-8")
    (folder / "settlements.csv").write_text(re.sub(r"V-1,\d,10.5,", "V-1,0,10.5,", table), "utf-8")
    assert capital("V-2")[0] == ["Nordby"]


def test_an_error_names_the_folder_that_was_given(tmp_path, files):
    with pytest.raises(InputError, match=re.escape(str(tmp_path / "vale" / "study.toml"))):
        new_study(tmp_path / "vale", replace(files, right="Uplands"))


def test_nothing_counts_where_no_settlements_are_given(tmp_path, files):
    bare = NewStudy(files.boundaries, files.line, "Uplands", "Lowlands")
    folder = new_study(tmp_path / "Bare Vale 2", bare).folder
    assert inspect_study(folder) == ()
    with using(folder) as study:
        assert (study.id, study.title) == ("bare-vale-2", "Bare Vale 2")
        own = plan(load("line"))
        assert "are not known" in own.gazetteer.about_people
        assert find(own.figures, "people", "Uplands").value == 0
        assert [section.name for section in own.placement.sections] == ["imported"]


def test_codes_are_numbers_where_the_file_has_none(tmp_path, files):
    put(files.boundaries, ({"region": "B", "iso": "x"}, EAST), ({"region": "A", "iso": "x"}, WEST))
    folder = new_study(tmp_path / "vale", files).folder
    text = json.loads((folder / "units.geojson").read_text("utf-8"))
    assert [feature["properties"] for feature in text["features"]] == [
        {"code": "U-01", "name": "A"},
        {"code": "U-02", "name": "B"},
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"boundaries": "none.geojson"}, r"none\.geojson"),
        ({"line": "none.geojson"}, r"none\.geojson"),
        ({"boundaries": "front.geojson"}, "holds no polygons; give a file of first-level units"),
        ({"name_column": "nom"}, "has no column 'nom'; it has Name, iso. Give one with --name-col"),
        ({"code_column": "Name"}, "gives two units one code, or one that is not made of letters"),
        ({"left": "Both", "right": "Both"}, "both parties are called 'Both'"),
        ({"left": ""}, r"party\.0\.name"),
        ({"settlements": "front.geojson"}, "front.geojson"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(tmp_path, files, change, message):
    told = vars(files) | {
        key: tmp_path / value if key in ("boundaries", "line", "settlements") else value
        for key, value in change.items()
    }
    before = sorted(tmp_path.iterdir())
    with pytest.raises((InputError, GeometryError), match=message):
        new_study(tmp_path / "vale", NewStudy(**told))
    assert sorted(tmp_path.iterdir()) == before


def test_units_without_a_name_and_columns_that_name_nothing(tmp_path, files):
    put(files.boundaries, ({"Name": "A"}, WEST), ({"Name": " "}, EAST))
    with pytest.raises(InputError, match="1 features have no 'Name'; name every unit"):
        new_study(tmp_path / "vale", files)
    put(files.boundaries, ({"size": 1}, WEST))
    with pytest.raises(
        InputError, match=r"no column that is known to name units; it has size\. Give"
    ):
        new_study(tmp_path / "vale", files)


def test_a_folder_in_the_way_or_without_a_place(tmp_path, files):
    (tmp_path / "vale").mkdir()
    (tmp_path / "vale" / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="is there already; give a folder that is new or empty"):
        new_study(tmp_path / "vale", files)
    with pytest.raises(InputError, match="does not exist; make it first"):
        new_study(tmp_path / "none" / "vale", files)
    with pytest.raises(InputError, match="cannot name a study; give a folder with letters"):
        new_study(tmp_path / "---", files)
    assert (tmp_path / "vale" / "mine.txt").read_text() == "mine"
    (tmp_path / "empty").mkdir()
    assert new_study(tmp_path / "empty", files).folder == tmp_path / "empty"
