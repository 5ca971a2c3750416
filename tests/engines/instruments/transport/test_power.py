import numpy as np
import pytest
from scipy.linalg import expm

from engines.errors import UnfitError
from engines.instruments.transport.deformation import Seeds, by_tangent
from engines.instruments.transport.power import by_power, chained, largest, refuses_power
from engines.protocols.capabilities import Differentiable
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket, Withdrawn

X, Y = np.linspace(-0.5, 0.5, 4), np.linspace(-0.4, 0.4, 3)


class Linear(Flow, Differentiable):
    """x' = A x, solved exactly."""

    steady = True

    def __init__(self, matrix):
        self.matrix, self.dimension = matrix, len(matrix)
        self.states = tuple(f"x{i}" for i in range(len(matrix)))

    def velocity(self, states, time):
        return states @ self.matrix.T

    def jacobian(self, states, time):
        return np.broadcast_to(self.matrix, (len(states), *self.matrix.shape))

    def advance(self, states, start, stop, ticket=None):
        return states @ expm((stop - start) * self.matrix).T

    def record(self, states, times, ticket=None):
        return np.stack([self.advance(states, times[0], t) for t in times], axis=1)


def linear(d, seed=3):
    draw = np.random.default_rng(seed)
    return Linear(draw.normal(size=(d, d)) / np.sqrt(d) + np.diag([0.6] + [0.0] * (d - 1)))


@pytest.mark.parametrize("horizon", [2.0, -1.5])
@pytest.mark.parametrize("d", [10, 32])
def test_a_linear_flow_stretches_as_its_exponential_does(d, horizon):
    flow = linear(d)
    found = by_power(flow, Seeds(X, Y, (0.1,) * (d - 2), 0.0, horizon), None)
    exact = np.log(np.linalg.norm(expm(horizon * flow.matrix), 2))
    assert found.log.shape == (3, 4)
    np.testing.assert_allclose(found.log, exact, atol=2e-5)
    assert (np.abs(found.log - exact) <= 0.5 * found.residual + 1e-5).all()
    assert found.residual.max() <= 1e-4


def test_products_are_transposed_to_each_other_and_those_of_the_exponential():
    flow = linear(10)
    seeds = Seeds(X, Y, (0.1,) * 8, 0.0, 2.0)
    chain = chained(flow, seeds.states(), seeds, 200)
    draw = np.random.default_rng(0)
    v, u = draw.normal(size=(2, 10, 16))
    exact = expm(2.0 * flow.matrix)
    np.testing.assert_allclose(chain.pushed(v, 0), exact @ v, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(chain.pulled(u, 0), exact.T @ u, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(
        np.sum(u * chain.pushed(v, 0), axis=0), np.sum(v * chain.pulled(u, 0), axis=0), rtol=1e-12
    )


@pytest.mark.parametrize("horizon", [10.0, -10.0])
def test_in_four_coordinates_it_is_the_largest_eigenvalue_of_the_whole_strain(shipped, horizon):
    flow = shipped("henon-heiles", E=0.125).refined()
    seeds = Seeds(np.linspace(-0.3, 0.3, 5), np.linspace(-0.2, 0.2, 4), (0.3, 0.05), 0.0, horizon,
                  (1, 3))  # fmt: skip
    d = by_tangent(flow, seeds, None, full=True)
    whole = 0.5 * np.log(np.linalg.eigvalsh(d.transpose(0, 1, 3, 2) @ d)[..., -1])
    usual = by_power(flow, seeds, None, tolerance=1e-8)
    finer = by_power(flow, seeds, None, tolerance=1e-8, finer=2)
    np.testing.assert_allclose(usual.log, whole, atol=1e-3)
    # its tangents are carried by a scheme of fourth order
    assert np.abs(finer.log - whole).max() < np.abs(usual.log - whole).max() / 10.0


class Rings(Flow, Differentiable):
    """A map of four angles, each pushed by its neighbours; it runs both ways."""

    dimension, discrete, steady = 4, True, True
    states = ("a", "b", "c", "d")
    turn = np.array([[2.0, 1.0, 0.0, 0.5], [1.0, 1.0, 0.3, 0.0], [0.0, 0.2, 1.0, 0.1],
                     [0.4, 0.0, 0.0, 1.0]])  # fmt: skip

    def velocity(self, states, time):
        return states @ (self.turn - np.eye(4)).T

    def jacobian(self, states, time):
        return np.broadcast_to(self.turn - np.eye(4), (len(states), 4, 4))

    def advance(self, states, start, stop, ticket=None):
        return states @ np.linalg.matrix_power(self.turn, round(stop - start)).T

    def record(self, states, times, ticket=None):
        return np.stack([self.advance(states, times[0], t) for t in times], axis=1)


@pytest.mark.parametrize("horizon", [6.0, -6.0])
def test_a_map_is_a_product_of_its_derivatives(horizon):
    flow = Rings()
    found = by_power(flow, Seeds(X, Y, (0.0, 0.0), 0.0, horizon), None, tolerance=1e-10)
    exact = np.log(np.linalg.norm(np.linalg.matrix_power(flow.turn, int(horizon)), 2))
    np.testing.assert_allclose(found.log, exact, rtol=1e-9)


@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")  # torch's own, in jvp
def test_products_along_a_learned_flow_are_those_of_torch():
    """D v and D^T u beside `torch.func.jvp` and `torch.func.vjp` of the same network."""
    import torch

    from engines.learned.generative.rectified_flow import RectifiedFlow, shapes, stem
    from engines.learned.nets.mlp import torch_value

    draw = np.random.default_rng(0)
    arrays = {
        name: (draw.normal(size=shape) / np.sqrt(shape[-1])).astype(np.float32)
        for name, shape in shapes((16, 16), (1,)).items()
    }
    flow = RectifiedFlow(arrays, scheme="RK4", sampling_steps=200)
    tensors = {name: torch.as_tensor(a, dtype=torch.float64) for name, a in arrays.items()}
    seeds = Seeds(X, Y, (), 0.0, 1.0)
    start, h = torch.as_tensor(seeds.states()), 1.0 / 32

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

    v, u = draw.normal(size=(2, 12, 2))
    chain = chained(flow, seeds.states(), seeds, 64)
    pad = np.zeros((2, 4))
    pushed = chain.pushed(np.hstack([v.T, pad]), 0).T[:12]
    pulled = chain.pulled(np.hstack([u.T, pad]), 0).T[:12]
    along = torch.func.jvp(carried, (start,), (torch.as_tensor(v),))[1].numpy()
    against = torch.func.vjp(carried, start)[1](torch.as_tensor(u))[0].numpy()
    np.testing.assert_allclose(pushed, along, atol=1e-5)
    np.testing.assert_allclose(pulled, against, atol=1e-5)
    d = by_tangent(flow.refined(), seeds, None).reshape(-1, 2, 2)
    found = largest(chain, 1e-8, None).log
    np.testing.assert_allclose(found, np.log(np.linalg.norm(d, 2, axis=(1, 2))), atol=2e-3)


def test_a_state_that_blows_up_has_no_exponent_and_harms_nobody(shipped):
    flow = shipped("henon-heiles")
    seeds = Seeds(np.array([0.0, 40.0]), Y, (0.1, 0.1), 0.0, 20.0)
    found = by_power(flow, seeds, None)
    assert np.isnan(found.log[:, 1]).all()
    assert np.isfinite(found.log[:, 0]).all()


def test_what_it_needs_is_said(shipped, saddle):
    assert refuses_power(saddle()) == "needs three coordinates at least"
    assert refuses_power(shipped("henon-heiles")) == ""
    with pytest.raises(UnfitError, match="power iteration needs three coordinates"):
        by_power(saddle(), Seeds(X, Y, (), 0.0, 1.0), None)


def test_it_leaves_when_nobody_waits():
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        by_power(linear(10), Seeds(X, Y, (0.1,) * 8, 0.0, 2.0), ticket)
