"""Arithmetic on trees that drops what does nothing: 0 + a, 1*a, a - a, numbers among numbers."""

from __future__ import annotations

import math
from collections import Counter
from typing import cast

import numpy as np

from engines.equations.functions import CONSTANTS, FUNCTIONS
from engines.equations.tree import Binary, Call, Name, Negative, Node, Number, number, postorder

ZERO = number(0.0)
ONE = number(1.0)

# Beyond this many products an expansion makes an expression longer, not clearer.
_MOST_PRODUCTS = 400

Monomial = tuple[tuple[Node, int], ...]


def _folded(value: float, otherwise: Node) -> Node:
    return number(value) if math.isfinite(value) else otherwise


def negative(a: Node) -> Node:
    """-a."""
    if isinstance(a, Number):
        return number(-a.value) if a.value else ZERO
    return a.operand if isinstance(a, Negative) else cast(Node, Negative(a))


def add(a: Node, b: Node) -> Node:
    """a + b."""
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
    """a - b."""
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
    """a*b, numbers first."""
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
    """a/b."""
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
    """a^b."""
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


def simplified(node: Node) -> Node:
    """`node` with every operation simplified, and expanded where that makes it shorter."""
    made: dict[Node, Node] = {}
    for part in postorder([node]):
        made[part] = rebuilt(part, [made[operand] for operand in part.operands])
    short = made[node]
    flat = _expanded(short)
    return flat if flat is not None and len(postorder([flat])) < len(postorder([short])) else short


def _expanded(node: Node) -> Node | None:
    """Sum of products with equal products collected; None if there would be too many."""
    made: dict[Node, dict[Monomial, float]] = {}
    for part in postorder([node]):
        terms = _terms(part, made)
        if terms is None:
            return None
        made[part] = terms
    total: Node = ZERO
    for monomial, coefficient in made[node].items():
        product: Node = ONE
        for base, exponent in monomial:
            product = multiply(product, power(base, number(exponent)))
        total = add(total, multiply(number(coefficient), product))
    return total


def _terms(part: Node, made: dict[Node, dict[Monomial, float]]) -> dict[Monomial, float] | None:
    inner = [made[operand] for operand in part.operands]
    if isinstance(part, Number):
        return {(): part.value} if part.value else {}
    if isinstance(part, Negative):
        return {monomial: -c for monomial, c in inner[0].items()}
    if isinstance(part, Binary):
        if part.operator in "+-":
            sign = 1.0 if part.operator == "+" else -1.0
            total = Counter(inner[0])
            for monomial, c in inner[1].items():
                total[monomial] += sign * c  # type: ignore[assignment]
            return _pruned(total, _size(inner[0]) + _size(inner[1]))
        if part.operator == "*":
            return _product(inner[0], inner[1])
        if part.operator == "/" and isinstance(part.right, Number) and part.right.value:
            return {monomial: c / part.right.value for monomial, c in inner[0].items()}
        if part.operator == "^" and isinstance(part.right, Number) and part.right.value in (2, 3):
            found: dict[Monomial, float] | None = inner[0]
            for _ in range(int(part.right.value) - 1):
                found = None if found is None else _product(found, inner[0])
            return found
    return {((part, 1),): 1.0}


def _size(terms: dict[Monomial, float]) -> float:
    return max((abs(c) for c in terms.values()), default=0.0)


def _pruned(terms: dict[Monomial, float], size: float) -> dict[Monomial, float]:
    # what rounding leaves of a difference of equal numbers is not a term
    return {monomial: c for monomial, c in terms.items() if abs(c) > 1e-14 * size}


def _product(a: dict[Monomial, float], b: dict[Monomial, float]) -> dict[Monomial, float] | None:
    if len(a) * len(b) > _MOST_PRODUCTS:
        return None
    total: dict[Monomial, float] = {}
    for left, c in a.items():
        for right, d in b.items():
            exponents = Counter(dict(left))
            for base, exponent in right:
                exponents[base] += exponent
            key = tuple(sorted(exponents.items(), key=lambda item: id(item[0])))
            total[key] = total.get(key, 0.0) + c * d
    return _pruned(total, _size(a) * _size(b))


def constant_value(node: Node) -> float | None:
    """Its value if it is a number or a named constant."""
    if isinstance(node, Number):
        return node.value
    return CONSTANTS.get(node.name) if isinstance(node, Name) else None
