from __future__ import annotations

import numpy as np
import pytest

from engines.learned.latent.slice import Slice

AXES = np.linalg.qr(np.random.default_rng(0).standard_normal((5, 2)))[0].T
ORIGIN, THROUGH = np.full(5, 0.5), np.arange(5.0)


def test_the_plane_passes_through_its_code():
    cut = Slice(AXES, ORIGIN, THROUGH, ("a", "b"))
    np.testing.assert_allclose(cut.lifted(np.array([cut.box.start]))[0], THROUGH)
    np.testing.assert_allclose(cut.start, THROUGH)


def test_the_handle_moves_within_the_plane_only():
    cut = Slice(AXES, ORIGIN, THROUGH, ("a", "b"), (2.0, -1.0))
    moved = cut.start - THROUGH
    np.testing.assert_allclose(moved, (moved @ AXES.T) @ AXES, atol=1e-12)
    np.testing.assert_allclose(cut.seen(cut.start[None])[0], [2.0, -1.0])


def test_distances_in_the_plane_are_distances_between_codes():
    cut = Slice(AXES, ORIGIN, THROUGH, ("a", "b"))
    ends = cut.lifted(np.array([[0.0, 0.0], [3.0, 4.0]]))
    assert np.linalg.norm(ends[1] - ends[0]) == pytest.approx(5.0)
