"""Files that reproduce what was reported, where they are there: each is told, soon and rightly."""

from pathlib import Path

import pytest

from ceaseline.geo.unseen import unseen
from ceaseline.layers.provisions import proposal
from ceaseline.maps.verify.extract import printed
from ceaseline.maps.verify.verify import verify

CASES = Path(__file__).parents[3] / "shared" / "cases" / "security"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(60),
    pytest.mark.skipif(not CASES.exists(), reason="the cases are not here"),
]


def test_a_pdf_that_took_minutes_is_told_in_seconds():
    path = CASES / "verify-takes-minutes.pdf"
    assert verify(path).reproduced is not True
    assert len(printed(path.read_bytes())) > 10


def test_a_proposal_with_an_override_is_read_without_it():
    read = proposal(CASES / "bidi-override-in-proposal.toml")
    assert not any(map(unseen, (read.title, *(one.text for one in read.provision))))
    assert read.provision[0].text.startswith("Russian control of about 20 %")
