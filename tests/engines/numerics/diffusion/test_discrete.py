from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.discrete import Chain
from engines.numerics.diffusion.path import Linear, VariancePreserving
from engines.numerics.diffusion.stochastic import ancestral

TIMES = np.linspace(0.98, 0.02, 25)
CHAIN = Chain(Linear(), TIMES)


@pytest.mark.parametrize("k", [1, 7, 24])
def test_the_posterior_is_that_of_two_joint_normal_variables(k):
    """Given clean data x, the pair (x_{k-1}, x_k) is normal: condition one on the other."""
    before, noisy = CHAIN.path.at(TIMES[k - 1]), CHAIN.path.at(TIMES[k])
    x, seen = 1.3, -0.4
    share = noisy.a / before.a
    gain = share * before.s**2 / noisy.s**2
    mean = before.a * x + gain * (seen - noisy.a * x)
    found = CHAIN.posterior(k)
    assert found.mean(np.array([[seen]]), np.array([[x]]))[0, 0] == pytest.approx(mean)
    assert found.variance == pytest.approx(before.s**2 - gain * share * before.s**2)


@pytest.mark.parametrize("k", [1, 7, 24])
def test_each_term_of_the_bound_is_the_divergence_of_two_normal_steps(k):
    step, gap = CHAIN.posterior(k), 0.37
    direct = (step.from_data * gap) ** 2 / (2.0 * step.variance)
    assert CHAIN.divergence(k, gap**2) == pytest.approx(direct)


def test_an_ancestral_step_draws_from_the_posterior_of_the_denoised(normal_data):
    field, x, k = normal_data(Linear()), np.linspace(-1, 1, 5)[:, None], 9
    step = CHAIN.posterior(k)
    t, until = float(TIMES[k]), float(TIMES[k - 1])
    z = np.full_like(x, 0.8)
    direct = step.mean(x, field.denoiser(x, t)) + math.sqrt(step.variance) * z
    np.testing.assert_allclose(ancestral(field, x, t, until, z), direct, atol=1e-12)


def test_the_chain_makes_data(normal_data):
    path = VariancePreserving()
    chain = Chain(path, np.linspace(1.0 - 1e-3, 0.0, 201))
    draw = np.random.default_rng(0)
    made = chain.drawn(normal_data(path), draw.standard_normal((20_000, 1)), draw)
    assert made.mean() == pytest.approx(0.5, abs=0.02)
    assert made.std() == pytest.approx(0.7, abs=0.02)
    assert chain.levels == 200


def test_levels_that_do_not_lose_signal_are_refused():
    with pytest.raises(FlowError, match="SNR must fall"):
        Chain(Linear(), TIMES[::-1])
    with pytest.raises(FlowError, match="k = 0, allowed 1 to 24"):
        CHAIN.posterior(0)
