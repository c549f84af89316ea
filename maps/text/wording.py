"""What the lower floors say in English, said in the language of a page: names and verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.geo.gazetteer.names import named
from ceaseline.geo.said import Number, Said, joined, message, said
from ceaseline.maps.text.quantities import kilometres

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ceaseline.layers.plan.depths import Deep, Depths
    from ceaseline.layers.provisions import Finding
    from ceaseline.maps.text.language import Tongue

__all__ = ["depth_text", "place_names", "verdict", "zone_depths"]

_FEW = 10.0
"""Below this a distance has decimals, so that none reads as 0."""


def depth_text(depth_m: Sequence[float], parties: Sequence[str]) -> Said:
    """Return the depths of a zone in words, each with its side where they differ.

    Examples
    --------
    >>> depth_text((15000.0, 2000.0), ("Ukraine", "Russia"))
    '15 km on the side of Ukraine, 2 km on the side of Russia'
    """
    left, right = (_km(depth) for depth in depth_m)
    return _by_side(left, right, parties)


def zone_depths(
    depths: Depths, parties: Sequence[str], assumption: str = message("assumption")
) -> Said:
    """Return the depths that a zone really has, an assumed one marked where one is used.

    Parameters
    ----------
    depths : Depths
    parties : (str, str)
    assumption : str
        The mark.

    Examples
    --------
    >>> from ceaseline.layers.plan.depths import Deep, Depths
    >>> own, rest = Deep((20e3, 5e3), 7e5, True), Deep((15e3, 15e3), 1e5, False)
    >>> both = "Ukraine", "Russia"
    >>> zone_depths(Depths((own,), (15e3, 15e3), False), both)
    '20 km on the side of Ukraine, 5 km on the side of Russia'
    >>> zone_depths(Depths((own, rest), (15e3, 15e3), True), both)[57:]
    'along 700 km of the line; elsewhere 15 km on each side (assumption)'
    """
    setting = depth_text(depths.setting_m, parties)
    if depths.assumption:
        setting = Said.of("{depths} ({mark})", {"depths": setting, "mark": assumption})
    if not depths.own:
        return setting
    own = _ranges(depths.own, parties)
    if not depths.used:
        return own
    length = kilometres(sum(deep.length_m for deep in depths.own), 0)
    return said(
        "{own} along {length} of the line; elsewhere {rest}", own=own, length=length, rest=setting
    )


def _ranges(stretches: Sequence[Deep], parties: Sequence[str]) -> Said:
    """Return the depths of stretches, from the least to the greatest where they differ."""
    sides = []
    for side in (0, 1):
        ends = sorted({deep.depth_m[side] for deep in stretches})
        sides.append(joined("–", map(_km, dict.fromkeys((ends[0], ends[-1])))))
    text = _by_side(sides[0], sides[1], parties)
    several = len({deep.depth_m for deep in stretches}) > 1
    return said("{depths}, by stretch", depths=text) if several else text


def _km(metres: float) -> Said:
    return Said.of("{n:g}", {"n": metres / 1000})


def _by_side(left: str, right: str, parties: Sequence[str]) -> Said:
    first, second = parties
    if left == right:
        return said("{left} km on each side", left=left)
    return said(
        "{left} km on the side of {first}, {right} km on the side of {second}",
        left=left, right=right, first=first, second=second,
    )  # fmt: skip


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
    >>> from ceaseline.maps.text.language import tongue
    >>> frame = pd.DataFrame({"name": ["Bakhmut"], "name_uk": ["Бахмут"], "name_ru": [""]})
    >>> place_names(frame, tongue("ru")), place_names(frame, tongue("en"))
    (['Бахмут'], ['Bakhmut'])
    """
    if tongue.code == "en":
        return list(map(str, places["name"]))
    return list(map(tongue.name, named(places)))


def verdict(found: Finding) -> str:
    """Return the verdict on a provision: how far from the target, and from what counts as met.

    Examples
    --------
    >>> from ceaseline.layers.provisions import Finding, proposal
    >>> share, zone = proposal().provisions[:2]
    >>> verdict(Finding(share, 0.0737))
    'missed, 12.63 percentage points short of the target, 10.13 short of what still counts as met'
    >>> from ceaseline.maps.text.language import tongue
    >>> tongue("uk").said(verdict(Finding(zone, 1.45e6)))
    'не виконано, на 150 км більше за ціль, на 100 більше за межу допуску'
    >>> tongue("ru").said(verdict(Finding(share, 0.2)))
    'выполнено'
    """
    target, edge = found.off_target, found.off_tolerance
    if found.met is not False or target is None or edge is None:
        return found.verdict
    size, rest = (_off(found.provision.kind, abs(off)) for off in (target, edge))
    bare = Said.of("{n}", rest.values)
    if target > 0:
        return said(
            "missed, {size} over the target, {rest} over what still counts as met",
            size=size, rest=bare,
        )  # fmt: skip
    return said(
        "missed, {size} short of the target, {rest} short of what still counts as met",
        size=size, rest=bare,
    )  # fmt: skip


def _off(kind: str, amount: float) -> Said:
    """Return by how much a kind of provision is missed; small amounts keep their decimals."""
    if kind == "share":
        return said("{n} percentage points", n=Number(amount / 0.01, 2))
    scaled = amount / (1e3 if kind == "zone_length" else 1e6)
    number = Number(scaled, 0 if scaled >= _FEW else 2)
    return said("{n} km", n=number) if kind == "zone_length" else said("{n} km²", n=number)
