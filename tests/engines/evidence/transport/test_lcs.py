import numpy as np
import pytest

from engines.evidence.transport import lcs as evidence

QUICK = [claim for claim in evidence.CLAIMS if not claim.full]


@pytest.mark.parametrize("claim", QUICK, ids=lambda claim: f"{claim.id}: {claim.check}")
def test_the_claim_holds(claim):
    measured, passed, behind = claim.measure()
    assert passed, measured
    assert not behind


def test_a_curve_that_grows_fails(monkeypatch):
    true = evidence._stretched
    monkeypatch.setattr(
        evidence, "_stretched", lambda *given: tuple(1.002 * ratio for ratio in true(*given))
    )
    assert not evidence._circles()[1]
    assert not evidence._evenly()[1]


def test_a_slanted_line_fails(monkeypatch):
    true = evidence.material_lines

    def slanted(*given):
        lines, best = true(*given)
        for line in lines:
            line.places[:, 0] += 2e-4 * line.places[:, 1]
        return lines, best

    monkeypatch.setattr(evidence, "material_lines", slanted)
    assert not evidence._straight()[1]


def test_a_ridge_that_lies_beside_it_fails(monkeypatch):
    true = evidence.ridges
    monkeypatch.setattr(
        evidence, "ridges", lambda *given, **more: [line + 5e-4 for line in true(*given, **more)]
    )
    assert not evidence._middle_ridge()[1]


def test_distances_are_to_lines_and_not_to_their_vertices():
    line = np.array([[0.0, 0.0], [1.0, 0.0]])
    places = np.array([[0.25, 0.1], [0.5, 0.2]])
    np.testing.assert_allclose(evidence._near(places, [evidence._between(line)]), [0.1, 0.2])


def test_what_is_raced_is_timed_in_turns():
    order = []
    said, passed, _ = evidence._raced(
        lambda: order.append("ours"), lambda: [order.append("theirs"), sum(range(20000))]
    )
    assert order == ["ours", "theirs"] * 4
    assert passed
    assert " x (" in said


def test_the_claims_name_their_presets_and_sources():
    assert {claim.id for claim in evidence.CLAIMS} == {"double-gyre-lcs", "saddle"}
    assert all(claim.source and claim.must and claim.kind == "law" for claim in evidence.CLAIMS)
