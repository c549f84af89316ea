"""Romanisation against the examples of the resolution itself, and the keys of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.geo.gazetteer.romanise import key, latin_readings, romanise, romanise_russian

# Resolution 55 of the Cabinet of Ministers of Ukraine, 27 January 2010: the examples of its table.
RESOLUTION = {
    "Алушта": "Alushta", "Андрій": "Andrii", "Борщагівка": "Borshchahivka",
    "Борисенко": "Borysenko", "Вінниця": "Vinnytsia", "Володимир": "Volodymyr", "Гадяч": "Hadiach",
    "Богдан": "Bohdan", "Згурський": "Zghurskyi", "Ґалаґан": "Galagan", "Ґорґани": "Gorgany",
    "Донецьк": "Donetsk", "Дмитро": "Dmytro", "Рівне": "Rivne", "Олег": "Oleh", "Есмань": "Esman",
    "Єнакієве": "Yenakiieve", "Гаєвич": "Haievych", "Короп'є": "Koropie", "Житомир": "Zhytomyr",
    "Жанна": "Zhanna", "Жежелів": "Zhezheliv", "Закарпаття": "Zakarpattia", "Казимирчук":
    "Kazymyrchuk", "Медвин": "Medvyn", "Михайленко": "Mykhailenko", "Іванків": "Ivankiv",
    "Іващенко": "Ivashchenko", "Їжакевич": "Yizhakevych", "Кадиївка": "Kadyivka", "Мар'їне":
    "Marine", "Йосипівка": "Yosypivka", "Стрий": "Stryi", "Олексій": "Oleksii", "Київ": "Kyiv",
    "Коваленко": "Kovalenko", "Лебедин": "Lebedyn", "Леонід": "Leonid", "Миколаїв": "Mykolaiv",
    "Маринич": "Marynych", "Ніжин": "Nizhyn", "Наталія": "Nataliia", "Одеса": "Odesa", "Онищенко":
    "Onyshchenko", "Полтава": "Poltava", "Петро": "Petro", "Решетилівка": "Reshetylivka",
    "Рибчинський": "Rybchynskyi", "Суми": "Sumy", "Соломія": "Solomiia", "Тернопіль": "Ternopil",
    "Троць": "Trots", "Ужгород": "Uzhhorod", "Уляна": "Uliana", "Фастів": "Fastiv", "Філіпчук":
    "Filipchuk", "Харків": "Kharkiv", "Христина": "Khrystyna", "Біла Церква": "Bila Tserkva",
    "Стеценко": "Stetsenko", "Чернівці": "Chernivtsi", "Шевченко": "Shevchenko", "Шостка":
    "Shostka", "Кишеньки": "Kyshenky", "Щербухи": "Shcherbukhy", "Гоща": "Hoshcha", "Гаращенко":
    "Harashchenko", "Юрій": "Yurii", "Корюківка": "Koriukivka", "Яготин": "Yahotyn", "Ярошенко":
    "Yaroshenko", "Костянтин": "Kostiantyn", "Знам'янка": "Znamianka", "Феодосія": "Feodosiia",
    "Згорани": "Zghorany", "Розгон": "Rozghon",
}  # fmt: skip


@pytest.mark.parametrize(("name", "latin"), RESOLUTION.items())
def test_examples_of_the_resolution(name, latin):
    assert romanise(name) == latin


def test_composed_and_decomposed_letters_read_alike():
    assert romanise("Ки\u0456\u0308в") == romanise("Київ") == "Kyiv"
    assert romanise_russian("Артемовский") == romanise_russian("Артемовскии\u0306")


def test_capitals_stay_capitals():
    assert romanise("ЩАСТЯ") == "SHCHASTIA"
    assert romanise("Щ") == "Shch"


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Харьков", "Kharkov"), ("Северодонецк", "Severodonetsk"), ("Ясиноватая", "Yasinovataya"),
        ("Алёшки", "Alyoshki"), ("Подъезд", "Podyezd"), ("Выгода", "Vygoda"), ("Ессен", "Yessen"),
    ],
)  # fmt: skip
def test_russian(name, latin):
    assert romanise_russian(name) == latin


@given(st.text())
def test_readings_are_keys(text):
    for reading in latin_readings(text):
        assert key(reading) == reading


@given(st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’ ", max_size=20))
def test_ukrainian_becomes_plain_latin(text):
    assert romanise(text).isascii()
