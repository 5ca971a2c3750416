r"""Equations as TeX, with the numbers of parameters marked so that a strip can keep them live."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

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
from engines.equations.equations import Equations
from engines.equations.functions import FUNCTIONS

_GREEK_NAMES = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon
phi chi psi omega varepsilon vartheta varphi
Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
"""
_GREEK = frozenset(_GREEK_NAMES.split())
_SHORT = {"lam": "\\lambda", "eps": "\\varepsilon"}

# How tightly an expression holds together; a part that holds less than its place needs brackets.
_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4


def symbol(name: str) -> str:
    r"""A name as TeX: `omega` is \omega, `x1` and `x_1` are x_{1}, `rate` is upright."""
    found = re.fullmatch(r"([A-Za-z]+?)_?(\d+)|([A-Za-z]+)_(\w+)", name)
    if found:
        base, index = (found[1], found[2]) if found[1] else (found[3], found[4])
        inner = symbol(index) if not index.isdigit() and "_" not in index else index
        return f"{symbol(base)}_{{{inner.replace('_', ' ')}}}"
    if name in _GREEK:
        return f"\\{name}" if name != "epsilon" else "\\varepsilon"
    if name in _SHORT:
        return _SHORT[name]
    return name if len(name) == 1 else f"\\mathrm{{{name.replace('_', ' ')}}}"


def figure(value: float) -> str:
    """A number as people write it, with at most ten significant digits."""
    if value == 0.0 or 1e-4 <= abs(value) < 1e6:
        return f"{value:.10g}"
    mantissa, _, exponent = f"{value:.9e}".partition("e")
    mantissa = f"{float(mantissa):.10g}"
    power = f"10^{{{int(exponent)}}}"
    return power if mantissa == "1" else f"{mantissa}\\cdot {power}"


def live(name: str, value: float) -> str:
    r"""A parameter's number as `\live{name}{value}`, three significant digits.

    The value is a plain number without braces, such as 0.100, 28.0 or 2.00e-5.
    """
    mantissa, _, exponent = f"{value:#.3g}".partition("e")
    shown = mantissa.rstrip(".") + (f"e{int(exponent)}" if exponent else "")
    return f"\\live{{{name}}}{{{shown}}}"


@dataclass(frozen=True, slots=True)
class _Written:
    """One part of an expression, written.

    Attributes:
        tex: The text.
        tight: How tightly it holds together.
        first: What stands at its left end: "digit", "live", "name" (of a function) or "".
        last: What stands at its right end: "digit", "live" or "".
        signed: Whether it is a product or quotient behind a minus sign.
    """

    tex: str
    tight: int
    first: str = ""
    last: str = ""
    signed: bool = False


def _in_brackets(part: _Written, least: int) -> _Written:
    if part.tight >= least:
        return part
    tall = "\\frac" in part.tex
    opening, closing = ("\\left(", "\\right)") if tall else ("(", ")")
    return _Written(f"{opening}{part.tex}{closing}", _ATOM)


def _gap(left: _Written, right: _Written) -> str:
    """What separates two factors: nothing, a thin space, or a dot between figures."""
    if right.first == "digit" or (left.last and right.first == "live"):
        return " \\cdot "
    if right.first or left.last == "live":
        return "\\,"
    return " "


class _Writer:
    def __init__(self, values: Mapping[str, float], symbols: Mapping[str, str]) -> None:
        self.values = values
        self.symbols = symbols

    def write(self, node: Node) -> str:
        made: dict[Node, _Written] = {}
        for part in postorder([node]):
            made[part] = self.part(part, [made[operand] for operand in part.operands])
        return made[node].tex

    def write_product(self, node: Node) -> str:
        """As a factor: a sum in brackets."""
        made: dict[Node, _Written] = {}
        for part in postorder([node]):
            made[part] = self.part(part, [made[operand] for operand in part.operands])
        return _in_brackets(made[node], _PRODUCT).tex

    def part(self, node: Node, inner: list[_Written]) -> _Written:
        if isinstance(node, Number):
            shown = figure(node.value)
            return _Written(shown, _PRODUCT if "10^" in shown else _ATOM, "digit", "digit")
        if isinstance(node, Name):
            return self.name(node.name)
        if isinstance(node, Delayed):
            state = self.symbols.get(node.state) or symbol(node.state)
            return _Written(f"{state}(t - {self.write(node.delay)})", _ATOM)
        if isinstance(node, Negative):
            held = _in_brackets(inner[0], _PRODUCT)
            return _Written(f"-{held.tex}", _SUM, "digit", held.last, signed=True)
        if isinstance(node, Binary):
            return {"*": self.product, "/": self.quotient, "^": self.power}.get(
                node.operator, self.sum
            )(node, *inner)
        if isinstance(node, Call):
            return self.call(node.function, inner)
        raise TypeError(f"not an expression: {node!r}")

    def name(self, name: str) -> _Written:
        if name in self.values:
            value = self.values[name]
            shown = live(name, value)
            plain = "e" not in shown.rpartition("{")[2]
            tight = _SUM if value < 0.0 else _ATOM if plain else _PRODUCT
            return _Written(shown, tight, "live", "live")
        if name == "e":
            return _Written("\\mathrm{e}", _ATOM)
        return _Written(self.symbols.get(name) or symbol(name), _ATOM)

    def sum(self, node: Binary, left: _Written, right: _Written) -> _Written:
        held = _in_brackets(right, _PRODUCT)
        return _Written(f"{left.tex} {node.operator} {held.tex}", _SUM, left.first, held.last)

    def product(self, node: Binary, left: _Written, right: _Written) -> _Written:
        a = left if left.signed else _in_brackets(left, _PRODUCT)
        b = _in_brackets(right, _PRODUCT)
        tight = _SUM if left.signed else _PRODUCT
        return _Written(f"{a.tex}{_gap(a, b)}{b.tex}", tight, a.first, b.last, left.signed)

    def quotient(self, node: Binary, left: _Written, right: _Written) -> _Written:
        above = left.tex.removeprefix("-") if left.signed else left.tex
        sign, tight = ("-", _SUM) if left.signed else ("", _PRODUCT)
        return _Written(f"{sign}\\frac{{{above}}}{{{right.tex}}}", tight, signed=left.signed)

    def power(self, node: Binary, left: _Written, right: _Written) -> _Written:
        if isinstance(node.left, Call) and isinstance(node.right, Number):
            name = FUNCTIONS[node.left.function].tex
            if left.first == "name" and node.right.value > 0.0:
                rest = left.tex.removeprefix(name)
                return _Written(f"{name}^{{{right.tex}}}{rest}", _ATOM, "name")
        base = _in_brackets(left, _ATOM)
        return _Written(f"{base.tex}^{{{right.tex}}}", _POWER, base.first)

    def call(self, function: str, inner: list[_Written]) -> _Written:
        name = FUNCTIONS[function].tex
        first = inner[0].tex
        if function == "sqrt":
            return _Written(f"\\sqrt{{{first}}}", _ATOM)
        opening, gap, closing = name.partition(" ")
        if gap:
            return _Written(f"{opening} {first} {closing}", _ATOM)
        tall = any("\\frac" in part.tex for part in inner)
        if function == "exp" and not tall:
            return _Written(f"\\mathrm{{e}}^{{{first}}}", _POWER)
        left, right = ("\\left(", "\\right)") if tall else ("(", ")")
        return _Written(f"{name}{left}{', '.join(p.tex for p in inner)}{right}", _ATOM, "name")


def tex(
    equations: Equations,
    values: Mapping[str, float] | None = None,
    symbols: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    r"""One line of TeX per equation, as `Described.tex` promises; auxiliaries follow.

    Args:
        equations: What is written, as it was typed.
        values: Parameter to number; those named stand as `\live{name}{number}`, others as
            symbols.
        symbols: State or parameter to its TeX symbol, where that is not `symbol(name)`.

    Returns:
        "\dot{x} = ..." for differential equations, "x_{n+1} = ..." for maps, then "f = ..."
        for each auxiliary.
    """
    own = dict(symbols or {})
    shown = {name: own.get(name) or symbol(name) for name in equations.states}
    if equations.discrete:
        own = {**own, **{name: _indexed(s, "n") for name, s in shown.items()}}
        left = [_indexed(s, "n+1") for s in shown.values()]
    else:
        left = [_dotted(s) for s in shown.values()]
    writer = _Writer(dict(values or {}), own)
    lines = [
        f"{head} = {writer.write(tree)}" for head, tree in zip(left, equations.written, strict=True)
    ]
    for name, tree in equations.auxiliaries:
        lines.append(f"{own.get(name) or symbol(name)} = {writer.write(tree)}")
    return tuple(lines)


def stochastic_tex(
    drift: Equations,
    noise: Equations,
    values: Mapping[str, float] | None = None,
    symbols: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    r"""One line "\mathrm{d}x = (...)\,\mathrm{d}t + ...\,\mathrm{d}W" per state, then auxiliaries.

    Args:
        drift: What stands before dt.
        noise: What stands before dW, for the same states.
        values: As in `tex`.
        symbols: As in `tex`.
    """
    lines = list(tex(drift, values, symbols))
    own = dict(symbols or {})
    writer = _Writer(dict(values or {}), own)
    shaken = [i for i, tree in enumerate(noise.rates) if tree is not number(0.0)]
    for i, state in enumerate(drift.states):
        right = writer.write_product(drift.written[i])
        line = f"\\mathrm{{d}}{own.get(state) or symbol(state)} = {right}\\,\\mathrm{{d}}t"
        if i in shaken:
            index = f"_{{{shaken.index(i) + 1}}}" if len(shaken) > 1 else ""
            line += f" + {writer.write_product(noise.written[i])}\\,\\mathrm{{d}}W{index}"
        lines[i] = line
    return tuple(lines)


def _indexed(shown: str, index: str) -> str:
    if shown.endswith("}") and "_{" in shown:
        return f"{shown[:-1]}, {index}}}"
    return f"{shown}_{{{index}}}"


def _dotted(shown: str) -> str:
    base, mark, rest = shown.partition("_{")
    return f"\\dot{{{base}}}{mark}{rest}"


def expression(node: Node, values: Mapping[str, float] | None = None) -> str:
    """One expression as TeX, parameters as in `tex`."""
    return _Writer(dict(values or {}), {}).write(node)
