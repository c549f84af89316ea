"""What a feature's words and colours say of its ground, and what is united of it."""

import json
import pathlib
import re

import geopandas as gpd
import pytest
import shapely
from pyproj import Geod

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers import Reading, read
from ceaseline.geo.readers.status import OTHERS, by_words, statuses, united
from ceaseline.layers.study import using

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
            ("Contested", "disputed area", "grey_zone", "Сіра зона", "Серая зона", "no-man's-land"),
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


def test_contested_ground_that_laps_over_held_is_told_with_what_lies_beyond():
    wide = shapely.box(30, 48, 30.8, 48.5)
    frame = gpd.GeoDataFrame(
        {"name": ["controlled", "contested"]}, geometry=[BOXES[0], wide], crs=4326
    )
    (note,) = united(Reading(pathlib.Path("a"), "KML", frame)).notes
    whole = abs(GEOD.geometry_area_perimeter(wide.segmentize(0.001))[0]) / 1e6
    told = (
        f"1 feature contested ({whole:,.1f} km², {whole - KM2:,.1f} km² of it beyond what counts)"
    )
    assert told in note


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


def test_a_column_of_yes_and_no_is_understood():
    assert statuses(reading(occupied=[True, False]).frame) == ["held", "liberated"]
    assert statuses(reading(is_liberated=["no", "yes"]).frame) == ["", "liberated"]
    assert statuses(reading(occupied=["2014", "2022"]).frame) == ["", ""]


def test_free_text_counts_where_all_of_it_tells():
    told = ["Russian control before 2022", "Claimed counteroffensives"]
    assert statuses(reading(description=told).frame) == ["held", "contested"]
    assert statuses(reading(description=[*told, "Near Izium"]).frame) == [""] * 3


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ({"status": ["besetzt", "befreit"]}, r"'status' .*'besetzt', 'befreit'"),
        ({"fill": ["#ff0000", "#00ff00", "#0000ff"]}, r"'fill' .*'#ff0000', '#00ff00', '#0000ff'"),
        ({"control": list("abcd")}, r"'control' .*'a', 'b', 'c', 'd'\)"),
    ],
)
def test_a_status_in_unknown_words_is_doubted(columns, named):
    own = reading(**columns)
    done = united(own)
    assert len(done.frame) == len(own.frame)
    (note,) = done.notes
    assert note.startswith("Doubtful: ")
    assert re.search(named, note)
    assert note.endswith("but no status that is known here; all of them count.")


def test_one_value_or_very_many_tell_nothing():
    assert united(reading(status=["besetzt", "besetzt"])).notes == ()
    many = gpd.GeoDataFrame({"status": [str(k) for k in range(20)]}, geometry=BOXES * 5, crs=4326)
    assert united(Reading(pathlib.Path("a.kml"), "KML", many)).notes == ()


def kml(*marks, styles=""):
    shape = "<Polygon><outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing>"
    shapes = [
        shape.format(" ".join(f"{x},{y}" for x, y in box.exterior.coords))
        + "</outerBoundaryIs></Polygon>"
        for box in BOXES
    ]
    placed = "".join(
        f"<Placemark>{mark}{own}</Placemark>" for mark, own in zip(marks, shapes, strict=False)
    )
    return f"<kml><Document>{styles}{placed}</Document></kml>"


def test_colours_of_kml_are_read_from_styles(tmp_path):
    poly = "<PolyStyle><color>{}</color></PolyStyle>"
    text = kml(
        "<styleUrl>#pair</styleUrl>",
        f"<Style>{poly.format('FF589D0F')}</Style>",
        "<styleUrl>#grey</styleUrl>",
        styles=f"<Style id='red'>{poly.format('801427a5')}</Style>"
        "<StyleMap id='pair'><Pair><key>highlight</key><styleUrl>#grey</styleUrl></Pair>"
        "<Pair><key>normal</key><styleUrl>#red</styleUrl></Pair></StyleMap>"
        f"<Style id='grey'>{poly.format('80a4aabc')}</Style>",
    )
    (tmp_path / "a.kml").write_text(text)
    found = read(tmp_path / "a.kml")
    assert list(found.frame["fill"]) == ["#a52714", "#0f9d58", "#bcaaa4"]
    assert statuses(found.frame) == ["held", "liberated", "unknown"]


def test_styles_that_name_one_another_or_draw_no_ground_have_no_colour(tmp_path):
    ring = "<StyleMap id='{}'><Pair><key>normal</key><styleUrl>#{}</styleUrl></Pair></StyleMap>"
    text = kml(
        "<styleUrl>#a</styleUrl>",
        "<styleUrl>elsewhere.kml#red</styleUrl>",
        "<Style><PolyStyle><color>801427a5</color><fill>0</fill></PolyStyle></Style>",
        "<Style><PolyStyle><color>red</color></PolyStyle></Style>",
        styles=ring.format("a", "b") + ring.format("b", "a"),
    )
    (tmp_path / "a.kml").write_text(text)
    assert "fill" not in read(tmp_path / "a.kml").frame


def test_the_parties_of_a_study_are_known_by_what_it_calls_them():
    frame = reading(
        side=["ROK", "north korea", "", ""], name=["", "", "held by DPRK", "held by ROK"]
    )
    with using("korea") as study:
        assert statuses(frame.frame, study.parties[1]) == [OTHERS, "held", "held", OTHERS]
        assert statuses(frame.frame, study.parties[0]) == ["held", OTHERS, OTHERS, "held"]
    assert statuses(reading(side=["ROK", "Russia"]).frame) == ["", "held"]
