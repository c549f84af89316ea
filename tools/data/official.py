"""The State Statistics Service's people of 1 January 2022: hromadas, and the towns in them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ceaseline.geo.data import FOLDER, read_csv
from ceaseline.geo.errors import DataError
from ceaseline.geo.gazetteer.romanise import key
from tools.data.codifier import CITY, TOWN, spelt

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.data.codifier import Codifier, Entry

__all__ = ["HROMADAS", "PEOPLE", "TOWNS", "Official", "Town", "official"]

HROMADAS: Final = "hromada-population-2022.csv"
TOWNS: Final = "town-population-2022.csv"
PEOPLE: Final = 41_167_335
"""Printed sum, without Crimea and Sevastopol."""

_KIND: Final = {"city": CITY, "urban-type settlement": TOWN}

_BY_HAND: Final = {
    ("UA-07", "Луцький", "Олика"): "UA07080210010079720",
    ("UA-12", "Дніпровський", "Підгородне"): "UA12020210010051215",
    ("UA-12", "Новомосковський", "Новомосковськ"): "UA12100070010038698",
    ("UA-12", "Новомосковський", "Гвардійське"): "UA12100130020033754",
    ("UA-12", "Павлоградський", "Юр’ївка"): "UA12120130010052999",
    ("UA-12", "Синельниківський", "Першотравенськ"): "UA12140210010011011",
    ("UA-12", "Синельниківський", "Іларіонове"): "UA12140110010072197",
    ("UA-14", "Бахмутський", "Петрівка"): "UA14020110060096288",
    ("UA-14", "Волноваський", "Благодатне"): "UA14040110020027308",
    ("UA-14", "Горлівський", "Московське"): "UA14060170030060769",
    ("UA-14", "Донецький", "Кутейникове"): "UA14080050020095718",
    ("UA-14", "Краматорський", "Андріївка"): "UA14120210020038041",
    ("UA-14", "Маріупольський", "Нікольське"): "UA14140070010098555",
    ("UA-14", "Покровський", "Желанне"): "UA14160190030043446",
    ("UA-14", "Покровський", "Шевченко"): "UA14160210030061715",
    ("UA-18", "Коростенський", "Першотравневе"): "UA18060030020056514",
    ("UA-18", "Новоград-Волинський", "Новоград-Волинський"): "UA18080150010017476",
    ("UA-18", "Новоград-Волинський", "Першотравенськ"): "UA18080010020067041",
    ("UA-35", "Кропивницький", "Єлизаветградка"): "UA35040250020088455",
    ("UA-35", "Кропивницький", "Новгородка"): "UA35040230010012861",
    ("UA-35", "Олександрійський", "Балахівка"): "UA35080110020037819",
    ("UA-09", "Алчевський", "Первомайськ"): "UA44020050060040462",
    ("UA-09", "Алчевський", "Комісарівка"): "UA44020010090043107",
    ("UA-09", "Алчевський", "Чорнухине"): "UA44020010140063323",
    ("UA-09", "Алчевський", "Юр’ївка"): "UA44020010150077913",
    ("UA-09", "Довжанський", "Краснодарський"): "UA44040030040056586",
    ("UA-09", "Луганський", "Молодогвардійськ"): "UA44060050010032095",
    ("UA-09", "Луганський", "Мирне"): "UA44060050050013196",
    ("UA-09", "Луганський", "Сімейкине"): "UA44060050080066918",
    ("UA-09", "Луганський", "Челюскінець"): "UA44060030070081963",
    ("UA-09", "Ровеньківський", "Єсаулівка"): "UA44080010050041431",
    ("UA-09", "Сєвєродонецький", "Сєвєродонецьк"): "UA44120110010072887",
    ("UA-09", "Сєвєродонецький", "Метьолкіне"): "UA44120110040075264",
    ("UA-09", "Старобільський", "Новопсков"): "UA44140090010043803",
    ("UA-46", "Львівський", "Рудне"): "UA46060250050072482",
    ("UA-46", "Стрийський", "Славське"): "UA46100210010024884",
    ("UA-46", "Червоноградський", "Червоноград"): "UA46120130010071117",
    ("UA-48", "Вознесенський", "Токарівка"): "UA48040050020087743",
    ("UA-48", "Вознесенський", "Южноукраїнськ"): "UA48040250010045068",
    ("UA-48", "Миколаївський", "Первомайське"): "UA48060270010054876",
    ("UA-51", "Березівський", "Петрівка"): "UA51020050020074452",
    ("UA-51", "Болградський", "Березине"): "UA51060170020075321",
    ("UA-51", "Болградський", "Бородіно"): "UA51060050010081046",
    ("UA-51", "Болградський", "Тарутине"): "UA51060170010058387",
    ("UA-51", "Ізмаїльський", "Суворове"): "UA51080110010083652",
    ("UA-51", "Одеський", "Южне"): "UA51100410010044384",
    ("UA-59", "Шосткинський", "Есмань"): "UA59100070010055907",
    ("UA-59", "Шосткинський", "Дружба"): "UA59100050010097062",
    ("UA-63", "Красноградський", "Красноград"): "UA63060050010042407",
    ("UA-63", "Лозівський", "Первомайський"): "UA63100090010068250",
    ("UA-63", "Лозівський", "Панютине"): "UA63100050040061549",
    ("UA-63", "Чугуївський", "Слобожанське"): "UA63140110010076882",
    ("UA-63", "Чугуївський", "Чкаловське"): "UA63140150010051841",
    ("UA-71", "Звенигородський", "Ватутіне"): "UA71020030010075692",
    ("UA-71", "Звенигородський", "Катеринопіль"): "UA71020150010017266",
}  # fmt: skip
"""Towns renamed or of another kind since 2022, by oblast, raion and name of 2022, to
their codes. That each is right shows in the sums: a hromada's towns come to its urban people."""

_TWINS: Final = {
    ("UA-14", "Олександрівка", 3338): "UA14120170010051419",
    ("UA-14", "Олександрівка", 416): "UA14120090060010318",
}
"""Two towns of one name and raion."""

_ABANDONED: Final = frozenset({"Прип’ять", "Чорнобиль"})
_MISPRINTS: Final = frozenset({"Севастополь (міськрада)"})


@dataclass(frozen=True)
class Town:
    """A city or urban-type settlement.

    Attributes
    ----------
    code : str
        Of the codifier.
    hromada : str
        Code.
    name_uk : str
        As in 2022.
    people : int
    """

    code: str
    hromada: str
    name_uk: str
    people: int


@dataclass(frozen=True)
class Official:
    """The official people.

    Attributes
    ----------
    hromadas : mapping of code to mapping
        Rows of the table of hromadas.
    towns : tuple of Town
    """

    hromadas: Mapping[str, Mapping[str, str]]
    towns: tuple[Town, ...]
    of_hromada: Mapping[str, tuple[Town, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        grouped: dict[str, list[Town]] = defaultdict(list)
        for town in self.towns:
            grouped[town.hromada].append(town)
        object.__setattr__(self, "of_hromada", {k: tuple(v) for k, v in grouped.items()})

    def people(self, code: str) -> int:
        """Return the people of a hromada."""
        return int(self.hromadas[code]["people"])

    def rest(self, code: str) -> int:
        """Return the people of a hromada outside its towns."""
        return self.people(code) - sum(t.people for t in self.of_hromada.get(code, ()))


def official(codifier: Codifier, folder: Path = FOLDER) -> Official:
    """Return the official people, each town in its hromada.

    Parameters
    ----------
    codifier : Codifier
    folder : Path
        Where the two tables lie.

    Raises
    ------
    DataError
        If a town finds no hromada, a hromada's towns do not come to its urban people, or the
        whole is not the printed sum.
    """
    hromadas = {row["katottg"]: row for row in read_csv(folder / HROMADAS)}
    by_name: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in codifier.settlements.values():
        by_name[entry.oblast, key(entry.name), entry.category].append(entry)
    raions = {
        (row["oblast"], key(row["raion_uk"])): row["katottg"][:6] for row in hromadas.values()
    }
    towns = [
        _town(row, codifier, by_name, raions)
        for row in read_csv(folder / TOWNS)
        if spelt(row["name_uk"]) not in _ABANDONED | _MISPRINTS
    ]
    found = Official(hromadas, tuple(towns))
    _checked(found)
    return found


def _town(
    row: Mapping[str, str],
    codifier: Codifier,
    by_name: Mapping[tuple[str, str, str], list[Entry]],
    raions: Mapping[tuple[str, str], str],
) -> Town:
    oblast, people = row["oblast"], int(row["people"])
    names = re.findall(r"[^()]+", spelt(row["name_uk"]))
    name = names[0].strip()
    if oblast == "UA-30":
        own = next(code for code in codifier.hromadas if code.startswith("UA80"))
        return Town(own, own, name, people)
    raion = spelt(row["raion_uk"])
    code = _TWINS.get((oblast, name, people)) or _BY_HAND.get((oblast, raion, name))
    if code is None:
        every = by_name.get((oblast, key(name), _KIND[row["kind"]]), [])
        own_raion = raions[oblast, key(raion)]
        # towns are numbered before villages: the first of one hromada is the town
        inside = sorted(e.code for e in every if e.code.startswith(own_raion))
        if len({c[:10] for c in inside}) != 1:
            raise DataError(f"{name} ({oblast}, {raion}) is in no one hromada: {inside}.")
        code = inside[0]
    return Town(code, codifier.settlements[code].hromada, name, people)


_URBAN_UNSTATED: Final = frozenset({
    "UA80000000000093317", "UA73040130000087963", "UA05060010000053179",
})  # fmt: skip
"""Kyiv, Novodnistrovsk, Bar: the table of hromadas states 0 urban people, that of towns a city."""


def _checked(found: Official) -> None:
    for code, row in found.hromadas.items():
        urban = found.people(code) - found.rest(code)
        if urban != int(row["urban_people"]) and code not in _URBAN_UNSTATED:
            raise DataError(
                f"The towns of {row['name_uk']} ({code}) come to {urban:,} people, its urban "
                f"people are {row['urban_people']}."
            )
        if found.rest(code) < 0:
            raise DataError(f"The towns of {row['name_uk']} ({code}) exceed its people.")
    whole = sum(found.people(code) for code in found.hromadas)
    if whole != PEOPLE:
        raise DataError(f"The hromadas come to {whole:,} people, not {PEOPLE:,}.")
