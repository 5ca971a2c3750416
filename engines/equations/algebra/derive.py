"""Derivatives and substitutions of trees, with shared parts handled once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from engines.equations.algebra.arithmetic import (
    ONE,
    ZERO,
    add,
    call,
    divide,
    multiply,
    negative,
    power,
    rebuilt,
    subtract,
)
from engines.equations.algebra.tree import (
    Binary,
    Call,
    Delayed,
    Name,
    Negative,
    Node,
    Number,
    number,
    postorder,
)
from engines.equations.functions import FUNCTIONS
from engines.equations.parse import parse


def substitute(node: Node, replacements: Mapping[str, Node]) -> Node:
    """`node` with names replaced, simplified on the way."""
    made: dict[Node, Node] = {}
    for part in postorder([node]):
        if isinstance(part, Name):
            made[part] = replacements.get(part.name, part)
        elif isinstance(part, Delayed):
            made[part] = replacements.get(part.argument, part)
        else:
            made[part] = rebuilt(part, [made[operand] for operand in part.operands])
    return made[node]


@cache
def _rules(function: str) -> tuple[Node, ...]:
    """Derivatives of a table function by each of its arguments, over `a` and `b`."""
    return tuple(
        parse(rule, ("a", "b"), f"derivative of {function}")
        for rule in FUNCTIONS[function].derivatives
    )


def _of_power(node: Binary, base: Node, exponent: Node) -> Node:
    """(u^w)' for u' = `base` and w' = `exponent`."""
    u, w = node.left, node.right
    lower = (
        power(u, subtract(w, ONE)) if not isinstance(w, Number) else power(u, number(w.value - 1.0))
    )
    first = multiply(multiply(w, lower), base)
    second = multiply(multiply(node, call("log", (u,))), exponent) if exponent is not ZERO else ZERO
    return add(first, second)


def derivative(node: Node, name: str) -> Node:
    """d(node)/d(name); step functions have derivative 0, their jumps are not seen.

    A delayed state is a name of its own, `Delayed.argument`.
    """
    made: dict[Node, Node] = {}
    for part in postorder([node]):
        inner = [made[operand] for operand in part.operands]
        found: Node = ZERO
        if isinstance(part, Name):
            found = ONE if part.name == name else ZERO
        elif isinstance(part, Delayed):
            found = ONE if part.argument == name else ZERO
        elif isinstance(part, Negative):
            found = negative(inner[0])
        elif isinstance(part, Binary):
            left, right = part.left, part.right
            if part.operator == "+":
                found = add(inner[0], inner[1])
            elif part.operator == "-":
                found = subtract(inner[0], inner[1])
            elif part.operator == "*":
                found = add(multiply(inner[0], right), multiply(left, inner[1]))
            elif part.operator == "/":
                found = subtract(
                    divide(inner[0], right),
                    divide(multiply(left, inner[1]), power(right, number(2.0))),
                )
            else:
                found = _of_power(part, inner[0], inner[1])
        elif isinstance(part, Call):
            scope = dict(zip(("a", "b"), part.arguments, strict=False))
            for rule, change in zip(_rules(part.function), inner, strict=True):
                if change is not ZERO:
                    found = add(found, multiply(substitute(rule, scope), change))
        made[part] = found
    return made[node]
