"""What a table of settlements says about people, beside the figure itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ceaseline.geo.said import message

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["BASES", "NOBODY", "SUPPLIED", "is_settlement", "listed_people", "own_people"]

SUPPLIED: Final = message(
    "People are those of the table supplied by the user, {file}; who counted them, and when, is "
    "for that table to say."
)
"""What the people of a table of the user's are; a country says it of its own."""

NOBODY: Final = message(
    "The study names no table of settlements: settlements and people are not known, and where they "
    "are counted it says 0."
)
"""The same where a country has no settlements."""

BASES: Final = ("town", "share", "centre", "city", "gazetteer", "none", "user")
"""What a settlement's people may be, see :func:`ceaseline.geo.gazetteer.settlements.settlements`;
in a table of the user's what he says."""


def is_settlement(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell settlements from rows that stand for villages of which none is listed, (n,).

    Parameters
    ----------
    frame : DataFrame
        As :func:`ceaseline.geo.gazetteer.settlements.settlements`; without ``people_basis`` all
        are.

    Examples
    --------
    >>> from ceaseline.geo.gazetteer.settlements import settlements
    >>> int((~is_settlement(settlements(added=True))).sum())
    339
    """
    if "people_basis" not in frame:
        return np.ones(len(frame), dtype=bool)
    return np.asarray(frame["people_basis"] != "centre", dtype=bool)


def listed_people(frame: pd.DataFrame) -> NDArray[np.int64] | None:
    """Return the gazetteer's own figures, (n,); None where the table has none.

    Examples
    --------
    >>> from ceaseline.geo.gazetteer.settlements import settlements
    >>> int(listed_people(settlements()).sum())
    36017108
    """
    if "population_listed" not in frame:
        return None
    return np.asarray(frame["population_listed"], dtype=np.int64)


def own_people(frame: pd.DataFrame) -> NDArray[np.int64]:
    """Return the people by which a settlement is called a town or a village, (n,).

    A village may stand for the people of others of its hromada; by its own listing it is still a
    village.

    Parameters
    ----------
    frame : DataFrame
        As :func:`ceaseline.geo.gazetteer.settlements.settlements`.

    Examples
    --------
    >>> from ceaseline.geo.gazetteer.settlements import find
    >>> row = find("Verbliany").iloc[:1]
    >>> int(row["population"].item()), int(own_people(row)[0])
    (35806, 2000)
    """
    people = np.asarray(frame["population"], dtype=np.int64)
    listed = listed_people(frame)
    if listed is None or "people_basis" not in frame:
        return people
    basis = frame["people_basis"]
    own = np.where(basis == "share", np.minimum(people, listed), people)
    return np.asarray(np.where(basis == "centre", 0, own), dtype=np.int64)
