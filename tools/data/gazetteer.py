"""Settlements from the gazetteer: which name is the Ukrainian one, which the Russian."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from ceaseline.geo.country_file import embedded
from ceaseline.geo.gazetteer.geonames import is_readable, rank_of
from ceaseline.geo.gazetteer.romanise import key, romanise, romanise_russian

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["LAST_ID", "names_of", "rank", "settlements"]

LAST_ID: Final = 13_400_000
"""Ids from here on are mostly districts of cities that are listed themselves."""

_MOVED: Final = {693305: "UA-12", 693315: "UA-14", 11564321: "UA-65"}
"""Places whose position lies far inside another unit than the gazetteer says."""

_KNOWN: Final = {
    687196: ("Жовті Води", "Жёлтые Воды"), 687997: ("Південне", "Южное"),
    689487: ("Вишневе", "Вишнёвое"), 692105: ("Довжанськ", "Довжанск"),
    692975: ("Кадіївка", "Кадиевка"), 694864: ("Самбір", "Самбор"), 695274: ("Рубіжне", "Рубежное"),
    698740: ("Одеса", "Одесса"), 699839: ("Нова Каховка", "Новая Каховка"),
    702760: ("Лозова", "Лозовая"), 703845: ("Кривий Ріг", "Кривой Рог"),
    704202: ("Хрустальний", "Хрустальный"), 706524: ("Керч", "Керчь"),
    709930: ("Дніпро", "Днепр"), 710719: ("Чернівці", "Черновцы"), 710791: ("Черкаси", "Черкассы"),
    711390: ("Бровари", "Бровары"), 712165: ("Біла Церква", "Белая Церковь"),
    713749: ("Охтирка", "Ахтырка"), 6559559: ("Горішні Плавні", "Горишние Плавни"),
}  # fmt: skip
"""Ukrainian and Russian names of larger places that the rules below would not find."""

_DISTRICTS: Final = {
    703448: (688758, 691743, 692909, 696877, 699871, 711562, 712631, 8519916, 11776362, 11778464),
    706483: (6722148, 6723020, 6723024, 12500938),  # Kharkiv; above, Kyiv
    709930: (691832, 696317, 698709, 700022, 12359330),  # Dnipro
    709717: (697302, 705962, 803770, 9112916),  # Donetsk
    704147: (703853, 11139621, 12167218, 12522778),  # Kremenchuk
    698740: (702560, 9983718),  # Odesa
    694423: (706925, 712930),  # Sevastopol
    703845: (691605, 707601),  # Kryvyi Rih
    702320: (706488,), 704508: (693065,), 702550: (693821,),  # Makiivka, Kramatorsk, Lviv
    710735: (701643,), 686967: (711874,), 706524: (713195,),  # Chernihiv, Zhytomyr, Kerch
    707471: (12519211,),  # Ivano-Frankivsk
}  # fmt: skip
"""Districts of 10,000 people or more that the gazetteer lists beside the city they are part of."""
_PART_OF: Final = {part: city for city, parts in _DISTRICTS.items() for part in parts}

_CAPITAL: Final = 703448
_CENTRES: Final = frozenset({
    689558, 702569, 702658, 709930, 709717, 686967, 690548, 687700, 707471, 705812, 694423,
    693805, 702550, 700569, 698740, 696643, 695594, 692194, 691650, 706483, 706448, 706369,
    710791, 710735, 710719,
})  # fmt: skip
_UKRAINIAN_ONLY: Final = frozenset("іїєґ'’ʼ")
_RUSSIAN_ONLY: Final = frozenset("ыэёъ")
_RUSSIAN_LOOK: Final = re.compile(r"(ск|цк|евка|[сц]кое|[нв]ое|ая|[чшщж]ь)\b")
_NOT_RUSSIAN: Final = re.compile(
    r"[бвгджзклмнпрстфхцчшщ]э|[гкхжчшщ]ы|сьц|дзь|ъ(?![еёюя])|ськ|цьк|[цр]ь\b(?<!арь)"
    r"|[иы]вк[аи]\b|район|[нр]ьск"
)
_IN_IV: Final = re.compile(r"[ії]в\b")
_CYRILLIC: Final = frozenset("абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя'’ʼ- .()0123456789")
_IN_YV: Final = re.compile(r"ив\b")


def settlements(member: Path) -> list[dict[str, Any]]:
    """Return the settlements of Ukraine, sorted by id.

    Parameters
    ----------
    member : Path
        ``cities500.json``.

    Returns
    -------
    list of dict
    """
    every = json.loads(member.read_bytes()).values()
    own = [row for row in every if row["countrycode"] == "UA" and int(row["geonameid"]) < LAST_ID]
    return [_row(row) for row in sorted(own, key=lambda row: int(row["geonameid"]))]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    number = int(row["geonameid"])
    population = 0 if number in _PART_OF else int(row["population"])
    name, name_uk, name_ru, others = names_of(row["name"], row["alternatenames"])
    if number in _KNOWN:
        name_uk, name_ru = _KNOWN[number]
        name = romanise(name_uk)
    return {
        "id": number,
        "name": name,
        "name_uk": name_uk,
        "name_ru": name_ru,
        "other_names": ";".join(others),
        "population": population,
        "part_of": _PART_OF.get(number, 0),
        "unit_code": _MOVED.get(number, embedded().table.geonames[row["admin1code"]]),
        "rank": rank(number, population),
        "lon": round(float(row["longitude"]), 5),
        "lat": round(float(row["latitude"]), 5),
    }


def rank(number: int, population: int) -> int:
    """Return how early a place is shown: 0 the capital, 1 the centre of a unit, 5 a village.

    Examples
    --------
    >>> rank(703448, 1), rank(1, 100_000), rank(1, 4_999)
    (0, 2, 5)
    """
    if number == _CAPITAL:
        return 0
    if number in _CENTRES:
        return 1
    return rank_of(population)


def names_of(name: str, alternatives: Sequence[str]) -> tuple[str, str, str, tuple[str, ...]]:
    """Tell apart the names of a place, which the gazetteer lists without their language.

    Parameters
    ----------
    name : str
        The gazetteer's main name.
    alternatives : sequence of str

    Returns
    -------
    name, name_uk, name_ru : str
        The name in Ukrainian romanisation (the gazetteer's, where no Ukrainian name is known), in
        Ukrainian and in Russian; empty where not known.
    others : tuple of str
        The rest, in Latin or Cyrillic letters.

    Examples
    --------
    >>> names_of("Makiyivka", ["Makeevka", "Makiivka", "Макеевка", "Макіївка", "馬克耶夫卡"])
    ('Makiivka', 'Макіївка', 'Макеевка', ('Makeevka', 'Makiyivka'))
    """
    plain = [_unaccented(other) for other in alternatives]
    cyrillic = sorted({other for other in plain if other and set(other.lower()) <= _CYRILLIC})
    latin = {key(other) for other in [name, *plain] if other.isascii()}
    name_uk = _ukrainian(name, cyrillic)
    name_ru = _russian(name_uk, cyrillic, latin)
    best = romanise(name_uk) if name_uk else re.sub("['’]", "", name)
    taken = {key(best), key(name_uk), key(name_ru)}
    others = []
    for other in sorted({*plain, name}):
        if key(other) and key(other) not in taken and is_readable(other) and ";" not in other:
            others.append(other)
            taken.add(key(other))
    return best, name_uk, name_ru, tuple(others)


def _unaccented(text: str) -> str:
    """Drop stress marks; letters that are composed of two signs stay."""
    apart = unicodedata.normalize("NFD", text).replace("\u0301", "").replace("\u0300", "")
    return unicodedata.normalize("NFC", apart).strip()


def _loose(text: str) -> str:
    """Return the key of a romanised name with the letters that systems disagree on made equal."""
    plain = key(text)
    for system, ours in (("zgh", "zh"), ("j", "y"), ("i", "y"), ("yy", "y"), ("yo", "e")):
        plain = plain.replace(system, ours)
    return plain.replace("ye", "e")


def _ukrainian(name: str, candidates: Iterable[str]) -> str:
    """Return the Ukrainian one: read as Ukrainian it gives the main name, or nearly."""
    fit = []
    for other in candidates:
        low = other.lower()
        if set(low) & _RUSSIAN_ONLY or _RUSSIAN_LOOK.search(low):
            continue
        reading = romanise(other)
        apart = _distance(_loose(reading), _loose(name))
        if apart * 3 <= len(_loose(name)):
            exact = key(reading) == key(name)
            fit.append((apart, not exact, not set(low) & _UKRAINIAN_ONLY, -low.count("ь"), other))
    return min(fit)[-1] if fit else ""


def _russian(name_uk: str, candidates: Iterable[str], latin: set[str]) -> str:
    """Return the Russian one: the nearest to the Ukrainian name but for the vowels that differ."""
    if not name_uk:
        return ""
    fit = []
    wanted = _skeleton(name_uk)
    for other in candidates:
        low = other.lower()
        if set(low) & _UKRAINIAN_ONLY or _NOT_RUSSIAN.search(low):
            continue
        listed = key(romanise_russian(other)) in latin
        same = other == name_uk
        if same and (not listed or re.search(r"[вкмн]е\b", low)):
            continue
        apart = _distance(_skeleton(other), wanted)
        plain = bool(_IN_IV.search(name_uk.lower()) and _IN_YV.search(low))
        if apart * 3 <= len(wanted):
            letters = _distance(low, name_uk.lower())
            fit.append((apart, plain, not listed, same and "и" in low, letters, other))
    return min(fit)[-1] if fit else ""


def _skeleton(name: str) -> str:
    """Return a Cyrillic name with the vowels on which the two languages differ made equal."""
    vowels = re.sub("[іиыеэоёєїя]", "*", key(name))
    return re.sub(r"(.)\1", r"\1", re.sub("[ьъ]", "", vowels))


def _distance(one: str, two: str) -> int:
    """Return the edit distance of two words."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(two, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]
