"""Text to tree, refusing everything that is not arithmetic.

The text is never executed: after the checks of `tokens`, Python's own reader makes a syntax tree,
from which only numbers, known names, + - * / ** and calls of known functions are taken over.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NoReturn, cast

import numpy as np

from engines.equations.algebra.tree import (
    Binary,
    Call,
    Delayed,
    Name,
    Negative,
    Node,
    Number,
    number,
)
from engines.equations.functions import CONSTANTS, FUNCTIONS, TIME
from engines.equations.tokens import DEEPEST, Source, Token, tokens
from engines.errors import nearest

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "^",
}
_ARITHMETIC: dict[str, Callable[..., np.float64]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
}


def _value(node: Node, operands: list[float]) -> float | None:
    """Value of an operation on numbers; None if it has a name in it."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        return CONSTANTS.get(node.name)
    with np.errstate(all="ignore"):
        inner = [np.float64(operand) for operand in operands]
        if isinstance(node, Negative):
            return -operands[0]
        if isinstance(node, Binary):
            return float(_ARITHMETIC[node.operator](*inner))
        if isinstance(node, Call) and FUNCTIONS[node.function].numpy:
            return float(getattr(np, FUNCTIONS[node.function].numpy)(*inner))
    return None


@dataclass(frozen=True, slots=True)
class Delays:
    """What may stand before and after the "@" of a delayed state.

    Attributes:
        states: Names of the states.
        parameters: Names of what may be a delay.
    """

    states: tuple[str, ...]
    parameters: tuple[str, ...]


# Stands for a delayed state in the text that Python's reader sees.
_DELAYED = "delayed"


class _Reader:
    """One formula while it is read."""

    def __init__(self, source: Source, names: Collection[str], delays: Delays | None) -> None:
        self.source = source
        self.names = (*names, TIME, *CONSTANTS)
        self.delays = delays
        self.delayed: dict[int, tuple[Node, int]] = {}  # by position: node, length
        self.columns: list[int] = []  # position in the source of each translated character

    def syntax(self) -> ast.expr:
        pieces: list[str] = []
        for token in self.fused(tokens(self.source)):
            piece = "**" if token.text == "^" else token.text
            if token.kind == "number":
                # in this spelling it is a float, so that no large integer is ever made
                piece = repr(float(token.text))
            pieces.append(piece)
            self.columns += [token.start] * (len(piece) + 1)
        try:
            return ast.parse(" ".join(pieces), "<equation>", "eval").body
        except SyntaxError as error:
            start = self.columns[min((error.offset or 1) - 1, len(self.columns) - 1)]
            self.source.refuse(f"cannot be read at '{self.source.text[start]}'", start)
        except (RecursionError, MemoryError, ValueError):
            self.source.refuse(f"the formula is nested too deeply, allowed {DEEPEST} levels")

    def fused(self, found: Sequence[Token]) -> list[Token]:
        """The tokens with each `x@tau` made one, which Python would read as 2*x@tau = (2*x)@tau."""
        joined: list[Token] = []
        i = 0
        while i < len(found):
            if i + 1 < len(found) and found[i + 1].text == "@":
                joined.append(self.past(found[i], found[i + 2], found[i + 2]))
                i += 3
                continue
            if self.looks_back(found[i : i + 6]):
                joined.append(self.past(found[i], found[i + 4], found[i + 5]))
                i += 6
                continue
            if found[i].text == "@":
                self.source.refuse("'@' stands after a state, as in x@tau", found[i].start)
            joined.append(found[i])
            i += 1
        return joined

    def looks_back(self, six: Sequence[Token]) -> bool:
        """Whether this is `x(t - tau)`, which means `x@tau`."""
        if self.delays is None or len(six) < 6 or six[0].text not in self.delays.states:
            return False
        return [token.text for token in (*six[1:4], six[5])] == ["(", TIME, "-", ")"]

    def past(self, state: Token, delay: Token, last: Token) -> Token:
        """One token for a delayed state; `last` is the last one of how it is written.

        Raises:
            EquationError: If state or delay are not what they must be.
        """
        shown = f"{state.text}@{delay.text}"
        length = last.start + len(last.text) - state.start
        if state.kind != "word":
            self.source.refuse("only a state can be delayed, as in x@tau", state.start)
        if self.delays is None:
            self.source.refuse(
                f"'{shown}' is a delay, allowed only where kind = 'dde'", state.start, length
            )
        if state.text not in self.delays.states:
            self.unknown("state", state, self.delays.states)
        if delay.kind == "sign":
            self.source.refuse(
                f"after '{state.text}@' stands '{delay.text}', allowed are the name of a "
                "parameter and a number above 0",
                delay.start,
            )
        if delay.kind == "word" and delay.text not in self.delays.parameters:
            self.unknown("delay", delay, self.delays.parameters)
        if delay.kind == "number" and not float(delay.text) > 0.0:
            self.source.refuse(
                f"delay: must be > 0, got {delay.text}", delay.start, len(delay.text)
            )
        ago = Name(delay.text) if delay.kind == "word" else number(float(delay.text))
        self.delayed[state.start] = cast(Node, Delayed(state.text, ago)), length
        return Token("word", _DELAYED, state.start)

    def unknown(self, what: str, token: Token, known: tuple[str, ...]) -> NoReturn:
        near = nearest(token.text, known)
        words = f"known are {', '.join(known)}" if known else "there is none"
        hint = f"did you mean '{near}'?" if near else words
        self.source.refuse(f"unknown {what} '{token.text}', {hint}", token.start, len(token.text))

    def span(self, node: ast.expr) -> tuple[int, int]:
        start = self.columns[node.col_offset]
        last = self.columns[(node.end_col_offset or node.col_offset + 1) - 1]
        if isinstance(node, ast.Name):
            return start, self.delayed[start][1] if start in self.delayed else len(node.id)
        return start, last - start + 1

    def leaf(self, node: ast.expr) -> Node:
        start, length = self.span(node)
        if isinstance(node, ast.Constant) and type(node.value) is float:
            return number(node.value)
        if not isinstance(node, ast.Name):
            self.source.refuse(
                "this is not arithmetic, allowed are numbers, names, + - * / ^ and functions",
                start,
                length,
            )
        if start in self.delayed:
            return self.delayed[start][0]
        word = node.id
        if word in self.names:
            return cast(Node, Name(word))
        if word in FUNCTIONS:
            self.source.refuse(
                f"function '{word}' needs brackets, as in {word}({self.names[0]})", start, length
            )
        near = nearest(word, self.names)
        hint = f", did you mean '{near}'?" if near else f", known are {', '.join(self.names)}"
        self.source.refuse(f"unknown name '{word}'{hint}", start, length)

    def function(self, node: ast.Call) -> str:
        start, length = self.span(node.func)
        if not isinstance(node.func, ast.Name) or start in self.delayed:
            self.source.refuse("a sign is missing before a bracket, a product is a*(b)", start)
        word = node.func.id
        if word in self.names:
            self.source.refuse(
                f"'{word}' is not a function, a product is {word}*(b)", start, length
            )
        if word not in FUNCTIONS:
            near = nearest(word, FUNCTIONS)
            hint = f", did you mean '{near}'?" if near else f", known are {', '.join(FUNCTIONS)}"
            self.source.refuse(f"unknown function '{word}'{hint}", start, length)
        arity, got = FUNCTIONS[word].arity, len(node.args)
        if got != arity or node.keywords:
            plural = "" if arity == 1 else "s"
            self.source.refuse(
                f"function '{word}' takes {arity} argument{plural}, got {got}", start, length
            )
        return word

    def parts(self, node: ast.expr) -> list[ast.expr]:
        """The operands of what is allowed; nothing for a leaf and for what will be refused."""
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            return [node.left, node.right]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            return [node.operand]
        if isinstance(node, ast.Call):
            self.function(node)
            return list(node.args)
        return []

    def built(self, node: ast.expr, inner: list[Node]) -> Node:
        if isinstance(node, ast.BinOp) and inner:
            return cast(Node, Binary(_OPERATORS[type(node.op)], *inner))
        if isinstance(node, ast.UnaryOp) and inner:
            return cast(Node, Negative(*inner)) if isinstance(node.op, ast.USub) else inner[0]
        if isinstance(node, ast.Call):
            return cast(Node, Call(self.function(node), tuple(inner)))
        return self.leaf(node)

    def tree(self) -> Node:
        """The tree, built without recursion so that no text can exhaust the stack."""
        root = self.syntax()
        made: dict[ast.expr, tuple[Node, int]] = {}  # tree and depth
        values: dict[Node, float] = {}  # of parts without names
        stack = [root]
        while stack:
            node = stack[-1]
            parts = self.parts(node)
            missing = [part for part in parts if part not in made]
            if missing:
                stack.extend(reversed(missing))
                continue
            stack.pop()
            depths = [made[part][1] for part in parts]
            depth = 1 + max(depths, default=0)
            if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Pow) and depths:
                # Python brackets a long sum from the left; that is long, but not deep
                depth = max(depths[0], 1 + depths[1])
            if depth > DEEPEST:
                self.source.refuse(
                    f"the formula is nested too deeply, allowed {DEEPEST} levels", *self.span(node)
                )
            built = self.built(node, [made[part][0] for part in parts])
            self.check_value(node, built, values)
            made[node] = (built, depth)
        return made[root][0]

    def check_value(self, node: ast.expr, built: Node, values: dict[Node, float]) -> None:
        """Refuse numbers such as 9^9^9 and 1/0, which no machine can hold."""
        if any(operand not in values for operand in built.operands):
            return
        value = _value(built, [values[operand] for operand in built.operands])
        if value is None:
            return
        if not math.isfinite(value):
            start, length = self.span(node)
            self.source.refuse(
                "this is not a finite number, allowed are numbers up to 1.79e308", start, length
            )
        values[built] = value


def parse(text: str, names: Collection[str], where: str = "", delays: Delays | None = None) -> Node:
    """The tree of a formula.

    Args:
        text: The formula, at most 2,000 characters, nested at most 50 deep.
        names: States, parameters and auxiliaries it may use; `t`, `pi` and `e` always are.
        where: What it is, for the sentence, e.g. "lorenz.toml: equation for x".
        delays: What may be delayed and by what, as in `x@tau`; None if nothing may.

    Raises:
        EquationError: One sentence naming `where`, the column and what is allowed.
    """
    return _Reader(Source(text, where), names, delays).tree()
