"""The catalogues: current, whole, with the places of the English, and the forms of each number."""

from __future__ import annotations

import datetime as dt
import io
from gettext import GNUTranslations

import pytest

from ceaseline.geo.said import Day, Named, Number, counted, joined, said
from ceaseline.maps.text import gather
from ceaseline.maps.text.language import tongue

CODES = ("uk", "ru")


@pytest.mark.parametrize("code", CODES)
def test_the_catalogue_has_every_message_and_none_besides(code):
    assert gather.stale(code) == []
    assert gather.missing(code) == []
    assert gather.broken(code) == []


def test_messages_come_from_code_pages_data_and_names():
    known = {(one.context, one.id) for one in gather.gathered()}
    assert (None, ("{n} smaller piece", "{n} smaller pieces")) in known
    assert ("legend", "Legend") in known
    assert ("months.4", "May") in known
    assert (None, "Line of contact, 20 November 2024") in known
    assert ("name", "Sea of Azov") in known


def test_a_message_without_words_or_with_other_places_is_named(monkeypatch):
    made = gather.current("uk")
    made.get("{n} km").string = ""
    made.get("{km} ({miles} mi)").string = "{km} ({mil} миль)"
    monkeypatch.setattr(gather, "current", lambda _code: made)
    assert gather.missing("uk") == ["{n} km"]
    assert gather.broken("uk") == ["{km} ({miles} mi)"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--new", "uk"], "uk.po is there; it is brought up to date without --new."),
        (["--new", "polish"], "polish is no code of a language; give one as pl or de."),
        (["--new"], " is no code of a language; give one as pl or de."),
    ],
)
def test_a_language_that_cannot_begin_is_told_in_a_sentence(monkeypatch, capsys, words, told):
    monkeypatch.setattr("sys.argv", ["gather", *words])
    assert gather.main() == 1
    assert capsys.readouterr().out == f"{told}\n"


def test_what_is_not_up_to_date_is_said_and_mended(tmp_path, monkeypatch, capsys):
    for path in gather.FOLDER.glob("*.?o"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    po = (tmp_path / "uk.po").read_text("utf-8")
    (tmp_path / "uk.po").write_text(po.replace('"так"', '"авжеж"'), "utf-8")
    po = (tmp_path / "ru.po").read_text("utf-8")
    (tmp_path / "ru.po").write_text(f'{po}\nmsgid "gone"\nmsgstr "нет"\n', "utf-8")
    monkeypatch.setattr(gather, "FOLDER", tmp_path)
    monkeypatch.setattr(gather.sys, "argv", ["gather", "--check"])
    assert gather.main() == 3
    assert capsys.readouterr().out == (
        "ru.po is not up to date; run python -m ceaseline.maps.text.gather\n"
        "ru.mo is not up to date; run python -m ceaseline.maps.text.gather\n"
        "uk.mo is not up to date; run python -m ceaseline.maps.text.gather\n"
    )
    monkeypatch.setattr(gather.sys, "argv", ["gather"])
    assert gather.main() == 0
    assert capsys.readouterr().out == ""
    assert gather.stale("uk") == gather.stale("ru") == []
    assert GNUTranslations(io.BytesIO((tmp_path / "uk.mo").read_bytes())).gettext("yes") == "авжеж"


@pytest.mark.parametrize(
    ("number", "ukrainian", "russian"),
    [
        (1, "1 населений пункт", "1 населённый пункт"),
        (3, "3 населені пункти", "3 населённых пункта"),
        (11, "11 населених пунктів", "11 населённых пунктов"),
        (22, "22 населені пункти", "22 населённых пункта"),
        (1025, "1\u00a0025 населених пунктів", "1\u00a0025 населённых пунктов"),
        (1021, "1\u00a0021 населений пункт", "1\u00a0021 населённый пункт"),
    ],
)
def test_numbers_have_the_forms_of_the_language(number, ukrainian, russian):
    text = counted("{n} settlement", "{n} settlements", number)
    assert [tongue(code).said(text) for code in CODES] == [ukrainian, russian]


def test_what_is_filled_in_is_said_too():
    town = Named.of("Kherson", {"uk": "Херсон"})
    text = said("near {place}, {unit}", place=town, unit="Romania")
    assert tongue("uk").said(text) == "біля: Херсон, Румунія"
    assert tongue("ru").said(text) == "близ: Kherson, Румыния"
    several = joined("; ", [said("{n} km", n=Number(-1234.5, 2)), text])
    assert tongue("uk").said(several) == "-1\u00a0234,50 км; біля: Херсон, Румунія"
    assert tongue("en").said(several) == "-1,234.50 km; near Kherson, Romania"


def test_a_text_of_a_user_is_never_a_template():
    text = said("{name} (the base)", name="{n} km {0.__class__}")
    assert tongue("uk").said(text) == "{n} km {0.__class__} (основа)"
    assert tongue("uk").said("{n} km") == "{n} км"
    assert tongue("uk").said("{x} of mine") == "{x} of mine"


def test_a_day_is_written_as_the_language_writes_it():

    text = said("{depths} along {length}", depths=Day(dt.date(2024, 5, 1)), length="x")
    assert tongue("en").said(text) == "1 May 2024 along x"
    assert tongue("ru").said(text) == "1 мая 2024 вдоль x"


def test_a_language_is_added_by_its_catalogue_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gather, "FOLDER", tmp_path)
    monkeypatch.setattr(gather.sys, "argv", ["gather", "--new", "pl"])
    assert gather.main() > 100
    assert "pl: no words for 'measure'" in capsys.readouterr().out
    made = gather.read("pl")
    made.get("measure").string = "miara"
    (tmp_path / "pl.po").write_bytes(gather.written(made))
    monkeypatch.setattr(gather.sys, "argv", ["gather"])
    gather.main()
    with (tmp_path / "pl.mo").open("rb") as file:
        messages = GNUTranslations(file)
    assert messages.gettext("measure") == "miara"
    assert len(gather.forms(gather.read("pl").get("{n} smaller piece").string)) == 3


@pytest.mark.parametrize(
    ("code", "error", "message"),
    [
        ("uk", FileExistsError, r"uk\.po is there"),
        ("xx", ValueError, "xx is no code of a language"),
    ],
)
def test_a_language_that_cannot_be_begun(code, error, message, tmp_path, monkeypatch):
    (tmp_path / "uk.po").touch()
    monkeypatch.setattr(gather, "FOLDER", tmp_path)
    with pytest.raises(error, match=message):
        gather.begin(code)
