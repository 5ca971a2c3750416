import numpy as np
import pytest
from scipy.integrate import solve_ivp

from engines.errors import FlowError
from engines.instruments.transport.ftle import INSTRUMENT, ftle
from engines.running.ticket import Ticket, Withdrawn

STARTS = np.random.default_rng(0).random((40, 3)) * 6.0


def _carried(exact, starts, first, last):
    def rate(t, flat):
        return np.stack(exact(*flat.reshape(3, -1), t)).ravel()

    solved = solve_ivp(rate, (first, last), starts.T.ravel(), rtol=1e-10, atol=1e-10)
    return solved.y[:, -1].reshape(3, -1).T


def test_parcels_approach_the_formula_at_the_order_of_the_splines(sampled, exact):
    def steady(x, y, z, t):
        return exact(x, y, z, 0.0)

    there = _carried(steady, STARTS, 0.0, 2.0)
    errors = []
    for n in (12, 24):
        flow = sampled(n).refined().refined()
        assert (flow.dimension, flow.states, flow.box.periodic) == (3, tuple("xyz"), (True,) * 3)
        found = flow.advance(STARTS, 0.0, 2.0)
        errors.append(np.quantile(np.abs(found - there), 0.9))
    assert np.log2(errors[0] / errors[1]) > 3.5
    assert errors[1] < 1e-4


def test_a_moving_field_is_followed_through_its_moments_and_back(sampled, exact):
    flow = sampled(24, times=np.linspace(0.0, 3.0, 16))
    there = _carried(exact, STARTS, 0.5, 2.5)
    found = flow.advance(STARTS, 0.5, 2.5)
    assert np.quantile(np.abs(found - there), 0.9) < 2e-3
    back = flow.advance(found, 2.5, 0.5)
    np.testing.assert_allclose(back, STARTS, atol=1e-3)
    with pytest.raises(FlowError, match="ends at 3"):
        flow.advance(STARTS, 0.5, 3.5)


def test_tangents_are_those_of_the_velocity_and_keep_volume(sampled):
    flow = sampled(24).refined()
    _, d = flow.advance_tangent(STARTS, 0.0, 1.5)
    h = 1e-5
    for axis in range(3):
        off = h * np.eye(3)[axis]
        apart = (
            (flow.advance(STARTS + off, 0.0, 1.5) - flow.advance(STARTS - off, 0.0, 1.5)) / 2 / h
        )
        np.testing.assert_allclose(d[:, :, axis], apart, rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(np.linalg.det(d), 1.0, atol=2e-3)
    slopes = flow.jacobian(STARTS, 0.0)
    off = np.array([h, 0.0, 0.0])
    apart = (flow.velocity(STARTS + off, 0.0) - flow.velocity(STARTS - off, 0.0)) / 2 / h
    np.testing.assert_allclose(slopes[:, :, 0], apart, atol=1e-6)


def test_the_field_of_a_slice_is_that_of_the_formula(sampled, shipped, measured):
    x = np.linspace(0.5, 5.5, 12)
    about = {"start": 0.0, "horizon": 2.0, "rest": (1.0,)}
    wave = 0.3  # the files sway is 0.3 at t = 0, which moves no neighbours apart
    flow = sampled(24)
    there = ftle(_Lifted(wave), x, x, method="auxiliary", **about)
    for method in ("variational", "grid"):
        found = ftle(flow, x, x, method=method, **about)
        assert np.isfinite(found).all()
        if method == "variational":
            np.testing.assert_allclose(found, there, atol=5e-3)
    last = measured(INSTRUMENT, flow, nx=20, ny=20, horizon=1.0, start=0.0)[-1]
    assert np.isfinite(last.layers["ftle"].values).all()


class _Lifted:
    """The formula as a mover of states, for `ftle` by helpers."""

    dimension, discrete, states = 3, False, ("x", "y", "z")

    def __init__(self, sway):
        self.sway = sway

    def advance(self, states, start, stop, ticket=None):
        a, b, c = np.sqrt(3.0), np.sqrt(2.0), 1.0
        s, h = states.copy(), (stop - start) / 400

        def rate(q):
            x, y, z = q.T
            return np.stack([a * np.sin(z) + c * np.cos(y), b * np.sin(x) + a * np.cos(z),
                             c * np.sin(y) + b * np.cos(x) + self.sway], axis=1)  # fmt: skip

        for _ in range(400):
            k1 = rate(s)
            k2 = rate(s + 0.5 * h * k1)
            k3 = rate(s + 0.5 * h * k2)
            s = s + h / 6.0 * (k1 + 2 * k2 + 2 * k3 + rate(s + h * k3))
        return s


def test_parcels_stop_at_land_and_at_the_end_of_the_grid(sampled):
    flow = sampled(24, land=lambda x, y, z: (x > 2.0) & (x < 3.0), periodic=False)
    near, far, inside = [1.9, 3.0, 3.0], [0.9, 3.0, 3.0], [2.5, 3.0, 3.0]
    v = flow.velocity(np.array([near, far, inside]), 0.0)
    assert np.isnan(v[[0, 2]]).all()
    assert np.isfinite(v[1]).all()
    found = flow.advance(STARTS, 0.0, 20.0)
    assert np.isnan(found).all()


def test_it_leaves_when_nobody_waits(sampled):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        sampled(12).advance(STARTS, 0.0, 1.0, ticket)
