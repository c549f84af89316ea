"""What the text of a page shows beside its map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ceaseline.maps.overtime.chart import apart, charted, panels
from ceaseline.maps.overtime.notes import notes
from ceaseline.maps.overtime.svg import key, to_svg
from ceaseline.maps.text.describe import about_people, catalogue, credit_line, made_with, unit_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal
    from ceaseline.maps.text.describe import Words
    from ceaseline.maps.text.language import Tongue

__all__ = ["page_fields"]

MODES = ("swipe", "side", "pieces", "single")

_KEY = (
    ("line_length", None),
    ("territory_share", 1),
    ("zone_area", None),
    ("people_in_zone", None),
)
"""The figures that stand first: id, and the party's place where it is one party's."""


def page_fields(
    plans: Sequence[Plan], said: Sequence[Words], tongue: Tongue, study: Proposal
) -> dict[str, Any]:
    """Return what the page's own text shows; every value is escaped by the template.

    Parameters
    ----------
    plans : sequence of Plan
    said : sequence of Words
        Of each plan.
    tongue : Tongue
    study : Proposal
    """
    sources = catalogue(plans, tongue, study)
    return {
        "t": tongue.text,
        "lang": tongue.code,
        "modes": MODES,
        "generator": made_with(tongue),
        "about_people": about_people(plans[0], tongue),
        "credit": credit_line(sources, study),
        "dated": apart(plans),
        "over_time": _over_time(plans, said, tongue) if charted(plans) else None,
        "sources": list(sources.values()),
        "plans": [
            {
                "said": own,
                "parties": [tongue.name(party) for party in plan.parties],
                "key": _key(own),
                "units": unit_rows(own),
            }
            for plan, own in zip(plans, said, strict=True)
        ],
    }


def _over_time(plans: Sequence[Plan], said: Sequence[Words], tongue: Tongue) -> dict[str, Any]:
    found = panels(plans, said)
    shown = [
        {
            "title": panel.title,
            "svg": Markup(to_svg(panel, tongue, pressed=True)),  # noqa: S704 - escaped there
            "basis": panel.basis(tongue),
            "key": [one | {"sign": Markup(one["sign"])} for one in key(panel.rows)],  # noqa: S704 - as above
        }
        for panel in found
    ]
    return {"panels": shown, "notes": notes(plans, found, tongue, people=False)}


def _key(said: Words) -> list[Mapping[str, Any]]:
    return [f for name, side in _KEY for f in said.figures if (f["id"], f["side"]) == (name, side)]
