"""What may not be passed on is named, each source once, and passes when the person says so."""

import pytest

from geo.errors import InputError
from geo.sources import source
from layers.rights import check_rights, withheld


def test_every_source_that_forbids_it_is_named_once():
    given = [source("deepstate"), source("geonames"), source("isw-ctp"), source("deepstate")]
    assert [found.id for found in withheld(given)] == ["deepstate", "isw-ctp"]
    with pytest.raises(InputError) as told:
        check_rights(given)
    assert len(str(told.value).splitlines()) == 2
    assert "Add --i-have-rights if you may." in str(told.value)
    check_rights(given, i_have_rights=True)
    check_rights([source("geonames")])
