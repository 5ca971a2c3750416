"""The reference: NumPy over whole arrays."""

from __future__ import annotations

import math

import numpy as np

from engines.equations.functions import FUNCTIONS
from engines.equations.parse import parse
from engines.equations.program import program
from engines.equations.to_numpy import evaluated, prepared

BY_HAND = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "atan2": math.atan2,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "sech": lambda a: 1.0 / math.cosh(a),
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "abs": abs,
    "sign": lambda a: math.copysign(1.0, a),
    "floor": math.floor,
    "min": min,
    "max": max,
    "mod": lambda a, b: a - b * math.floor(a / b),
    "heaviside": lambda a: 1.0,
    "step": lambda a: 1.0,
}


def test_every_function_is_the_one_of_the_textbook():
    assert BY_HAND.keys() == FUNCTIONS.keys()
    x = np.array([0.1, 0.5, 0.9])
    y = np.array([0.7, 0.2, 0.4])
    for name, by_hand in BY_HAND.items():
        arguments = (x, y)[: FUNCTIONS[name].arity]
        text = f"{name}({', '.join('xy'[: len(arguments)])})"
        (found,) = evaluated([parse(text, ("x", "y"))], {"x": x, "y": y})
        wanted = [by_hand(*point) for point in zip(*arguments, strict=True)]
        np.testing.assert_allclose(found, wanted, rtol=1e-14)


def test_steps_are_one_half_where_they_jump_and_zero_before():
    (found,) = evaluated([parse("heaviside(x)", ("x",))], {"x": np.array([-2.0, 0.0, 2.0])})
    assert found.tolist() == [0.0, 0.5, 1.0]


def test_results_have_the_common_shape_even_if_they_are_constant():
    scope = {"x": np.zeros((2, 3)), "k": np.array(4.0)}
    one, two = evaluated([parse("k^2", ("k",)), parse("x", ("x",))], scope)
    assert one.shape == two.shape == (2, 3)
    assert np.all(one == 16.0)


def test_what_is_undefined_is_nan_without_a_warning():
    (found,) = evaluated([parse("1/x + log(x)", ("x",))], {"x": np.array([-1.0])})
    assert np.isnan(found[0])
    (found,) = evaluated([parse("1/(0*x)", ("x",))], {"x": np.array([1.0])})
    assert found[0] == np.inf


def test_the_steps_of_an_expression_are_made_once(monkeypatch):
    from engines.equations import to_numpy

    made = []

    def counted(roots, primitives):
        made.append(roots)
        return program(roots, primitives)

    monkeypatch.setattr(to_numpy, "program", counted)
    tree = parse("x + 271828*x^3", ("x",))
    for _ in range(3):
        (found,) = evaluated([tree], {"x": np.array([1.0, 2.0])})
        np.testing.assert_array_equal(found, [271829.0, 2174626.0])
    assert len(made) == 1


def test_expressions_made_ready_give_the_same_numbers_again_and_again():
    texts = ("a*x + sin(b*y)/(1 + a^2)", "a/0 + b", "sqrt(x) - 3", "y*t")
    roots = [parse(text, ("x", "y", "a", "b", "t"), "test") for text in texts]
    numbers, draw = {"a": 2.5, "b": -0.5}, np.random.default_rng(1)
    run = prepared(roots, numbers)
    for time in (0.0, 1.5):
        x, y = draw.normal(size=(2, 50))
        wanted = evaluated(roots, {**numbers, "x": x, "y": y, "t": time})
        with np.errstate(all="ignore"):
            found = run({"x": x, "y": y, "t": time})
        for one, other in zip(found, wanted, strict=True):
            np.testing.assert_allclose(np.broadcast_to(one, 50), other, rtol=1e-15)
