"""A system in which some parameters have become states that stand still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from engines.equations.algebra.arithmetic import ZERO
from engines.equations.algebra.tree import Name, Node
from engines.equations.equations import Equations
from engines.errors import FlowError, near_miss
from engines.parameters.declare import Declaration
from engines.protocols.capabilities import Box

if TYPE_CHECKING:
    from engines.systems.system import System


def suspended(system: System, names: Sequence[str]) -> System:
    """`system` on its states and, behind them, the parameters `names`:

        x' = f(x, t; p),  p' = 0      or, for a map,      x_{n+1} = F(x_n, n; p),  p_{n+1} = p.

    One batch of its states is many members of the family, each at its own values, and the
    compiled loops carry all of them at once.

    Raises:
        FlowError: If a name is no parameter of the system.
    """
    known = system.equations.parameters
    for name in names:
        if name not in known:
            raise FlowError(f"no parameter '{name}', {near_miss(name, known)}")
    old, discrete = system.equations, system.equations.discrete
    still: list[Node] = [cast(Node, Name(name)) if discrete else ZERO for name in names]
    equations = Equations(
        states=(*old.states, *names),
        parameters=tuple(name for name in known if name not in names),
        rates=(*old.rates, *still),
        written=(*old.written, *still),
        auxiliaries=old.auxiliaries,
        discrete=discrete,
    )
    told = {d.name: d for d in system.declared}
    return replace(
        system,
        equations=equations,
        declared=tuple(d for d in system.declared if d.name not in names),
        box=widened(system.box, [told[name] for name in names]),
        section={},
        sphere=None,
    )


def widened(box: Box, moved: Sequence[Declaration]) -> Box:
    """`box` with a side for each of these parameters, behind the others."""
    return Box(
        low=(*box.low, *(d.low for d in moved)),
        high=(*box.high, *(d.high for d in moved)),
        periodic=(*box.periodic, *(False for _ in moved)),
        labels=(*box.labels, *(d.title or d.name for d in moved)),
        symbols=(*box.symbols, *(d.symbol or d.name for d in moved)),
        units=(*box.units, *(d.unit for d in moved)),
        start=(*box.start, *(float(d.default) for d in moved)),
    )
