"""The search of the page: order, alphabets, languages, and units beside settlements."""

import pytest

from ceaseline.maps.page.render import render

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CITIES = {
    "Kharkiv": ("Khark", "Харк"),
    "Zaporizhzhia": ("Zapori", "Запорі"),
    "Mariupol": ("Mariup", "Маріуп"),
    "Kherson": ("Kherso", "Херсо"),
    "Sevastopol": ("Sevast", "Севаст"),
    "Luhansk": ("Luhan", "Луган"),
    "Melitopol": ("Melit", "Меліт"),
}


@pytest.fixture(scope="module", params=["en", "uk", "ru"])
def page(request, chromium, default_plan, tmp_path_factory):
    path = tmp_path_factory.mktemp("search") / "map.html"
    path.write_text(render([default_plan], lang=request.param), encoding="utf-8")
    context = chromium.new_context(
        offline=True, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-complete=yes]", state="attached")
    page.lang = request.param
    yield page
    context.close()


def found(page, typed):
    page.fill("#search", typed)
    return page.locator("#search-results li span").all_inner_texts()


def title(page):
    return page.locator("#card-title").inner_text()


@pytest.mark.parametrize("city", CITIES)
def test_both_alphabets_find_the_same_in_the_same_order(page, default_plan, city):
    row = default_plan.settlements.query("name == @city").nlargest(1, "population").iloc[0]
    shown = {"en": row["name"], "uk": row["name_uk"], "ru": row["name_ru"]}[page.lang]
    lists = [found(page, typed) for typed in CITIES[city]]
    if page.lang == "ru":  # whose own names may begin otherwise
        assert all(shown in rows for rows in lists)
    else:
        assert [rows[0] for rows in lists] == [shown, shown]
        assert lists[0] == lists[1]


def test_of_those_that_begin_alike_the_largest_goes_first(page, default_plan):
    people = default_plan.settlements.set_index(
        {"en": "name", "uk": "name_uk", "ru": "name_ru"}[page.lang]
    )["population"]
    towns = [name for name in found(page, "Ma") if name in people.index]
    most = [people[[name]].max() for name in towns]
    assert most == sorted(most, reverse=True)
    assert len(towns) >= 4
    assert most[0] > 400_000


def test_letters_that_only_sound_alike_come_after(page):
    if page.lang == "en":
        # `К` is no beginning of a name with `Kh`, though both begin with the letter k
        assert not any(name.startswith("Kh") for name in found(page, "К"))
        assert any(name.startswith("Kh") for name in found(page, "K"))


def test_names_of_today_go_before_former_ones(page):
    names = found(page, "Artemiv")
    shown = {"en": "Bakhmut", "uk": "Бахмут", "ru": "Бахмут"}[page.lang]
    assert shown in names
    own = [n for n, name in enumerate(names) if name.lower().startswith(("artemiv", "артемів"))]
    assert all(n < names.index(shown) for n in own)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (
            "Crimea",
            {"en": "Crimea", "uk": "Автономна Республіка Крим", "ru": "Автономная Республика Крым"},
        ),
        (
            "Крим",
            {"en": "Crimea", "uk": "Автономна Республіка Крим", "ru": "Автономная Республика Крым"},
        ),
        (
            "Donetsk oblast",
            {"en": "Donetsk oblast", "uk": "Донецька область", "ru": "Донецкая область"},
        ),
        (
            "Донецька область",
            {"en": "Donetsk oblast", "uk": "Донецька область", "ru": "Донецкая область"},
        ),
        (
            "Kramatorskyi raion",
            {"en": "Kramatorskyi raion", "uk": "Краматорський район", "ru": "Краматорский район"},
        ),
        (
            "Kramatorska hromada",
            {
                "en": "Kramatorska hromada",
                "uk": "Краматорська громада",
                "ru": "Краматорська громада",
            },
        ),
    ],
)
def test_units_are_found_shown_whole_and_told(page, default_plan, typed, shown):
    assert found(page, typed)[0] == shown[page.lang]
    page.press("#search", "Enter")
    assert title(page) == shown[page.lang]
    if "Donetsk" in typed:
        # the card has the area that the engine has, side by side
        squares = [
            round(m.value / 1e6)
            for m in default_plan.figures
            if m.id == "territory_area" and m.unit_code == "UA-14"
        ]
        told = [
            row.replace("км²", "km²").split("km²")[0]
            for row in page.locator("#card-rows dd").all_inner_texts()
        ]
        shown = ["".join(c for c in text if c.isdigit()) for text in told[:2]]
        assert len(squares) == 2
        assert sorted(shown) == sorted(map(str, squares))


def test_what_is_called_just_so_is_never_left_out(page, default_plan):
    if page.lang == "en":
        names = default_plan.settlements["name"]
        short = [n for n in names if names.str.startswith(n).sum() > 20][:3]
        for name in short:
            assert name in found(page, name)
