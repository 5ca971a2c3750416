import numpy as np
import pytest

from engines.evidence.transport import composition as evidence

QUICK = [claim for claim in evidence.CLAIMS if not claim.full]


@pytest.mark.parametrize("claim", QUICK, ids=lambda claim: claim.check)
def test_the_claim_holds(claim):
    measured, passed, behind = claim.measure()
    assert passed, measured
    assert not behind


@pytest.mark.parametrize(("off", "passed"), [(5e-6, True), (1e-4, False)])
def test_a_composition_that_is_a_little_wrong_fails(monkeypatch, off, passed):
    monkeypatch.setattr(evidence, "_composed", lambda maps, start: np.zeros((3, 3)))
    monkeypatch.setattr(evidence, "ftle", lambda *args, **about: np.full((3, 3), off))
    assert evidence._accuracy()[1] == passed
