"""What the lower floors say in English, said in the language of a page: names and verdicts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from layers.depths import Deep, Depths
    from layers.provisions import Finding
    from maps.i18n import Tongue

__all__ = ["depth_text", "place_names", "section_name", "verdict", "zone_depths"]

_OFF = {"share": ("points", 0.01, 2), "zone_length": ("km", 1e3, 0), "zone_area": ("km2", 1e6, 0)}
"""The unit, what it is in SI, and the decimals in which a kind of provision is missed."""
_FEW = 10.0
"""Below this a distance has decimals, so that none reads as 0."""
_KINDS = {
    "Dnipro": "river",
    "oblast border": "admin_border",
    "state border": "state_border",
    "front": "settlements",
    "drawn": "drawn",
    "imported": "imported",
}
_SECTION = re.compile(
    rf"(?P<word>{'|'.join(_KINDS)})"
    r"(?:, pocket of (?P<pocket>.+?)| at (?P<at>.+?)|, (?P<first>.+?) to (?P<last>.+?))"
    r"(?P<number> \(\d+\))?"
)


def depth_text(depth_m: Sequence[float], parties: Sequence[str], tongue: Tongue) -> str:
    """Return the depths of a zone in words, each with its side where they differ.

    Examples
    --------
    >>> from maps.i18n import tongue
    >>> depth_text((15000.0, 2000.0), ("Ukraine", "Russia"), tongue("en"))
    '15 km on the side of Ukraine, 2 km on the side of Russia'
    """
    left, right = (_km(depth, tongue) for depth in depth_m)
    return _by_side(left, right, parties, tongue)


def zone_depths(
    depths: Depths, parties: Sequence[str], tongue: Tongue, assumption: str | None = None
) -> str:
    """Return the depths that a zone really has, an assumed one marked where one is used.

    Parameters
    ----------
    depths : Depths
    parties : (str, str)
    tongue : Tongue
    assumption : str, optional
        The mark; the word of the language if not given.

    Examples
    --------
    >>> from layers.depths import Deep, Depths
    >>> from maps.i18n import tongue
    >>> own, rest = Deep((20e3, 5e3), 7e5, True), Deep((15e3, 15e3), 1e5, False)
    >>> both = "Ukraine", "Russia"
    >>> zone_depths(Depths((own,), (15e3, 15e3), False), both, tongue("en"))
    '20 km on the side of Ukraine, 5 km on the side of Russia'
    >>> zone_depths(Depths((own, rest), (15e3, 15e3), True), both, tongue("en"))[57:]
    'along 700 km of the line; elsewhere 15 km on each side (assumption)'
    """
    setting = depth_text(depths.setting_m, parties, tongue)
    if depths.assumption:
        setting += f" ({tongue['assumption'] if assumption is None else assumption})"
    if not depths.own:
        return setting
    own = _ranges(depths.own, parties, tongue)
    if not depths.used:
        return own
    metres = sum(deep.length_m for deep in depths.own)
    length = f"{tongue.number(metres / 1000)} {tongue['km']}"
    return tongue["depths_part"].format(own=own, length=length, rest=setting)


def _ranges(stretches: Sequence[Deep], parties: Sequence[str], tongue: Tongue) -> str:
    """Return the depths of stretches, from the least to the greatest where they differ."""
    sides = []
    for side in (0, 1):
        ends = sorted({deep.depth_m[side] for deep in stretches})
        sides.append("–".join(_km(end, tongue) for end in dict.fromkeys((ends[0], ends[-1]))))
    text = _by_side(sides[0], sides[1], parties, tongue)
    several = len({deep.depth_m for deep in stretches}) > 1
    return tongue["depths_vary"].format(depths=text) if several else text


def _km(metres: float, tongue: Tongue) -> str:
    return f"{metres / 1000:g}".replace(".", tongue["decimal"])


def _by_side(left: str, right: str, parties: Sequence[str], tongue: Tongue) -> str:
    first, second = map(tongue.name, parties)
    key = "depths_even" if left == right else "depths"
    return tongue[key].format(left=left, right=right, first=first, second=second)


def place_names(places: pd.DataFrame, tongue: Tongue) -> list[str]:
    """Return the names of settlements in a language.

    Where the gazetteer has none: for Russian the Ukrainian one, then what the tool knows itself,
    then the English one.

    Parameters
    ----------
    places : DataFrame
        ``name``, ``name_uk``, ``name_ru``.
    tongue : Tongue

    Examples
    --------
    >>> import pandas as pd
    >>> from maps.i18n import tongue
    >>> frame = pd.DataFrame({"name": ["Bakhmut"], "name_uk": ["Бахмут"], "name_ru": [""]})
    >>> place_names(frame, tongue("ru")), place_names(frame, tongue("en"))
    (['Бахмут'], ['Bakhmut'])
    """
    english = places["name"].tolist()
    if tongue.code == "en":
        return [str(name) for name in english]
    own = places[f"name_{tongue.code}"].tolist()
    other = places["name_uk"].tolist()
    return [
        str(first or second or tongue.name(name))
        for first, second, name in zip(own, other, english, strict=True)
    ]


def section_name(name: str, tongue: Tongue, places: Mapping[str, str]) -> str:
    """Return the name that `layers.naming` gave a section, in a language; others as they stand.

    Parameters
    ----------
    name : str
    tongue : Tongue
    places : mapping of str to str
        Names of settlements in the language, by their English ones.

    Examples
    --------
    >>> from maps.i18n import tongue
    >>> section_name("front, Udy to Kotliarivka (2)", tongue("uk"), {"Udy": "Уди"})
    'фронт: Уди – Kotliarivka (2)'
    >>> section_name("my ridge", tongue("uk"), {})
    'my ridge'
    """
    found = _SECTION.fullmatch(name)
    if found is None:
        return name
    word = tongue[f"name_{_KINDS[found['word']]}"]
    first, last, lone = (places.get(found[k], found[k]) for k in ("first", "last", "at"))
    if found["pocket"]:
        said = tongue["name_pocket"].format(
            word=word, place=places.get(found["pocket"], found["pocket"])
        )
    elif lone:
        said = tongue["name_at"].format(word=word, place=lone)
    else:
        said = tongue["name_between"].format(word=word, first=first, last=last)
    return said + (found["number"] or "")


def verdict(found: Finding, tongue: Tongue) -> str:
    r"""Return the verdict on a provision: how far from the target, and from what counts as met.

    Examples
    --------
    >>> from layers.provisions import Finding, proposal
    >>> from maps.i18n import tongue
    >>> share, zone = proposal().provisions[:2]
    >>> verdict(Finding(share, 0.0737, "missed by 12.63 percentage points (short)"), tongue("en"))
    'missed, 12.63 percentage points short of the target, 10.13 short of what still counts as met'
    >>> verdict(Finding(zone, 1.45e6, "missed by 150 km (over)"), tongue("uk"))
    'не виконано, на 150 км більше за ціль, на 100 більше за межу допуску'
    >>> verdict(Finding(share, 0.2, "met"), tongue("ru"))
    'выполнено'
    """
    target, edge = found.off_target, found.off_tolerance
    if found.met is not False or target is None or edge is None:
        return tongue.name(found.verdict)
    unit, per, digits = _OFF[found.provision.kind]
    size, rest = (
        tongue.number(off, digits if off >= _FEW else 2)
        for off in (abs(target) / per, abs(edge) / per)
    )
    key = "missed_over" if target > 0 else "missed_short"
    return tongue[key].format(size=f"{size} {tongue[unit]}", rest=rest)
