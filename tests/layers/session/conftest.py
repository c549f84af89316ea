"""Sessions on the line of the library, and on a placement file in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ceaseline.layers.placement.store import load
from ceaseline.layers.provisions import proposal
from ceaseline.layers.session import Desk, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ceaseline.layers.placement.placement import Placement

NAME = "contact-2024-11-20"


@pytest.fixture
def trial() -> Placement:
    return load(NAME).replaced(name="trial", origin=NAME)


@pytest.fixture
def session(trial: Placement) -> Session:
    return Session.open(trial, proposal())


@pytest.fixture
def opened(tmp_path: Path, trial: Placement) -> Iterator[Callable[[], Desk]]:
    desks = []

    def open_one() -> Desk:
        desks.append(Desk.open(tmp_path / "trial.geojson", trial, proposal()))
        return desks[-1]

    yield open_one
    for desk in desks:
        desk.close()
