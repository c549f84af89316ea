import pytest

from tests.layers.edits import drawn


@pytest.fixture(scope="session")
def ground():
    return drawn.ground()


@pytest.fixture
def trial():
    return drawn.trial()
