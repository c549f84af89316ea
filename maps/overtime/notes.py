"""What stands below a chart over time: how to read it, and what its figures rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.layers.plan.depths import depths_of
from ceaseline.maps.text.describe import about_people, titles
from ceaseline.maps.text.wording import zone_depths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.maps.overtime.chart import Panel
    from ceaseline.maps.text.language import Tongue

__all__ = ["notes"]


def notes(
    plans: Sequence[Plan], found: Sequence[Panel], tongue: Tongue, *, people: bool = True
) -> list[str]:
    """Return what has to be said of panels: only of what they show.

    Parameters
    ----------
    plans : sequence of Plan
        All that were given; those without a date are named as left out.
    found : sequence of Panel
    tongue : Tongue
    people : bool
        Whether to say who the people are, which a page or a report says elsewhere.
    """
    dated = sorted(
        (plan for plan in plans if plan.placement.date), key=lambda p: str(p.placement.date)
    )
    rest = [plan for plan in plans if plan.placement.date is None]
    out = [tongue["chart_joined"]]
    if any(panel.ranged for panel in found):
        out.append(tongue["chart_range"])
    if any(panel.of_zone for panel in found):
        out.append(_depths(dated, tongue))
    if people and any(panel.of_people for panel in found):
        out.append(about_people(dated[0], tongue, short=True))
    if rest:
        out.append(tongue["chart_undated"].format(names="; ".join(titles(rest, tongue))))
    return out


def _depths(dated: Sequence[Plan], tongue: Tongue) -> str:
    """Return how deep the zones are: once where all are alike, else each by its day."""
    each = [tongue.said(zone_depths(depths_of(plan), plan.parties)) for plan in dated]
    if len(set(each)) == 1:
        return f"{tongue['zone_depths']}: {each[0]}."
    said = (
        f"{tongue.date(plan.placement.date)}: {text}"
        for plan, text in zip(dated, each, strict=True)
        if plan.placement.date
    )
    return f"{tongue['zone_depths']}. {'; '.join(said)}."
