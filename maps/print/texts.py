"""The figures and provisions that may stand on a figure or open a report, as texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceaseline.maps.text.describe import Words
    from ceaseline.maps.text.language import Tongue

    Line = tuple[str, str]

__all__ = ["Texts"]

_KEY = ("line_length", "zone_length", "zone_area", "settlements_in_zone", "people_in_zone")
_FIRST = ("territory_share", "zone_area", "people_in_zone")


@dataclass(frozen=True)
class Texts:
    """The figures and provisions that may stand on a figure.

    Attributes
    ----------
    said : Words
    tongue : Tongue
    """

    said: Words
    tongue: Tongue

    def figures(self, level: int) -> list[Line]:
        """Return figures and what they are: all at level 3, fewer at 2 and 1, none at 0."""
        if level == 0:
            return []
        names = _KEY if level == 3 else [key for key in _FIRST[1:] if level == 2]
        rows = [f for f in self.said.figures if f["id"] == "territory_share"]
        rows += [f for key in names for f in self.said.figures if self._whole(f, key)]
        return [(f["shown"], self._about(f)) for f in rows]

    def provisions(self) -> list[str]:
        """Return the verdict on each provision that can be measured."""
        return [f"{p['text']}: {p['verdict']}" for p in self.said.provisions if p["measured"]]

    @staticmethod
    def _whole(figure: Mapping[str, Any], name: str) -> bool:
        return bool(figure["id"] == name and figure["side"] is None)

    def _about(self, figure: Mapping[str, Any]) -> str:
        name = figure["name"]
        if figure["side"] is not None:
            name = self.tongue["held_by"].format(party=figure["party"])
        parts = (name, figure["short_basis"], figure["resolution"], figure["interval"])
        return ", ".join(filter(None, parts))
