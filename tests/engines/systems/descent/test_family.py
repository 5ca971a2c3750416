from __future__ import annotations

import numpy as np
import pytest

from engines.systems.descent.family import (
    accelerated,
    growing,
    step_of,
    stepping,
    values_with,
    vanishing,
    written,
)

PLACES = np.array([[1.3, -0.4, 0.7, 0.2], [-2.0, 1.0, 0.0, -1.5]])


def test_the_flow_is_the_second_order_equation(landscape):
    one = landscape("himmelblau")
    d, h, c = 0.4, 0.02, 1.2
    rates = accelerated(one).equations.evaluate(PLACES, 0.0, {"d": d, "h": h, "c": c})
    slopes = one.gradient(PLACES[:, :2], {})
    hessian = -one.system.equations.evaluate_jacobian(PLACES[:, :2], 0.0, {})
    velocity, force = rates[:, :2], rates[:, 2:]
    np.testing.assert_allclose(velocity, PLACES[:, 2:] - h * slopes, rtol=1e-13)
    bent = np.einsum("nij,nj->ni", hessian, velocity)
    acceleration = force - h * bent
    np.testing.assert_allclose(
        acceleration, -d * velocity - h * bent - c * slopes, rtol=1e-10, atol=1e-10
    )


def test_a_flow_whose_damping_fades_is_the_other_at_each_moment(landscape):
    one = landscape("log-cosh-ridge")
    mu, moment = {"mu": 0.05}, 2.0
    late = vanishing(one).equations.evaluate(PLACES, moment, {**mu, "h": 0.3, "b": 0.45, "t0": 0.5})
    now = {"d": 3.0 / 2.5, "h": 0.3, "c": 1.0 + 0.45 / 2.5}
    fixed = accelerated(one).equations.evaluate(PLACES, 0.0, {**mu, **now})
    np.testing.assert_allclose(late, fixed, rtol=1e-13)
    assert not vanishing(one).equations.steady


def test_a_step_takes_the_slope_ahead(landscape):
    one = landscape("rosenbrock")
    numbers = {"alpha": 0.7, "beta": 0.6, "gamma": 0.3}
    moved = stepping(one).equations.evaluate(PLACES, 0.0, numbers)
    now, before = PLACES[:, :2], PLACES[:, 2:]
    slope = one.gradient(1.3 * now - 0.3 * before, {})
    largest = one.curvature({})[1]
    np.testing.assert_allclose(
        moved[:, :2], 1.6 * now - 0.6 * before - 0.7 / largest * slope, rtol=1e-12
    )
    np.testing.assert_array_equal(moved[:, 2:], now)


@pytest.mark.parametrize("step", [0.0, 1.0, 7.0])
def test_growing_momentum_is_k_over_k_plus_3(landscape, step):
    one = landscape("himmelblau")
    share = step / (step + 3.0)
    found = growing(one).equations.evaluate(PLACES, step, {"alpha": 0.5})
    numbers = {"alpha": 0.5, "beta": share, "gamma": share}
    np.testing.assert_allclose(
        found, stepping(one).equations.evaluate(PLACES, 0.0, numbers), rtol=1e-13
    )


def test_its_window_holds_the_momentum_of_a_fall(landscape):
    box = accelerated(landscape("bent-parabola")).box
    assert box.labels == ("x", "momentum")
    fall = landscape("bent-parabola").heights(np.array([[3.3]]), {})[0]
    assert box.high[1] > np.sqrt(2.0 * fall)


def test_the_equations_are_written_in_vectors(landscape):
    values = {"kappa": 40.0, "rotation": 0.0, "d": 0.2, "h": 0.9, "c": 1.1}
    lines = written(landscape("quadratic-bowl"), values, discrete=False)
    assert lines[0] == r"\dot{x} = w - \live{h}{0.900}\,\nabla f(x)"
    assert lines[2].startswith("f = ")
    assert r"\live{kappa}{40.0}" in lines[2]


def test_steps_are_written_with_the_place_ahead(landscape):
    values = {"alpha": 1.0, "beta": 0.5, "gamma": 0.25}
    lines = written(landscape("bent-parabola"), values, discrete=True)
    assert lines[0].endswith("f'(y)")
    assert lines[1] == "p_{n+1} = x_{n}"
    assert lines[2].startswith("y = ")


def test_the_step_follows_the_fastest_mode():
    assert step_of(0.0, 1.0) == 0.02
    assert step_of(1.0, 99.0) == pytest.approx(0.001)


def test_a_portrait_lasts_as_long_as_a_hundred_steps(landscape):
    assert accelerated(landscape("bent-parabola")).duration == 20.0
    assert accelerated(landscape("quadratic-bowl")).duration == 100.0
    assert stepping(landscape("bent-parabola")).duration == 100.0


def test_values_of_a_landscape_come_first(landscape):
    given = {"kappa": 10.0, "rotation": 0.0, "other": 3.0}
    found = values_with(landscape("quadratic-bowl"), given, d=1.0)
    assert found == {"kappa": 10.0, "rotation": 0.0, "d": 1.0}
