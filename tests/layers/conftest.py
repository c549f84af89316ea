from functools import cache

import pytest

from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan


@cache
def _plan(name):
    return plan(load(name))


@pytest.fixture(scope="session")
def plan_of():
    """Plans of library placements on the embedded boundaries, each made once a session."""
    return _plan


@pytest.fixture(scope="session")
def default_plan(plan_of):
    return plan_of("contact-2024-11-20")
