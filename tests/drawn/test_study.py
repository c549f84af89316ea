"""The drawn country read from the folder of a study measures as the one that is made in Python."""

import pytest

from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import ZoneSettings, plan
from ceaseline.layers.study import using
from tests.drawn import values as v
from tests.drawn.study import written


@pytest.mark.parametrize(("line", "depths"), [("along", v.EQUAL), ("salient", v.UNEQUAL)])
def test_the_drawn_country_measures_as_by_hand_from_its_folder(tmp_path, drawn_plan, line, depths):
    wanted = {(m.id, m.party, m.unit_code): m.value for m in drawn_plan(line, depths).figures}
    with using(written(tmp_path)):
        own = plan(load(line), None, ZoneSettings(depths, assumption=False, tolerance_m=0.01))
        found = {(m.id, m.party, m.unit_code): m.value for m in own.figures}
    assert found.keys() == wanted.keys()
    for key, value in wanted.items():
        assert found[key] == pytest.approx(value, rel=1e-9, abs=1e-6), key
