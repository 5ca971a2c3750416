import numpy as np
import pytest

from engines.evidence.transport import turbulent_interfaces as evidence

QUICK = [claim for claim in evidence.CLAIMS if not claim.full]


@pytest.mark.parametrize("claim", QUICK, ids=lambda claim: f"{claim.id}: {claim.check}")
def test_the_claim_holds(claim):
    measured, passed, behind = claim.measure()
    assert passed, measured
    assert not behind


def test_a_field_that_is_a_little_wrong_fails(monkeypatch):
    field = evidence._field(10.0)
    monkeypatch.setattr(evidence, "_field", lambda horizon, tight=False: field * 1.0001)
    assert not evidence._extremes(10.0)[1]
    monkeypatch.setattr(
        evidence, "_field", lambda horizon, tight=False: field + (2e-4 if tight else 0.0)
    )
    assert not evidence._against_reference(10.0)[1]


def test_a_wrong_exponent_fails(monkeypatch):
    monkeypatch.setattr(evidence, "ftle", lambda *args, **kwargs: np.full((3, 3), 0.23124))
    assert not evidence._points(10.0)[1]
    assert not evidence._exact("saddle", {}, (0.1, 0.1), 1.0, 0.2312438)()[1]


def test_the_claims_name_their_presets_and_sources():
    assert {claim.id for claim in evidence.CLAIMS} == {"double-gyre", "saddle"}
    assert all(claim.source and claim.must and claim.kind == "law" for claim in evidence.CLAIMS)
