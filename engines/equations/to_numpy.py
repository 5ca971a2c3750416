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
