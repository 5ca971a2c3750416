"""Stochastic flows against exact moments, exact solutions, and themselves."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engines.errors import FlowError
from engines.running.ticket import Ticket, Withdrawn
from engines.systems.stochastic.brownian import increment
from engines.systems.stochastic.flow import StochasticFlow
from engines.systems.system_file import system_from_text

SURE = 4.0  # standard errors: missed once in 16 000 by chance; the seed is fixed


def test_mean_variance_and_memory_of_ornstein_and_uhlenbeck_are_exact(ou):
    k, s, count = 1.0, 0.5, 20_000
    values = {"k": k, "s": s, "noise_seed": 3}
    flow = StochasticFlow(ou, values, scheme="euler_maruyama", independent=True)
    times = np.array([0.0, 0.5, 1.0, 3.0, 3.5])
    x = flow.record(np.ones((count, 1)), times)[:, :, 0]
    h = flow.step
    # the scheme is a linear recursion, whose moments are exact too; for h -> 0 they are the known ones
    a = 1.0 - k * h
    steps = np.round(times / h)
    mean, variance = a**steps, s * s * h * (1.0 - a ** (2.0 * steps)) / (1.0 - a * a)
    np.testing.assert_allclose(mean, np.exp(-k * times), atol=0.01)
    np.testing.assert_allclose(variance, s * s / (2 * k) * (1 - np.exp(-2 * k * times)), atol=0.002)
    error = np.sqrt(variance / count)
    assert np.all(np.abs(x.mean(axis=0) - mean) <= SURE * error + 1e-12)
    spread = x.var(axis=0, ddof=1)
    assert np.all(np.abs(spread - variance) <= SURE * variance * np.sqrt(2.0 / count) + 1e-12)
    memory = np.corrcoef(x[:, 3], x[:, 4])[0, 1]
    wanted = a ** (0.5 / h)
    np.testing.assert_allclose(wanted, np.exp(-0.5 * k), atol=0.005)
    off = np.arctanh(memory) - np.arctanh(wanted)  # Fisher's z
    assert abs(off) < SURE / np.sqrt(count - 3)
    assert stats.kstest((x[:, 3] - mean[3]) / np.sqrt(variance[3]), "norm").pvalue > 1e-3


@pytest.mark.parametrize(
    ("scheme", "order", "within"),
    [("euler_maruyama", 0.5, 0.08), ("milstein", 1.0, 0.05), ("runge_kutta", 2.0, 0.2)],
)
def test_strong_orders_are_measured_on_geometric_brownian_motion(growth, scheme, order, within):
    k, s, count, h = 1.0, 0.5, 4000, 0.02
    # the last level holds the exact end of each path
    paths = [sum(increment(0, 64 * (1 + i), h, 0, j) for j in range(50)) for i in range(count)]
    exact = np.exp((k - 0.5 * s * s) * 1.0 + s * np.array(paths))
    off = []
    for level in range(5):
        flow = StochasticFlow(growth, growth.defaults(), level, scheme, independent=True)
        end = flow.advance(np.ones((count, 1)), 0.0, 1.0)[:, 0]
        off.append(np.sqrt(np.mean((end - exact) ** 2)))
    slope = -np.polyfit(np.arange(5), np.log2(off), 1)[0]
    assert abs(slope - order) < within


def test_a_shaken_oscillator_keeps_its_temperature():
    text = """
    title = "Oscillator"
    kind = "sde"
    step = 0.1
    [rates]
    x = "v"
    v = "-x - 0.5*v"
    [noise]
    v = "0.5"
    [states]
    x = { low = -2.0, high = 2.0 }
    v = { low = -2.0, high = 2.0 }
    """
    flow = system_from_text(text, "oscillator").flow_at({}).apart()
    count = 20_000
    end = flow.advance(np.zeros((count, 2)), 0.0, 30.0)
    # equipartition: <x^2> = <v^2> = s^2/(2 gamma)
    off = np.abs(end.var(axis=0) / 0.25 - 1.0)
    assert np.all(off < SURE * np.sqrt(2.0 / count) + 0.003)
    assert abs(np.corrcoef(end.T)[0, 1]) < SURE / np.sqrt(count) + 0.003


def test_the_same_seed_is_the_same_path_and_another_seed_another(ou):
    at_rest = ou.defaults()
    ends = [
        ou.flow_at({**at_rest, "noise_seed": seed}).advance(np.ones((1, 1)), 0.0, 2.0)[0, 0]
        for seed in (1, 1, 2)
    ]
    assert ends[0] == ends[1]
    assert abs(ends[0] - ends[2]) > 1e-3


def test_a_finer_step_follows_the_same_path(ou):
    flow = ou.flow_at(ou.defaults()).apart()
    ends = []
    for _ in range(4):
        ends.append(flow.advance(np.ones((500, 1)), 0.13, 4.71)[:, 0])
        flow = flow.refined()
    gaps = np.sqrt(np.mean(np.diff(ends, axis=0) ** 2, axis=1))
    assert gaps[0] < 0.01 * np.std(ends[0])
    assert np.all(np.abs(np.log2(gaps[:-1] / gaps[1:]) - 1.0) < 0.2)


def test_it_is_a_flow_two_calls_are_one_and_the_way_back_leads_back(ou, growth):
    for system in (ou, growth):
        flow = system.flow_at(system.defaults(), system.step / 64)
        x = np.array([[1.0], [0.3]])
        end = flow.advance(x, 0.13, 2.71)
        np.testing.assert_allclose(
            flow.advance(flow.advance(x, 0.13, 1.0), 1.0, 2.71), end, rtol=1e-12
        )
        np.testing.assert_allclose(flow.advance(end, 2.71, 0.13), x, rtol=1e-9)
        milstein = StochasticFlow(system, system.defaults(), 6, "milstein")
        back = milstein.advance(milstein.advance(x, 0.13, 2.71), 2.71, 0.13)
        np.testing.assert_allclose(back, x, rtol=5e-3)


def test_neighbours_feel_the_same_noise_so_that_tangents_are_differences(growth, mixed):
    for system in (growth, mixed):
        flow = system.flow_at(system.defaults())
        d = flow.dimension
        x = np.full((1, d), 0.7)
        final, found = flow.advance_tangent(x, 0.0, 1.5)
        np.testing.assert_array_equal(final, flow.advance(x, 0.0, 1.5))
        beside = 1e-6 * np.eye(d)
        ends = flow.advance(np.concatenate([x + beside, x - beside]), 0.0, 1.5)
        np.testing.assert_allclose(found[0], ((ends[:d] - ends[d:]) / 2e-6).T, atol=1e-8)


def test_states_of_a_batch_have_their_own_noise_by_their_place(ou):
    flow = ou.flow_at(ou.defaults()).apart()
    many = flow.advance(np.ones((300, 1)), 0.0, 1.0)
    assert len(np.unique(many)) == 300
    np.testing.assert_array_equal(many[:7], flow.advance(np.ones((7, 1)), 0.0, 1.0))


def test_families_keep_their_noise(ou):
    flow = ou.flow_at({**ou.defaults(), "noise_seed": 5})
    other = flow.at({"k": 0.3})
    wider = flow.suspended(["k"])
    found = wider.advance(np.array([[1.0, 0.3]]), 0.0, 2.0)[0, 0]
    np.testing.assert_allclose(found, other.advance(np.ones((1, 1)), 0.0, 2.0)[0, 0], rtol=1e-12)


def test_a_state_that_blows_up_is_nan_and_harms_no_other(growth):
    path = growth.flow_at(growth.defaults()).record(
        np.array([[1e308], [1.0]]), np.array([0.0, 0.1, 30.0])
    )
    assert np.isnan(path[0, 2, 0])
    assert np.isfinite(path[1]).all()


def test_what_cannot_be_done_is_said(mixed, ou):
    with pytest.raises(FlowError, match=r"depends on another one, allowed is scheme = 'euler"):
        StochasticFlow(mixed, {}, scheme="milstein")
    with pytest.raises(FlowError, match="cannot be run backwards"):
        mixed.flow_at(mixed.defaults()).advance(np.ones((1, 2)), 1.0, 0.0)
    with pytest.raises(FlowError, match="scheme = 'rk4', allowed euler_maruyama, milstein, runge"):
        StochasticFlow(ou, ou.defaults(), scheme="rk4")
    with pytest.raises(FlowError, match="level = 99"):
        StochasticFlow(ou, ou.defaults(), 99)
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        ou.flow_at(ou.defaults()).advance(np.ones((1, 1)), 0.0, 10.0, ticket)


def test_it_says_what_it_is(ou, mixed):
    flow = ou.flow_at(ou.defaults())
    assert not flow.steady
    assert flow.integrator == "stochastic RK4, step 0.02"
    assert flow.tex() == (
        r"\mathrm{d}x = (-\live{k}{1.00}\,x)\,\mathrm{d}t + \live{s}{0.500}\,\mathrm{d}W",
    )
    assert mixed.flow_at(mixed.defaults()).integrator == "Euler-Maruyama, step 0.02"
    np.testing.assert_allclose(flow.velocity(np.array([[2.0]]), 0.0), [[-2.0]])
    np.testing.assert_allclose(flow.jacobian(np.array([[2.0]]), 0.0), [[[-1.0]]])
