"""What may not be passed on is named, each source once, and passes when the person says so."""

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.geo.sources import source
from ceaseline.layers.placement.sources import check_rights, withheld


def test_every_source_that_forbids_it_is_named_once():
    given = [source("deepstate"), source("geonames"), source("isw-ctp"), source("deepstate")]
    assert [found.id for found in withheld(given)] == ["deepstate", "isw-ctp"]
    with pytest.raises(InputError) as told:
        check_rights(given)
    assert len(str(told.value).splitlines()) == 2
    assert "Add --i-have-rights if you may." in str(told.value)
    check_rights(given, i_have_rights=True)
    check_rights([source("geonames")])


def test_a_table_of_ones_own_is_told_how_it_is():
    own = [source("user-settlements")]
    with pytest.raises(
        InputError, match=r"licence of your table of settlements \(--settlements\) is"
    ):
        check_rights(own)
    with pytest.raises(InputError, match=r"add --i-have-rights if you may pass them on\.$"):
        check_rights(own)
    check_rights(own, i_have_rights=True)
