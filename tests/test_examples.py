"""The examples of all docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import tools

FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
FLOORS = ("geo", "layers", "maps")


def names():
    yield "ceaseline"
    for package in (*(importlib.import_module(f"ceaseline.{one}") for one in FLOORS), tools):
        yield from (
            one.name for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        )


@pytest.mark.parametrize("name", list(names()))
def test_examples(name):
    module = importlib.import_module(name)
    for example in doctest.DocTestFinder(exclude_empty=True).find(module):
        report = []
        failed, _ = doctest.DocTestRunner(optionflags=FLAGS).run(example, out=report.append)
        assert not failed, "".join(report)
