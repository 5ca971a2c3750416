"""Expressions evaluated by NumPy, step by step over whole arrays: the reference for the rest."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from engines.equations.algebra.tree import Node
from engines.equations.functions import FUNCTIONS
from engines.equations.program import Program, program

PRIMITIVES = frozenset(name for name, f in FUNCTIONS.items() if f.numpy)

_TABLE: dict[str, Callable[..., Any]] = {
    "neg": operator.neg,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": np.power,
    **{name: getattr(np, FUNCTIONS[name].numpy) for name in PRIMITIVES},
}


def run(
    steps: Program,
    scope: Mapping[str, Any],
    table: Mapping[str, Callable[..., Any]],
    number: Callable[[float], Any] = np.float64,
) -> list[Any]:
    """Values of the outputs of a program over any kind of array.

    Args:
        steps: The program.
        scope: Name to array.
        table: Operation to its meaning.
        number: Makes an array of a number, so that 1/0 is infinity everywhere.
    """
    values: list[Any] = []
    for step in steps.steps:
        if step.operation == "number":
            values.append(number(step.value))
        elif step.operation == "name":
            values.append(scope[step.name])
        else:
            values.append(table[step.operation](*(values[i] for i in step.operands)))
    return [values[i] for i in steps.outputs]


@lru_cache(maxsize=256)  # equal trees are one object, so a tuple of them is told by identity
def _steps(roots: tuple[Node, ...]) -> Program:
    return program(roots, PRIMITIVES)


def prepared(
    roots: Iterable[Node], fixed: Mapping[str, float]
) -> Callable[[Mapping[str, Any]], list[Any]]:
    """Expressions made ready for many short runs: what is known beforehand is worked out once.

    Args:
        roots: The expressions.
        fixed: Name to number.

    Returns:
        Takes arrays of one shape by the names that are left, and gives an array for each
        expression, or a number for one that names none of them. Callers mind NumPy's warnings.
    """
    steps = _steps(tuple(roots))
    known: list[Any] = [None] * len(steps.steps)
    names: list[tuple[int, str]] = []
    rest: list[tuple[int, Callable[..., Any], tuple[int, ...]]] = []
    varies: set[int] = set()
    with np.errstate(all="ignore"):
        for place, step in enumerate(steps.steps):
            if step.operation == "number":
                known[place] = np.float64(step.value)
            elif step.operation == "name" and step.name in fixed:
                known[place] = np.float64(fixed[step.name])
            elif step.operation == "name":
                names.append((place, step.name))
                varies.add(place)
            elif varies.isdisjoint(step.operands):
                known[place] = _TABLE[step.operation](*(known[i] for i in step.operands))
            else:
                rest.append((place, _TABLE[step.operation], tuple(step.operands)))
                varies.add(place)

    def values_at(scope: Mapping[str, Any]) -> list[Any]:
        values = known.copy()
        for place, name in names:
            values[place] = scope[name]
        for place, operation, operands in rest:
            values[place] = operation(*[values[i] for i in operands])
        return [values[i] for i in steps.outputs]

    return values_at


def evaluated(roots: Iterable[Node], scope: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """Values of expressions.

    Args:
        roots: The expressions.
        scope: Name to array; all arrays broadcast together.

    Returns:
        One float64 array per expression, all of the common shape of the scope. What is
        undefined (0/0, log of a negative number) is NaN, without a warning.
    """
    shape = np.broadcast_shapes(*(np.shape(value) for value in scope.values()))
    arrays = {name: np.asarray(value, dtype=np.float64) for name, value in scope.items()}
    with np.errstate(all="ignore"):
        found = run(_steps(tuple(roots)), arrays, _TABLE)
    return [np.broadcast_to(np.asarray(value, dtype=np.float64), shape) for value in found]
