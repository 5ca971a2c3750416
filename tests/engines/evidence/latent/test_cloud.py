from __future__ import annotations

import numpy as np

from engines.evidence.latent.cloud import _known, bent, off


def test_known_codes_lie_in_their_cloud_and_bent_ways_are_not_farther_out_than_straight_ones():
    cloud, starts = _known()
    assert off(cloud[:50]) < 1e-3
    assert 0.3 < off(starts[:50]) < 2.0
    # Far outside, the nearest code is about as far as the origin.
    away = np.full((1, 12), 100.0)
    assert abs(off(away) / np.linalg.norm(away) - 1.0) < 0.05
    text, _, behind = bent()
    assert not behind, text
