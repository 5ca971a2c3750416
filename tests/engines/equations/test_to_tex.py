"""Equations as people read them."""

from __future__ import annotations

import re

import pytest
from matplotlib.mathtext import MathTextParser

from engines.equations.equations import read_equations
from engines.equations.parse import parse
from engines.equations.to_tex import expression, figure, live, stochastic_tex, symbol, tex

NAMES = ("x", "y", "f", "k", "theta", "omega")
LIVE = re.compile(r"\\live\{(\w+)\}\{([^{}]*)\}")


def test_every_line_of_every_system_can_be_typeset(system):
    parser = MathTextParser("path")
    for values in (None, system.defaults()):
        lines = system.tex(values)
        written = system.equations.dimension + len(system.equations.auxiliaries)
        assert len(lines) == written + bool(system.section)
        for line in lines:
            plain = LIVE.sub(r"{\2}", line)
            parser.parse(f"${plain}$")


def test_every_parameter_of_every_system_is_live(system):
    found = {name for line in system.tex(system.defaults()) for name, _ in LIVE.findall(line)}
    assert found == set(system.equations.parameters)
    assert not LIVE.search("".join(system.tex()))


def test_the_double_gyre_reads_as_in_the_book():
    equations = read_equations(
        {"x": "-pi*A*sin(pi*f)*cos(pi*y)", "y": "pi*A*cos(pi*f)*sin(pi*y)*g"},
        ("A", "epsilon", "omega"),
        {"f": "a*x^2 + (1 - 2*a)*x", "g": "2*a*x + 1 - 2*a", "a": "epsilon*sin(omega*t)"},
    )
    first, second, *rest = tex(equations, {"A": 0.1, "epsilon": 0.25, "omega": 0.628})
    assert first == r"\dot{x} = -\pi\,\live{A}{0.100}\,\sin(\pi f)\,\cos(\pi y)"
    assert second == r"\dot{y} = \pi\,\live{A}{0.100}\,\cos(\pi f)\,\sin(\pi y) g"
    assert rest == [
        r"f = a x^{2} + (1 - 2 a) x",
        r"g = 2 a x + 1 - 2 a",
        r"a = \live{epsilon}{0.250}\,\sin(\live{omega}{0.628}\,t)",
    ]


def test_maps_count_their_steps():
    equations = read_equations(
        {"x_1": "a*x_1^2 + y", "y": "q"}, ("a",), {"q": "2*y"}, discrete=True
    )
    assert tex(equations) == (
        r"x_{1, n+1} = a x_{1, n}^{2} + y_{n}",
        r"y_{n+1} = q",
        r"q = 2 y_{n}",
    )


def test_states_may_have_symbols_of_their_own():
    equations = read_equations({"angle": "speed", "speed": "-sin(angle)"}, ())
    lines = tex(equations, symbols={"angle": r"\theta_{1}", "speed": "v"})
    assert lines == (r"\dot{\theta}_{1} = v", r"\dot{v} = -\sin(\theta_{1})")


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("x*(y + 1)", "x (y + 1)"),
        ("(x*y)*k", "x y k"),
        ("x - (y - k)", "x - (y - k)"),
        ("(x - y) - k", "x - y - k"),
        ("x + (y + k)", "x + (y + k)"),
        ("-(x + y)", "-(x + y)"),
        ("-x*y", "-x y"),
        ("x*-y", "x (-y)"),
        ("x - -y", "x - (-y)"),
        ("(x + y)^2", "(x + y)^{2}"),
        ("(x*y)^2", "(x y)^{2}"),
        ("(x^2)^3", "(x^{2})^{3}"),
        ("x^(y + 1)", "x^{y + 1}"),
        ("sin(x)^2", r"\sin^{2}(x)"),
        ("sin(x)^-1", r"\sin(x)^{-1}"),
        ("x/y", r"\frac{x}{y}"),
        ("-x/y", r"-\frac{x}{y}"),
        ("x/y/k", r"\frac{\frac{x}{y}}{k}"),
        ("(x + 1)/2*y", r"\frac{x + 1}{2} y"),
        ("(1 + x/y)*k", r"\left(1 + \frac{x}{y}\right) k"),
        ("2*3*x", r"2 \cdot 3 x"),
        ("x*2", r"x \cdot 2"),
        ("2*pi*x", r"2 \pi x"),
        ("exp(-x)", r"\mathrm{e}^{-x}"),
        ("exp(x)^2", r"(\mathrm{e}^{x})^{2}"),
        ("exp(x/y)", r"\exp\left(\frac{x}{y}\right)"),
        ("sqrt(x + 1)", r"\sqrt{x + 1}"),
        ("abs(x)*y", r"\left| x \right| y"),
        ("log(x)", r"\ln(x)"),
        ("max(x, y)", r"\max(x, y)"),
        ("e*x", r"\mathrm{e} x"),
        ("1e-7*x", r"10^{-7} x"),
        ("2.5e8*x", r"2.5\cdot 10^{8} x"),
        ("2/3", r"\frac{2}{3}"),
        ("omega*theta", r"\omega \theta"),
    ],
)
def test_brackets_stand_only_where_they_are_needed(formula, shown):
    assert expression(parse(formula, NAMES)) == shown


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("k*x", r"\live{k}{2.00}\,x"),
        ("2*k", r"2 \cdot \live{k}{2.00}"),
        ("k*omega", r"\live{k}{2.00}\,(\live{omega}{-1.00})"),
        ("x - omega", r"x - (\live{omega}{-1.00})"),
        ("omega*x", r"(\live{omega}{-1.00}) x"),
        ("k^2", r"\live{k}{2.00}^{2}"),
        ("x*k", r"x\,\live{k}{2.00}"),
        ("theta^2", r"(\live{theta}{3.00e-5})^{2}"),
    ],
)
def test_live_numbers_keep_their_distance(formula, shown):
    assert expression(parse(formula, NAMES), {"k": 2.0, "omega": -1.0, "theta": 3e-5}) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("x", "x"),
        ("theta", r"\theta"),
        ("epsilon", r"\varepsilon"),
        ("x1", "x_{1}"),
        ("x_12", "x_{12}"),
        ("theta_dot", r"\theta_{\mathrm{dot}}"),
        ("U_max", r"U_{\mathrm{max}}"),
        ("omega0", r"\omega_{0}"),
        ("rate", r"\mathrm{rate}"),
        ("Delta", r"\Delta"),
        ("a_b_c", "a_{b c}"),
    ],
)
def test_names_become_symbols(name, shown):
    assert symbol(name) == shown
    MathTextParser("path").parse(f"${symbol(name)}$")


def test_numbers_are_written_as_people_write_them():
    assert [figure(v) for v in (2.0, 0.5, 6.371, 1e-7, 3e10)] == [
        "2",
        "0.5",
        "6.371",
        "10^{-7}",
        "3\\cdot 10^{10}",
    ]
    shown = [live("a", v) for v in (0.1, 28.0, 100.0, 8 / 3, -0.22, 2e-5, 123456.0)]
    assert [s.removeprefix("\\live{a}") for s in shown] == [
        "{0.100}",
        "{28.0}",
        "{100}",
        "{2.67}",
        "{-0.220}",
        "{2.00e-5}",
        "{1.23e5}",
    ]


def test_the_two_steps_have_two_letters():
    assert tex(read_equations({"x": "step(x) + heaviside(x)"}, ())) == (
        "\\dot{x} = \\Theta(x) + H(x)",
    )


def test_a_delayed_state_shows_when_it_was():
    equations = read_equations({"x": "-x@tau + 2*x@1.5"}, ("tau",), delays=True)
    assert tex(equations) == ("\\dot{x} = -x(t - \\tau) + 2 x(t - 1.5)",)
    assert tex(equations, {"tau": 2.0})[0].startswith("\\dot{x} = -x(t - \\live{tau}{2.00})")


def test_noise_stands_behind_the_drift_with_a_number_where_there_are_several():
    drift = read_equations({"x": "y - x", "y": "x", "z": "0"}, ("s",))
    noise = read_equations({"x": "s", "y": "x + s", "z": "0"}, ("s",))
    assert stochastic_tex(drift, noise, {"s": 0.5}) == (
        r"\mathrm{d}x = (y - x)\,\mathrm{d}t + \live{s}{0.500}\,\mathrm{d}W_{1}",
        r"\mathrm{d}y = x\,\mathrm{d}t + (x + \live{s}{0.500})\,\mathrm{d}W_{2}",
        r"\mathrm{d}z = 0\,\mathrm{d}t",
    )
