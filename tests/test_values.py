"""Values are frozen, and those that hold arrays or geometry are compared as objects."""

import dataclasses
import importlib
import inspect
import pkgutil

import pytest

import ceaseline.geo
import ceaseline.layers

CHANGING = {"_Transfer", "Sweep", "Draft", "Gathered"}
"""What a download, a sweep along two lines, a file under examination and one being read gather."""
COMPARED = ("NDArray", "GeoDataFrame", "shapely.", "Boundaries", "Gazetteer", "Plan", "Division")


def classes():
    for package in (ceaseline.geo, ceaseline.layers):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, item in vars(module).items():
                own = inspect.isclass(item) and item.__module__ == found.name
                if own and dataclasses.is_dataclass(item) and name not in CHANGING:
                    yield pytest.param(item, id=f"{found.name}.{name}")


ALL = list(classes())


@pytest.mark.parametrize("value", ALL)
def test_a_value_is_frozen(value):
    assert value.__dataclass_params__.frozen


@pytest.mark.parametrize("value", ALL)
def test_a_value_with_arrays_is_compared_as_an_object(value):
    fields = [str(field.type) for field in dataclasses.fields(value)]
    if any(word in text for text in fields for word in COMPARED):
        assert not value.__dataclass_params__.eq
