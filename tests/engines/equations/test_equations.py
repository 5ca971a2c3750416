"""Equations as a whole: reading, derivatives by three other ways, and the truths of every file."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from engines.equations.algebra.derive import derivative
from engines.equations.algebra.tree import Binary, Call, Name, Negative, Number, postorder, text
from engines.equations.equations import read_equations
from engines.equations.to_numpy import evaluated
from engines.errors import EquationError


def as_sympy(node):
    """The oracle's own reading of our tree; away from its jumps, mod(a, b) differs from a by a
    constant.
    """
    made = {}
    for part in postorder([node]):
        inner = [made[operand] for operand in part.operands]
        if isinstance(part, Number):
            made[part] = sp.Float(part.value, 17)
        elif isinstance(part, Name):
            made[part] = {"pi": sp.pi, "e": sp.E}.get(part.name, sp.Symbol(part.name, real=True))
        elif isinstance(part, Negative):
            made[part] = -inner[0]
        elif isinstance(part, Binary):
            a, b = inner
            made[part] = {"+": a + b, "-": a - b, "*": a * b}.get(part.operator)
            if part.operator in "/^":
                made[part] = a / b if part.operator == "/" else a**b
        elif isinstance(part, Call):
            plain = {"sech": lambda a: 1 / sp.cosh(a), "mod": lambda a, b: a, "abs": sp.Abs}
            made[part] = plain.get(part.function, getattr(sp, part.function, None))(*inner)
    return made[node]


def test_the_jacobian_is_the_one_sympy_finds(system, sample, close):
    equations, taken = system.equations, sample(system, seed=7, moved=True)
    names = [*equations.states, "t", *equations.parameters]
    symbols = [sp.Symbol(name, real=True) for name in names]
    entries = [
        sp.diff(as_sympy(rate), symbol)
        for rate in equations.rates
        for symbol in symbols[: equations.dimension]
    ]
    oracle = sp.lambdify(symbols, entries, "math")
    wanted = np.array([oracle(*taken.arguments(state)) for state in taken.states], dtype=float)
    found = equations.evaluate_jacobian(taken.states, taken.time, taken.parameters)
    close(found.reshape(wanted.shape), wanted, 1e-12)


def test_the_jacobian_is_the_one_central_differences_find(system, sample):
    equations, taken = system.equations, sample(system, seed=8)
    found = equations.evaluate_jacobian(taken.states, taken.time, taken.parameters)
    width = np.array(system.box.high) - np.array(system.box.low)
    for j in range(equations.dimension):
        h = 1e-6 * width[j]
        step = h * np.eye(equations.dimension)[j]
        ahead, behind = (
            equations.evaluate(taken.states + s, taken.time, taken.parameters)
            for s in (step, -step)
        )
        differences = (ahead - behind) / (2.0 * h)
        smooth = np.abs(ahead - behind) < 0.5 * width.min()  # not across a jump of mod
        assert smooth.mean() > 0.9
        scale = np.abs(found[:, :, j]).max() or 1.0
        off = np.abs(found[:, :, j] - differences)[smooth]
        assert off.max() <= 1e-6 * max(scale, np.abs(ahead).max() / width[j])


@pytest.fixture
def scope(sample):
    def make(system, moved):
        taken = sample(system, seed=9, moved=moved)
        return taken, system.equations.scope(taken.states, taken.time, taken.parameters)

    return make


@pytest.mark.parametrize("moved", [False, True])
def test_the_divergence_is_as_the_file_claims(system, scope, close, moved):
    claim = system.truths.divergence
    if claim is None:
        assert system.kind == "map"  # for maps the truth is `area`
        claim = system.equations.divergence()
    taken, names = scope(system, moved)
    jacobian = system.equations.evaluate_jacobian(taken.states, taken.time, taken.parameters)
    trace = np.trace(jacobian, axis1=1, axis2=2)
    for found in evaluated([system.equations.divergence(), claim], names):
        assert np.abs(found - trace).max() <= 1e-12 * max(np.abs(jacobian).max(), 1.0)


@pytest.mark.parametrize("moved", [False, True])
def test_fixed_points_stay_where_they_are(system, scope, moved):
    taken, names = scope(system, moved)
    equations = system.equations
    for point in system.truths.fixed_points:
        place = evaluated([point[state] for state in equations.states], names)
        place = np.stack([coordinate[:1] for coordinate in place], axis=-1)
        if moved and not np.all(np.isfinite(place)):
            continue  # it exists only for some parameters
        assert np.all(np.isfinite(place))
        moved_to = equations.evaluate(place, taken.time, taken.parameters)
        change = moved_to - place if equations.discrete else moved_to
        assert np.abs(change).max() <= 1e-12 * max(1.0, np.abs(place).max() ** 2)


@pytest.mark.parametrize("moved", [False, True])
def test_conserved_quantities_do_not_change(system, scope, moved):
    claim = system.truths.conserved
    if claim is None:
        assert system.id not in ("lotka-volterra", "saddle", "shear")
        return
    taken, names = scope(system, moved)
    slopes = [derivative(claim, state) for state in system.equations.states]
    gradient = np.stack(evaluated(slopes, names), axis=-1)
    rates = system.equations.evaluate(taken.states, taken.time, taken.parameters)
    scale = np.abs(gradient * rates).max()
    assert np.abs((gradient * rates).sum(axis=1)).max() <= 1e-12 * scale


def test_maps_change_areas_as_the_file_claims(system, scope):
    if system.kind != "map":
        assert system.truths.area is None
        return
    taken, names = scope(system, True)
    (claim,) = evaluated([system.truths.area], names)
    jacobian = system.equations.evaluate_jacobian(taken.states, taken.time, taken.parameters)
    np.testing.assert_allclose(np.linalg.det(jacobian), claim, rtol=1e-9)


def test_auxiliaries_may_stand_in_any_order_and_use_each_other():
    found = read_equations({"x": "b*x"}, (), {"b": "2*a", "a": "c + 1", "c": "t"})
    assert text(found.rates[0]) == "((2.0 * (t + 1.0)) * x)"
    assert [name for name, _ in found.auxiliaries] == ["b", "a", "c"]
    assert not found.steady
    assert read_equations({"x": "-x"}, ()).steady


def test_auxiliaries_that_go_round_in_a_circle_are_named():
    with pytest.raises(EquationError, match=r"my.toml: equation for a: .* a -> b -> a, allowed"):
        read_equations({"x": "a"}, (), {"a": "b", "b": "a + 1"}, file="my.toml")


def test_a_chain_of_doubling_auxiliaries_stays_small():
    chain = {"a0": "x*x"} | {f"a{i}": f"a{i - 1} + a{i - 1}*a{i - 1}" for i in range(1, 40)}
    found = read_equations({"x": "a39"}, (), chain)
    assert len(postorder(found.rates)) < 200
    assert len(postorder(row[0] for row in found.jacobian())) < 600


def test_an_unknown_name_is_explained_with_file_equation_and_column():
    with pytest.raises(EquationError) as caught:
        read_equations({"x": "sigma - sigm*x"}, ("sigma",), file="lorenz.toml")
    assert str(caught.value) == (
        "lorenz.toml: equation for x, column 9: unknown name 'sigm', did you mean 'sigma'?"
    )
    assert (caught.value.column, caught.value.length) == (9, 4)


def test_equal_equations_have_equal_keys():
    one = read_equations({"x": "a*x"}, ("a",))
    assert one.key == read_equations({"x": "a *x"}, ("a",)).key
    assert one.key != read_equations({"x": "x*a"}, ("a",)).key


@pytest.mark.parametrize(
    ("formula", "smooth"),
    [("sin(x)/x", True), ("x^3 - exp(x)", True), ("abs(x)", False), ("1 + mod(t, 1)*x", False)],
)
def test_corners_and_jumps_are_known(formula, smooth):
    assert read_equations({"x": formula}, ()).smooth is smooth


def test_the_laplacian_is_the_sum_of_second_derivatives():
    equations = read_equations({"x": "x^3*y + sin(k*y)", "y": "x^2 + t*y^2"}, ("k",))
    states = np.array([[0.3, -0.7], [1.2, 0.4]])
    x, y = states.T
    found = equations.evaluate_laplacian(states, 3.0, {"k": 2.0})
    wanted = np.stack([6.0 * x * y - 4.0 * np.sin(2.0 * y), np.full(2, 2.0 + 6.0)], axis=1)
    np.testing.assert_allclose(found, wanted, rtol=1e-13)
    assert len(equations.laplacian()) == 2


def test_a_delay_equation_stands_for_an_instant_of_itself_with_the_past_beside_it():
    equations = read_equations(
        {"x": "a*x@tau - y*w", "y": "x - y@tau"}, ("a", "tau"), {"w": "x(t - tau)^2"}, delays=True
    )
    assert [text(node) for node in equations.delayed] == ["x@tau", "y@tau"]
    instant = equations.instant
    assert instant.states == ("x", "y", "x__tau", "y__tau")
    values = {"a": 3.0, "tau": 1.0}
    found = instant.evaluate(np.array([[1.0, 2.0, 5.0, 7.0]]), 0.0, values)
    assert found.tolist() == [[3.0 * 5.0 - 2.0 * 25.0, 1.0 - 7.0, 0.0, 0.0]]
    slopes = instant.evaluate_jacobian(np.array([[1.0, 2.0, 5.0, 7.0]]), 0.0, values)[0]
    assert slopes[:2].tolist() == [[0.0, -25.0, 3.0 - 20.0, 0.0], [1.0, 0.0, 0.0, -1.0]]
    assert read_equations({"x": "x"}, ()).instant.states == ("x",)


def test_what_has_a_past_cannot_be_evaluated_without_it():
    equations = read_equations({"x": "-x@tau"}, ("tau",), delays=True)
    with pytest.raises(EquationError, match="x@tau: the past is not known here"):
        equations.evaluate(np.ones((1, 1)), 0.0, {"tau": 1.0})
