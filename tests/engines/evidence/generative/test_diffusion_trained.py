from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.generative.diffusion_trained import CLAIMS, ID, sliced


@pytest.mark.parametrize("claim", [c for c in CLAIMS if not c.full], ids=lambda c: c.check)
def test_the_shipped_models_meet_their_claims(claim):
    text, passed, behind = claim.measure()
    assert passed, f"{text}, must be {claim.must}"
    assert not behind


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
    assert len({claim.check for claim in CLAIMS}) == len(CLAIMS)


def test_the_sliced_distance_of_a_shift_is_its_length_over_the_root_of_two():
    points = np.random.default_rng(0).standard_normal((4000, 2))
    assert sliced(points, points) == 0.0
    assert sliced(points, points + np.array([2.0, 0.0])) == pytest.approx(
        2.0 / np.sqrt(2.0), rel=0.1
    )
