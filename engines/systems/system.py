"""A system: equations with everything that is known about them, from which flows are made."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from engines.equations.algebra.tree import Node
from engines.equations.equations import Equations
from engines.equations.to_tex import expression, stochastic_tex, symbol, tex
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.capabilities import Box
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.systems.catalogued import Catalogued

STIFF = "stiff"  # the flag of a system that is integrated implicitly
KINDS = {
    "ode": "differential equations",
    "map": "an iterated map",
    "dde": "delay equations, which remember",
    "sde": "stochastic equations, shaken by noise",
}


@dataclass(frozen=True)
class Truths:
    """What is known exactly about a system, over its states, parameters and t.

    Attributes:
        divergence: The divergence, or None.
        fixed_points: State to coordinate, for each known fixed point.
        conserved: An expression that no trajectory changes, or None.
        area: For a map: determinant of its Jacobian, or None.
    """

    divergence: Node | None = None
    fixed_points: tuple[Mapping[str, Node], ...] = ()
    conserved: Node | None = None
    area: Node | None = None


@dataclass(frozen=True)
class Sphere:
    """The sphere on which three states are unit vectors.

    Attributes:
        radius: Radius, m.
        start: Longitude and latitude to begin with, degrees.
    """

    radius: float
    start: tuple[float, float]


@dataclass(frozen=True)
class System(Subject):
    """A system file, read and checked.

    Attributes:
        id: File name without suffix.
        title: Words for a heading.
        source: Where it comes from, one line.
        about: A sentence or two for the reader.
        kind: One of `KINDS`.
        equations: The equations.
        declared: Declarations of the parameters.
        box: Window, labels, units and start of the states.
        time_unit: Unit of time; "" if there is none.
        step: Suggested step of RK4, in units of time.
        duration: Suggested time span; for a map, number of iterations.
        truths: What is known exactly.
        symbols: State or auxiliary to its TeX symbol, where it has one of its own.
        lines: Its equations as they were written, those of the states first, e.g. "x' = y".
        sphere: Where its states live, if they are unit vectors.
        section: All states but two to what they are where those two are given; empty if the
            file says nothing about that.
        catalogued: Its period, flags, and invariants published and computed.
        history: For a delay equation: state to what it was before t = 0; one that is not named
            stood still.
        noise: For a stochastic equation: how strongly each state is shaken.
    """

    id: str
    title: str
    source: str
    about: str
    kind: str
    equations: Equations
    declared: tuple[Declaration, ...]
    box: Box
    time_unit: str
    step: float
    duration: float
    truths: Truths = field(default_factory=Truths)
    symbols: Mapping[str, str] = field(default_factory=dict)
    sphere: Sphere | None = None
    section: Mapping[str, Node] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    catalogued: Catalogued = field(default_factory=Catalogued)
    history: Mapping[str, Node] = field(default_factory=dict)
    noise: Equations | None = None

    @property
    def start(self) -> tuple[float, ...]:
        """A state to begin with."""
        return self.box.start

    def defaults(self) -> dict[str, float]:
        """Parameter to its value at rest."""
        return {d.name: float(d.default) for d in self.declared}

    def flow(self, parameters: Parameters) -> Flow:
        """The flow at these values; other fields of `parameters` are ignored."""
        given = parameters.model_dump()
        return self.flow_at({d.name: float(given[d.name]) for d in self.declared})

    def flow_at(self, values: Mapping[str, float], step: float | None = None) -> Flow:
        """The flow at these values of the parameters, integrated with `step` if one is given."""
        if self.kind == "map":
            from engines.systems.maps import MapFlow

            return MapFlow(self, values)
        if self.kind == "dde":
            from engines.systems.delay.flow import DelayFlow
            from engines.systems.delay.history import HistoryFlow

            return DelayFlow(HistoryFlow(self, values, step))
        if self.noise is not None:
            from engines.systems.stochastic.flow import StochasticFlow

            level = 0 if step is None else max(0, math.ceil(math.log2(self.step / step) - 1e-9))
            return StochasticFlow(self, values, level)
        if STIFF in self.catalogued.flags and not self.section and self.sphere is None:
            from engines.systems.stiff.flow import StiffFlow

            return StiffFlow(self, values)
        from engines.systems.ode import OdeFlow

        if self.section:
            from engines.systems.level.level_flow import LevelFlow

            return LevelFlow(self, values, step)
        flow = OdeFlow(self, values, step)
        if self.sphere is None:
            return flow
        from engines.systems.sphere.sphere_flow import SphereFlow

        return SphereFlow(flow, self.sphere.radius, self.sphere.start)

    def tex(self, values: Mapping[str, float] | None = None) -> tuple[str, ...]:
        r"""One line of TeX per equation, with the numbers of `values` in it; see `to_tex.tex`.

        A section has a line at the end, e.g. "x = 0,\; p_{x} = ...", and each history one, e.g.
        "x = 0.5,\; t \leq 0".
        """
        if self.noise is not None:
            return stochastic_tex(self.equations, self.noise, values, self.symbols)
        lines = tex(self.equations, values, self.symbols)
        given = [
            f"{self.symbols.get(name) or symbol(name)} = {expression(node, values)}"
            for name, node in self.section.items()
        ]
        past = [
            f"{self.symbols.get(name) or symbol(name)} = {expression(node, values)},\\; t \\leq 0"
            for name, node in self.history.items()
        ]
        return (*lines, *([",\\; ".join(given)] if given else []), *past)
