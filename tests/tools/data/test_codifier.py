"""The codifier's workbook, and the towns of the official table in it."""

import zipfile

import pytest

from ceaseline.geo.data import FOLDER, read_csv
from ceaseline.geo.errors import DataError
from tools.data import official
from tools.data.codifier import Codifier, Entry, read_codifier, spelt
from tools.data.official import Town
from tools.data.tables import as_csv

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = [
    ["Кодифікатор"],
    ["Перший рівень", "Другий рівень", "", "", "", "Категорія", "Назва"],
    ["UA05000000000010236", "", "", "", "", "O", "Вінницька"],
    ["UA05000000000010236", "UA05020000000026686", "", "", "", "P", "Вінницький"],
    ["UA05000000000010236", "UA05020000000026686", "UA05020030000031457", "", "", "H",
     "Вінницькa "],
    ["UA05000000000010236", "UA05020000000026686", "UA05020030000031457", "UA05020030010063857", "",
     "M", "Вінниця"],
    ["UA05000000000010236", "UA05020000000026686", "UA05020030000031457", "UA05020030010063857",
     "UA05020030010163858", "B", "Ленінський"],
    ["UA80000000000093317", "", "", "", "", "K", "Київ"],
]  # fmt: skip


def workbook(path, rows=ROWS):
    """Write a sheet as the codifier's is: shared strings, empty cells left out."""
    texts = sorted({cell for row in rows for cell in row if cell})
    number = {text: n for n, text in enumerate(texts)}
    strings = "".join(f"<si><t>{text}</t></si>" for text in texts)
    body = ""
    for n, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{"ABCDEFG"[k]}{n}" t="s"><v>{number[text]}</v></c>'
            for k, text in enumerate(row)
            if text
        )
        body += f'<row r="{n}">{cells}</row>'
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SPACE}">{strings}</sst>')
        book.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{SPACE}"><sheetData>{body}</sheetData></worksheet>',
        )
    return path


def test_levels_and_categories(tmp_path):
    found = read_codifier(workbook(tmp_path / "k.xlsx"))
    assert list(found.raions) == ["UA05020000000026686", "UA80000000000093317"]
    assert list(found.hromadas) == ["UA05020030000031457", "UA80000000000093317"]
    assert list(found.settlements) == ["UA05020030010063857", "UA80000000000093317"]
    town = found.settlements["UA05020030010063857"]
    assert (town.name, town.hromada, town.raion, town.oblast) == (
        "Вінниця", "UA05020030000031457", "UA05020000000026686", "UA-05",
    )  # fmt: skip
    assert found.hromadas["UA05020030000031457"].name == "Вінницька"  # its last letter was Latin
    assert found.hromadas["UA80000000000093317"].raion == "UA80000000000093317"


def test_another_file_is_refused(tmp_path):
    (tmp_path / "a.xlsx").write_text("no workbook")
    with pytest.raises(DataError, match=r"a\.xlsx is not the codifier's workbook \(File is not"):
        read_codifier(tmp_path / "a.xlsx")
    with pytest.raises(DataError, match=r"b\.xlsx lists no unit; give the codifier's workbook\."):
        read_codifier(workbook(tmp_path / "b.xlsx", ROWS[:2]))


def test_letters_that_look_alike():
    latin = "I\u0432a\u043di\u0432\u043a\u0430"
    assert spelt(latin) == "Іванівка"
    assert spelt("Lyman") == "Lyman"
    assert spelt("Мар`янівка") == spelt("Мар'янівка") == spelt("Мар’янівка")


HROMADA, RAION = "UA05020030000031457", "UA05020000000026686"
COLUMNS = ("katottg", "oblast", "raion_uk", "name_uk", "centre_uk", "people", "urban_people")


def tables(folder, urban, people="5", kind="city", name="Вінниця"):
    hromada = dict(zip(COLUMNS, (HROMADA, "UA-05", "Вінницький", "Вінницька", "Вінниця", "10",
                                 urban), strict=True))  # fmt: skip
    town = {"oblast": "UA-05", "raion_uk": "Вінницький", "kind": kind, "name_uk": name,
            "name_en": "", "people": people}  # fmt: skip
    (folder / official.HROMADAS).write_bytes(as_csv([hromada]))
    (folder / official.TOWNS).write_bytes(as_csv([town]))
    own = Entry("UA05020030010063857", "M", "Вінниця", RAION, HROMADA)
    return Codifier(
        {RAION: Entry(RAION, "P", "Вінницький", RAION, "")},
        {HROMADA: Entry(HROMADA, "H", "Вінницька", RAION, HROMADA)},
        {own.code: own},
    )


def test_towns_must_come_to_the_urban_people(tmp_path, monkeypatch):
    monkeypatch.setattr(official, "PEOPLE", 10)
    found = official.official(tables(tmp_path, "5"), tmp_path)
    assert found.towns == (Town("UA05020030010063857", HROMADA, "Вінниця", 5),)
    assert (found.people(HROMADA), found.rest(HROMADA)) == (10, 5)
    with pytest.raises(DataError, match=r"towns of Вінницька .* come to 5 people, its urban .* 4"):
        official.official(tables(tmp_path, "4"), tmp_path)
    with pytest.raises(DataError, match=r"towns of Вінницька \(UA05020030000031457\) exceed its"):
        official.official(tables(tmp_path, "11", "11"), tmp_path)
    with pytest.raises(
        DataError, match=r"Вінниця \(UA-05, Вінницький\) is in no one hromada: \[\]"
    ):
        official.official(tables(tmp_path, "5", kind="urban-type settlement"), tmp_path)
    monkeypatch.setattr(official, "PEOPLE", 11)
    with pytest.raises(DataError, match=r"The hromadas come to 10 people, not 11\."):
        official.official(tables(tmp_path, "5"), tmp_path)


def test_the_tables_are_the_printed_ones():
    towns = read_csv(FOLDER / official.TOWNS)
    assert len(towns) == 1268
    assert sum(int(row["people"] or 0) for row in towns) == 28_693_708
    hromadas = read_csv(FOLDER / official.HROMADAS)
    assert sum(int(row["people"]) for row in hromadas) == official.PEOPLE
