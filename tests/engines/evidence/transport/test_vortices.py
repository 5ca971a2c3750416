import numpy as np
import pytest

from engines.evidence.transport import vortices as evidence


@pytest.mark.parametrize("claim", evidence.CLAIMS, ids=lambda claim: claim.check)
def test_the_claim_holds(claim):
    measured, passed, behind = claim.measure()
    assert passed, measured
    assert not behind


def test_the_frame_turns_and_moves():
    place = np.array([[1.3, 0.4]])
    np.testing.assert_allclose(evidence._seen(place, 0.0), place)
    moving, rest = evidence._moving(), evidence._flow("double-gyre")
    for time in (0.7, 3.0):
        end = rest.advance(place, 0.0, time)
        seen = moving.advance(place, 0.0, time)
        np.testing.assert_allclose(seen, evidence._seen(end, time), atol=1e-6)
        assert np.abs(seen - end).max() > 0.05


def test_values_that_are_a_little_wrong_fail(monkeypatch):
    exact = evidence.lavd
    monkeypatch.setattr(evidence, "lavd", lambda *a, **k: exact(*a, **k) * 1.0002)
    assert not evidence._steady_lavd()[1]
    spin = evidence.mean_spin
    monkeypatch.setattr(evidence, "mean_spin", lambda *a, **k: spin(*a, **k) * 1.0002)
    assert not evidence._decaying_spin()[1]


def test_a_mean_over_the_wrong_domain_fails(monkeypatch):
    stays = evidence.domain_of
    monkeypatch.setattr(evidence, "domain_of", lambda box, placed=None: stays(box))
    assert not evidence._lavd_in_both_frames()[1]
