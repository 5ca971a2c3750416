import numpy as np
import pytest

from engines.systems.leaps.modal import CLOUDS, cloud


@pytest.mark.parametrize("name", CLOUDS)
def test_draws_lie_in_their_modes_but_for_the_tails_of_a_gaussian(name):
    mixture, modes = cloud(name)
    x = mixture.drawn(20_000, np.random.default_rng(0))
    assert modes.off(x).mean() < 0.0035  # of a single Gaussian 0.0022 lie beyond 3.5 deviations
    which, _ = modes.nearest(x)
    shares = np.bincount(which) / len(x)
    assert shares == pytest.approx(np.full(len(shares), 1.0 / len(shares)), abs=0.015)


def test_there_is_room_between_modes():
    for name in CLOUDS:
        _, modes = cloud(name)
        x = np.random.default_rng(1).uniform(-2.5, 2.5, (4000, 2))
        assert modes.off(x).mean() > 0.25
