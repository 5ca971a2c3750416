"""The compiled loop of the implicit method."""

from __future__ import annotations

import numpy as np

from engines.systems.stiff.kernels import Implicit


def test_the_loop_stops_after_its_attempts_and_goes_on_where_it_was(robertson):
    loop = Implicit(robertson.equations, tangent=False)
    values = np.array(list(robertson.defaults().values()))
    times = np.linspace(0.0, 10.0, 21)
    atol = np.full(3, 1e-12)
    ends = []
    for tries in (10_000, 3):
        x, out = np.array([1.0, 0.0, 0.0]), np.zeros((21, 3))
        clock = np.array([0.0, 0.01, 0.0])
        calls = 0
        while clock[2] < 20:
            done = loop.kernel(
                x, np.zeros((0, 0)), clock, times, out, tries, 1e-14, 1e-6, atol, values
            )
            assert done <= tries
            calls += 1
        ends.append(out)
        assert calls > 5 or tries == 10_000
    np.testing.assert_array_equal(ends[0], ends[1])
    np.testing.assert_allclose(ends[0].sum(axis=1)[1:], 1.0, atol=1e-12)


def test_a_state_that_finds_no_step_becomes_nan(robertson):
    loop = Implicit(robertson.equations, tangent=False)
    times, out = np.array([0.0, 1.0]), np.zeros((2, 3))
    x = np.array([np.nan, 0.0, 0.0])
    values = np.array(list(robertson.defaults().values()))
    clock = np.array([0.0, 0.01, 0.0])
    atol = np.full(3, 1e-12)
    loop.kernel(x, np.zeros((0, 0)), clock, times, out, 100, 1e-9, 1e-6, atol, values)
    assert clock[2] == 1.0
    assert np.isnan(out[1]).all()
