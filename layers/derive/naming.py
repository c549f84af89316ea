"""Put sections in order along the line and give them names people can use."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.country_file import in_force
from ceaseline.geo.gazetteer.names import named as named_places
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.geodesy import length
from ceaseline.geo.said import Named, Said, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geopandas import GeoDataFrame

    from ceaseline.geo.country_file import CountryFile
    from ceaseline.layers.placement.placement import Section

__all__ = ["in_order", "named", "runs_of", "said_name", "unique_names"]

_RIVER = message("river")
_WORDS = {
    "admin border": message("oblast border"),
    "state border": message("state border"),
    "settlements": message("front"),
    "drawn": message("drawn"),
    "imported": message("imported"),
}
_FORMS = {
    "pocket": message("{word}, pocket of {place}"),
    "at": message("{word} at {place}"),
    "between": message("{word}, {first} to {last}"),
}
_PLACES = (
    r"(?:, pocket of (?P<pocket>.+?)| at (?P<at>.+?)|, (?P<first>.+?) to (?P<last>.+?))"
    r"(?P<number> \(\d+\))?"
)
"""What `named` writes into a file behind the word, which is all that is left of its values."""


def _words(country: CountryFile) -> dict[str, str]:
    """Return what a section is called by its basis; one along the river by the river's name."""
    return _WORDS | {"river": country.river_name or _RIVER}


def in_order(sections: Iterable[Section]) -> list[Section]:
    """Return sections in the order in which they continue one another.

    Runs that hang together come longest first, pockets by their length among them.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Section
    >>> b = Section.of("b", "drawn", [(31, 48), (32, 48)])
    >>> a = Section.of("a", "river", [(30, 48), (31, 48)])
    >>> [section.name for section in in_order([b, a])]
    ['a', 'b']
    """
    return [section for run in runs_of(sections) for section in run]


def runs_of(sections: Iterable[Section]) -> list[list[Section]]:
    """Return the runs of sections that hang together, the longest first, each in order.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Section
    >>> b = Section.of("b", "drawn", [(31, 48), (32, 48)])
    >>> c = Section.of("c", "drawn", [(34, 48), (35, 48)])
    >>> a = Section.of("a", "river", [(30, 48), (31, 48)])
    >>> [[section.name for section in run] for run in runs_of([b, c, a])]
    [['a', 'b'], ['c']]
    """
    left = list(sections)
    starts = {section.coords[0]: section for section in left}
    ends = {section.coords[-1] for section in left}
    runs: list[list[Section]] = []
    taken: set[int] = set()
    heads = [s for s in left if s.coords[0] not in ends]
    for first in [*heads, *left]:
        run, link = [], first
        while id(link) not in taken:
            taken.add(id(link))
            run.append(link)
            link = starts.get(link.coords[-1], link)
        if run:
            runs.append(run)
    runs.sort(key=lambda run: -sum(float(length(s.line)) for s in run))
    return runs


def named(sections: Sequence[Section], places: GeoDataFrame) -> tuple[Section, ...]:
    """Return sections in order, each named for what it follows and the settlements it runs between.

    Parameters
    ----------
    sections : sequence of Section
        Their names are not read.
    places : GeoDataFrame
        Settlements with a ``name``; where there are none, a section has the name of what it
        follows.
    """
    if places.empty:
        words = _words(in_force())
        bare = (one.replaced(name=str(words[one.basis])) for one in in_order(sections))
        return unique_names(tuple(bare))
    tree = shapely.STRtree(places.geometry.to_numpy())
    label = places["name"].to_numpy()
    words = _words(in_force())
    out = []
    for section in in_order(sections):
        first, last = (label[tree.nearest(shapely.Point(section.coords[k]))] for k in (0, -1))
        word = words[section.basis]
        if section.closed:
            middle = shapely.Point(np.mean(section.array, axis=0))
            name = _FORMS["pocket"].format(word=word, place=label[tree.nearest(middle)])
        elif first == last:
            name = _FORMS["at"].format(word=word, place=first)
        else:
            name = _FORMS["between"].format(word=word, first=first, last=last)
        out.append(section.replaced(name=name))
    return unique_names(out)


def said_name(name: str) -> str:
    """Return a section's name so that it can be said in another language; a person's own as it is.

    Parameters
    ----------
    name : str
        As `named` gave it, or any other.

    Examples
    --------
    >>> text = said_name("front, Udy to Kotliarivka (2)")
    >>> text, text.values["name"].values["first"].others["uk"]
    ('front, Udy to Kotliarivka (2)', 'Уди')
    >>> said_name("my ridge")
    'my ridge'
    """
    country = in_force()
    words = {str(word): word for word in _words(country).values()}
    found = re.fullmatch(f"(?P<word>{'|'.join(map(re.escape, words))}){_PLACES}", name)
    if found is None:
        return words.get(name, name)
    places, word = _places(country), words[found["word"]]
    own = {key: places.get(found[key], found[key]) for key in ("pocket", "at", "first", "last")}
    if own["first"]:
        values = {"word": word, "first": own["first"], "last": own["last"]}
        text = Said.of(_FORMS["between"], values)
    else:
        form = "pocket" if own["pocket"] else "at"
        text = Said.of(_FORMS[form], {"word": word, "place": own[form]})
    return Said.of("{name}{number}", {"name": text, "number": found["number"] or ""})


@lru_cache(maxsize=8)
def _places(country: CountryFile) -> dict[str, Named]:
    """Return the names of settlements by their English ones; of namesakes the largest."""
    rows = (
        settlements(of=country).sort_values("population", ascending=False).drop_duplicates("name")
    )
    return dict(zip(rows["name"], named_places(rows), strict=True))


def unique_names(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return sections with a number behind every name that others have too.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Section
    >>> line = [(30, 48), (31, 48)]
    >>> twins = [Section.of("a", "drawn", line), Section.of("a", "drawn", line)]
    >>> [section.name for section in unique_names(twins)]
    ['a', 'a (2)']
    """
    seen: Counter[str] = Counter()
    taken = {section.name for section in sections}
    out = []
    for section in sections:
        seen[section.name] += 1
        name = section.name
        if seen[name] > 1:
            name = f"{section.name} ({seen[section.name]})"
            while name in taken:
                seen[section.name] += 1
                name = f"{section.name} ({seen[section.name]})"
            taken.add(name)
        out.append(section.replaced(name=name))
    return tuple(out)
