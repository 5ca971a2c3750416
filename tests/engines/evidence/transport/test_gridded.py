import numpy as np
import pytest

from engines.evidence.transport import gridded as evidence


@pytest.mark.parametrize("claim", evidence.CLAIMS, ids=lambda claim: claim.check)
def test_the_claim_holds(claim):
    measured, passed, behind = claim.measure()
    assert passed, measured
    assert not behind


def test_a_grid_that_is_a_little_wrong_fails(monkeypatch):
    exact = evidence.ftle
    calls = iter(range(100))

    def off(*given, **named):
        return exact(*given, **named) + (1e-3 if next(calls) == 2 else 0.0)

    monkeypatch.setattr(evidence, "ftle", off)
    assert not evidence._orders()[1]


def test_an_earth_of_another_size_fails(monkeypatch):
    monkeypatch.setattr(evidence, "EARTH", evidence.EARTH * 1.001)
    assert not evidence._rotation()[1]


def test_a_budget_that_is_not_kept_fails(monkeypatch):
    from engines.systems.gridded.frames import Frames

    monkeypatch.setattr(Frames, "room", property(lambda self: 60))
    assert not evidence._memory()[1]


def test_the_samples_are_those_of_the_formula(tmp_path):
    flow = evidence.open_series(evidence._sampled(tmp_path, 41, 0.2)).flow_at()
    z = np.array([[0.5, 0.25], [1.0, 0.5]])
    np.testing.assert_allclose(flow.velocity(z, 0.2), evidence._gyre().velocity(z, 0.2), atol=1e-12)
