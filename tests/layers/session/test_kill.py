"""A session that is killed at any moment: no edit that was answered is lost."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from ceaseline.layers.placement.store import load
from ceaseline.layers.provisions import proposal
from ceaseline.layers.session import Desk

NURSE = """
import os, sys
from pathlib import Path
from ceaseline.layers.edits.context import default_ground
from ceaseline.layers.placement.store import load
from ceaseline.layers.provisions import proposal
from ceaseline.layers.session import Desk

file, first = Path(sys.argv[1]), load("contact-2024-11-20").replaced(name="trial")
study = proposal()
default_ground().division(first)
print("ready", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if not child:
        desk = Desk.open(file, first, study)
        turn = len(desk.session.placement.history)
        print("at", turn, flush=True)
        while True:
            verb = ("lock", "unlock")[turn % 2]
            desk.do("edit", verb=verb, words={"between": [str(turn % 7 * 10), "100"]})
            turn += 1
            print("done", turn, flush=True)
            if turn % 9 == 0:
                desk.save()
    os.waitpid(child, 0)
    print("gone", child, flush=True)
"""


@pytest.mark.parametrize("times", [4, pytest.param(200, marks=pytest.mark.slow)])
def test_no_edit_that_was_answered_is_lost(tmp_path, times):
    rng, file, answered = random.Random(5), tmp_path / "trial.geojson", 0  # noqa: S311 - moments
    with subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-c", NURSE, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as nurse:
        assert nurse.stdout.readline() == "ready\n"
        for _ in range(times):
            nurse.stdin.write("go\n")
            nurse.stdin.flush()
            word, began = nurse.stdout.readline().split()
            assert word == "at"
            assert answered <= int(began) <= answered + 1  # one may be written and not yet told
            answered = int(began)
            time.sleep(rng.uniform(0, 0.12))
            os.kill(_child(nurse.pid), signal.SIGKILL)
            while (told := nurse.stdout.readline().split())[0] != "gone":
                answered = int(told[1])
        nurse.stdin.close()
    desk = Desk.open(file, load("contact-2024-11-20").replaced(name="trial"), proposal())
    assert answered <= len(desk.session.placement.history) <= answered + 1
    verbs = [made.verb for made in desk.session.placement.history]
    assert verbs == [("lock", "unlock")[k % 2] for k in range(len(verbs))]
    desk.close()


def _child(parent):
    with open(f"/proc/{parent}/task/{parent}/children", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[0])
