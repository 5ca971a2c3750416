from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.interpolants.alternating import STEPS, trained
from engines.numerics.interpolants.schroedinger import bridge_law, optimised
from engines.running.ticket import Ticket, Withdrawn


@pytest.mark.parametrize(("first", "last", "noise"), [(1.0, 1.0, 0.5), (1.0, 2.0, 0.5)])
def test_training_comes_to_the_schroedinger_bridge(first, last, noise):
    *_, end = trained(first, last, noise)
    t = end.times
    variance = (end.alpha * first) ** 2 + (end.beta * last) ** 2 + 2.0 * noise * t * (1.0 - t)
    np.testing.assert_allclose(variance, bridge_law(first, last, noise, t), rtol=0.02)
    assert end.step == STEPS


def test_the_action_is_that_of_the_best_interpolant():
    """Of the least squares over the same knots it is the least there is."""
    *_, end = trained(1.0, 2.0, 0.5)
    times, alpha, beta = optimised(1.0, 2.0, 0.5)
    inner = slice(1, -1)
    np.testing.assert_allclose(
        (end.alpha**2 + 4.0 * end.beta**2)[inner], (alpha**2 + 4.0 * beta**2)[inner], rtol=0.05
    )
    assert end.times == pytest.approx(times)
    early = next(trained(1.0, 2.0, 0.5))
    assert early.step == 40
    assert early.alpha == pytest.approx(1.0 - early.times, abs=0.1)


def test_bad_numbers_are_refused_and_it_can_be_withdrawn():
    with pytest.raises(FlowError, match="must be positive"):
        next(trained(1.0, 0.0, 0.5))
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        next(trained(1.0, 1.0, 0.5, ticket=ticket))
