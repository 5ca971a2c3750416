"""What a system file says about delays."""

from __future__ import annotations

from collections.abc import Iterable

from engines.equations.algebra.tree import Name, Node
from engines.equations.equations import Equations
from engines.equations.parse import parse
from engines.parameters.declare import Declaration
from engines.systems.table import Table

KIND = "dde"


def read_history(
    top: Table, kind: str, equations: Equations, declared: Iterable[Declaration], file: str
) -> dict[str, Node]:
    """State to what it was before t = 0: the section [history].

    Args:
        top: The file.
        kind: Its kind.
        equations: Its equations.
        declared: Its parameters.
        file: Its name.

    Raises:
        SystemFileError: If there is no delay, one that may not be positive, or a history that
            belongs to no state.
        EquationError: If a formula cannot be read.
    """
    formulas = top.texts("history")
    if kind != KIND:
        if formulas:
            top.refuse("history", f"does not belong to kind = '{kind}', allowed for '{KIND}'")
        return {}
    if not equations.delayed:
        top.refuse("kind", f"= '{KIND}' needs a delayed state in [rates], as in x@tau")
    for key in ("sphere", "section", "truths"):
        if key in top.content:
            top.refuse(key, f"does not belong to kind = '{KIND}', allowed for 'ode'")
    delays = {node.delay.name for node in equations.delayed if isinstance(node.delay, Name)}
    for one in declared:
        if one.name in delays and not one.low > 0.0:
            top.refuse(f"parameters.{one.name}.low", f"= {one.low:g}, a delay must be > 0")
    for name in formulas:
        if name not in equations.states:
            top.refuse(f"history.{name}", f"is no state, allowed {', '.join(equations.states)}")
    names = equations.parameters
    return {s: parse(text, names, f"{file}: history.{s}") for s, text in formulas.items()}
