"""Expression trees whose equal parts are one object, so that sharing is seen by identity."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from weakref import WeakValueDictionary

OPERATORS = ("+", "-", "*", "/", "^")

# How the signs of a number written in hexadecimal stand in a name.
_IN_NAMES = str.maketrans({".": "_", "+": None, "-": "m"})

_lock = threading.Lock()
_known: WeakValueDictionary[tuple[Any, ...], Node] = WeakValueDictionary()


class _Shared(type):
    """Makes one object per content: asking again for the same content returns the first."""

    def __call__(cls, *content: Any) -> Any:
        # 0.0 and -0.0 are equal but not the same number
        key = (cls, *(part.hex() if isinstance(part, float) else part for part in content))
        with _lock:
            node = _known.get(key)
            if node is None:
                node = super().__call__(*content)
                _known[key] = node
            return node


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Node(metaclass=_Shared):
    """Any part of an expression; two nodes with the same content are the same object."""

    @property
    def operands(self) -> tuple[Node, ...]:
        """The parts it is made of, in the order written."""
        return ()


@dataclass(frozen=True, slots=True, eq=False)
class Number(Node):
    """A finite number."""

    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Name(Node):
    """A state, a parameter, the time `t`, an auxiliary, or one of the constants."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Delayed(Node):
    """A state as it was some time ago, x(t - tau), written `x@tau`.

    Attributes:
        state: Name of the state.
        delay: How long ago: the name of a parameter, or a number.
    """

    state: str
    delay: Node

    @property
    def argument(self) -> str:
        """A name for its value, which no text can hold: names have no two underscores in a row."""
        if isinstance(self.delay, Name):
            return f"{self.state}__{self.delay.name}"
        digits = cast(Number, self.delay).value.hex().translate(_IN_NAMES)
        return f"{self.state}__{digits}"


@dataclass(frozen=True, slots=True, eq=False)
class Negative(Node):
    """Minus its operand."""

    operand: Node

    @property
    def operands(self) -> tuple[Node, ...]:
        """The operand."""
        return (self.operand,)


@dataclass(frozen=True, slots=True, eq=False)
class Binary(Node):
    """Two operands joined by one of `OPERATORS`; "^" is the power."""

    operator: str
    left: Node
    right: Node

    @property
    def operands(self) -> tuple[Node, ...]:
        """Left, right."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    """A function of the table in `functions`, applied."""

    function: str
    arguments: tuple[Node, ...]

    @property
    def operands(self) -> tuple[Node, ...]:
        """The arguments."""
        return self.arguments


def number(value: float) -> Number:
    """The node of a number, whatever numeric type it came as."""
    return cast(Number, Number(float(value)))


def postorder(roots: Iterable[Node]) -> list[Node]:
    """Every node below `roots` once, operands before what is made of them."""
    done: dict[Node, None] = {}
    for root in roots:
        stack = [root]
        while stack:
            node = stack[-1]
            missing = [part for part in node.operands if part not in done]
            if missing:
                stack.extend(reversed(missing))
            else:
                done[stack.pop()] = None
    return list(done)


def names_in(roots: Iterable[Node]) -> frozenset[str]:
    """Every name that occurs below `roots`."""
    return frozenset(node.name for node in postorder(roots) if isinstance(node, Name))


def text(node: Node) -> str:
    """The expression written out with every bracket, for keys and messages."""
    written: dict[Node, str] = {}
    for part in postorder([node]):
        inner = [written[operand] for operand in part.operands]
        if isinstance(part, Number):
            written[part] = repr(part.value)
        elif isinstance(part, Name):
            written[part] = part.name
        elif isinstance(part, Delayed):
            written[part] = f"{part.state}@{text(part.delay)}"
        elif isinstance(part, Negative):
            written[part] = f"(-{inner[0]})"
        elif isinstance(part, Binary):
            written[part] = f"({inner[0]} {part.operator} {inner[1]})"
        elif isinstance(part, Call):
            written[part] = f"{part.function}({', '.join(inner)})"
    return written[node]


def listing(roots: Iterable[Node]) -> str:
    """One line per distinct node: a text of linear length that identifies shared trees."""
    place: dict[Node, int] = {}
    lines = []
    roots = tuple(roots)
    for node in postorder(roots):
        inner = ",".join(str(place[operand]) for operand in node.operands)
        what = {
            Number: lambda n: n.value.hex(),
            Name: lambda n: n.name,
            Delayed: text,
            Negative: lambda n: "neg",
            Binary: lambda n: n.operator,
            Call: lambda n: n.function,
        }[type(node)](node)
        place[node] = len(place)
        lines.append(f"{what}({inner})")
    return ";".join(lines) + ">" + ",".join(str(place[root]) for root in roots)
