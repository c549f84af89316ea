"""Write the answers of a search as placements of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ceaseline.geo.errors import InputError
from ceaseline.layers.placement.store import SUFFIX, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceaseline.layers.placement.placement import Placement
    from ceaseline.layers.solve.answer import Answer

__all__ = ["write_answers"]


def write_answers(
    answers: Iterable[Answer],
    source: Placement,
    goal: str,
    folder: str | Path = ".",
    *,
    overwrite: bool = False,
) -> list[tuple[Answer, Path | None]]:
    """Write each answer's placement as ``NAME-GOAL-WAY.geojson``; return it with its path.

    Parameters
    ----------
    answers : iterable of Answer
    source : Placement
        What was asked about.
    goal : str
        What was sought, as part of the names, for example ``"share-20"``.
    folder : path
    overwrite : bool
        Whether placements of those names may be replaced.

    Raises
    ------
    InputError
        If a file is in the way; nothing is written then.
    """
    made = [
        (answer, Path(folder) / f"{source.name}-{goal}-{answer.way}{SUFFIX}")
        for answer in answers
        if answer.placement is not None and answer.placement is not source
    ]
    taken = [str(path) for _, path in made if path.exists() and not overwrite]
    if taken:
        raise InputError(f"{', '.join(taken)} exists; --overwrite replaces it.")
    paths: dict[int, Path] = {}
    for answer, path in made:
        if answer.placement is not None:
            own = answer.placement.replaced(
                name=path.name.removesuffix(SUFFIX),
                origin=answer.placement.origin or source.name,
            )
            paths[id(answer)] = write(own, path, overwrite=overwrite)
    return [(answer, paths.get(id(answer))) for answer in answers]
