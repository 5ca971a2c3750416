"""The GLSL text, executed: it must compute what NumPy computes, to float32."""

from __future__ import annotations

import numpy as np
import pytest

from engines.equations.equations import read_equations
from engines.equations.functions import FUNCTIONS
from engines.equations.to_glsl import RESERVED, glsl, literal, uniform_name
from engines.errors import EquationError


def test_a_shader_computes_the_rates_and_the_jacobian(system, shaded, close):
    taken, velocity, gradient = shaded[system.id]
    equations = system.equations
    close(velocity, equations.evaluate(taken.states, taken.time, taken.parameters), 2e-5)
    wanted = equations.evaluate_jacobian(taken.states, taken.time, taken.parameters)
    flat = (len(wanted), -1)
    close(gradient.reshape(flat), wanted.reshape(flat), 2e-5)


def test_every_function_and_every_power_means_the_same_in_a_shader(run_shaders, close):
    draw = np.random.default_rng(1)
    states = draw.uniform(-0.95, 0.95, (64, 2)).astype(np.float32)
    jobs = {}
    for name, function in FUNCTIONS.items():
        argument = "2 + x" if name in ("sqrt", "log") else "x"
        inner = argument if function.arity == 1 else f"{argument}, y"
        equations = read_equations({"x": f"{name}({inner})", "y": "y"}, ())
        jobs[name] = (equations, states, 0.0, {})
    for i, formula in enumerate(("x^3", "x^n", "x^m", "x^-2", "(2+x)^0.3", "n^x", "x^(-m)", "0^n")):
        equations = read_equations({"x": formula, "y": "sech(20*x)"}, ("n", "m"))
        jobs[f"power{i}"] = (equations, states, 0.0, {"n": 2.0, "m": 3.0})
    results = run_shaders(jobs)
    for name, (equations, at, time, parameters) in jobs.items():
        close(results[f"{name}.velocity"], equations.evaluate(at, time, parameters), 2e-5)


def test_a_step_at_its_edge_is_zero_in_a_shader_and_heaviside_one_half(run_shaders):
    equations = read_equations({"x": "step(x)", "y": "heaviside(y)"}, ())
    states = np.array([[-1.0, -1.0], [0.0, 0.0], [1.0, 1.0]], np.float32)
    found = run_shaders({"edge": (equations, states, 0.0, {})})["edge.velocity"]
    assert found.tolist() == [[0.0, 0.0], [0.0, 0.5], [1.0, 1.0]]


@pytest.mark.parametrize("d", [1, 2, 3, 4])
def test_one_to_four_states_fit_a_shader(run_shaders, close, d):
    names = "xyzw"[:d]
    rates = {n: f"a*{n}^2 + {m} + t" for n, m in zip(names, names[::-1], strict=True)}
    equations = read_equations(rates, ("a",))
    states = np.random.default_rng(2).uniform(-1, 1, (8, d)).astype(np.float32)
    results = run_shaders({"one": (equations, states, 0.5, {"a": 0.75})})
    close(results["one.velocity"], equations.evaluate(states, 0.5, {"a": 0.75}), 1e-6)
    wanted = equations.evaluate_jacobian(states, 0.5, {"a": 0.75})
    close(results["one.gradient"], wanted, 1e-6)


def test_five_states_do_not_fit_a_shader():
    equations = read_equations({n: "1" for n in "abcde"}, ())
    with pytest.raises(EquationError, match="5 states do not fit a shader, allowed 1 to 4"):
        glsl(equations)


def test_parameters_may_bear_names_that_mean_something_to_a_shader(run_shaders, close):
    awkward = ("input", "mix", "velocity", "v0", "sep_t", "sep_0", "gl_x", "p_input", "half", "x")
    formula = " + ".join(f"{i + 1}*{name}" for i, name in enumerate(awkward))
    equations = read_equations({"u": formula, "w": "u"}, awkward)
    values = {name: 0.1 * i for i, name in enumerate(awkward)}
    states = np.ones((4, 2), np.float32)
    results = run_shaders({"names": (equations, states, 0.0, values)})
    close(results["names.velocity"], equations.evaluate(states, 0.0, values), 1e-6)


def test_names_of_uniforms_are_the_names_of_parameters_and_never_clash():
    assert uniform_name("sigma") == "sigma"
    assert uniform_name("input") == "p_input"
    assert uniform_name("p_input") == "p_p_input"
    assert uniform_name("a__b") == "p_a_u_b"
    names = [*sorted(RESERVED), "sigma", "p_sigma", "gl_x", "sep_1"]
    assert len({uniform_name(n) for n in names}) == len(names)
    assert not {uniform_name(n) for n in names} & RESERVED


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1.0"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (1.25e-9, "1.25e-09"),
        (-2.5, "-2.5"),
        (1e300, "3.4028235e+38"),
    ],
)
def test_a_literal_has_a_point_and_fits_float32(value, text):
    assert literal(value) == text


def test_the_gradient_can_be_left_out():
    equations = read_equations({"x": "y", "y": "-x"}, ())
    text = glsl(equations, name="rates", derivative="")
    assert "vec2 rates(vec2 sep_x, float sep_t)" in text
    assert "mat2" not in text
