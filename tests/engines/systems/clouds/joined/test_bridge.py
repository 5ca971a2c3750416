import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.path import Linear
from engines.numerics.interpolants.interpolant import NOISES, SHAPES, Interpolant
from engines.systems.clouds.gaussian_mixture import GaussianMixture
from engines.systems.clouds.joined.bridge import MixtureBridge


@pytest.fixture
def clouds():
    draw = np.random.default_rng(8)

    def cloud(parts):
        roots = draw.standard_normal((parts, 2, 2)) * 0.4
        weights = draw.uniform(0.5, 1.0, parts)
        return GaussianMixture(
            weights / weights.sum(),
            2.0 * draw.standard_normal((parts, 2)),
            roots @ roots.transpose(0, 2, 1) + 0.2 * np.eye(2),
        )

    return cloud(2), cloud(3)


EVERY = [(shape, noise) for shape in SHAPES for noise in NOISES]


@pytest.mark.parametrize(("shape", "noise"), EVERY)
def test_the_density_is_carried_by_the_drift(clouds, shape, noise):
    bridge = MixtureBridge(*clouds, Interpolant(shape, noise, 0.8))
    x = np.random.default_rng(1).standard_normal((20, 2)) * 1.5
    t, h = 0.37, 1e-5
    rate = (np.exp(bridge.at(t + h).log_density(x)) - np.exp(bridge.at(t - h).log_density(x))) / (
        2 * h
    )
    flux = 0.0
    for i, unit in enumerate(np.eye(2)):
        up, down = x + h * unit, x - h * unit
        flux += (
            np.exp(bridge.at(t).log_density(up)) * bridge.drift(up, t)[:, i]
            - np.exp(bridge.at(t).log_density(down)) * bridge.drift(down, t)[:, i]
        ) / (2 * h)
    assert rate == pytest.approx(-flux, abs=1e-5)


def test_fields_are_linked_as_they_must_and_are_what_they_say(clouds):
    bridge = MixtureBridge(*clouds, Interpolant("linear", "Brownian", 1.3))
    draw, t = np.random.default_rng(2), 0.4
    now = bridge.interpolant.at(t)
    x0, x1 = clouds[0].drawn(400_000, draw), clouds[1].drawn(400_000, draw)
    z = draw.standard_normal(x0.shape)
    x = now.alpha * x0 + now.beta * x1 + np.sqrt(now.square) * z
    # an average over everything: E[<w(x), y>] = E[<w(x), E[y | x]>]
    w = np.column_stack((np.tanh(x[:, 0]), np.cos(x[:, 1])))
    for y, field in ((x1 - x0, bridge.own), (z, bridge.noise)):
        assert (w * y).sum(1).mean() == pytest.approx((w * field(x, t)).sum(1).mean(), abs=0.02)
    b, v, s = (f(x[:1000], t) for f in (bridge.drift, bridge.own, bridge.score))
    assert np.abs(b - (v - now.half * s)).max() < 1e-9
    assert bridge.tilted(x[:1000], t, 0.7) == pytest.approx(b + 0.7 * s, abs=1e-9)


def test_one_sided_it_is_the_probability_flow(clouds):
    noise = GaussianMixture(np.ones(1), np.zeros((1, 2)), np.eye(2)[None])
    bridge = MixtureBridge(noise, clouds[1], Interpolant("linear", "none"))
    x = np.random.default_rng(3).standard_normal((50, 2))
    for t in (0.05, 0.5, 0.95):
        exact = clouds[1].field(Linear()).velocity(x, t)
        assert np.abs(bridge.drift(x, t) - exact).max() < 1e-10


def test_clouds_of_different_spaces_are_refused(clouds):
    line = GaussianMixture(np.ones(1), np.zeros((1, 1)), np.ones((1, 1, 1)))
    with pytest.raises(FlowError, match="both must have as many"):
        MixtureBridge(line, clouds[0])
