import pytest

from engines.evidence.transport import spaces as evidence


@pytest.mark.parametrize("claim", evidence.CLAIMS, ids=lambda claim: claim.check)
def test_the_claim_holds(claim):
    measured, passed, behind = claim.measure()
    assert passed, measured
    assert not behind


def test_fields_that_are_a_little_wrong_fail(monkeypatch):
    exact = evidence.ftle
    monkeypatch.setattr(evidence, "ftle", lambda *a, **k: exact(*a, **k) + 2e-5)
    assert not evidence._turn()[1]
    assert not evidence._map()[1]
    assert not evidence._largest()[1]


def test_tangents_that_are_a_little_wrong_fail(monkeypatch):
    exact = evidence.by_tangent
    monkeypatch.setattr(evidence, "by_tangent", lambda *a, **k: exact(*a, **k) * 1.000001)
    assert not evidence._volume()[1]
