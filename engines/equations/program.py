"""Trees lowered to a list of single steps, the form every printer starts from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

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
    text,
)
from engines.equations.functions import CONSTANTS, FUNCTIONS
from engines.equations.parse import parse
from engines.errors import EquationError

# Whole powers up to this one are written as products, which is faster and exact in sign.
_LARGEST_PRODUCT = 32


@dataclass(frozen=True, slots=True)
class Step:
    """One value, from a number, a name, or earlier steps.

    Attributes:
        operation: "number", "name", "neg", "+", "-", "*", "/", "^", or the name of a function.
        operands: Indices of earlier steps.
        value: The number, for "number".
        name: The name, for "name".
    """

    operation: str
    operands: tuple[int, ...] = ()
    value: float = 0.0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """Steps in order, and which of them are the results."""

    steps: tuple[Step, ...]
    outputs: tuple[int, ...]


@cache
def _expansion(function: str) -> Node:
    return parse(FUNCTIONS[function].expansion, ("a", "b"), function)


def _whole_power(base: Node, exponent: int) -> Node:
    """base^exponent by repeated squaring, exponent >= 1."""
    result: Node | None = None
    square = base
    while exponent:
        if exponent & 1:
            result = square if result is None else cast(Node, Binary("*", result, square))
        exponent >>= 1
        if exponent:
            square = cast(Node, Binary("*", square, square))
    return cast(Node, result)


def _exponent(node: Node) -> float | None:
    if isinstance(node, Negative) and isinstance(node.operand, Number):
        return -node.operand.value
    return node.value if isinstance(node, Number) else None


def _power(base: Node, exponent: Node) -> Node:
    value = _exponent(exponent)
    if value is None:
        return cast(Node, Binary("^", base, exponent))
    size = abs(value)
    if size == 0.5:
        root: Node = cast(Node, Call("sqrt", (base,)))
    elif size.is_integer() and 1 <= size <= _LARGEST_PRODUCT:
        root = _whole_power(base, int(size))
    else:
        return cast(Node, Binary("^", base, exponent))
    return root if value > 0 else cast(Node, Binary("/", number(1.0), root))


def _lowered(roots: tuple[Node, ...], primitives: Collection[str]) -> list[Node]:
    """The same trees with whole powers as products and unknown functions expanded."""
    made: dict[Node, Node] = {}

    def copy(part: Node, scope: dict[Node, Node]) -> Node:
        inner = [scope[operand] for operand in part.operands]
        if isinstance(part, Name) and part.name in CONSTANTS:
            return number(CONSTANTS[part.name])
        if isinstance(part, Negative):
            if isinstance(inner[0], Number):
                return number(-inner[0].value)
            return cast(Node, Negative(inner[0]))
        if isinstance(part, Binary):
            if part.operator == "^":
                return _power(inner[0], inner[1])
            return cast(Node, Binary(part.operator, inner[0], inner[1]))
        if isinstance(part, Call):
            if part.function in primitives:
                return cast(Node, Call(part.function, tuple(inner)))
            return expand(part.function, inner)
        return part

    def expand(function: str, arguments: list[Node]) -> Node:
        given = dict(zip(("a", "b"), arguments, strict=False))
        scope: dict[Node, Node] = {}
        body = _expansion(function)
        for part in postorder([body]):
            named = isinstance(part, Name) and part.name in given
            scope[part] = given[cast(Name, part).name] if named else copy(part, scope)
        return scope[body]

    for part in postorder(roots):
        made[part] = copy(part, made)
    return [made[root] for root in roots]


def program(roots: Iterable[Node], primitives: Collection[str]) -> Program:
    """The steps that compute `roots`, each distinct part once.

    Args:
        roots: The expressions.
        primitives: Functions the target has; others are replaced by their expansion.

    Raises:
        EquationError: If a delayed state is left, whose value must come as an argument.
    """
    lowered = _lowered(tuple(roots), primitives)
    place: dict[Node, int] = {}
    steps: list[Step] = []
    for node in postorder(lowered):
        operands = tuple(place[operand] for operand in node.operands)
        if isinstance(node, Number):
            step = Step("number", value=node.value)
        elif isinstance(node, Name):
            step = Step("name", name=node.name)
        elif isinstance(node, Delayed):
            raise EquationError(f"{text(node)}: the past is not known here, allowed in a dde flow")
        elif isinstance(node, Negative):
            step = Step("neg", operands)
        elif isinstance(node, Binary):
            step = Step(node.operator, operands)
        else:
            step = Step(cast(Call, node).function, operands)
        place[node] = len(steps)
        steps.append(step)
    return Program(tuple(steps), tuple(place[root] for root in lowered))
