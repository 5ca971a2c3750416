"""Arithmetic on trees that drops what does nothing: 0 + a, 1*a, a - a, numbers among numbers."""

from __future__ import annotations

import math
from typing import cast

import numpy as np

from engines.equations.algebra.tree import Binary, Call, Negative, Node, Number, number
from engines.equations.functions import FUNCTIONS

ZERO = number(0.0)
ONE = number(1.0)


def _folded(value: float, otherwise: Node) -> Node:
    return number(value) if math.isfinite(value) else otherwise


def negative(a: Node) -> Node:
    """The opposite -a."""
    if isinstance(a, Number):
        return number(-a.value) if a.value else ZERO
    return a.operand if isinstance(a, Negative) else cast(Node, Negative(a))


def add(a: Node, b: Node) -> Node:
    """The sum a + b."""
    if a is ZERO or (isinstance(a, Number) and a.value == 0.0):
        return b
    if isinstance(b, Number) and b.value == 0.0:
        return a
    plain = cast(Node, Binary("+", a, b))
    if isinstance(a, Number) and isinstance(b, Number):
        return _folded(a.value + b.value, plain)
    if isinstance(b, Negative):
        return subtract(a, b.operand)
    if isinstance(a, Negative):
        return subtract(b, a.operand)
    if isinstance(b, Number) and b.value < 0.0:
        return cast(Node, Binary("-", a, number(-b.value)))
    return multiply(number(2.0), a) if a is b else plain


def subtract(a: Node, b: Node) -> Node:
    """The difference a - b."""
    if a is b:
        return ZERO
    if isinstance(b, Number) and b.value == 0.0:
        return a
    if isinstance(a, Number) and a.value == 0.0:
        return negative(b)
    plain = cast(Node, Binary("-", a, b))
    if isinstance(a, Number) and isinstance(b, Number):
        return _folded(a.value - b.value, plain)
    if isinstance(b, Negative):
        return add(a, b.operand)
    return plain


def multiply(a: Node, b: Node) -> Node:
    """The product a*b, numbers first."""
    if isinstance(b, Number) and not isinstance(a, Number):
        a, b = b, a
    if isinstance(a, Negative) and isinstance(b, Negative):
        return multiply(a.operand, b.operand)
    if isinstance(a, Negative):
        return negative(multiply(a.operand, b))
    if isinstance(b, Negative):
        return negative(multiply(a, b.operand))
    if isinstance(a, Number):
        if a.value == 0.0:
            return ZERO
        if a.value == 1.0:
            return b
        if a.value < 0.0:
            return negative(multiply(number(-a.value), b))
        if isinstance(b, Number):
            return _folded(a.value * b.value, cast(Node, Binary("*", a, b)))
        if isinstance(b, Binary) and b.operator == "*" and isinstance(b.left, Number):
            return multiply(number(a.value * b.left.value), b.right)
    if isinstance(b, Binary) and b.operator == "*" and isinstance(b.left, Number):
        return multiply(b.left, multiply(a, b.right))
    return cast(Node, Binary("*", a, b))


def divide(a: Node, b: Node) -> Node:
    """The quotient a/b."""
    if isinstance(b, Number) and b.value == 1.0:
        return a
    if isinstance(a, Number) and a.value == 0.0:
        return ZERO
    plain = cast(Node, Binary("/", a, b))
    if isinstance(a, Number) and isinstance(b, Number) and b.value:
        return _folded(a.value / b.value, plain)
    if isinstance(a, Negative):
        return negative(divide(a.operand, b))
    return plain


def power(a: Node, b: Node) -> Node:
    """The power a^b."""
    if isinstance(b, Number):
        if b.value == 0.0:
            return ONE
        if b.value == 1.0:
            return a
        if isinstance(a, Number) and (a.value > 0.0 or b.value.is_integer()) and a.value:
            try:
                return _folded(a.value**b.value, cast(Node, Binary("^", a, b)))
            except OverflowError:
                pass
    return cast(Node, Binary("^", a, b))


_ARITHMETIC = {"+": add, "-": subtract, "*": multiply, "/": divide, "^": power}


def call(function: str, arguments: tuple[Node, ...]) -> Node:
    """A function applied; worked out when all arguments are numbers."""
    plain = cast(Node, Call(function, arguments))
    known = FUNCTIONS[function].numpy
    if known and all(isinstance(a, Number) for a in arguments):
        with np.errstate(all="ignore"):
            values = [cast(Number, a).value for a in arguments]
            return _folded(float(getattr(np, known)(*values)), plain)
    return plain


def rebuilt(node: Node, operands: list[Node]) -> Node:
    """The same operation on other operands, simplified."""
    if isinstance(node, Negative):
        return negative(operands[0])
    if isinstance(node, Binary):
        return _ARITHMETIC[node.operator](operands[0], operands[1])
    if isinstance(node, Call):
        return call(node.function, tuple(operands))
    return node
