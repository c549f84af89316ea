"""The list of small faults names code that stands, and tests that are there."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FAULTS = tomllib.loads((ROOT / "tests" / "faults.toml").read_text("utf-8"))["fault"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["what"])
def test_a_fault_can_be_made(fault):
    assert (ROOT / fault["file"]).read_text("utf-8").count(fault["before"]) == 1
    assert fault["before"] != fault["after"]
    assert all((ROOT / test.partition("::")[0]).exists() for test in fault["tests"])
