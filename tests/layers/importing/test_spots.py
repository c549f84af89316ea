"""Settlements told by where they lie."""

import json

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.settlements import match
from ceaseline.geo.readers import Held, read
from ceaseline.layers.importing.spots import Placed
from ceaseline.layers.importing.table import control_of

POKROVSK = match("Pokrovsk", oblast="Donetsk")
SPOT = (float(POKROVSK["lon"]), float(POKROVSK["lat"]))


def near(dx, dy=0.0):
    return (SPOT[0] + dx, SPOT[1] + dy)


@pytest.mark.parametrize(
    ("name", "spot"),
    [
        ("Покровськ", SPOT),
        ("Pokrovsk", near(0.1)),  # 7 km: of the several of that name, the one that is near
        ("Красноармійськ", near(0.02)),  # its former name
        ("", near(0.01)),
        ("Mine No. 5", near(0.01)),  # a name that is not listed
    ],
)
def test_the_one_of_that_name_or_the_nearest(name, spot):
    placed = Placed()
    assert placed.of(Held(2, "Russia", name=name, lonlat=spot)) == POKROVSK["id"]
    assert placed.notes()[0].startswith("1 place matched by its position, ")


def test_a_name_far_from_its_position_is_a_fault():
    with pytest.raises(InputError, match=r"called 'Lviv' lies 9\d\d km from 37\.\d+, 48\.\d+"):
        Placed().of(Held(2, "Russia", name="Lviv", lonlat=SPOT))


def test_places_far_from_all_are_left_out_and_told():
    placed = Placed()
    sea = Held(2, "Russia", name="buoy", lonlat=(32.0, 44.0))
    assert placed.of(sea) is None
    assert placed.notes() == [
        (
            "1 place lies more than 2 km from any listed settlement: left out (buoy at 32.00000, "
            "44.00000)."
        )
    ]


def test_points_give_the_same_control_as_a_table(tmp_path):
    rows = [("Покровськ", "Ukraine", SPOT), ("", "Ukraine", (38.0, 48.6)), ("z", "grey", (36, 50))]
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "held_by": party},
            "geometry": {"type": "Point", "coordinates": spot},
        }
        for name, party, spot in rows
    ]
    drawn = tmp_path / "a.geojson"
    drawn.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    table = tmp_path / "a.csv"
    lines = [f"{name};{party};{lon};{lat}" for name, party, (lon, lat) in rows]
    table.write_text("\n".join(["name;party;lon;lat", *lines]), "utf-8")
    (one, notes), (two, same) = (control_of(read(path)) for path in (drawn, table))
    assert one == two
    assert notes == same
    assert (int(POKROVSK["id"]), "Ukraine") in one.flips
    assert any("2 places matched by their position" in note for note in notes)
    assert any("1 places are contested" in note for note in notes)
