from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import VariancePreserving
from engines.systems.clouds.probability_flow import box_around
from engines.systems.pairs.kernel_flow import KernelFlow
from engines.systems.pairs.pairs import Pairs

DRAW = np.random.default_rng(0)
FIRST, LAST = DRAW.standard_normal((60, 2)), DRAW.standard_normal((60, 2)) + 3.0
X = DRAW.standard_normal((9, 2))
BOX = box_around(5.0)


def flow(h=0.4, path=None):
    return KernelFlow(Pairs(FIRST, LAST), h, BOX, lambda n, d: d.standard_normal((n, 2)), path)


@pytest.mark.parametrize("path", [None, VariancePreserving()])
def test_the_velocity_is_the_weighted_average_over_the_pairs(path):
    t, one = 0.3, flow(path=path)
    m = one.path.at(t)
    off = X[:, None] - (m.a * LAST + m.s * FIRST)
    w = np.exp(-(off**2).sum(axis=2) / (2 * 0.4**2))
    wanted = (w[..., None] * (m.da * LAST + m.ds * FIRST)).sum(axis=1) / w.sum(axis=1)[:, None]
    np.testing.assert_allclose(one.velocity(X, t), wanted, rtol=1e-4, atol=1e-4)


def test_the_jacobian_is_its_derivative():
    one, h = flow(), 3e-3
    for axis, shift in enumerate(h * np.eye(2)):
        slope = (one.velocity(X + shift, 0.4) - one.velocity(X - shift, 0.4)) / (2 * h)
        np.testing.assert_allclose(one.jacobian(X, 0.4)[:, :, axis], slope, atol=5e-3)


def test_a_single_pair_is_followed_to_its_end():
    pair = Pairs(FIRST[:1], LAST[:1])
    one = KernelFlow(pair, 0.1, BOX, lambda n, d: FIRST[:n])
    np.testing.assert_allclose(one.advance(FIRST[:1], 0.0, 1.0), LAST[:1], atol=1e-9)


def test_wide_kernels_forget_where_they_are_and_narrow_ones_do_not():
    wide, narrow = flow(50.0).velocity(X, 0.5), flow(0.05).velocity(X, 0.5)
    assert np.ptp(wide, axis=0).max() < 0.02
    assert np.ptp(narrow, axis=0).max() > 1.0
    np.testing.assert_allclose(wide.mean(axis=0), (LAST - FIRST).mean(axis=0), atol=0.02)


def test_nothing_is_lost_far_from_all_pairs():
    assert np.isfinite(flow(0.01).velocity(np.array([[1e3, -1e3]]), 0.5)).all()


@pytest.mark.parametrize("h", [0.0, -1.0, float("nan")])
def test_a_bandwidth_must_be_above_zero(h):
    with pytest.raises(FlowError, match="h must be > 0"):
        flow(h)


def test_a_density_of_one_pair_is_that_of_its_gaussian():
    one = KernelFlow(Pairs(FIRST[:1], LAST[:1]), 0.5, BOX, lambda n, d: FIRST[:n])
    peak = one.log_density(0.5 * (FIRST[:1] + LAST[:1]), 0.5)
    np.testing.assert_allclose(peak, -np.log(2.0 * np.pi * 0.25))


def test_tangents_are_those_of_the_map():
    one, h = flow(1.0), 1e-2
    _, gradients = one.advance_tangent(X, 0.0, 1.0)
    finer = KernelFlow(one.pairs, one.h, BOX, one.begin, None, Sampler("RK4", 100, "time"))
    for axis, shift in enumerate(h * np.eye(2)):
        moved = finer.advance(X + shift, 0, 1) - finer.advance(X - shift, 0, 1)
        np.testing.assert_allclose(gradients[:, :, axis], moved / (2 * h), atol=0.02)
