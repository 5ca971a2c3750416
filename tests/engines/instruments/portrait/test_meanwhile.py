from __future__ import annotations

import itertools

import numpy as np

from engines.instruments.portrait.meanwhile import PATIENCE, begun
from engines.protocols.capabilities import Recorded


def test_paths_of_a_flow_are_those_it_would_record(rotation):
    times = np.linspace(0.0, 5.0, 101)
    starts = np.array([[1.0, 0.0], [0.0, 0.5]])
    path = begun(rotation(), starts, times, now=lambda: 0.0)
    np.testing.assert_allclose(path, rotation().record(starts, times), atol=1e-7)


def test_time_passes_for_an_unsteady_flow(drift):
    times = np.linspace(1.0, 4.0, 61)
    path = begun(drift(), np.array([[0.0, 1.0]]), times, now=lambda: 0.0)
    np.testing.assert_allclose(path[:, -1], drift().advance(path[:, 0], 1.0, 4.0), atol=1e-7)


def test_a_map_is_iterated(henon):
    moments = np.array([0.0, 20.0, 21.0, 22.0])
    path = begun(henon(), np.array([[0.1, 0.1]]), moments, now=lambda: 0.0)
    np.testing.assert_array_equal(path, henon().record(np.array([[0.1, 0.1]]), moments))


def test_a_moment_is_all_it_takes(rotation):
    clock = itertools.count(0.0, PATIENCE / 3.5)
    path = begun(rotation(), np.array([[1.0, 0.0]]), np.linspace(0, 1, 50), now=lambda: next(clock))
    assert path.shape == (1, 4, 2)


def test_a_recorded_flow_is_not_asked(rotation):
    class Seen(rotation, Recorded):
        span = (0.0, 1.0)

        def fetched(self, start, stop, ticket=None):
            return iter(())

        def velocity(self, states, time):
            raise AssertionError

    path = begun(Seen(), np.array([[1.0, 0.0]]), np.linspace(0.0, 1.0, 5))
    np.testing.assert_array_equal(path, [[[1.0, 0.0]]])
