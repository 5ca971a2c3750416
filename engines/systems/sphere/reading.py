"""What a system file says of the sphere its states live on."""

from __future__ import annotations

from collections.abc import Mapping

from engines.equations.equations import Equations
from engines.systems.sphere.sphere_flow import outward
from engines.systems.system import Sphere
from engines.systems.table import Table

KEYS = frozenset({"radius", "start"})
_OUTWARD = 1e-9  # share of a velocity that may point out of a sphere: rounding


def read_sphere(top: Table, equations: Equations, values: Mapping[str, float]) -> Sphere | None:
    """The sphere on which the states are unit vectors, if the file says so.

    Args:
        top: The file, with "radius" and "start" under "sphere".
        equations: Its equations.
        values: Value of each parameter.

    Raises:
        SystemFileError: If there are not three rates, or they point out of the sphere.
    """
    if "sphere" not in top.content:
        return None
    table = top.table("sphere", KEYS)
    if equations.discrete or equations.dimension != 3:
        top.refuse("sphere", f"needs [rates] of 3 states, has {equations.dimension}")
    share = leaving(equations, values)
    if share > _OUTWARD:
        top.refuse("rates", f"point out of the sphere by {share:.1e} of the speed, allowed 0")
    start = table.pair("start", (-180.0, -90.0), (180.0, 90.0), (0.0, 0.0))
    return Sphere(table.positive("radius", 6.371e6), start)


def leaving(equations: Equations, values: Mapping[str, float]) -> float:
    """The share of the speed that points out of the sphere, at most."""
    return outward(lambda states, time: equations.evaluate(states, time, values))


def stays(equations: Equations, values: Mapping[str, float]) -> bool:
    """Whether three rates keep unit vectors on the sphere."""
    three = equations.dimension == 3 and not equations.discrete and not equations.delayed
    return three and leaving(equations, values) <= _OUTWARD
