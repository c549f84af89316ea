"""A write that is killed at any moment leaves the last good file, whole."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from ceaseline.layers.placement.store import load, read, write

NURSE = """
import os, sys, signal
from pathlib import Path
from ceaseline.layers.placement.store import load, write

path, small = Path(sys.argv[1]), load("four-oblasts").replaced(name="small")
large = small.replaced(name="large", notes="x" * 400_000)
print("ready", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if not child:
        while True:
            write(large, path)
            write(small, path)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


def killed(folder, times):
    """Kill a writing process so many times at random moments; yield after each."""
    path = folder / "mine.geojson"
    write(load("four-oblasts").replaced(name="small"), path)
    rng = random.Random(3)  # noqa: S311 - moments, not secrets
    with subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-c", NURSE, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as nurse:
        assert nurse.stdout.readline() == "ready\n"
        for _ in range(times):
            nurse.stdin.write("go\n")
            nurse.stdin.flush()
            child = int(nurse.stdout.readline())
            time.sleep(rng.uniform(0, 0.25))
            os.kill(child, signal.SIGKILL)
            assert nurse.stdout.readline() == "gone\n"
            yield path
        nurse.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            nurse.wait(10)


@pytest.mark.parametrize("times", [10, pytest.param(200, marks=pytest.mark.slow)])
def test_a_killed_write_never_loses_the_last_good_file(tmp_path, times):
    left = set()
    for path in killed(tmp_path, times):
        placement = read(path)
        left.add(placement.name)
        assert placement.name in ("small", "large")
        assert len(placement.notes) == (400_000 if placement.name == "large" else len(SMALL))
    assert left <= {"small", "large"}
    assert times < 200 or left == {"small", "large"}


SMALL = load("four-oblasts").notes
