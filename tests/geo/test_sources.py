"""The catalogue."""

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.geo.sources import catalogue, source


def test_every_dataset_is_told_in_full():
    for key, entry in catalogue().items():
        assert entry.id == key
        assert entry.title
        assert entry.publisher
        assert entry.licence
        assert entry.attribution
        assert entry.notes


def test_catalogue_is_sorted_and_cannot_be_changed():
    assert list(catalogue()) == sorted(catalogue())
    with pytest.raises(TypeError):
        catalogue()["new"] = None


def test_unknown_source_names_the_nearest():
    with pytest.raises(InputError, match=r"no source 'geoname'.*did you mean geonames"):
        source("geoname")
    with pytest.raises(InputError, match=r"no source 'zzzz'.*there are .*geonames"):
        source("zzzz")
