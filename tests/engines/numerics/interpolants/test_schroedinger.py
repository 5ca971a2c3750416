import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.interpolants.schroedinger import (
    Knotted,
    bridge_law,
    bridge_variance,
    least_action,
    optimised,
)


@pytest.mark.parametrize(("last", "known"), [(1.0, 1.0590), (2.0, 2.2808)])
def test_the_best_interpolant_is_the_bridge(last, known):
    assert bridge_variance(1.0, last, 0.5) == pytest.approx(known, abs=1e-4)
    _, alpha, beta = optimised(1.0, last, 0.5)
    middle = len(alpha) // 2
    found = alpha[middle] ** 2 + (beta[middle] * last) ** 2 + 0.25
    assert found == pytest.approx(known, rel=2e-3)


def test_the_straight_interpolant_is_not():
    assert 0.9 * bridge_variance(1.0, 1.0, 0.5) > 0.25 + 0.25 + 0.25


def test_without_noise_the_bridge_is_the_straight_way_between_the_quantiles():
    assert bridge_variance(1.0, 3.0, 0.0) == pytest.approx(4.0)


def test_numbers_that_are_not_positive_are_refused():
    with pytest.raises(FlowError, match="all must be positive"):
        optimised(1.0, 0.0, 0.5)


def test_the_law_of_the_bridge_holds_its_ends():
    law = bridge_law(1.0, 2.0, 0.5, np.array([0.0, 0.5, 1.0]))
    assert law == pytest.approx([1.0, bridge_variance(1.0, 2.0, 0.5), 4.0])


def test_the_interpolant_of_least_action_is_straight_between_its_knots():
    over = least_action(1.0, 2.0, 1.0)
    assert isinstance(over, Knotted)
    assert (over.at(0.0).alpha, over.at(1.0).beta) == (1.0, 1.0)
    h = 1e-6
    for t in (0.11, 0.5, 0.93):
        here, after = over.at(t), over.at(t + h)
        assert (after.alpha - here.alpha) / h == pytest.approx(here.dalpha, abs=1e-5)
        assert (after.beta - here.beta) / h == pytest.approx(here.dbeta, abs=1e-5)
        assert here.square == pytest.approx(t * (1.0 - t))
    middle = over.at(0.5)
    found = middle.alpha**2 + 4.0 * middle.beta**2 + middle.square
    assert found == pytest.approx(2.2808, rel=2e-3)
    assert least_action(1.0, 2.0, 1.0) is over
