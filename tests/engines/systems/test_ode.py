import numpy as np
import pytest
from scipy.integrate import solve_ivp

from engines.errors import FlowError
from engines.systems.ode import OdeFlow
from engines.systems.system_file import system_from_text

PLANAR = ["double-gyre", "bickley-jet", "pendulum", "duffing", "lotka-volterra"]


def flow_of(system, **about):
    return OdeFlow(system, system.defaults(), **about)


def sample(system, count=40, seed=0):
    draw = np.random.default_rng(seed)
    return draw.uniform(system.box.low, system.box.high, (count, len(system.box.low)))


@pytest.mark.parametrize("id", [*PLANAR, "lorenz-1963", "thomas", "abc-flow"])
def test_the_careful_path_agrees_with_an_independent_integrator(shipped, id):
    system = shipped(id)
    flow = flow_of(system, stepper="dormand_prince", tolerance=1e-12)
    states = sample(system, 3)
    found = flow.advance(states, 0.5, 4.0)
    for state, end in zip(states, found, strict=True):
        wanted = solve_ivp(
            lambda t, x: flow.velocity(x[None], t)[0], (0.5, 4.0), state, "DOP853",
            rtol=1e-12, atol=1e-12,
        ).y[:, -1]  # fmt: skip
        np.testing.assert_allclose(end, wanted, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("stepper", ["euler", "midpoint", "heun", "rk4"])
def test_compiled_steppers_have_the_order_they_claim(shipped, stepper):
    system = shipped("double-gyre")
    states = sample(system)
    exact = flow_of(system).refined().refined().advance(states, 0.0, 3.0)
    steps = np.array([0.2, 0.1, 0.05])
    errors = [
        np.abs(flow_of(system, step=h, stepper=stepper).advance(states, 0.0, 3.0) - exact).max()
        for h in steps
    ]
    slope = np.polyfit(np.log(steps), np.log(errors), 1)[0]
    order = {"euler": 1, "midpoint": 2, "heun": 2, "rk4": 4}[stepper]
    assert slope == pytest.approx(order, abs=0.3)


@pytest.mark.parametrize("id", PLANAR)
def test_time_can_be_reversed(shipped, id):
    system = shipped(id)
    flow = flow_of(system).refined().refined()
    states = sample(system)
    back = flow.advance(flow.advance(states, 0.0, 2.0), 2.0, 0.0)
    np.testing.assert_allclose(back, states, atol=1e-6)


def test_what_blows_up_is_nan_and_harms_no_other(explosion):
    states = np.array([[2.0, 1.0], [0.1, 1.0], [-2.0, 1.0]])
    for flow in (flow_of(explosion), flow_of(explosion).refined()):
        found = flow.advance(states, 0.0, 1.0)
        assert np.isnan(found[0]).all()
        np.testing.assert_allclose(found[1:, 0], states[1:, 0] / (1 - states[1:, 0]), rtol=1e-6)
        np.testing.assert_allclose(found[1:, 1], np.exp(-1.0), rtol=1e-6)
        _, tangents = flow.advance_tangent(states, 0.0, 1.0)
        assert np.isnan(tangents[0]).all()
        assert np.isfinite(tangents[1:]).all()


def test_a_record_is_nan_from_the_sample_at_which_it_blew_up(explosion):
    found = flow_of(explosion).record(np.array([[2.0, 1.0]]), np.array([0.0, 0.25, 0.75, 0.9]))
    np.testing.assert_array_equal(np.isnan(found[0, :, 0]), [False, False, True, True])


def test_a_record_may_run_backwards_and_holds_what_advance_gives(shipped):
    flow = flow_of(shipped("double-gyre"))
    states, times = sample(flow.system), np.array([3.0, 2.5, 0.0, -1.0])
    found = flow.record(states, times)
    np.testing.assert_array_equal(found[:, 0], states)
    np.testing.assert_allclose(found[:, -1], flow.advance(states, 3.0, -1.0), atol=1e-3)


@pytest.mark.parametrize("id", PLANAR)
def test_tangents_are_the_derivative_of_the_flow_map(shipped, id):
    system = shipped(id)
    flow = flow_of(system).refined()
    states = sample(system, 10)
    ends, tangents = flow.advance_tangent(states, 0.0, 1.5)
    np.testing.assert_allclose(ends, flow.advance(states, 0.0, 1.5), atol=1e-6)
    for axis in range(2):
        apart = 1e-5 * np.eye(2)[axis]
        change = flow.advance(states + apart, 0.0, 1.5) - flow.advance(states - apart, 0.0, 1.5)
        np.testing.assert_allclose(tangents[:, :, axis], change / 2e-5, rtol=1e-3, atol=1e-3)


def test_a_flow_without_divergence_keeps_its_area(shipped):
    flow = flow_of(shipped("double-gyre")).refined().refined()
    for stop in (10.0, -10.0):
        _, tangents = flow.advance_tangent(sample(flow.system), 0.0, stop)
        np.testing.assert_allclose(np.linalg.det(tangents), 1.0, atol=1e-8)


def test_it_tells_how_it_integrates(shipped):
    flow = flow_of(shipped("double-gyre"))
    assert flow.integrator == "RK4, step 0.1 s"
    assert flow.refined().integrator == "Dormand-Prince 5(4), tolerance 1e-9"
    assert flow.refined().refined().integrator == "Dormand-Prince 5(4), tolerance 1e-11"


def test_it_hands_on_what_the_file_says(shipped):
    flow = flow_of(shipped("double-gyre"))
    assert (flow.dimension, flow.states, flow.steady) == (2, ("x", "y"), False)
    assert (flow.box.high, flow.time_unit, flow.duration) == ((2.0, 1.0), "s", 30.0)
    assert flow.uniforms()["A"] == 0.1
    assert "vec2 velocity(vec2" in flow.glsl()
    assert len(flow.tex()) >= 2
    assert flow.jacobian(np.array([[1.0, 0.0]]), 0.0)[0, 0, 0] == pytest.approx(0.1 * np.pi**2)


def test_bad_requests_get_one_sentence(shipped):
    flow = flow_of(shipped("saddle"))
    with pytest.raises(FlowError, match=r"shape \(3,\), expected \(any, 2\)"):
        flow.advance(np.zeros(3), 0.0, 1.0)
    with pytest.raises(FlowError, match="time = inf"):
        flow.advance(np.zeros((1, 2)), 0.0, np.inf)
    with pytest.raises(FlowError, match="stepper = 'rk5', allowed euler"):
        flow_of(shipped("saddle"), stepper="rk5")
    with pytest.raises(FlowError, match="step = 0, allowed above 0"):
        flow_of(shipped("saddle"), step=0.0)


def test_a_flow_with_jumps_is_refined_by_shorter_steps():
    text = 'title = "Sawtooth"\nstep = 0.1\n[rates]\nx = "1"\ny = "mod(x, 1)"\n[states]\n'
    system = system_from_text(text + "x = {low = 0, high = 4}\ny = {low = 0, high = 4}\n", "saw")
    finer = flow_of(system).refined()
    assert (finer.stepper, finer.step) == ("rk4", 0.025)
    end = finer.advance(np.zeros((1, 2)), 0.0, 4.0)[0]
    np.testing.assert_allclose(end, (4.0, 2.0), atol=0.025)


@pytest.mark.parametrize("id", PLANAR)
def test_the_laplacian_is_the_divergence_of_the_jacobian(shipped, id):
    system = shipped(id)
    flow, states, h = flow_of(system), sample(system, 20), 1e-4
    found = flow.laplacian(states, 0.7)
    wanted = 0.0
    for j, step in enumerate(h * np.eye(2)):
        after, before = flow.jacobian(states + step, 0.7), flow.jacobian(states - step, 0.7)
        wanted = wanted + (after - before)[:, :, j] / (2.0 * h)
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-4 * np.abs(found).max() + 1e-9)


def test_the_viscosity_is_the_parameter_of_that_name():
    text = """
    title = "Decay"
    [rates]
    x = "exp(-nu*t)"
    [states]
    x = { low = 0.0, high = 1.0 }
    [parameters]
    nu = { value = 0.2, low = 0.0, high = 1.0 }
    """
    system = system_from_text(text, "decay")
    assert flow_of(system).viscosity == 0.2
    assert flow_of(system_from_text(text.replace("nu", "k"), "decay")).viscosity == 1.0


def test_a_flow_knows_the_others_of_its_family(shipped):
    system = shipped("lorenz-1963")
    flow = flow_of(system).refined()
    there = flow.at({"rho": 500.0})
    states = sample(system)
    wanted = system.flow_at(system.defaults() | {"rho": 500.0}).velocity(states, 0.0)
    np.testing.assert_array_equal(there.velocity(states, 0.0), wanted)
    assert there.integrator == flow.integrator
    assert flow.values["rho"] == 28.0
    assert [d.name for d in flow.declared] == list(flow.values)
    with pytest.raises(FlowError, match="did you mean 'rho'"):
        flow.at({"rhoo": 1.0})
    with pytest.raises(FlowError, match="allowed finite numbers"):
        flow.at({"rho": float("nan")})
