import pytest

from engines.errors import FlowError
from engines.numerics.interpolants.schroedinger import bridge_variance, optimised


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
