from __future__ import annotations

import numpy as np
import pytest

from engines.experiments.generative.rectified.walked import TIMES, walked
from engines.running.ticket import Ticket, Withdrawn
from engines.systems.pairs.clouds import CLOUDS, ELLIPSE, TURNED, box_of
from engines.systems.pairs.linear_map import LinearMap, gaussian_map
from engines.systems.pairs.pairs import Pairs
from engines.systems.samples.mixtures import CircleOfGaussians, sampled

DRAW = np.random.default_rng(0)
PAIRS = Pairs(DRAW.standard_normal((100, 2)), sampled(100, DRAW))


def test_pairs_of_a_straight_flow_neither_bend_nor_cross():
    one, two = (CLOUDS[name].mixture for name in (ELLIPSE, TURNED))
    matrix = gaussian_map(one.covariance(), two.covariance())
    flow = LinearMap(matrix, one, box_of(ELLIPSE, TURNED))
    first = one.drawn(50, DRAW)
    found = walked(flow, Pairs(first, first @ matrix.T), Ticket())
    assert found.path.shape == (50, len(TIMES), 2)
    np.testing.assert_allclose([found.bent, found.crossed], 0.0, atol=1e-12)
    np.testing.assert_allclose(found.joined, found.given, atol=1e-8)


def test_each_pair_has_its_own_share():
    found = walked(CircleOfGaussians(), PAIRS, Ticket())
    assert found.bent.shape == found.crossed.shape == (100,)
    assert (found.crossed > 0.0).all()


def test_it_can_be_stopped():
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        walked(CircleOfGaussians(), PAIRS, ticket)
