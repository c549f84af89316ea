"""Names of settlements and units that know themselves in the other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.geo.said import Named

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["named", "named_units"]


def named(places: pd.DataFrame) -> list[Named]:
    """Return the names of settlements; one without a Russian name goes by its Ukrainian one.

    Parameters
    ----------
    places : DataFrame
        ``name``, ``name_uk``, ``name_ru``; empty texts or no column where there is none.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"name": ["Bakhmut"], "name_uk": ["Бахмут"], "name_ru": [""]})
    >>> named(frame)[0].others
    {'uk': 'Бахмут', 'ru': 'Бахмут'}
    """
    empty = [""] * len(places)
    names = places["name"].tolist()
    ukrainian, russian = (
        places[key].tolist() if key in places else empty for key in ("name_uk", "name_ru")
    )
    return [
        Named.of(name, {"uk": own or "", "ru": other or own or ""})
        for name, own, other in zip(names, ukrainian, russian, strict=True)
    ]


def named_units(units: pd.DataFrame) -> dict[str, Named]:
    """Return the names of units by their codes.

    Parameters
    ----------
    units : DataFrame
        ``code``, ``name``, ``name_uk``, ``name_ru``.

    Examples
    --------
    >>> from ceaseline.geo.country.boundaries import boundaries
    >>> named_units(boundaries().units)["UA-65"].others["uk"]
    'Херсонська область'
    """
    return dict(zip(units["code"], named(units), strict=True))
