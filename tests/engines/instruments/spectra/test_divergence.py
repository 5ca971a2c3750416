from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.spectra.bundle import settled
from engines.instruments.spectra.divergence import TOGETHER, Divergence


def test_nothing_is_known_before_a_piece_was_followed(saddle):
    assert np.isnan(Divergence(saddle(), 1.0).mean)


def test_the_damping_of_a_pendulum_is_its_divergence(pendulum):
    found = Divergence(pendulum(c=0.4), 0.5)
    found.add(np.array([[0.1, 0.2], [1.0, 0.0]]), 0.0)
    found.follow()
    assert found.mean == pytest.approx(-0.4)


def test_a_divergence_that_changes_is_integrated_along_the_path(written):
    flow = written("-x^3", "0.0")  # x = x0 / sqrt(1 + 2 x0^2 t), and div = -3 x^2
    found = Divergence(flow, 2.0)
    start = np.array([[1.0, 0.0]])
    found.add(start, 0.0)
    found.follow()
    assert found.mean == pytest.approx(-1.5 * np.log(5.0) / 2.0, rel=1e-4)


def test_pieces_of_a_steady_flow_are_followed_together(pendulum):
    found = Divergence(pendulum(c=0.4), 0.5)
    for _ in range(TOGETHER - 1):
        found.add(np.array([[0.1, 0.2]]), 0.0)
    assert found.pieces == 0
    found.add(np.array([[0.1, 0.2]]), 0.0)
    assert found.pieces == TOGETHER


def test_a_map_has_the_logarithm_of_its_determinant(shipped):
    flow = shipped("henon")
    found = Divergence(flow, 4)
    found.add(settled(flow, 5, 100, 50), 0.0)
    found.follow()
    assert found.mean == pytest.approx(np.log(0.3), abs=1e-12)
