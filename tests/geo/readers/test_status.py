"""What a feature's words and colours say of its ground, and what is united of it."""

import json
import pathlib

import geopandas as gpd
import pytest
import shapely
from pyproj import Geod

from geo.errors import InputError
from geo.readers import Reading, read
from geo.readers.status import OTHERS, by_words, statuses, united

GEOD = Geod(ellps="WGS84")
BOXES = [shapely.box(30 + k, 48, 30.5 + k, 48.5) for k in range(4)]
KM2 = abs(GEOD.geometry_area_perimeter(BOXES[0].segmentize(0.001))[0]) / 1e6


def reading(**columns):
    (count,) = {len(column) for column in columns.values()}
    frame = gpd.GeoDataFrame(columns, geometry=BOXES[:count], crs=4326)
    return Reading(pathlib.Path("mine.kml"), "KML", frame)


@pytest.mark.parametrize(
    ("status", "texts"),
    [
        (
            "held",
            (
                "Occupied", "Russian-controlled", "under Russian control", "Окуповано",
                "Тимчасово окупована територія", "Оккупировано", "Под контролем РФ", "ОРДЛО",
                "Непідконтрольна Україні", "non-government controlled area", "Held",
            ),
        ),
        (
            "liberated",
            ("Liberated", "Звільнено 31.03", "Освобождено", "De-occupied", "Деокуповано"),
        ),
        (
            "contested",
            ("Contested", "disputed area", "grey_zone", "Сіра зона", "Серая зона", "No man's land"),
        ),
        ("unknown", ("Unknown status", "Під питанням", "Неизвестно", "unclear")),
        ("", ("Kharkiv", "Спірне", "Kursk side", "", "drawn coarser", "31.03.2022")),
    ],
)  # fmt: skip
def test_words_of_three_languages(status, texts):
    assert [by_words(text) for text in texts] == [status] * len(texts)


def test_the_other_party_s_ground_is_told_apart():
    frame = reading(control=["RU", "UA"]).frame
    assert statuses(frame) == ["held", OTHERS]
    assert statuses(frame, "Ukraine") == [OTHERS, "held"]
    named = reading(name=["Controlled by Ukraine", "Під контролем РФ"]).frame
    assert statuses(named) == [OTHERS, "held"]
    codes = reading(kind=["UA_controlled", "RU_controlled", "government-controlled"]).frame
    assert statuses(codes) == [OTHERS, "held", OTHERS]


def test_an_attribute_goes_before_a_name_and_words_before_colours():
    frame = reading(name=["Occupied", "Liberated"], status=["contested", ""]).frame
    assert statuses(frame) == ["contested", "liberated"]
    frame = reading(name=["Liberated", ""], fill=["#a52714", "#a52714"]).frame
    assert statuses(frame) == ["liberated", ""]


def test_colours_alone_count_where_they_tell_two_statuses():
    assert statuses(reading(fill=["#A52714", "#bcaaa4", None]).frame) == ["held", "unknown", ""]
    assert statuses(reading(fill=["#a52714", "#ffff00"]).frame) == ["", ""]
    assert statuses(reading(fill=["#a52714", "#a52714"]).frame) == ["", ""]
    assert statuses(reading(stroke=["#a52714", "#0f9d58"]).frame) == ["held", "liberated"]


def test_those_held_are_united_and_the_others_told_with_their_area():
    kept = united(reading(name=["controlled", "contested", "Звільнено", "Kherson"]))
    assert kept.frame["name"].tolist() == ["controlled"]
    (note,) = kept.notes
    assert note == (
        f"Left out: 1 feature liberated ({KM2:,.1f} km²); 1 feature contested ({KM2:,.1f} km²); "
        f"1 feature without a status ({KM2:,.1f} km²); --status chooses what counts."
    )


def test_statuses_asked_for_are_united_and_told():
    kept = united(reading(name=["controlled", "contested", "unknown"]), ("held", "contested"))
    assert kept.frame["name"].tolist() == ["controlled", "contested"]
    assert kept.notes[0].startswith("Left out: 1 feature unknown (")
    assert kept.notes[1].startswith("United: 1 feature held (")
    with pytest.raises(InputError, match=r"shows no polygon as liberated; it has held \(1\), cont"):
        united(reading(name=["controlled", "contested"]), ("liberated",))


def test_a_feature_without_a_status_is_held_where_none_says_so():
    kept = united(reading(name=["Kherson", "contested"]))
    assert kept.frame["name"].tolist() == ["Kherson"]


def test_a_file_without_statuses_stays_as_it_is():
    plain = reading(name=["Kherson", "Luhansk"])
    assert united(plain) is plain
    (note,) = united(plain, ("held",)).notes
    assert note == "--status had no effect: no feature of the file carries a status."


@pytest.mark.parametrize("name", ["Окуповано", "Оккупировано", "Occupied"])
def test_a_history_file_of_one_language_is_known_by_name_and_fill(tmp_path, name):
    features = [
        {
            "type": "Feature",
            "properties": {"name": text, "fill": fill},
            "geometry": shapely.geometry.mapping(shape),
        }
        for text, fill, shape in zip(
            (name, "31.03", "Під питанням", "arrow"),
            ("#a52714", "#0288d1", "#bcaaa4", None),
            (*BOXES[:3], shapely.LineString([(30, 48), (31, 49)])),
            strict=True,
        )
    ]
    path = tmp_path / "1648900000.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    found = read(path)
    assert (found.format, str(found.date)) == ("DeepState history", "2022-04-02")
    assert found.notes[-1] == "1 line (arrows, marks) left out."
    assert statuses(found.frame) == ["held", "liberated", "unknown"]
    assert len(united(found).frame) == 1
