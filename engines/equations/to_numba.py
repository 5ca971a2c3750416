"""Equations as straight-line machine code in float64."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numba.core.dispatcher import Dispatcher

from engines.equations.algebra.tree import Node
from engines.equations.compiling import FASTMATH, compiled
from engines.equations.equations import Equations
from engines.equations.functions import FUNCTIONS, TIME
from engines.equations.program import Program, Step, program

_OPERATORS: dict[str, ast.operator] = {
    "+": ast.Add(),
    "-": ast.Sub(),
    "*": ast.Mult(),
    "/": ast.Div(),
}
_LIBRARIES: dict[str, Any] = {"math": math, "numpy": np}


def _load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _expression(step: Step, operands: list[ast.expr]) -> ast.expr:
    if step.operation == "neg":
        return ast.UnaryOp(ast.USub(), operands[0])
    if step.operation in _OPERATORS:
        return ast.BinOp(operands[0], _OPERATORS[step.operation], operands[1])
    if step.operation == "^":
        return ast.Call(_load("_pow"), operands, [])
    return ast.Call(_load(f"_{step.operation}"), operands, [])


def _number(value: float) -> ast.expr:
    if math.copysign(1.0, value) < 0.0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)


def _body(steps: Program) -> list[ast.stmt]:
    """One assignment per step, then all outputs as a tuple of float64."""
    lines: list[ast.stmt] = []
    values: list[ast.expr] = []
    for place, step in enumerate(steps.steps):
        if step.operation == "number":
            values.append(_number(step.value))
        elif step.operation == "name":
            values.append(_load(step.name))
        else:
            target = f"_{place}"
            expression = _expression(step, [values[i] for i in step.operands])
            lines.append(ast.Assign([ast.Name(target, ast.Store())], expression))
            values.append(_load(target))
    # arguments may be whole numbers; the results never are
    results: list[ast.expr] = [ast.Call(_load("_float"), [values[i]], []) for i in steps.outputs]
    lines.append(ast.Return(ast.Tuple(results, ast.Load())))
    return lines


def straight_line(
    name: str,
    roots: Sequence[Node],
    arguments: Sequence[str],
    functions: Mapping[str, Callable[..., Any]] | None = None,
    *,
    fastmath: Collection[str] = FASTMATH,
) -> Dispatcher:
    """A compiled function of `arguments` that returns the values of `roots` as a tuple.

    Args:
        name: Name of the function, seen in profiles.
        roots: The expressions.
        arguments: Every name that may occur in them, in the order of the signature.
        functions: Replacements for functions of the table, e.g. polynomial sines that vectorise.
        fastmath: As in `compiled`.
    """
    given = dict(functions or {})
    primitives = frozenset({*given, *(n for n, f in FUNCTIONS.items() if f.numba)})
    steps = program(roots, primitives)
    bindings: dict[str, object] = {"_float": float}  # a state may be called `float`
    for operation in {step.operation for step in steps.steps}:
        if operation == "^":
            bindings["_pow"] = math.pow
        elif operation in given:
            bindings[f"_{operation}"] = given[operation]
        elif operation in FUNCTIONS:
            library, _, attribute = FUNCTIONS[operation].numba.partition(".")
            bindings[f"_{operation}"] = getattr(_LIBRARIES[library], attribute)
    signature = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(argument) for argument in arguments],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[],
    )
    definition = ast.FunctionDef(
        name=name, args=signature, body=_body(steps), decorator_list=[], lineno=1, col_offset=0
    )
    # inlined whatever its size: a call left in a loop over lanes would stop its vectorisation
    return compiled(definition, bindings, key="straight line", fastmath=fastmath, inline=True)


def signature(equations: Equations) -> tuple[str, ...]:
    """Names of the arguments of every function below: states, t, parameters."""
    return (*equations.states, TIME, *equations.parameters)


def rates(
    equations: Equations, functions: Mapping[str, Callable[..., Any]] | None = None
) -> Dispatcher:
    """(x_1..x_d, t, p_1..p_m) -> d right-hand sides, all float64 scalars."""
    return straight_line("rates", equations.rates, signature(equations), functions)


def jacobian(
    equations: Equations, functions: Mapping[str, Callable[..., Any]] | None = None
) -> Dispatcher:
    """(x_1..x_d, t, p_1..p_m) -> d*d entries df_i/dx_j, row by row."""
    entries = [entry for row in equations.jacobian() for entry in row]
    return straight_line("jacobian", entries, signature(equations), functions)


def rates_and_jacobian(
    equations: Equations, functions: Mapping[str, Callable[..., Any]] | None = None
) -> Dispatcher:
    """(x_1..x_d, t, p_1..p_m) -> d right-hand sides, then d*d entries row by row.

    Parts they have in common are computed once.
    """
    entries = [entry for row in equations.jacobian() for entry in row]
    roots = [*equations.rates, *entries]
    return straight_line("rates_and_jacobian", roots, signature(equations), functions)
