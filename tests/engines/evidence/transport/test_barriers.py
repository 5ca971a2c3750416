import pytest

from engines.evidence.transport import barriers as evidence


@pytest.mark.parametrize("claim", evidence.CLAIMS, ids=lambda claim: claim.check)
def test_the_claim_holds(claim):
    measured, passed, behind = claim.measure()
    assert passed, measured
    assert not behind


def test_values_that_are_a_little_wrong_fail(monkeypatch):
    force = evidence.diffusive_force
    monkeypatch.setattr(evidence, "diffusive_force", lambda *a: force(*a) * 1.0003)
    assert not evidence._force()[1]
    assert not evidence._exponent()[1]
    pulled = evidence.mean_force
    monkeypatch.setattr(evidence, "mean_force", lambda *a, **k: pulled(*a, **k) * 1.0003)
    assert not evidence._both_forms()[1]
