"""A study is a folder of data; another one can be put in force."""

from datetime import date
from pathlib import Path

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.derive.facts import facts
from ceaseline.layers.placement.placement import default_parties
from ceaseline.layers.placement.store import library
from ceaseline.layers.study import embedded, in_force, open_study, studies, using

ROOT = Path(__file__).parents[2]
TABLE = """\
id = "river"
title = "A river"
country = "{country}"

[[party]]
name = "North"
also = ["N"]

[[party]]
name = "South"
"""


def written(folder, text=TABLE):
    country = (ROOT / "geo" / "data" / "country.toml").as_posix()
    (folder / "study.toml").write_text(text.format(country=country), encoding="utf-8")
    (folder / "library").mkdir(exist_ok=True)
    return folder


def test_the_embedded_study_is_in_force():
    assert in_force() is embedded()
    assert embedded().parties == default_parties() == ("Ukraine", "Russia")
    assert "ukraine" in studies()
    assert embedded().country.official_area_m2 == 603_628e6
    assert {code for code, _ in embedded().country.table.names.items()} == {"en", "uk", "ru"}


def test_a_folder_is_a_study_and_is_in_force_in_its_block(tmp_path):
    with using(written(tmp_path)) as study:
        assert in_force() is study
        assert default_parties() == ("North", "South")
        assert study.spellings["n"] == "North"
        assert library() == ()
        assert facts().dates == ()
    assert default_parties() == ("Ukraine", "Russia")
    assert facts().dates == (date(2022, 2, 23).isoformat(), "2024-11-20", "2026-08-22")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("South", "North"), "both parties are called 'North'"),
        (lambda text: text.replace('id = "river"\n', ""), "id"),
        (lambda text: f"strange = 1\n{text}", "strange"),
        (lambda text: text.replace("title", "languages = ['uk']\ntitle"), 'languages lacks "en"'),
        (lambda text: text.partition("[[party]]")[0], "party"),
        (lambda text: text.replace('"A river"', "["), "TOML"),
    ],
)
def test_what_is_no_study_is_refused_with_its_place(tmp_path, change, message):
    with pytest.raises(InputError, match=message):
        open_study(written(tmp_path, change(TABLE)))


def test_a_study_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="There is no study 'ukrain'; did you mean ukraine"):
        open_study("ukrain")
    with pytest.raises(
        InputError, match=r"give a folder with a study\.toml, or one of cyprus, korea, ukraine"
    ):
        open_study(tmp_path)
