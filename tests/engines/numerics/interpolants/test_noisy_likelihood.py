from __future__ import annotations

import numpy as np
import pytest

from engines.numerics.interpolants.interpolant import Interpolant
from engines.numerics.interpolants.noisy_likelihood import gained_back
from engines.running.ticket import Ticket, Withdrawn
from engines.systems.clouds.gaussian_mixture import mixture
from engines.systems.clouds.joined.bridge import MixtureBridge
from engines.systems.clouds.joined.bridge_flow import BridgeFlow

OVER = Interpolant("linear", "Brownian", 1.0)
FLOW = BridgeFlow(
    MixtureBridge(
        mixture([[0.0, 0.0]], 1.0), mixture([[-1.0, 0.0], [1.5, 0.5]], 0.3, [0.3, 0.7]), OVER
    )
)
PLACE = np.array([0.6, 0.2])


def told(eps, paths, steps=200):
    begun, gained = gained_back(FLOW, PLACE, paths, eps, np.random.default_rng(0), steps)
    return FLOW.log_density(begun, 0.0) + gained


def test_without_noise_it_is_the_likelihood_of_the_flow():
    known = float(FLOW.log_density(PLACE[None], 1.0)[0])
    assert told(0.0, 1, 1000)[0] == pytest.approx(known, abs=5e-3)


@pytest.mark.parametrize("eps", [0.2, 1.0])
def test_the_mean_over_noisy_ways_is_the_density(eps):
    known, found = float(FLOW.log_density(PLACE[None], 1.0)[0]), told(eps, 400)
    error = found.std() / 20.0
    assert found.mean() == pytest.approx(known, abs=4.0 * error + 0.02)
    assert found.std() > 0.05


def test_it_can_be_withdrawn():
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        gained_back(FLOW, PLACE, 3, 0.1, np.random.default_rng(0), 10, ticket)
