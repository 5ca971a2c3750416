"""Where an expression stops having a value, and which part of it is to blame."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engines.equations.algebra.tree import Binary, Call, Name, Negative, Node, Number, postorder
from engines.equations.to_numpy import evaluated


def blamed(root: Node, scope: Mapping[str, float]) -> Node | None:
    """The first part that has no real value though everything in it has one.

    Args:
        root: An expression.
        scope: Name to value.

    Returns:
        The root of a negative number, its logarithm, 0/0 and the like; None if there is none.
    """
    parts = postorder([root])
    arrays = {name: np.asarray(value, dtype=float) for name, value in scope.items()}
    values = dict(zip(parts, evaluated(parts, arrays), strict=True))
    for part in parts:
        inner = [values[operand] for operand in part.operands]
        if np.isnan(values[part]) and not any(np.isnan(value) for value in inner):
            return part
    return None


def short(node: Node) -> str:
    """An expression as people type it, with the brackets it needs, e.g. "x^n"."""
    written: dict[Node, tuple[str, int]] = {}
    tight = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}
    for part in postorder([node]):
        inner = [written[operand] for operand in part.operands]
        if isinstance(part, Number):
            written[part] = f"{part.value:.12g}", 4 if part.value >= 0.0 else 1
        elif isinstance(part, Name):
            written[part] = part.name, 4
        elif isinstance(part, Negative):
            written[part] = f"-{_held(inner[0], 2)}", 1
        elif isinstance(part, Call):
            written[part] = f"{part.function}({', '.join(text for text, _ in inner)})", 4
        elif isinstance(part, Binary):
            own, sign = tight[part.operator], part.operator
            left = _held(inner[0], own + (sign == "^"))
            right = _held(inner[1], own + (sign in "-*/"))
            gap = " " if sign in "+-" else ""
            written[part] = f"{left}{gap}{sign}{gap}{right}", own
        else:
            written[part] = str(getattr(part, "argument", "")).replace("__", "@"), 4
    return written[node][0]


def _held(part: tuple[str, int], least: int) -> str:
    text, tight = part
    return text if tight >= least else f"({text})"
