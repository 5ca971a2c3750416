"""What a typed text says of the time before a delay equation begins."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from engines.equations.algebra.tree import Node
from engines.equations.functions import TIME
from engines.equations.parse import parse
from engines.equations.to_numpy import evaluated
from engines.errors import EquationError
from engines.systems.written.formulas import Formula, Words, elsewhere, formula
from engines.systems.written.marks import Page
from engines.systems.written.statements import Statement


def histories(
    page: Page, said: Mapping[str, Statement], states: Collection[str], given: Collection[str]
) -> dict[str, Formula]:
    """State to the formula of what it was.

    Args:
        page: The text.
        said: Name to what the text says was before t = 0.
        states: Names of the states.
        given: Names that the text defines, or somebody else knows.

    Raises:
        EquationError: If a history belongs to no state, or names one.
    """
    found: dict[str, Formula] = {}
    for name, one in said.items():
        if name not in states:
            page.refuse(f"no equation names '{name}'", one.mark.start, one.mark.end)
        made = formula(page, one.right, Words((), given))
        if state := next((s for s in states if s in made.names), ""):
            reason = f"a history is a formula of t and parameters, '{state}' is a state"
            page.refuse(reason, one.right[0].start, one.right[-1].end)
        found[name] = made
    return found


def pasts(page: Page, found: Mapping[str, Formula], parameters: Collection[str]) -> dict[str, Node]:
    """State to the tree of its history.

    Raises:
        EquationError: If one cannot be read; the error stands at its place in the text.
    """
    trees: dict[str, Node] = {}
    for name, made in found.items():
        try:
            trees[name] = parse(made.text, parameters, f"history for {name}")
        except EquationError as error:
            elsewhere(page, error, made)
    return trees


def present(
    page: Page,
    said: Mapping[str, Statement],
    trees: Mapping[str, Node],
    values: Mapping[str, float],
) -> dict[str, float]:
    """State to where its history ends, at t = 0.

    Raises:
        EquationError: If that is no finite number.
    """
    found = ends(trees, values)
    for name in trees.keys() - found.keys():
        mark = said[name].mark
        page.refuse("at t = 0 this is not a finite number", mark.start, mark.end)
    return found


def ends(trees: Mapping[str, Node], values: Mapping[str, float]) -> dict[str, float]:
    """State to where its history ends, at t = 0, where that is a finite number."""
    found: dict[str, float] = {}
    for name, tree in trees.items():
        end = float(evaluated([tree], {**values, TIME: 0.0})[0])  # type: ignore[dict-item]
        if math.isfinite(end):
            found[name] = end
    return found


def written(name: str, text: str) -> str:
    """A history as a line of a text."""
    return f"{name} = {text} for t <= 0"


def past_lines(
    texts: Mapping[str, str],
    trees: Mapping[str, Node],
    starts: Mapping[str, float],
    values: Mapping[str, float],
) -> tuple[str, ...]:
    """Histories of a file as lines of a text, with the starts that are not where they end.

    Args:
        texts: State to its history in words.
        trees: The same, read.
        starts: Where each state begins.
        values: Value of each parameter.
    """
    found = ends(trees, values)
    moved = [f"{name}(0) = {starts[name]!r}" for name in texts if found.get(name) != starts[name]]
    return (*(written(name, text) for name, text in texts.items()), *moved)
