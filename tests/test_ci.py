"""What CI installs once with the lowest versions is what pyproject.toml declares."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def lowest():
    spec = importlib.util.spec_from_file_location("lowest", ROOT / ".ci" / "lowest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.lowest


def test_every_dependency_of_a_user_is_pinned_to_its_lower_bound(lowest):
    lines = lowest(PROJECT)
    given = [
        *PROJECT["dependencies"],
        *PROJECT["optional-dependencies"]["figures"],
        *PROJECT["optional-dependencies"]["parquet"],
        *PROJECT["optional-dependencies"]["reports"],
        *PROJECT["optional-dependencies"]["draw"],
    ]
    assert [line.replace("==", ">=") for line in lines] == [one.partition(",")[0] for one in given]


def test_a_dependency_without_a_lower_bound_is_refused(lowest):
    project = {"name": "ceaseline", "dependencies": ["numpy<3"], "optional-dependencies": {}}
    with pytest.raises(ValueError, match="numpy<3 has no lower bound; give it one"):
        lowest(project, ())


def test_the_pythons_that_ci_tries_are_those_that_are_declared():
    tried = re.findall(
        r'^try (3\.\d+) "', (ROOT / ".ci" / "lowest").read_text("utf-8"), re.MULTILINE
    )
    declared = [one.rpartition(" ")[2] for one in PROJECT["classifiers"] if ":: 3." in one]
    assert tried == declared
    assert PROJECT["requires-python"] == f">={declared[0]}"
