from importlib.resources import files

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.plan.figure import Figure
from ceaseline.layers.provisions import findings, proposal


def figures(share=0.1858, metres=852_800.0):
    return (
        Figure("territory_share", share, "1", party="Russia"),
        Figure("zone_length", metres, "m"),
    )


def test_the_embedded_proposal_has_all_it_states():
    study = proposal()
    assert [p.id for p in study.provisions] == [
        "territory-share", "zone-length", "zone-management", "no-outside-force", "nato-deferral",
        "us-military-support", "frozen",
    ]  # fmt: skip
    assert all(p.reading for p in study.provisions)
    assert study.zone_settings.depth_m == (15_000.0, 15_000.0)
    assert study.zone_settings.assumption
    assert study.placements[0] == "contact-2024-11-20"


@pytest.mark.parametrize(
    ("share", "metres", "verdicts"),
    [
        (0.20, 1_300_000.0, ["met", "met"]),
        (0.175001, 1_250_000.0, ["met", "met"]),
        (0.1858, 852_800.0, ["met", "missed by 447 km (short)"]),
        (
            0.2323,
            1_400_000.0,
            ["missed by 3.23 percentage points (over)", "missed by 100 km (over)"],
        ),
    ],
)
def test_verdicts(share, metres, verdicts):
    found = findings(None, proposal(), figures(share, metres))
    assert [f.verdict for f in found][:2] == verdicts
    assert [f.met for f in found][2:] == [None] * 5
    assert {f.verdict for f in found[2:]} == {"not measurable on a map"}


def test_machine_readable_findings_are_in_si():
    found = [f.as_dict() for f in findings(None, proposal(), figures())]
    assert found[0]["target"] == pytest.approx(0.2)
    assert found[0]["tolerance"] == pytest.approx(0.025)
    assert found[1]["target"] == 1_300_000.0
    assert found[1]["measured"] == 852_800.0
    assert found[2]["target"] is found[2]["measured"] is None
    assert set(found[0]) == {
        "id", "text", "kind", "target", "tolerance", "measured", "verdict", "off_target",
        "off_tolerance",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("share", "metres", "off_target", "off_tolerance"),
    [
        (0.0737, 1_300_000.0, (-0.1263, 0.0), (-0.1013, 0.0)),
        (0.2323, 1_450_000.0, (0.0323, 150_000.0), (0.0073, 100_000.0)),
        (0.21, 862_546.0, (0.01, -437_454.0), (0.0, -387_454.0)),
    ],
)
def test_the_target_and_what_still_counts_as_met_are_told_apart(
    share, metres, off_target, off_tolerance
):
    found = findings(None, proposal(), figures(share, metres))
    assert [f.off_target for f in found[:2]] == pytest.approx(off_target, abs=1e-9)
    assert [f.off_tolerance for f in found[:2]] == pytest.approx(off_tolerance, abs=1e-9)
    assert {(f.off_target, f.off_tolerance) for f in found[2:]} == {(None, None)}
    assert [f.as_dict()["off_tolerance"] for f in found] == [f.off_tolerance for f in found]


GOOD = 'title = "T"\nplacements = ["four-oblasts"]\n'
SHARE = GOOD + '[[provision]]\nid="a"\ntext="t"\nkind="share"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = ", r"p\.toml is not TOML in UTF-8"),
        ("", r"title: Field required\.\n.*placements: Field required"),
        (GOOD + "surprise = 1", "surprise: Extra inputs are not permitted"),
        (SHARE, "a is a share; give it a target"),
        (
            SHARE + "target=1\ntolerance=1",
            "a is a share; say of which party",
        ),
        (
            GOOD
            + '[[provision]]\nid="a"\ntext="t"\nkind="share"\ntarget=1\ntolerance=1\nparty="X"',
            "a names 'X', which is no party; give Ukraine or Russia",
        ),
        (
            GOOD + 2 * '[[provision]]\nid="a"\ntext="t"\nkind="term"\n',
            "two provisions have the same id",
        ),
        (
            GOOD + '[[provision]]\nid="a"\ntext="t"\nkind="wish"',
            "provision.0.kind: Input should be",
        ),
        (
            GOOD + '[[provision]]\nid="a"\ntext="t"\nkind="zone_length"\ntarget=-3\ntolerance=1',
            r"provision\.0\.target: Input should be greater than 0",
        ),
    ],
)
def test_faults_of_a_proposal_are_named(tmp_path, text, message):
    path = tmp_path / "p.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        proposal(path)


def test_a_proposal_that_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match=r"gone\.toml cannot be read \(No such file"):
        proposal(tmp_path / "gone.toml")
    bad = tmp_path / "p.toml"
    bad.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="is not TOML in UTF-8"):
        proposal(bad)


def test_changing_one_number_changes_the_verdict(tmp_path):
    text = (files("ceaseline.layers") / "library" / "proposal.toml").read_text("utf-8")
    path = tmp_path / "p.toml"
    path.write_text(text.replace("target = 1300.0", "target = 850.0"))
    assert findings(None, proposal(path), figures())[1].verdict == "met"
