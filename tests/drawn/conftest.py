from functools import cache

import pytest

from ceaseline.layers.plan.plan import ZoneSettings, plan
from tests.drawn import country


@cache
def _plan(name, depths):
    placement = getattr(country, name)()
    zone = ZoneSettings(depths, assumption=False, tolerance_m=0.01)
    return plan(placement, country.country(), zone, country.gazetteer())


@pytest.fixture(scope="session")
def drawn_plan():
    """A plan of a line of the drawn country for depths in metres, each made once."""
    return _plan
