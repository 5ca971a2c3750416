import numpy as np
import pytest
from scipy import stats

from engines.numerics.interpolants.bridging import Shaking
from engines.numerics.interpolants.interpolant import Interpolant
from engines.systems.clouds.gaussian_mixture import GaussianMixture
from engines.systems.clouds.joined.bridge import MixtureBridge
from engines.systems.clouds.joined.bridge_flow import BridgeFlow

NOISE = GaussianMixture(np.ones(1), np.zeros((1, 1)), np.ones((1, 1, 1)))
TWO = GaussianMixture(
    np.array([0.3, 0.7]), np.array([[-2.0], [1.5]]), np.array([[[0.25]], [[0.16]]])
)


def law(x):
    return 0.3 * stats.norm.cdf(x, -2.0, 0.5) + 0.7 * stats.norm.cdf(x, 1.5, 0.4)


def flow(noise=0.0, amplitude=1.0, **how):
    bridge = MixtureBridge(NOISE, TWO, Interpolant("linear", "Brownian", amplitude))
    return BridgeFlow(bridge, Shaking(noise, **how))


@pytest.mark.parametrize(("eps", "amplitude"), [(0.0, 1.0), (0.5, 0.0), (2.0, 1.0)])
def test_it_arrives_at_the_other_cloud_whatever_the_noise(eps, amplitude):
    moved = flow(eps, amplitude)
    begin = moved.noise(5000, np.random.default_rng(0))
    end = moved.sampled(begin, np.array([0.0, 0.5, 1.0]))[:, -1, 0]
    assert stats.kstest(end, law).statistic < 0.03


def test_there_and_back_the_cloud_is_what_it_was():
    moved = flow(1.0, steps=300)
    begin = moved.noise(5000, np.random.default_rng(1))
    there = moved.sampled(begin, np.array([0.0, 1.0]))[:, -1]
    again = moved.sampled(there, np.array([1.0, 0.0]))[:, -1, 0]
    assert stats.kstest(again, stats.norm.cdf).statistic < 0.03


def test_noise_bears_an_error_of_the_drift_that_the_flow_does_not():
    begin = NOISE.drawn(5000, np.random.default_rng(2))
    off = []
    for eps in (0.0, 4.0):
        end = flow(eps, error=0.5, steps=400).sampled(begin, np.array([0.0, 1.0]))[:, -1, 0]
        off.append(stats.kstest(end, law).statistic)
    assert off[1] < 0.4 * off[0]


def test_tangents_are_the_derivative_of_the_flow():
    moved, x, h = flow(), np.linspace(-2.0, 2.0, 9)[:, None], 1e-5
    _, tangent = moved.advance_tangent(x, 0.0, 1.0)
    fine = BridgeFlow(moved.bridge, Shaking(steps=600))
    slope = (fine.advance(x + h, 0.0, 1.0) - fine.advance(x - h, 0.0, 1.0)) / (2 * h)
    assert tangent[:, 0] == pytest.approx(slope, rel=0.02)


def test_its_density_is_that_of_the_cloud_it_arrives_at():
    x = np.linspace(-3.0, 3.0, 13)[:, None]
    found = flow().log_density(x, 1.0)
    exact = np.log(0.3 * stats.norm.pdf(x, -2, 0.5) + 0.7 * stats.norm.pdf(x, 1.5, 0.4))[:, 0]
    assert found == pytest.approx(exact, rel=1e-6)
    assert flow().velocity(x, 0.3) + 0.2 == pytest.approx(flow(error=0.2).velocity(x, 0.3))
    assert flow().refined().shaking.steps == 400
