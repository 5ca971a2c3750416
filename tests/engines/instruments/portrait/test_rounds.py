from __future__ import annotations

import numpy as np

from engines.instruments.portrait.rounds import rounds


def _tracks(n, k):
    """Track i at sample j is at (i, j)."""
    i, j = np.meshgrid(np.arange(n), np.arange(k), indexing="ij")
    return np.stack([i, j], axis=2).astype(float)


def test_the_end_of_a_round_is_its_beginning():
    states, times = rounds(_tracks(4, 12), 6.0, 2.0)
    first, last = np.searchsorted(times, [0.0, 6.0])
    np.testing.assert_array_equal(states[:, first], states[:, last])
    before = last - first
    np.testing.assert_array_equal(states[:, :first], states[:, before : before + first])


def test_there_is_a_past_as_long_as_the_tails():
    _, times = rounds(_tracks(4, 12), 6.0, 2.0)
    assert times[0] <= -2.0
    assert times[-1] == 6.0
    np.testing.assert_allclose(np.diff(times), 0.5)


def test_every_track_jumps_once_a_round_and_not_all_together():
    states, times = rounds(_tracks(4, 12), 6.0, 2.0)
    jumps = np.isnan(states[:, times > 0.0, 0])
    np.testing.assert_array_equal(jumps.sum(axis=1), 1)
    assert jumps.sum(axis=0).max() == 1


def test_between_its_jumps_a_track_is_as_it_was_recorded():
    states, _ = rounds(_tracks(3, 10), 10.0, 3.0)
    steps = np.diff(states[:, :, 1], axis=1)
    np.testing.assert_allclose(steps[np.isfinite(steps)], 1.0)
