"""Surfaces that a system knows of, while its equations are edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engines.equations.algebra.tree import Node, names_in, text
from engines.equations.parse import parse
from engines.systems.level.reading import read_section
from engines.systems.sphere.reading import read_sphere, stays
from engines.systems.system import Sphere, System
from engines.systems.table import Table

KEYS = frozenset({"section", "sphere"})


def surfaces_of(system: System) -> dict[str, Any]:
    """What a sheet says of the surfaces of a system."""
    found: dict[str, Any] = {}
    if system.section:
        found["section"] = {name: text(node) for name, node in system.section.items()}
    if system.sphere is not None:
        sphere = system.sphere
        found["sphere"] = {"radius": sphere.radius, "start": list(sphere.start)}
    return found


def needed(top: Table, system: System) -> tuple[str, ...]:
    """Parameters of the section of a sheet that the equations themselves do not name."""
    if not _fits(top, system):
        return ()
    states, parameters = system.equations.states, top.content.get("parameters", {})
    found: dict[str, None] = {}
    for name, formula in top.texts("section").items():
        tree = parse(formula, (*states, *parameters), f"{top.file}: section.{name}")
        found.update(dict.fromkeys(sorted(names_in([tree]))))
    given = (*states, *system.equations.parameters)
    return tuple(name for name in found if name in parameters and name not in given)


def kept(
    top: Table, system: System, values: Mapping[str, float]
) -> tuple[dict[str, Node], Sphere | None]:
    """Section and sphere of a sheet, as far as they fit the equations that were typed.

    Args:
        top: The sheet.
        system: What was typed.
        values: Value of each parameter.
    """
    equations = system.equations
    section = read_section(top, equations, top.file) if _fits(top, system) else {}
    round_ = (
        "sphere" in top.content
        and _same(top, system)
        and stays(equations, {name: values[name] for name in equations.parameters})
    )
    return section, read_sphere(top, equations, values) if round_ else None


def dropped(sheet: Mapping[str, Any], system: System) -> str:
    """What of the surfaces of a sheet is not kept by a system, in a sentence; "" if all is."""
    top = Table(system.id, "", dict(sheet), None)
    if sheet.get("section") and not system.section:
        what = " and ".join(sheet["section"])
        return f"Left out: the surface that gave {what}, as the coordinates are others now."
    if sheet.get("sphere") and system.sphere is None:
        stay = _same(top, system)
        why = "these rates leave it" if stay else "the coordinates are others now"
        return f"Left out: the sphere, as {why}."
    return ""


def _same(top: Table, system: System) -> bool:
    """Whether the states of a sheet are those of a system, in the same order."""
    states = tuple(top.content.get("states", {}))
    return system.kind == "ode" and states == system.equations.states


def _fits(top: Table, system: System) -> bool:
    return bool(top.content.get("section")) and _same(top, system)
