"""The compiled loop of the method of steps, step by step against arithmetic by hand."""

from __future__ import annotations

import numpy as np

from engines.systems.delay.kernels import LANES, Steps, sampled


def rings(slots, back, value):
    x = np.zeros((slots, 1, LANES))
    f = np.zeros((slots + 1, 1, LANES))
    x[: back + 1] = value
    f[back] = -value
    return x, f


def test_one_step_of_linear_feedback_is_the_one_by_hand(feedback):
    back, h = 2, 0.5
    slots = back + 2
    x, f = rings(slots, back, 3.0)
    # the delay is two steps: in the middle of a step it lies between moments, at its end on one
    shift = np.array([[-2, -1]])
    weight = np.array([[[0.5, 0.125 * h, 0.5, -0.125 * h], [1.0, 0.0, 0.0, 0.0]]])
    loop = Steps(feedback.equations)
    loop.kernel(x, f, 0, 2, slots, back, h, 0.0, shift, weight, np.array([1.0, 1.0]))
    # moments 1 and 2 stand at 3 and at 0, x falls by 3 h a step while the past is 3
    np.testing.assert_allclose(x[3], 1.5, rtol=1e-15)
    np.testing.assert_allclose(x[0], 0.0, atol=1e-15)
    np.testing.assert_allclose(f[3], -3.0, rtol=1e-15)


def test_samples_are_read_between_moments_and_never_beyond_them():
    back, h = 4, 0.25
    slots = back + 2
    x, f = np.zeros((slots, 1, LANES)), np.full((slots + 1, 1, LANES), 2.0)
    for k in range(-back, 1):
        x[k + back] = 2.0 * k * h
    x[back + 1] = np.nan
    out = np.empty((3, 4))
    lags, columns = np.array([0.0, 0.5, 2.25, 4.0]), np.zeros(4, dtype=np.int64)
    sampled(x, f, 3, slots, back, h, 0, 0.0, lags, columns, out)
    np.testing.assert_allclose(out, np.tile(-2.0 * h * lags, (3, 1)), atol=1e-15)
