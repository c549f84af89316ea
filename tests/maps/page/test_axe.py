"""axe-core finds nothing to complain of, in any state, theme, size or language."""

from __future__ import annotations

import pytest

from ceaseline.maps.page.render import render

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1440, "light"),
        pytest.param(1440, "dark", marks=pytest.mark.slow),
        pytest.param(390, "light", marks=pytest.mark.slow),
        pytest.param(390, "dark", marks=pytest.mark.slow),
    ],
)
def test_the_main_map(opened, default_map, axe, width, scheme):
    one = opened(
        default_map,
        viewport={"width": width, "height": 880},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = one.page
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert one.violations(axe) == []
    page.fill("#search", "Bakh")
    assert one.violations(axe) == []
    page.press("#search", "Enter")
    page.click("#measure")
    assert one.violations(axe) == []
    page.click("#table-open")
    page.click("[data-set=parts]")
    assert one.violations(axe) == []


def test_several_placements_in_ukrainian(opened, dated_plans, axe):
    one = opened(render(dated_plans, lang="uk"))
    assert one.violations(axe) == []
