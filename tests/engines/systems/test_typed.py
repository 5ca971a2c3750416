"""Typed text becomes a system, or one sentence at the place of the mistake."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.equations.algebra.tree import text
from engines.equations.equations import read_equations
from engines.errors import EquationError
from engines.systems.system_file import read_system, system_from_text
from engines.systems.typed import typed
from engines.systems.written.windows import unseen

LORENZ = read_equations(
    {"x": "sigma*(y - x)", "y": "x*(rho - z) - y", "z": "x*y - beta*z"}, ("sigma", "rho", "beta")
)

LORENZES = {
    "primes": "x' = sigma (y - x)\ny' = x (rho - z) - y\nz' = x y - beta z",
    "quotients": "dx/dt = sigma*(y-x); dy/dt = x*(rho-z)-y; dz/dt = x*y-beta*z",
    "of time": "x'(t) = sigma (y(t) - x(t))\ndy(t)/dt = x(t)(rho - z(t)) - y\nz' = xy - beta z",
    "TeX": r"\dot{x} = \sigma\left(y-x\right) \\ \dot y &= x(\rho - z) - y \\"
    r"\frac{\mathrm{d}z}{\mathrm{d}t} &= x\,y - \beta z",
    "Greek": "x' = σ·(y − x)\ny′ = x(ρ − z) − y\nz′ = xy − βz",
    "over lines": "x' = sigma (\n  y - x)\ny' = x (rho - z)\n  - y\nz' = x y # a comment\n - beta z",
}


@pytest.mark.parametrize("way", LORENZES)
def test_the_same_equations_are_understood_however_they_are_written(way):
    system = typed(LORENZES[way] + "\nsigma = 10, rho = 28, beta = 8/3")
    assert system.equations.key == LORENZ.key
    assert system.kind == "ode"
    assert system.defaults() == {"sigma": 10.0, "rho": 28.0, "beta": 8.0 / 3.0}


def test_a_new_name_becomes_a_parameter_that_is_one_with_a_slider_around_it():
    (a, b) = typed("x' = a*x - b*x^3\nb = -2").declared[::-1]
    assert (a.name, a.default, a.low, a.high) == ("a", 1.0, 0.0, 3.0)
    assert (b.name, b.default, b.low, b.high) == ("b", -2.0, -6.0, 0.0)


def test_windows_starts_steps_and_spans_are_taken_over():
    system = typed(
        "x' = y\ny' = -k x\nk = 4 in [1, 9]\nx in [-3, 5]\ny(0) = 1\nt in [0, 40]\ndt = .02"
    )
    assert (system.box.low[0], system.box.high[0], system.box.start[1]) == (-3.0, 5.0, 1.0)
    assert (system.step, system.duration) == (0.02, 40.0)
    assert (system.declared[0].low, system.declared[0].high) == (1.0, 9.0)


@pytest.mark.parametrize(
    "way",
    [
        "x_{n+1} = 1 - a x_n^2 + y_n\ny_{n+1} = b x_n",
        "x_n+1 = 1 - a*x_n^2 + y_n; y_n+1 = b*x_n",
        "x[n+1] = 1 - a x[n]^2 + y[n]\ny[n+1] = b x[n]",
        "x -> 1 - a x^2 + y\ny -> b x",
        "x next = 1 - a*x^2 + y\ny next = b*x",
    ],
)
def test_maps_are_understood(way):
    system = typed(way)
    assert system.kind == "map"
    assert [text(r) for r in system.equations.rates] == ["((1.0 - (a * (x ^ 2.0))) + y)", "(b * x)"]


@pytest.mark.parametrize(
    "way",
    [
        "x' = -x(t - tau)",
        "x' = -x@tau",
        "dx/dt = -x(t-tau)",
        "x' = -x_tau\ntau = 1",
        r"\dot x = -x_{\tau}; tau = 1",
    ],
)
def test_delays_are_understood(way):
    system = typed(way)
    assert system.kind == "dde"
    assert text(system.equations.rates[0]) == "(-x@tau)"
    assert system.declared[0].low > 0.0


def test_noise_is_what_stands_before_dw():
    system = typed("dx = (x - x^3) dt + sigma x dW\ny' = -y\nsigma = 0.3")
    assert system.kind == "sde"
    assert [text(r) for r in system.equations.rates] == ["(x - (x ^ 3.0))", "(-y)"]
    assert [text(r) for r in system.noise.rates] == ["(sigma * x)", "0.0"]


def test_an_equation_of_second_order_becomes_two():
    system = typed("x'' = -sin x - c x'\nc = 0.1\nx(0) = 1\nx'(0) = 2")
    assert system.equations.states == ("x", "x_dot")
    assert [text(r) for r in system.equations.rates] == ["x_dot", "((-sin(x)) - (c * x_dot))"]
    assert system.start == (1.0, 2.0)


def test_abbreviations_may_stand_in_any_order():
    system = typed("x' = r*x\nr = a - x^2\na = 2")
    assert text(system.equations.rates[0]) == "((a - (x ^ 2.0)) * x)"
    assert system.lines == ("x' = r*x", "r = a - x^2")


def test_a_window_holds_what_a_short_walk_saw():
    box = typed(LORENZES["primes"] + "\nsigma = 10, rho = 28, beta = 8/3").box
    assert box.low[2] < 5.0
    assert 40.0 < box.high[2] < 70.0
    assert all(low < s < high for low, s, high in zip(box.low, box.start, box.high, strict=True))


@pytest.mark.parametrize(
    ("written", "line", "column", "length", "part"),
    [
        ("", 1, 1, 1, "no equation is written"),
        ("hello", 1, 1, 5, "nothing is said"),
        ("a = 3", 1, 1, 1, "no equation is written"),
        ("x' = y*(1-x)\ny' = 2 + sni(x)", 2, 10, 3, "unknown function 'sni', did you mean 'sin'?"),
        ("x' = y\n\ny' = (x", 3, 6, 1, "bracket '(' is never closed"),
        ("x' = x\nx' = 2", 2, 1, 2, "'x' has an equation already"),
        ("x' = x\nx = 2", 2, 1, 1, "'x' is a state"),
        ("x' = x = 2", 1, 8, 1, "a second '='"),
        ("x' =", 1, 4, 1, "nothing stands after the '='"),
        ("= x", 1, 1, 1, "nothing stands before the '='"),
        ("x' = x + 2 # 3\ny' = x ? y", 2, 8, 1, "character '?' cannot be read"),
        ("x' = x\ny_{n+1} = 2", 1, 1, 2, "a map has no rates"),
        ("x' = -x@tau\ntau = -1", 2, 1, 3, "tau: must be > 0, got -1"),
        ("x' = -x(t - 0)", 1, 13, 1, "delay: must be > 0, got 0"),
        ("x' = \\foo x", 1, 6, 4, "unknown command '\\foo'"),
        ("x' = 1/0", 1, 6, 3, "not a finite number"),
        ("x' = a x\na = 1/0", 2, 5, 3, "not a finite number"),
        ("sin' = 2", 1, 1, 4, "'sin' has a meaning of its own"),
        ("x' = x\nx in [2, 1]", 2, 1, 1, "the window from 2 to 1 is empty"),
        ("x' = x\nx in 3", 2, 3, 4, "after 'in' stand two numbers"),
        ("x' = x\nq in [1, 2]", 2, 1, 1, "no equation names 'q'"),
        ("x' = x\ndt = 0", 2, 1, 2, "dt = 0, allowed above 0"),
        ("dx = x dt + 3", 1, 11, 3, "needs dt or dW behind it"),
        ("x' = r\nr = s\ns = r*x", 2, 5, 1, "is defined by itself"),
        ("x' = σ*2 ** ", 1, 10, 2, "ends too early"),
        ("x' = x\nx = 1 for t <= 0", 2, 1, 1, "a history needs an equation with a delay"),
        ("x' = x@1\ny = 1 for t <= 0", 2, 1, 1, "no equation names 'y'"),
        ("x' = x@1\nx = 2x for t <= 0", 2, 5, 2, "a formula of t and parameters, 'x' is a state"),
        ("x' = x@1\nx = 1/t for t <= 0", 2, 1, 1, "at t = 0 this is not a finite number"),
        ("x' = x@1\nx = sni(t) for t <= 0", 2, 5, 3, "did you mean 'sin'?"),
        ("x' = x@1\nx(t<=0) = 1\nx = 2, t < 0", 3, 1, 1, "'x' has a history already"),
        ("x' = x@1 for t <= 0", 1, 16, 2, "here it holds at all times, a history is written"),
        ("x' = x@1\nx = 1 for t <= 1", 2, 13, 2, "'<=' says nothing here, a history is written"),
        ("x' = x@1\nx = for t <= 0", 2, 11, 2, "nothing stands after the '='"),
        ("x' = y + αβ~", 1, 12, 1, "character '~' cannot be read"),
    ],
)
def test_a_mistake_is_told_with_line_column_and_length(written, line, column, length, part):
    with pytest.raises(EquationError) as caught:
        typed(written)
    error = caught.value
    assert part in str(error)
    assert (error.line, error.column, error.length) == (line, column, length)
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    "line",
    [
        "x = a*cos(2t) for t <= 0",
        "x(t) = a cos(2t) for t<0",
        "x(t <= 0) = a*cos(2*t)",
        "x(t ≤ 0) = a·cos(2t)",
        r"x(t) = a \cos(2t), \quad t \le 0",
    ],
)
def test_a_history_can_be_written_in_many_ways(line):
    system = typed(f"x' = -x(t - tau)\n{line}\na = 0.5, tau = 2")
    (tree,) = system.history.values()
    assert text(tree) == "(a * cos((2.0 * t)))"
    assert system.start == (0.5,)
    assert [d.name for d in system.declared] == ["a", "tau"]
    again = typed("\n".join(system.lines) + "\na = 0.5, tau = 2")
    assert again.history == system.history


def test_a_start_that_is_said_counts_more_than_where_a_history_ends():
    system = typed("x' = -x(t - 1)\nx = 3 for t <= 0\nx(0) = 2")
    assert system.start == (2.0,)
    assert system.box.low[0] < 2.0 < system.box.high[0]


PIECES = [
    *"xyt", "a", "sin", "dx", "dt", "dW", "x'", "dx/dt", "x_{n+1}", "x_n", "tau", "@", "(t - tau)",
    "(", ")", ",", *"+-*/^=", "2", "0.5", "\n", ";", "in", "[", "]", "\\frac", "\\dot", "\\sqrt",
    "\\sigma", "{", "}", "'", "x(0)", "->", "_", "|", "lambda", "#",
    "<=", "for t <= 0", "x(t<=0)", "≤", "\\le",
]  # fmt: skip


@given(
    st.sampled_from(["", "x' = ", "x_{n+1} = ", "dx = ", "x' = x@tau + ", "y' = x;\nx' = "]),
    st.lists(st.sampled_from(PIECES), max_size=20),
    st.sampled_from(["", " "]),
)
@settings(max_examples=250, deadline=None)
def test_any_row_of_pieces_is_a_system_or_one_sentence(begin, pieces, gap):
    _read_or_refused(begin + gap.join(pieces))


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_system_or_one_sentence(written):
    _read_or_refused("x' = " + written)


def test_where_every_window_is_known_nobody_walks(monkeypatch):
    walked = []

    def walk(*found):
        walked.append(found)
        return unseen(("x", "y"), {})

    monkeypatch.setattr("engines.systems.typed.extent", walk)
    typed("x' = y; y' = -x", known=("x", "y", "z"))
    assert walked == []
    typed("x' = y; y' = -x", known=("x",))
    assert len(walked) == 1
    typed("x' = y; y' = -x", walks=False)
    assert len(walked) == 1


def _read(written):
    try:
        return typed(written), None
    except EquationError as error:
        return None, error


def _read_or_refused(written):
    system, error = _read(written)
    if system is None:
        lines = written.split("\n")
        assert 1 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 1
        assert error.length >= 1
        return
    assert np.all(np.isfinite([*system.box.low, *system.box.high, *system.start]))
    assert all(low < high for low, high in zip(system.box.low, system.box.high, strict=True))
    assert 0.0 < system.step <= system.duration
    for one in system.declared:
        assert one.low <= one.default <= one.high


def test_what_a_stochastic_file_shows_as_its_lines_reads_back_as_the_same():
    text = """
    title = "Hopping"
    kind = "sde"
    [rates]
    x = "v"
    v = "x - x^3 - k*v"
    [noise]
    v = "s + 0.1*x"
    [states]
    x = { low = -2.0, high = 2.0 }
    v = { low = -2.0, high = 2.0 }
    [parameters]
    k = { value = 1.0, low = 0.0, high = 2.0 }
    s = { value = 1.0, low = 0.0, high = 2.0 }
    """
    system = system_from_text(text, "hopping")
    again = typed("\n".join(system.lines))
    assert again.equations.key == system.equations.key
    assert again.noise.key == system.noise.key
    assert [d.name for d in again.declared] == [d.name for d in system.declared]


def test_a_name_that_is_known_is_no_product_of_states():
    assert text(typed("v' = vc - v\nc' = -c").equations.rates[0]) == "((v * c) - v)"
    assert text(typed("v' = vc - v\nc' = -c", ["vc"]).equations.rates[0]) == "(vc - v)"


FILES = sorted((Path(__file__).parents[3] / "presets" / "systems").rglob("*.toml"))


def test_the_lines_of_every_shipped_system_read_back_as_its_equations():
    for path in FILES:
        system = read_system(path)
        names = {d.name for d in system.declared}
        again = typed("\n".join(system.lines), [*system.equations.states, *names])
        assert again.kind == system.kind, path
        assert again.equations.states == system.equations.states, path
        if set(again.equations.parameters) <= names:  # else a number has become a parameter
            # equal trees are one object
            assert again.equations.rates == system.equations.rates, path
