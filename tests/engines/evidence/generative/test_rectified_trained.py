from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.generative.rectified_trained import CLAIMS, correlation, sliced

QUICK = [claim for claim in CLAIMS if claim.seconds < 2.0]


@pytest.mark.parametrize("claim", QUICK, ids=lambda c: c.check)
def test_the_shipped_models_meet_their_claims(claim):
    text, passed, behind = claim.measure()
    assert passed, f"{text}, must be {claim.must}"
    assert not behind


def test_every_claim_names_its_source():
    assert all(claim.source and claim.must for claim in CLAIMS)
    assert len({claim.check for claim in CLAIMS}) == len(CLAIMS)


def test_a_shift_is_seen_from_all_sides():
    points = np.random.default_rng(0).standard_normal((50, 2))
    assert sliced(points, points + np.array([3.0, 0.0])) == pytest.approx(
        3.0 / np.sqrt(2.0), rel=1e-6
    )


def test_pictures_that_differ_in_ink_alone_are_the_same_to_the_correlation():
    pictures = np.random.default_rng(0).random((5, 64))
    assert correlation(pictures, 2.0 * pictures - 1.0) == pytest.approx(1.0)
    assert correlation(pictures, -pictures) == pytest.approx(-1.0)
