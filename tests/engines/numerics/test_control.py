import pytest

from engines.numerics.control import accepted, step_factor


def test_an_error_below_the_tolerance_is_accepted():
    assert accepted(0.9)
    assert accepted(1.0)
    assert not accepted(1.1)


def test_a_rejected_step_shrinks_as_the_order_says():
    assert step_factor(32.0, 1.0, 5) == pytest.approx(0.45)
    assert step_factor(1e30, 1.0, 5) == 0.1


def test_an_accepted_step_grows_within_bounds():
    assert step_factor(0.0, 1.0, 5) == 5.0
    assert step_factor(1.0, 1.0, 5) == pytest.approx(0.9)
    assert step_factor(1.0, 1e-9, 5) == 0.2
