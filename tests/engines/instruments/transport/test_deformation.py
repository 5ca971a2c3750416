import numpy as np
import pytest

from engines.instruments.transport.deformation import (
    Seeds,
    by_auxiliary,
    by_grid,
    by_tangent,
    carries_tangents,
    exponent,
    released,
)
from engines.protocols.capabilities import Displacing, Flat, Tangent
from engines.protocols.flow import Flow

X, Y = np.linspace(-0.9, 0.9, 7), np.linspace(-0.8, 0.8, 6)
GRADIENT = np.diag([np.exp(1.4), np.exp(-1.4)])


@pytest.mark.parametrize("way", [by_tangent, by_grid, by_auxiliary])
def test_the_gradient_of_a_linear_flow_is_the_same_everywhere(saddle, way):
    found = way(saddle(rate=0.7), Seeds(X, Y, (), 0.0, 2.0), None)
    np.testing.assert_allclose(found, np.broadcast_to(GRADIENT, (6, 7, 2, 2)), rtol=1e-6, atol=1e-6)


def test_a_slice_keeps_all_rows_of_the_gradient(lorenz):
    seeds = Seeds(X, Y, (20.0,), 0.0, 0.3)
    exact = by_tangent(lorenz(), seeds, None)
    assert exact.shape == (6, 7, 3, 2)
    np.testing.assert_allclose(by_auxiliary(lorenz(), seeds, None), exact, rtol=1e-5, atol=1e-5)


def test_seeds_are_listed_row_by_row():
    states = Seeds(X, Y, (5.0,), 0.0, 1.0).states()
    assert states.shape == (42, 3)
    np.testing.assert_array_equal(states[8], [X[1], Y[1], 5.0])


def test_a_border_node_repeats_its_inner_neighbour(drift):
    found = by_grid(drift(), Seeds(X, Y, (), 0.0, 1.0), None)
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_array_equal(found[:, -1], found[:, -2])


def test_a_map_that_wraps_its_states_has_no_tear(shipped):
    flow = shipped("standard-map", K=0.5)
    seeds = Seeds(np.linspace(0.0, 6.28, 401), np.linspace(0.0, 6.28, 301), (), 0.0, 1.0)
    exact = by_tangent(flow, seeds, None)
    assert np.abs(by_grid(flow, seeds, None) - exact)[1:-1, 1:-1].max() < 1e-3


@pytest.mark.parametrize("size", [1e-120, 1e-9, 1.0, 1e9, 1e120])
def test_the_exponent_survives_any_size(size):
    found = exponent(size * np.diag([2.0, 0.5])[None], 3.0)
    assert found[0] == pytest.approx(np.log(2.0 * size) / 3.0, rel=1e-12)


def test_an_exponent_near_zero_keeps_its_digits():
    stretch = 1e-13
    found = exponent(np.diag([1.0 + stretch, 1.0])[None], 1.0)
    assert found[0] == pytest.approx(stretch, rel=1e-2)


def test_contraction_gives_negative_exponents_and_nan_stays_nan():
    d = np.stack([np.diag([0.1, 0.2]), np.full((2, 2), np.nan)])
    found = exponent(d, -2.0)
    assert found[0] == pytest.approx(np.log(0.2) / 2.0)
    assert np.isnan(found[1])


LON, LAT = np.linspace(-180.0, 180.0, 13), np.linspace(-90.0, 90.0, 7)


@pytest.mark.parametrize("way", [by_tangent, by_grid, by_auxiliary])
@pytest.mark.parametrize("axis", [(0.0, 0.0, 1.0), (0.6, 0.0, 0.8), (1.0, 0.0, 0.0)])
def test_a_rigid_turn_of_the_sphere_deforms_nothing(turning, way, axis):
    d = way(turning(axis), Seeds(LON, LAT, (), 0.0, 2.0), None)
    assert d.shape == (7, 13, 2, 2)
    np.testing.assert_allclose(
        d.transpose(0, 1, 3, 2) @ d, np.broadcast_to(np.eye(2), d.shape), atol=1e-8
    )


def test_on_a_sphere_east_and_north_are_the_columns_at_both_ends(turning):
    d = by_tangent(turning((0.0, 0.0, 1.0)), Seeds(LON, LAT[1:-1], (), 0.0, 2.0), None)
    np.testing.assert_allclose(d, np.broadcast_to(np.eye(2), d.shape), atol=1e-9)


def test_helpers_agree_with_tangents_all_over_a_sphere(shipped):
    flow = shipped("rossby-haurwitz")
    seeds = Seeds(LON, LAT, (), 0.0, 1.0)
    exact = by_tangent(flow, seeds, None)
    assert np.isfinite(exact).all()
    near = by_auxiliary(flow, seeds, None, (1e-4, 1e-4))
    # at a pole east is a matter of rounding, the stretching is not
    stretched = [d.transpose(0, 1, 3, 2) @ d for d in (near, exact)]
    np.testing.assert_allclose(*stretched, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(near[1:-1], exact[1:-1], rtol=1e-5, atol=1e-6)


def test_any_two_coordinates_are_a_plane(lorenz):
    seeds = Seeds(X, 20.0 + Y, (1.0,), 0.0, 0.3, plane=(0, 2))
    np.testing.assert_array_equal(seeds.states()[8], [X[1], 1.0, 20.0 + Y[1]])
    every = by_tangent(lorenz(), seeds, None, full=True)
    np.testing.assert_array_equal(by_tangent(lorenz(), seeds, None), every[..., [0, 2]])
    np.testing.assert_allclose(
        by_auxiliary(lorenz(), seeds, None, full=True), every, rtol=1e-5, atol=1e-5
    )


def test_the_exponent_of_all_directions_is_no_smaller(lorenz):
    seeds = Seeds(X, Y, (20.0,), 0.0, 0.3)
    within = exponent(by_tangent(lorenz(), seeds, None), 0.3)
    every = by_tangent(lorenz(), seeds, None, full=True)
    largest = np.log(np.linalg.svd(every, compute_uv=False)[..., 0]) / 0.3
    np.testing.assert_allclose(exponent(every, 0.3), largest, rtol=1e-12)
    assert (exponent(every, 0.3) >= within).all()


def test_on_a_level_seeds_are_completed(shipped):
    flow = shipped("henon-heiles", E=0.1)
    seeds = Seeds(np.array([0.0, 0.2, 0.9]), np.array([0.0, 0.1]), (7.0, 7.0), 0.0, 5.0, (1, 3))
    states = released(flow, seeds).states
    np.testing.assert_allclose(states[1], [0.0, 0.2, np.sqrt(0.2 - 0.04 + 0.016 / 3), 0.0])
    assert np.isnan(states[2]).all()
    every = by_tangent(flow, seeds, None, full=True)
    near = by_auxiliary(flow, seeds, None, full=True)
    assert np.isnan(every[:, 2]).all()
    np.testing.assert_allclose(near[:, :2], every[:, :2], atol=1e-6)
    # what keeps volume in four dimensions has determinant one
    np.testing.assert_allclose(np.linalg.det(every[:, :2]), 1.0, atol=1e-6)


@pytest.mark.parametrize("horizon", [5.0, -5.0])
def test_a_map_is_differentiated_by_the_same_ways(shipped, horizon):
    flow = shipped("standard-map", K=0.8)
    seeds = Seeds(np.linspace(1.0, 2.0, 5), np.linspace(0.5, 2.0, 4), (), 0.0, horizon)
    exact = by_tangent(flow, seeds, None)
    near = by_auxiliary(flow, seeds, None)
    np.testing.assert_allclose(near, exact, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(np.linalg.det(exact), 1.0, rtol=1e-9)


@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")  # torch's own, in jvp
def test_a_learned_flow_is_differentiated_as_torch_does_it():
    """Tangents of the network, by hand in NumPy, are those of `torch.func.jvp`."""
    import torch

    from engines.learned.generative.rectified_flow import RectifiedFlow, shapes, stem
    from engines.learned.nets.mlp import torch_value

    draw = np.random.default_rng(0)
    arrays = {
        name: (draw.normal(size=shape) / np.sqrt(shape[-1])).astype(np.float32)
        for name, shape in shapes((16, 16), (1,)).items()
    }
    flow = RectifiedFlow(arrays).refined()
    tensors = {name: torch.as_tensor(a, dtype=torch.float64) for name, a in arrays.items()}
    seeds = Seeds(X, Y, (), 0.0, 1.0)
    x = torch.as_tensor(seeds.states())
    h = 1.0 / 32

    def rate(x, time):
        column = torch.full((len(x), 1), time, dtype=torch.float64)
        return torch_value(tensors, torch.cat([x, column], dim=1), stem(1))

    def carried(x):
        for i in range(32):
            t = i * h
            k1 = rate(x, t)
            k2 = rate(x + h / 2 * k1, t + h / 2)
            k3 = rate(x + h / 2 * k2, t + h / 2)
            x = x + h / 6 * (k1 + 2 * k2 + 2 * k3 + rate(x + h * k3, t + h))
        return x

    columns = []
    for axis in range(2):
        along = torch.zeros_like(x)
        along[:, axis] = 1.0
        columns.append(torch.func.jvp(carried, (x,), (along,))[1].numpy())
    wanted = np.stack(columns, axis=-1).reshape(6, 7, 2, 2)
    np.testing.assert_allclose(by_tangent(flow, seeds, None), wanted, atol=2e-3)


class Grown(Flow, Tangent):
    """x_i' = i x_i in four coordinates."""

    dimension, states, steady = 4, ("a", "b", "c", "d"), True

    def velocity(self, states, time):
        return np.asarray(states) * np.arange(1.0, 5.0)

    def advance(self, states, start, stop, ticket=None):
        return np.asarray(states) * np.exp((stop - start) * np.arange(1.0, 5.0))

    def record(self, states, times, ticket=None):
        return np.stack([self.advance(states, times[0], t) for t in times], axis=1)

    def advance_tangent(self, states, start, stop, ticket=None):
        grown = np.diag(np.exp((stop - start) * np.arange(1.0, 5.0)))
        return self.advance(states, start, stop), np.tile(grown, (len(states), 1, 1))


class Slice(Grown, Flat):
    """The plane of two mixed directions through it; what leaves it is moved by all four."""

    dimension, states, whole = 2, ("p", "q"), Grown()
    axes = np.array([[0.6, 0.0, 0.8, 0.0], [0.0, 1.0, 0.0, 0.0]])

    def lifted(self, states):
        return states @ self.axes

    def seen(self, states):
        return states @ self.axes.T


def test_parcels_of_a_flat_slice_are_carried_through_the_whole_space():
    seeds = Seeds(np.linspace(-1, 1, 4), np.linspace(-1, 1, 3), (), 0.0, 0.5)
    expected = np.diag(np.exp(0.5 * np.arange(1.0, 5.0))) @ Slice.axes.T
    for way in (by_tangent, by_grid, by_auxiliary):
        found = way(Slice(), seeds, None)
        np.testing.assert_allclose(found, np.broadcast_to(expected, (3, 4, 4, 2)), rtol=1e-6)
    assert by_tangent(Slice(), seeds, None, full=True).shape == (3, 4, 4, 4)
    assert carries_tangents(Slice())


def test_of_a_flat_slice_only_two_displacements_are_carried_where_that_can_be_asked_for():
    class Asked(Grown, Displacing):
        def advance_displaced(self, states, moves, start, stop, ticket=None):
            asked.append(moves.shape)
            ends, gradients = self.advance_tangent(states, start, stop)
            return ends, gradients @ moves

    class Cut(Slice):
        whole = Asked()

    asked: list[tuple[int, ...]] = []
    seeds = Seeds(np.linspace(-1, 1, 4), np.linspace(-1, 1, 3), (), 0.0, 0.5)
    np.testing.assert_allclose(by_tangent(Cut(), seeds, None), by_tangent(Slice(), seeds, None))
    assert asked == [(12, 4, 2)]
