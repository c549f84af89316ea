"""What a feature says of its ground: held, liberated, contested or unknown.

A file is recognised by what it holds, over several marks: words in an attribute or a name (English,
Ukrainian, Russian), and where the words say nothing, the colours that DeepState's map draws in.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.country_file import in_force
from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import area

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from ceaseline.geo.country_file import CountryFile
    from ceaseline.geo.readers.reading import Reading

__all__ = [
    "OTHERS",
    "STATUSES",
    "UNMARKED",
    "by_colour",
    "by_words",
    "chosen",
    "statuses",
    "united",
]

STATUSES = ("held", "liberated", "contested", "unknown")
OTHERS = "held by the other party"
"""What a feature says whose words name the party that is not asked about."""
UNMARKED = "without a status"

_LETTERS = r"[^\W\d_]*"
_WORDS = {
    "unknown": (
        r"unknown|uncertain|unclear|unconfirmed|unverified|undetermined|unspecified|"
        r"під\s+питанням|невідом|невизначен|непідтвердж|нез'ясован|статус\s+не|"
        r"под\s+вопросом|неизвест|неопредел|неподтвержд|неясн"
    ),
    "liberated": (
        r"liberat|recaptur|retaken|de-?occup|unoccupied|no\s+longer\s+(?:occupied|held)|"
        r"звільнен|деокупован|відбит|освобожд|деоккупир|отбит"
    ),
    "contested": (
        r"contest|disput|claimed\b|fighting|gr[ae]y\s*-?zone|no[\s-]+man|"
        r"сір(?:а|у|ої|ій)\s+зон|спірн(?:а|і|ою|ої|их|ий)\b|оспорюван|"
        r"сер(?:ая|ую|ой)\s+зон|спорн(?:ая|ые|ую|ой|ых|ый)\b|оспарива|бої\b|бои\b"
    ),
    "held": (
        r"occup|controlled|under\s+(?:\w+\s+)?control|control\b|held\b|captured|annex|seized|"
        r"cadr\s+and\s+calr|ordlo|"
        r"(?:тимчасово\s+)?окупован|під\s+контрол|підконтрольн|захоплен|анексован|ордло|"
        r"оккупир|под\s+контрол|подконтрольн|захвачен|занят(?:о|а|ая|ые)\b|аннексир|контроль\b"
    ),
}
_PATTERNS = {name: re.compile(rf"\b(?:{words})") for name, words in _WORDS.items()}
_NEGATED = re.compile(
    rf"\b(?:(?:not|non|never|не)[\s-]+(?:{_LETTERS}[\s-]+)?|un-?|не)"
    r"(?:occup|control|held\b|окупов|оккуп|підконтр|подконтр|контрол)"
)
_GOVERNMENT = re.compile(r"government|\bуряд|правительств")
_COLUMNS = re.compile(
    r"^(?:state|zone|zone_?type|type|kind|class|category|layer|folder|name|name_en|name_uk|title|"
    r"label|стан|назва|название|имя|тип|категорія|категория|шар|слой)$"
)
_FIRST = re.compile(
    r"^(?:.*status|control.*|party|held_?by|holder|occupied_?by|side|статус|контроль|сторона)$"
)
_FLAG = re.compile(
    r"(?:is_?)?(?:occupied|liberated|contested|held|окуповано|звільнено|оккупировано)"
)
"""A column of yes and no, named by the status."""
_YES = frozenset({"true", "yes", "1", "1.0", "y", "t", "так", "да"})
_NO = frozenset({"false", "no", "0", "0.0", "n", "f", "ні", "нет"})
_PROSE = re.compile(r"^(?:description|desc|comment|comments|notes?|remarks?|опис|описание)$")
"""Free text tells a status only where that of every feature does."""
_COLOURS = {
    "held": ("#a52714", "#880e4f", "#ff5252", "#000000"),
    "liberated": ("#0f9d58", "#0288d1", "#097138", "#7cb342"),
    "unknown": ("#bcaaa4", "#bdbdbd", "#757575"),
}
_NEAR = 24.0
_LONGEST = 400
_KINDS = 12
"""A column of more values than this tells no statuses."""
_SHOWN = 4


@dataclass(frozen=True)
class _Holder:
    """How somebody who holds ground is told in a column of parties, and in a text."""

    names: frozenset[str]
    told: re.Pattern[str]


def _holders() -> Mapping[str, _Holder]:
    """Return who may hold ground in the country that is studied, its own side first."""
    return _holders_of(in_force())


@functools.lru_cache(maxsize=8)
def _holders_of(country: CountryFile) -> Mapping[str, _Holder]:
    found = {}
    for name, own in country.table.holders.items():
        parts = [re.escape(stem) for stem in own.stems]
        parts += [rf"{re.escape(word)}\b" for word in own.words]
        pattern = rf"\b(?:{'|'.join(parts)})" if parts else r"(?!)"
        found[name] = _Holder(frozenset(own.names), re.compile(pattern))
    return found


def by_words(text: str) -> str:
    """Return the status that a name or an attribute's value tells, or ''.

    A text of several languages, parted by ``///``, is taken by its first part that tells one.

    Examples
    --------
    >>> [by_words(t) for t in ("Occupied", "Звільнено 31.03", "Серая зона", "Liberated", "Спірне")]
    ['held', 'liberated', 'contested', 'liberated', '']
    """
    for part in text[:_LONGEST].casefold().replace("’", "'").replace("_", " ").split("///"):
        if _NEGATED.search(part):
            first = next((one.told for one in _holders().values()), None)
            own = _GOVERNMENT.search(part) or (first and first.search(part))
            return "held" if own else "liberated"
        for name, pattern in _PATTERNS.items():
            if pattern.search(part):
                return name
    return ""


def by_colour(text: str) -> str:
    """Return the status in which DeepState's map draws a colour, or one next to it, or ''.

    Examples
    --------
    >>> by_colour("#A52714"), by_colour("#bcaaa5"), by_colour("#ffff00"), by_colour("red")
    ('held', 'unknown', '', '')
    """
    own = _rgb(text)
    if own is None:
        return ""
    gaps = {
        name: min(float(np.linalg.norm(own - _known(colour))) for colour in colours)
        for name, colours in _COLOURS.items()
    }
    best = min(gaps, key=lambda name: gaps[name])
    return best if gaps[best] <= _NEAR else ""


def _rgb(text: str) -> np.ndarray | None:
    found = re.fullmatch(r"#?([0-9a-f]{6})(?:[0-9a-f]{2})?", text.strip().lower())
    return _known(found[1]) if found else None


def _known(text: str) -> np.ndarray:
    digits = text.removeprefix("#")
    return np.array([int(digits[k : k + 2], 16) for k in (0, 2, 4)], dtype=float)


def statuses(frame: gpd.GeoDataFrame, holder: str = "") -> list[str]:
    """Return the status of each feature; '' for those that carry none.

    Words go before colours, an attribute made for it before a name. Colours count only where every
    coloured feature has one of the map's, and they tell more than one status.

    Parameters
    ----------
    frame : GeoDataFrame
        With attributes.
    holder : str
        Whose ground is asked for, the last of the country's holders if not given: what is held by
        another by its words is :data:`OTHERS`.

    Examples
    --------
    >>> import geopandas, shapely
    >>> names = {"name": ["controlled", "contested", "Kherson"]}
    >>> statuses(geopandas.GeoDataFrame(names, geometry=[shapely.Point(0, 0)] * 3))
    ['held', 'contested', '']
    """
    holder = holder or next(reversed(list(_holders())), "")
    texts = _columns(frame)
    words = [_told(row, holder) for row in zip(*texts, strict=True)] if texts else []
    words = words or [""] * len(frame)
    if not any(words):
        words = _prose(frame, holder)
    colours = _coloured(frame)
    return [word or colour for word, colour in zip(words, colours, strict=True)]


def _columns(frame: gpd.GeoDataFrame) -> list[list[str]]:
    own = [name for name in frame.columns if name != frame.geometry.name]
    first = [name for name in own if _FIRST.match(str(name).casefold())]
    rest = [name for name in own if name not in first and _COLUMNS.match(str(name).casefold())]
    parties = [[_party(text) for text in _texts(frame, name)] for name in first]
    flags = [_flags(frame, name) for name in own if _FLAG.fullmatch(str(name).casefold())]
    return flags + parties + [_texts(frame, name) for name in first + rest]


def _flags(frame: gpd.GeoDataFrame, name: str) -> list[str]:
    """Return what a column of yes and no says in words; nothing where it holds anything else."""
    texts = [text.strip().casefold() for text in _texts(frame, name)]
    if not set(texts) <= _YES | _NO | {""}:
        return [""] * len(texts)
    word = str(name).casefold().removeprefix("is").removeprefix("_")
    no = "" if by_words(word) != "held" else f"not {word}"
    return [word if text in _YES else no if text in _NO else "" for text in texts]


def _prose(frame: gpd.GeoDataFrame, holder: str) -> list[str]:
    for name in frame.columns:
        if name != frame.geometry.name and _PROSE.match(str(name).casefold()):
            found = [_told((text,), holder) for text in _texts(frame, name)]
            if all(found) and len(set(found)) > 1:
                return found
    return [""] * len(frame)


def _doubt(frame: gpd.GeoDataFrame) -> str:
    """Return the note on a column that seems to tell statuses, in words that are not known."""
    for name in frame.columns:
        told = "fill" if name == "fill" else str(name)
        if name == frame.geometry.name or not (name == "fill" or _FIRST.match(told.casefold())):
            continue
        values = dict.fromkeys(text for text in _texts(frame, name) if text.strip())
        if 1 < len(values) <= _KINDS:
            named = ", ".join(f"{value!r:.40}" for value in list(values)[:_SHOWN])
            more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
            return (
                f"Doubtful: {told!r:.40} tells the polygons apart ({named}{more}), but no status "
                "that is known here; all of them count."
            )
    return ""


def _party(text: str) -> str:
    """Return what the value of a column of parties says, in words."""
    word = text.strip().casefold()
    named = [name for name, one in _holders().items() if word in one.names]
    return f"held by {named[0]}" if named else ""


def _texts(frame: gpd.GeoDataFrame, name: str) -> list[str]:
    return ["" if none else str(v) for v, none in zip(frame[name], frame[name].isna(), strict=True)]


def _told(row: Sequence[str], holder: str) -> str:
    for text in row:
        word = by_words(text)
        lower = text.casefold().replace("_", " ")
        if word == "held" and not _NEGATED.search(lower):
            parties = {name for name, one in _holders().items() if one.told.search(lower)}
            return OTHERS if len(parties) == 1 and holder not in parties else word
        if word:
            return word
    return ""


def _coloured(frame: gpd.GeoDataFrame) -> list[str]:
    none = [""] * len(frame)
    for name in ("fill", "stroke", "color", "colour"):
        if name in frame.columns:
            given = _texts(frame, name)
            found = [by_colour(text) for text in given]
            told = {status for text, status in zip(given, found, strict=True) if text}
            if "" not in told and "held" in told and len(told) > 1:
                return found
    return none


def chosen(text: str) -> tuple[str, ...]:
    """Return the statuses that a person names, parted by commas.

    Raises
    ------
    InputError
        If one is not known.

    Examples
    --------
    >>> chosen("held, contested")
    ('held', 'contested')
    >>> chosen("taken")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: 'taken' is no status; give held, liberated, contested or...
    """
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in STATUSES:
            raise InputError(
                f"{name!r:.40} is no status; give {', '.join(STATUSES[:-1])} or {STATUSES[-1]}."
            )
    return names


def united(reading: Reading, wanted: tuple[str, ...] = (), holder: str = "") -> Reading:
    """Keep the features of the statuses asked for; say which were left out, with count and area.

    Parameters
    ----------
    reading : Reading
        Polygons, EPSG:4326.
    wanted : tuple of str
        Of :data:`STATUSES`; those held if none is given. A feature without a status counts as held
        where no feature says that it is.
    holder : str
        As of `statuses`.

    Raises
    ------
    InputError
        If no feature has a status that was asked for.

    Examples
    --------
    >>> import pathlib, geopandas
    >>> from ceaseline.geo.readers.reading import Reading
    >>> shapes = [shapely.box(30, 48, 31, 49), shapely.box(31, 48, 31.1, 48.1)]
    >>> frame = geopandas.GeoDataFrame({"name": ["held", "liberated"]}, geometry=shapes, crs=4326)
    >>> kept = united(Reading(pathlib.Path("a.kml"), "KML", frame))
    >>> len(kept.frame), kept.notes[0][:43]
    (1, 'Left out: 1 feature liberated (82.9 km²); -')
    """
    found = np.array(statuses(reading.frame, holder), dtype=object)
    if not (found != "").any():
        notes = [doubt] if (doubt := _doubt(reading.frame)) else []
        if wanted:
            notes.insert(0, "--status had no effect: no feature of the file carries a status.")
        return reading.noted(*notes) if notes else reading
    found[found == ""] = UNMARKED if (found == "held").any() else "held"
    asked = wanted or ("held",)
    keep = np.isin(found, asked)
    if not keep.any():
        known = ", ".join(f"{name} ({(found == name).sum():,})" for name in _known_order(found))
        raise InputError(
            f"{reading.path.name} shows no polygon as {' or '.join(asked)}; it has {known}: choose "
            "with --status."
        )
    notes = []
    if not keep.all():
        own = shapely.union_all(reading.frame.geometry.to_numpy()[keep])
        told = "; ".join(
            _counted(reading.frame, found, name, own) for name in _known_order(found[~keep])
        )
        notes.append(f"Left out: {told}; --status chooses what counts.")
    if len(set(found[keep])) > 1:
        told = "; ".join(_counted(reading.frame, found, name) for name in _known_order(found[keep]))
        notes.append(f"United: {told}.")
    return reading.replaced(frame=reading.frame[keep].reset_index(drop=True)).noted(*notes)


def _known_order(found: np.ndarray) -> list[str]:
    return [name for name in (*STATUSES, OTHERS, UNMARKED) if (found == name).any()]


def _counted(
    frame: gpd.GeoDataFrame, found: np.ndarray, name: str, own: shapely.Geometry | None = None
) -> str:
    """Return how many features have a status, their area, and that beyond what counts."""
    shapes = frame.geometry.to_numpy()[found == name]
    whole = shapely.union_all(shapes)
    told = f"{_km2(whole):,.1f} km²"
    if own is not None and (beyond := _km2(shapely.difference(whole, own))) < _km2(whole) - 0.05:
        told += f", {beyond:,.1f} km² of it beyond what counts"
    return f"{len(shapes):,} feature{'' if len(shapes) == 1 else 's'} {name} ({told})"


def _km2(shape: shapely.Geometry) -> float:
    parts = shapely.get_parts(shapely.get_parts(shape))
    return float(np.sum(area(parts[shapely.get_dimensions(parts) == 2]))) / 1e6
