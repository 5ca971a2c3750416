"""Two Gaussians: what the first round makes of them, and what stays when it is made straight."""

from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import VariancePreserving
from engines.systems.clouds.gaussian_mixture import mixture
from engines.systems.pairs.clouds import CLOUDS, ELLIPSE, TURNED, box_of
from engines.systems.pairs.exact_bridge import ExactBridge
from engines.systems.pairs.linear_map import LinearMap, cheapest, cost_of, gaussian_map

FIRST, LAST = (CLOUDS[name].mixture.covariance() for name in (ELLIPSE, TURNED))
BOX = box_of(ELLIPSE, TURNED)


@pytest.fixture(scope="module")
def straight():
    return LinearMap(gaussian_map(FIRST, LAST), CLOUDS[ELLIPSE].mixture, BOX)


def test_the_map_carries_one_law_to_the_other():
    matrix = gaussian_map(FIRST, LAST)
    np.testing.assert_allclose(matrix @ FIRST @ matrix.T, LAST, atol=1e-8)


def test_on_a_line_it_is_the_ratio_of_spreads():
    np.testing.assert_allclose(gaussian_map(np.eye(1), 4.0 * np.eye(1)), [[2.0]], atol=1e-8)


def test_it_is_the_map_of_the_exact_bridge(straight):
    bridge = ExactBridge(
        CLOUDS[ELLIPSE].mixture, CLOUDS[TURNED].mixture, BOX, None, Sampler("RK4", 200, "time")
    )
    starts = np.array([[1.0, 0.3], [-2.0, 0.1]])
    ends = bridge.advance(starts, 0.0, 1.0)
    np.testing.assert_allclose(starts @ straight.matrix.T, ends, atol=1e-5)


def test_a_curve_leads_to_the_same_law():
    matrix = gaussian_map(FIRST, LAST, VariancePreserving())
    np.testing.assert_allclose(matrix @ FIRST @ matrix.T, LAST, atol=1e-2)


def test_straight_is_not_cheapest(straight):
    assert cost_of(straight.matrix, FIRST) == pytest.approx(3.3816, abs=2e-3)
    assert cheapest(FIRST, LAST) == pytest.approx(1.8573, abs=1e-4)


def test_nothing_is_cheaper_than_staying():
    assert cheapest(FIRST, FIRST) == pytest.approx(0.0, abs=1e-9)


def test_one_step_is_as_good_as_a_hundred(straight):
    starts = np.array([[1.0, 0.3], [-2.0, 0.1]])
    one = straight.followed_by(Sampler("Euler", 1, "time")).advance(starts, 0.0, 1.0)
    np.testing.assert_allclose(one, straight.advance(starts, 0.0, 1.0), atol=1e-12)
    np.testing.assert_allclose(one, starts @ straight.matrix.T, atol=1e-12)


def test_its_jacobian_and_its_density_are_those_of_the_law(straight):
    places = np.array([[0.4, -0.2]])
    np.testing.assert_allclose(straight.jacobian(places, 0.3)[0], straight.rate(0.3))
    wanted = CLOUDS[TURNED].mixture.log_density(places)
    np.testing.assert_allclose(straight.log_density(places, 1.0), wanted, atol=1e-7)


def test_ways_that_meet_are_refused():
    with pytest.raises(FlowError, match=r"would meet at t = 0.5"):
        LinearMap(-np.eye(2), mixture([[0.0, 0.0]], 1.0), BOX)


def test_it_writes_itself_down(straight):
    assert r"\live{sampling_steps}{100}" in straight.tex()[1]
