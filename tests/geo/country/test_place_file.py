"""A person's own settlements: CSV in its many forms, the GeoNames layout, and what is refused."""

import hashlib
import zipfile

import pytest

from ceaseline.geo.country.place_file import read_settlements
from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.readers.limits import Limits

PLAIN = "name,lon,lat,people\nKherson,32.62,46.64,70000\nKyiv,30.52,50.45,2500000\n"


def table(tmp_path, text, name="own.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (PLAIN, "utf-8"),
        (PLAIN, "utf-8-sig"),
        (PLAIN, "utf-16"),
        (PLAIN.replace(",", ";"), "utf-8"),
        (PLAIN.replace(",", "\t"), "utf-8"),
        (PLAIN.replace(",", ";").replace(".", ","), "utf-8"),
        (PLAIN.replace("name,lon,lat,people", "Place,X,y,Population"), "utf-8"),
        (PLAIN.replace("70000", "70 000"), "utf-8"),
    ],
)
def test_forms_of_one_table(tmp_path, text, encoding):
    found = read_settlements(table(tmp_path, text, encoding=encoding))
    frame = found.settlements
    columns = ["id", "name", "population", "unit_code", "rank", "lon", "lat"]
    assert frame[columns].values.tolist() == [
        [1, "Kherson", 70000, "UA-65", 1, 32.62, 46.64],
        [2, "Kyiv", 2500000, "UA-30", 0, 30.52, 50.45],
    ]
    assert (frame["people_basis"] == "user").all()
    assert found.supplied == "own.csv"


def test_its_source_is_the_user_with_the_files_hash(tmp_path):
    path = table(tmp_path, PLAIN)
    (source,) = read_settlements(path).sources
    assert (source.id, source.title) == ("user-settlements", "Settlements supplied by the user")
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not source.redistributable


def test_cyrillic_names_in_an_old_encoding(tmp_path):
    text = "назва;lon;lat;населення\nОлешки;32.72;46.62;5000\n"
    frame = read_settlements(table(tmp_path, text, encoding="cp1251")).settlements
    assert frame[["name", "name_uk"]].values.tolist() == [["Oleshky", "Олешки"]]


def test_what_a_table_may_say_beside(tmp_path):
    text = (
        "id,name,lon,lat,people,name_uk,name_ru,raion,hromada\n"
        "7,Oleshky,32.72,46.62,5000,Олешки,Алёшки,UA65100000000029736,UA65100110000015344\n"
    )
    row = read_settlements(table(tmp_path, text)).settlements.iloc[0]
    assert (row["id"], row["name_ru"], row["hromada"]) == (7, "Алёшки", "UA65100110000015344")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,lon,lat\nA,30,50\n", r"own\.csv has the columns name, lon, lat and lacks people; a"),
        ("a,b\n1,2\n", r"lacks name, lon, lat, people; a table of settlements has name, lon, lat"),
        ("name,lon,lat,people\n", r"own\.csv has no settlement; give a row for each"),
        ("name,lon,lat,people\n,30,50,1\n", r"line 2: no settlement is named; give its name"),
        ("name,lon,lat,people\nA,x,50,1\n", r"line 2, lon: 'x' is no number from -180 to 180"),
        ("name,lon,lat,people\nA,30,91,1\n", r"line 2, lat: '91' is no number from -90 to 90"),
        ("name,lon,lat,people\nA,30,nan,1\n", r"line 2, lat: 'nan' is no number"),
        ("name,lon,lat,people\nA,30,50,many\n", r"people: 'many' is not a whole number; give one"),
        ("name,lon,lat,people\nA,30,50,-1\n", r"people: '-1' is not a whole number"),
        ("name,lon,lat,people\nA,30,50,\n", r"people: '' is not a whole number; give one, 0 where"),
        (
            "name,lon,lat,people\nA,50,30,1\n",
            r"line 2: A at lon 50, lat 30 lies .* are exchanged; put",
        ),
        ("id,name,lon,lat,people\nx,A,30,50,1\n", r"id: 'x' is not a whole number; give one or"),
        ("id,name,lon,lat,people\n1,A,30,50,1\n1,B,30,50,1\n", r"line 3, id: 1 is that of line 2"),
        ("id,name,lon,lat,people\n1,A,30,50,1\n,B,30,50,1\n", r"an id for some settlements only"),
        ("name,lon,lat,people\nA,30,50\n", r"line 2, has 3 cells where the header has 4"),
    ],
)
def test_faults_name_file_row_value_and_remedy(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        read_settlements(table(tmp_path, text))


OUTSIDE = """name,lon,lat,people
Kherson,32.62,46.64,70000
Berlin,13.405,52.52,3000000
Turned,46.64,32.62,5
Zmiinyi,30.2,45.255,30
Homel,31.0,52.43,500000
At the border,34.9,50.6,10
Kherson,32.6201,46.6401,70000
Kherson,32.9,46.64,7
"""


def test_rows_outside_the_country_and_given_again_are_named_together(tmp_path):
    with pytest.raises(InputError) as told:
        read_settlements(table(tmp_path, OUTSIDE))
    lines = str(told.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        f"own.csv, line {n}" for n in (3, 4, 6, 8)
    ]
    assert "Berlin at lon 13.405, lat 52.52 lies 706 km" in lines[0]
    assert lines[0].endswith("outside the country; correct lon and lat, or leave the row out.")
    assert lines[1].endswith("longitude and latitude are exchanged; put each in its own column.")
    assert "Homel at lon 31, lat 52.43 lies " in lines[2]
    assert lines[3].endswith(
        "Kherson at lon 32.6201, lat 46.6401 is that of line 2 again, and its people would count "
        "twice; leave one of them out."
    )


@pytest.mark.slow
def test_every_embedded_settlement_is_taken_from_a_table(tmp_path):
    """None is outside, none given twice."""
    frame = settlements()
    frame.rename(columns={"population": "people"})[["name", "lon", "lat", "people"]].to_csv(
        tmp_path / "own.csv", index=False
    )
    assert len(read_settlements(tmp_path / "own.csv").settlements) == len(frame)


def test_all_faults_are_told_together_up_to_twenty(tmp_path):
    rows = "".join(f"A{n},x,50,1\n" for n in range(30))
    with pytest.raises(InputError) as told:
        read_settlements(table(tmp_path, f"name,lon,lat,people\n{rows}"))
    assert str(told.value).count("is no number") == 20


def test_a_missing_or_huge_table(tmp_path):
    with pytest.raises(InputError, match=r"no table of settlements '.*none\.csv'; give a CSV file"):
        read_settlements(tmp_path / "none.csv")
    with pytest.raises(InputError, match=r"own\.csv"):
        read_settlements(table(tmp_path, PLAIN), Limits(features=1))


def geonames(id_, name, lat, lon, code="PPL", people="0", *, feature="P", country="UA"):
    """One line of the dump: the 19 columns of the readme."""
    cells = [
        str(id_), name, name, "Alt,Альт,另", str(lat), str(lon), feature, code, country, "", "08",
        "", "", "", people, "", "", "Europe/Kyiv", "2024-01-01",
    ]  # fmt: skip
    return "\t".join(cells)


DUMP = [
    geonames(706448, "Kherson", 46.65, 32.61, "PPLA", "279131"),
    geonames(90000001, "Mala", 46.7, 32.5, people="120"),
    geonames(90000002, "Quarter", 46.66, 32.62, "PPLX", "9000"),
    geonames(90000003, "Gone", 46.7, 32.4, "PPLQ"),
    geonames(90000004, "Older", 46.7, 32.3, "PPLH"),
    geonames(90000005, "Lake", 46.7, 32.3, "LK", feature="H"),
    geonames(90000006, "Abroad", 46.7, 32.3, country="RO"),
]


def test_the_geonames_table(tmp_path):
    path = table(tmp_path, "\n".join(DUMP) + "\n", "UA.txt")
    found = read_settlements(path)
    frame = found.settlements
    assert frame[["id", "name", "population", "unit_code", "rank"]].values.tolist() == [
        [706448, "Kherson", 279131, "UA-65", 1],
        [90000001, "Mala", 120, "UA-65", 5],
    ]
    assert frame["name_uk"].tolist() == ["Херсон", ""]
    assert frame["other_names"].tolist()[1] == "Alt;Альт"
    assert found.sources[0].id == "geonames-ukraine"
    assert found.sources[0].redistributable


def test_the_geonames_archive(tmp_path):
    path = tmp_path / "UA.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("UA.txt", "\n".join(DUMP))
    assert len(read_settlements(path).settlements) == 2
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "about")
    with pytest.raises(InputError, match=r"UA\.zip holds 0 tables \(\*\.txt, \*\.csv\); unpack it"):
        read_settlements(path)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([DUMP[0], "1\t2"], r"line 2, has 2 cells where the GeoNames table has 19; download it"),
        ([DUMP[5]], r"lists no populated place of Ukraine \(class P, country UA\); give"),
        ([geonames(1, "A", 46.6, "east", people="1")], r"line 1, longitude: 'east' is no number"),
        ([geonames(1, "A", 46.6, 32.6, people="few")], r"population: 'few' is not a whole number"),
    ],
)
def test_a_damaged_geonames_table(tmp_path, lines, message):
    with pytest.raises(InputError, match=message):
        read_settlements(table(tmp_path, "\n".join(lines), "UA.txt"))
