"""Bases from files: the publishers' own, and every way in which a file can be wrong."""

import json
import zipfile
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.country.unit_file import read_units
from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.hromadas import raions
from ceaseline.geo.gazetteer.romanise import romanise
from ceaseline.geo.gazetteer.unit_codes import unit_code
from ceaseline.geo.geodesy import area

SHARED = Path(__file__).parents[3].parent / "shared" / "samples"
SAMPLE = SHARED / "geoboundaries-ukr-adm1.geojson"


@pytest.fixture
def units():
    return boundaries().units[["code", "name", "name_uk", "geometry"]].copy()


@pytest.fixture
def write(tmp_path):
    def to_file(frame, name="units.geojson"):
        frame.to_file(tmp_path / name)
        return tmp_path / name

    return to_file


def test_every_unit_is_known_by_its_codes_and_names():
    for row in boundaries().units.itertuples():
        short = row.name_uk.removesuffix(" область")
        for text in (row.code, row.code.lower(), row.name, row.name_uk, row.name_ru, short):
            assert unit_code(text) == row.code
        if row.kind == "oblast":
            plain = row.name.removesuffix(" Oblast")
            for text in (f"{plain} Oblast", f"{plain} oblast", f"{plain} Region"):
                assert unit_code(text) == row.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UA01", "UA-43"), ("UA1400000000", "UA-14"), ("UA80", "UA-30"), ("UA32", "UA-32"),
        ("UA14020030000031854", None), ("UA99", None), ("Kyiv", "UA-30"), ("Kyivska", "UA-32"),
        ("Київська", "UA-32"), ("Autonomous Republic of Crimea", "UA-43"), ("Odesska", None),
        ("Kiev Oblast", "UA-32"), ("Zaporizhia Oblast", "UA-23"), ("", None), ("Ukraine", None),
        ("Avtonomna Respublika Krym", "UA-43"), ("Donetska", "UA-14"), ("Луганська", "UA-09"),
    ],
)  # fmt: skip
def test_codes_and_names_as_publishers_write_them(text, code):
    assert unit_code(text) == code


@pytest.mark.parametrize("name", ["units.geojson", "units.gpkg", "units.shp", "units.fgb"])
def test_a_copy_of_the_embedded_base_gives_the_same_areas(units, write, name):
    path = write(units.sample(frac=1, random_state=1), name)
    base = boundaries(path)
    assert base.id == str(path)
    assert base.unit_areas_m2 == pytest.approx(boundaries().unit_areas_m2, rel=1e-12)
    assert base.units.drop(columns="geometry").equals(boundaries().units.drop(columns="geometry"))
    assert boundaries(path) is base


def test_a_changed_file_is_read_again(units, write):
    path = write(units)
    first = boundaries(path)
    path.write_text(path.read_text() + "\n")
    assert boundaries(path) is not first


def test_another_reference_system_is_taken_to_degrees(units, write):
    read = read_units(write(units.to_crs(3857), "units.gpkg"))
    assert read.units.crs.to_epsg() == 4326
    ours = [area(shape) for shape in read.units.geometry]
    # the edges are straight in the file's plane, not the shortest ways that ours are
    assert ours == pytest.approx(boundaries().unit_areas_m2, rel=2e-4)


def test_ocha_files_are_known_by_their_p_codes(units, write):
    other = {"UA-43": "01", "UA-09": "44", "UA-77": "73", "UA-30": "80", "UA-40": "85"}
    codes = [f"UA{other.get(code, code[3:])}" for code in units["code"]]
    named = units.assign(ADM1_PCODE=codes, ADM0_EN="Ukraine").drop(columns=["code", "name"])
    base = boundaries(write(named))
    assert base.sources[0].id == "ocha-cod-ab"
    assert base.unit_areas_m2 == pytest.approx(boundaries().unit_areas_m2, rel=1e-9)


def test_finer_units_are_joined_by_the_oblast_they_name(units, write):
    west = shapely.box(20, 40, 31, 55)
    halves = [units.assign(geometry=units.geometry.intersection(west)),
              units.assign(geometry=units.geometry.difference(west))]  # fmt: skip
    pieces = geopandas.pd.concat(halves)
    base = boundaries(write(pieces[~pieces.geometry.is_empty]))
    assert base.unit_areas_m2 == pytest.approx(boundaries().unit_areas_m2, rel=1e-6)


def test_parts_of_a_unit_in_several_features_are_joined(units, write):
    parts = units.explode(index_parts=False)
    assert len(parts) > len(units)
    read = read_units(write(parts))
    assert len(read.units) == 27


def test_gaps_and_overlaps_of_a_few_metres_are_closed_and_told(units, write):
    moved = units.copy()
    kharkiv = moved["code"] == "UA-63"
    moved.loc[kharkiv, "geometry"] = moved.loc[kharkiv, "geometry"].translate(2e-5, 1e-5)
    read = read_units(write(moved))
    assert shapely.coverage_is_valid(read.units.geometry.to_numpy())
    assert any("Overlaps and gaps closed" in note for note in read.notes)
    ours = np.array([area(shape) for shape in read.units.geometry])
    assert ours == pytest.approx(boundaries().unit_areas_m2, rel=1e-3)


def test_units_that_do_not_fit_at_all_are_refused(units, write):
    units["geometry"] = [shapely.box(22, 44, 40, 52)] * len(units)
    with pytest.raises(InputError, match=r"units\.geojson overlap or gape by more than can be"):
        read_units(write(units))


def test_missing_units_are_listed_together(units, write):
    path = write(units[~units["code"].isin(["UA-43", "UA-40"])])
    with pytest.raises(
        InputError,
        match=r"lacks 2 of the 27 first-level units .*: Sevastopol \(UA-40\), Crimea \(UA-43\);",
    ):
        boundaries(path)


def test_two_rows_that_claim_one_unit_are_one_unit(units, write):
    twice = geopandas.GeoDataFrame(
        {
            "code": [*units["code"], "UA-14"],
            "geometry": [*units.geometry, shapely.box(39, 48, 40, 49)],
        },
        crs=4326,
    )
    with pytest.raises(InputError, match=r"overlap or gape"):
        read_units(write(twice))


def test_a_unit_that_stands_twice_is_told(units, write):
    twice = geopandas.pd.concat([units, units[units["code"] == "UA-14"]])
    read = read_units(write(twice))
    assert [note for note in read.notes if "UA-14 stands in 2 features that overlap (50.0%" in note]
    parts = read_units(write(units.explode(index_parts=False), "parts.geojson"))
    assert not any("overlap (" in note for note in parts.notes)


def test_units_that_are_no_polygons_are_missing(units, write):
    shapes = list(units.geometry)
    shapes[0], shapes[3] = shapely.Point(30, 50), shapely.Polygon()
    units["geometry"] = shapes
    with pytest.raises(
        InputError, match=r"lacks 2 .*: Vinnytsia \(UA-05\), Dnipropetrovsk \(UA-12\)"
    ):
        read_units(write(units))


def test_degrees_outside_the_world_are_refused(units, tmp_path):
    units["geometry"] = units.geometry.translate(400)
    units.to_file(tmp_path / "far.geojson")
    with pytest.raises(InputError, match="feature 0, has coordinates that are not longitudes"):
        read_units(tmp_path / "far.geojson")


def test_a_file_without_a_reference_system_is_refused(units, tmp_path):
    units.to_file(tmp_path / "units.shp")
    (tmp_path / "units.prj").unlink()
    with pytest.raises(InputError, match=r"units\.shp lacks its \.prj; give all files"):
        read_units(tmp_path / "units.shp")


HOSTILE = {
    b"": "is empty; give a file with content",
    b"not a map": "is not a format that is read: give GeoJSON",
    b'{"type":"FeatureCollection","features":[': "is not JSON: .* .it may be truncated",
    b"\x00\xff" * 500: "is not a format that is read",
    b"<kml><Document>": "is not well-formed XML",
    b"[" * 50_000: "is nested too deeply",
    b'{"type":"Topology"}': "is TopoJSON without a list of arcs",
    b"SQLite format 3\x00" + b"\x01" * 99: "cannot be read",
    b'<!DOCTYPE a [<!ENTITY b "c">]><kml>&b;</kml>': "declares a document type or an entity",
}


@pytest.mark.parametrize(("content", "message"), HOSTILE.items(), ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a"])
def test_hostile_files_are_one_error(tmp_path, content, message, name):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=rf"{name} .*{message}"):
        boundaries(path)


@pytest.mark.parametrize("name", ["a.geojson", "a.vrt"])
def test_a_file_that_points_to_another_is_not_followed(units, write, tmp_path, name):
    other = write(units, "other.gpkg")
    layer = f'<OGRVRTLayer name="other"><SrcDataSource>{other}</SrcDataSource></OGRVRTLayer>'
    (tmp_path / name).write_text(f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>")
    with pytest.raises(InputError, match=r"its root is <OGRVRTDataSource>, not <kml>"):
        boundaries(tmp_path / name)


def test_a_table_without_geometry_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("code\nUA-14\n")
    with pytest.raises(InputError, match=r"a\.csv holds no polygons"):
        boundaries(tmp_path / "a.csv")


def test_an_empty_collection_is_refused(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    with pytest.raises(
        InputError, match=r"a\.geojson holds no line and no polygon\. It has no feat"
    ):
        boundaries(path)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="is not a file; give a file of first-level units"):
        boundaries(tmp_path)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("natural-earh", "no boundaries 'natural-earh'; did you mean natural-earth"),
        ("none.geojson", "no boundaries 'none.geojson'; give 'natural-earth' or the path"),
    ],
)
def test_an_unknown_name_says_what_there_is(name, message):
    with pytest.raises(InputError, match=message):
        boundaries(name)


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the geoBoundaries sample is not there")
def test_geoboundaries_with_its_territorial_sea():
    base = boundaries(SAMPLE)
    assert base.sources[0].id == "geoboundaries"
    assert base.area_m2 == pytest.approx(640_066e6, rel=1e-5)
    assert any("territorial sea" in note for note in base.notes)
    assert len(base.units) == 27
    inland = base.units["code"].isin(["UA-05", "UA-18", "UA-63", "UA-53", "UA-35"]).to_numpy()
    assert base.unit_areas_m2[inland] == pytest.approx(
        base.units["official_area_m2"][inland], rel=0.01
    )
    assert (
        shapely.area(shapely.intersection(base.land.geometry.to_numpy(), base.country)).sum() < 1e-9
    )


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the geoBoundaries sample is not there")
def test_land_only_is_the_finer_base_up_to_the_embedded_coast():
    base = boundaries(f"{SAMPLE}:land")
    assert base is boundaries(base.id)
    assert base.title == "geoBoundaries gbOpen UKR ADM1, land only"
    assert base.area_m2 == pytest.approx(603_628e6, rel=0.01)
    assert shapely.coverage_is_valid(base.units.geometry.to_numpy())
    sea = boundaries(SAMPLE).country.difference(base.country)
    assert sea.intersection(boundaries().country).area < 1e-9
    assert any("took 6.2% of the file's area" in note for note in base.notes)
    assert not any("territorial sea" in note for note in base.notes)
    off = base.unit_areas_m2 / base.units["official_area_m2"].to_numpy() - 1
    assert set(base.units["code"][np.abs(off) > 0.03]) == {"UA-40", "UA-48", "UA-65"}


def test_land_only_leaves_an_inland_file_as_it_is(units, write):
    path = write(units)
    base = boundaries(f"{path}:land")
    assert base.unit_areas_m2 == pytest.approx(boundaries().unit_areas_m2, rel=1e-9)
    assert base.id == f"{path}:land"


def test_a_file_whose_name_ends_so_is_read_as_it_is(units, write):
    path = write(units)
    twin = path.with_name("units.geojson:land")
    path.rename(twin)
    assert boundaries(twin).id == str(twin)
    with pytest.raises(InputError, match=r"There are no boundaries '.*none\.geojson:land'"):
        boundaries(path.with_name("none.geojson:land"))


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLE.is_file(), reason="the geoBoundaries sample is not there")
def test_the_dnipro_divides_a_country_with_its_territorial_sea():
    base = boundaries(SAMPLE)
    division = base.divider.divide(base.river)
    assert division.areas.sum() == pytest.approx(base.area_m2, abs=1)
    assert division.side([36.2, 24.0], [50.0, 49.8]).tolist() == [1, -1]


def called(raion):
    """Return a raion's name as OpenStreetMap and so geoBoundaries have it: after its centre."""
    city = raion.name_uk in {"Київ", "Севастополь"}
    own = romanise(raion.centre_uk) or raion.name
    return own if city else f"{own} Raion"


def raions_of(units, column, name):
    """Each unit cut into two pieces by a meridian, named as raions of its own."""
    rows = []
    by_unit = {}
    for raion in raions().values():
        by_unit.setdefault(raion.oblast, []).append(raion)
    for row in units.itertuples():
        own = by_unit[row.code][:2]
        west, south, east, north = row.geometry.bounds
        middle = (west + east) / 2
        boxes = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
        shapes = [row.geometry.intersection(box) for box in boxes] if own[1:] else [row.geometry]
        rows += [{column: name(raion), "geometry": shape} for raion, shape in zip(own, shapes)]  # noqa: B905
    return geopandas.GeoDataFrame(rows, crs=4326)


def test_raions_in_the_layout_of_geoboundaries_are_put_together(units, write):
    frame = raions_of(units, "shapeName", called)
    frame["shapeID"], frame["shapeGroup"], frame["shapeType"] = "x", "UKR", "ADM2"
    read = read_units(write(frame))
    assert read.source == "geoboundaries"
    assert "Units recognised by 'shapeName'." in read.notes
    ours = [area(shape) for shape in read.units.geometry]
    assert ours == pytest.approx(boundaries().unit_areas_m2, rel=1e-5)


def test_the_second_level_of_cod_ab_is_put_together(units, write):
    frame = raions_of(units, "ADM2_PCODE", lambda raion: raion.code[:6])
    pcode = {raion.code[:6]: raion.code[:4] for raion in raions().values()}
    frame["ADM1_PCODE"] = frame["ADM2_PCODE"].map(pcode)
    read = read_units(write(frame, "units.shp"))
    assert read.source == "ocha-cod-ab"
    ours = [area(shape) for shape in read.units.geometry]
    assert ours == pytest.approx(boundaries().unit_areas_m2, rel=1e-5)


def test_the_first_level_of_cod_abs_archive_is_read(units, tmp_path):
    pcode = {raion.oblast: raion.code[:4] for raion in raions().values()}
    for level in (0, 1, 2):
        frame = units[["geometry"]].copy()
        frame["ADM1_PCODE"] = units["code"].map(pcode)
        if level != 1:
            frame = frame.iloc[:3]
        frame.to_file(tmp_path / f"ukr_admbnda_adm{level}_sspe_20240416.shp")
    path = tmp_path / "ukr_admbnd_sspe_20240416_ab_shp.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(tmp_path.glob("ukr_admbnda*")):
            archive.write(file, file.name)
    read = read_units(path)
    assert read.source == "ocha-cod-ab"
    assert len(read.units) == 27


def test_a_raion_that_is_none_is_refused(units, write):
    frame = raions_of(units, "shapeName", called)
    frame.loc[3, "shapeName"] = "Atlantis Raion"
    message = r"has 1 rows whose 'shapeName' is no raion of Ukraine \('Atlantis Raion'\); name them"
    with pytest.raises(InputError, match=message):
        read_units(write(frame))


def test_raions_that_leave_an_oblast_out_are_refused(units, write):
    frame = raions_of(units, "shapeName", called).iloc[4:]
    with pytest.raises(InputError, match=r"lacks 2 of the 27 first-level units of Ukraine: "):
        read_units(write(frame))
