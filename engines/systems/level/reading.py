"""What a system file says of the surface its paths begin on."""

from __future__ import annotations

from engines.equations.algebra.tree import Node
from engines.equations.equations import Equations
from engines.equations.parse import parse
from engines.systems.table import Table


def read_section(top: Table, equations: Equations, file: str) -> dict[str, Node]:
    """What all states but two are where those two are given; empty if the file has no section.

    Args:
        top: The file, with formulas by state under "section".
        equations: Its equations.
        file: Its name.

    Raises:
        SystemFileError: If the section belongs to no state, or leaves not two of them free.
        EquationError: If a formula cannot be read.
    """
    formulas = top.texts("section") if "section" in top.content else {}
    for name in formulas:
        if name not in equations.states:
            top.refuse(f"section.{name}", f"is no state, allowed {', '.join(equations.states)}")
    if formulas and equations.discrete:
        top.refuse("section", "does not belong to a map, allowed for [rates]")
    free = [name for name in equations.states if name not in formulas]
    if formulas and len(free) != 2:
        top.refuse("section", f"leaves {len(free)} states free, expected two")
    names = (*free, *equations.parameters)
    return {s: parse(text, names, f"{file}: section.{s}") for s, text in formulas.items()}
