"""Expressions made shorter: equal products collected, what cancels removed."""

from __future__ import annotations

from collections import Counter

from engines.equations.algebra.arithmetic import ONE, ZERO, add, divide, multiply, power, rebuilt
from engines.equations.algebra.tree import Binary, Negative, Node, Number, number, postorder

# Whole exponents of factors, e.g. x^2/L is {(x, 2), (L, -1)}.
Monomial = frozenset[tuple[Node, int]]
Terms = dict[Monomial, float]

# Beyond this many products an expansion makes an expression longer, not clearer.
_MOST_PRODUCTS = 400
_LARGEST_POWER = 3


def simplified(node: Node) -> Node:
    """`node` with every operation simplified, and expanded where that makes it shorter."""
    made: dict[Node, Node] = {}
    for part in postorder([node]):
        made[part] = rebuilt(part, [made[operand] for operand in part.operands])
    short = made[node]
    flat = expanded(short)
    return flat if flat is not None and _length(flat) < _length(short) else short


def _length(node: Node) -> int:
    """Number of parts when it is written out."""
    sizes: dict[Node, int] = {}
    for part in postorder([node]):
        sizes[part] = 1 + sum(sizes[operand] for operand in part.operands)
    return sizes[node]


def expanded(node: Node) -> Node | None:
    """`node` as a sum of products with equal ones collected; None if there would be too many.

    Quotients of equal factors are taken to be 1, as on paper.
    """
    made: dict[Node, Terms] = {}
    order = {part: place for place, part in enumerate(postorder([node]))}
    for part in order:
        terms = _terms(part, made)
        if terms is None:
            return None
        made[part] = terms
    total: Node = ZERO
    # lone numbers come last, as in 2*x - 1
    for monomial, coefficient in sorted(made[node].items(), key=lambda term: not term[0]):
        above: Node = number(coefficient)
        below: Node = ONE
        for base, exponent in sorted(monomial, key=lambda factor: order[factor[0]]):
            if exponent > 0:
                above = multiply(above, power(base, number(exponent)))
            else:
                below = multiply(below, power(base, number(-exponent)))
        total = add(total, divide(above, below))
    return total


def _terms(part: Node, made: dict[Node, Terms]) -> Terms | None:
    inner = [made[operand] for operand in part.operands]
    itself: Terms = {frozenset({(part, 1)}): 1.0}
    if isinstance(part, Number):
        return {frozenset(): part.value} if part.value else {}
    if isinstance(part, Negative):
        return {monomial: -c for monomial, c in inner[0].items()}
    if not isinstance(part, Binary):
        return itself
    if part.operator in "+-":
        sign = 1.0 if part.operator == "+" else -1.0
        total = dict(inner[0])
        for monomial, c in inner[1].items():
            total[monomial] = total.get(monomial, 0.0) + sign * c
        return _pruned(total, max(_size(inner[0]), _size(inner[1])))
    if part.operator == "*":
        return _product(inner[0], inner[1])
    if part.operator == "/":
        return _product(inner[0], _raised(inner[1], -1)) if len(inner[1]) == 1 else itself
    exponent = part.right.value if isinstance(part.right, Number) else 0.5
    if not exponent.is_integer() or abs(exponent) > _LARGEST_POWER:
        return itself
    if len(inner[0]) == 1:
        return _raised(inner[0], int(exponent))
    found: Terms | None = {frozenset(): 1.0} if exponent > 0 else None
    for _ in range(int(exponent)):
        found = None if found is None else _product(found, inner[0])
    return found if exponent > 0 else itself


def _raised(single: Terms, exponent: int) -> Terms:
    """A single product to a whole power."""
    ((monomial, c),) = single.items()
    return {frozenset((base, k * exponent) for base, k in monomial): c**exponent}


def _size(terms: Terms) -> float:
    return max((abs(c) for c in terms.values()), default=0.0)


def _pruned(terms: Terms, size: float) -> Terms:
    # what rounding leaves of a difference of equal numbers is not a term
    return {monomial: c for monomial, c in terms.items() if abs(c) > 1e-14 * size}


def _product(a: Terms, b: Terms) -> Terms | None:
    if len(a) * len(b) > _MOST_PRODUCTS:
        return None
    total: Terms = {}
    for left, c in a.items():
        for right, d in b.items():
            exponents = Counter(dict(left))
            for base, exponent in right:
                exponents[base] += exponent
            key = frozenset((base, exponent) for base, exponent in exponents.items() if exponent)
            total[key] = total.get(key, 0.0) + c * d
    return _pruned(total, _size(a) * _size(b))
