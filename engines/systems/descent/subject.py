"""Descent: a landscape, a method, and what is compared with it, as something with parameters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engines.errors import UnfitError
from engines.parameters.declare import Declaration, Parameters, choice, real, switch
from engines.protocols.descent import Method
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.systems.descent.family import AHEAD, DAMPING, GAIN, LOOK, MOMENTUM, STEP
from engines.systems.descent.flows import Course, accelerated_flow, stepping_flow
from engines.systems.descent.landscape import Landscape, landscape_of, landscapes
from engines.systems.descent.methods import (
    FREE,
    METHODS,
    STEPS,
    coefficients,
    immersed,
    method_of,
    slow_coefficients,
    tuned,
)
from engines.systems.system import System

IMMERSED = "exact immersion"
GROUP, COMPARED = "Method", "Compared"
FINE, COARSE = "high", "low"
FLOWS = {  # methods whose flow, or whose steps, are in the picture
    "heavy ball": "heavy_ball",
    "Nesterov": "nesterov",
    "triple momentum": "triple_momentum",
}
AT_REST = ("heavy_ball", "nesterov", "triple_momentum")


class Descent(Subject):
    """What a method does on the landscape of a system, or on another of as many coordinates.

    Args:
        system: Runs straight down the landscape that is chosen at rest.
        discrete: Whether it is the steps of a method that are looked at, not its flow.

    Raises:
        UnfitError: If the system runs down no landscape.
    """

    def __init__(self, system: Subject, *, discrete: bool = False) -> None:
        if not isinstance(system, System):
            raise UnfitError(f"{system.id}: this experiment needs equations, x' = -grad f")
        own = landscape_of(system)
        if own.dimension > 2:
            raise UnfitError(f"{system.id}: {own.dimension} coordinates, allowed 1 or 2")
        self.id, self.title, self.source = system.id, system.title, system.source
        self.discrete = discrete
        others = (one for one in landscapes(own.dimension) if one.system.id != system.id)
        self.landscapes = {one.system.id: one for one in (own, *others)}
        self.declared = (
            choice("landscape", system.id, tuple(self.landscapes), title="Landscape",
                   group="Landscape", help="What is walked down."),
            *self._of_landscapes(),
            *self._of_method(),
            *self._compared(),
        )  # fmt: skip

    def flow(self, parameters: Parameters) -> Flow:
        """The flow of the method that is looked at, or its steps.

        Raises:
            ParameterError: If a number is not allowed.
        """
        p: Any = parameters
        landscape = self.landscapes[p.landscape]
        values = self.values(landscape, p)
        curvature = landscape.tuned_for(values)
        compared = tuple(
            tuned(name, curvature, float(p.step_factor)) for name in METHODS if getattr(p, name)
        )
        own, fine = self._own(p, curvature), p.fine == FINE
        if self.discrete:
            return stepping_flow(Course(landscape, values, compared, own, coefficients(own), fine))
        numbers = self._numbers(p, curvature[0])
        if own.kind:
            numbers = coefficients(own) if fine else slow_coefficients(own, curvature[0])
        return accelerated_flow(Course(landscape, values, compared, own, numbers, fine))

    def idle(self, parameters: Parameters) -> dict[str, str]:
        """Name of a parameter that has no meaning now to the reason."""
        p: Any = parameters
        landscape = self.landscapes[p.landscape]
        title = landscape.system.title
        used = set(landscape.system.equations.parameters)
        found = {d.name: f"not of {title}" for d in self._of_landscapes() if d.name not in used}
        if p.member != FREE:
            names = (STEP, MOMENTUM, LOOK) if self.discrete else (DAMPING, AHEAD, GAIN)
            found |= {d.name: f"set by {p.member}" for d in names}
        return found

    def values(self, landscape: Landscape, p: Any) -> dict[str, float]:
        """Values of the parameters of a landscape."""
        return {n: float(getattr(p, n)) for n in landscape.system.equations.parameters}

    def _of_landscapes(self) -> tuple[Declaration, ...]:
        """Parameters of all landscapes; one that several declare is shared."""
        found: dict[str, Declaration] = {}
        for one in self.landscapes.values():
            for d in one.system.declared:
                found.setdefault(d.name, replace(d, group="Landscape"))
        return tuple(found.values())

    def _of_method(self) -> tuple[Declaration, ...]:
        members = (FREE, *FLOWS) if self.discrete else (FREE, *FLOWS, IMMERSED)
        what = "steps" if self.discrete else "flow"
        numbers = (STEP, MOMENTUM, LOOK) if self.discrete else (DAMPING, AHEAD, GAIN)
        return (
            choice("member", "Nesterov", members, title="Picture of", group=GROUP,
                   help=f"Whose {what} the picture shows; free leaves its numbers to you."),
            *(replace(d, group=GROUP) for d in numbers),
            real("step_factor", 1.0, *STEPS, title="Step", unit="tuned", group=GROUP, live=True,
                 help="Steps of all methods, in tuned ones."),
        )  # fmt: skip

    def _compared(self) -> tuple[Declaration, ...]:
        return (
            *(
                switch(name, name in AT_REST, title=_capital(words), group=COMPARED,
                       help=f"{short}, {words}, beside the others.")
                for name, (short, words) in METHODS.items()
            ),
            choice("fine", FINE, (FINE, COARSE), title="Resolution", group=COMPARED,
                   help="Flows of methods: high tells heavy ball and Nesterov apart, low does not."),
        )  # fmt: skip

    def _own(self, p: Any, curvature: tuple[float, float]) -> Method:
        if p.member in FLOWS:
            return tuned(FLOWS[p.member], curvature, float(p.step_factor))
        if self.discrete:
            return Method(FREE, "free numbers", 0, float(p.alpha) / curvature[1], p.beta, p.gamma)
        own = method_of(*self._numbers(p, curvature[0]), curvature[1])
        return replace(own, name="immersed", title=IMMERSED) if p.member == IMMERSED else own

    def _numbers(self, p: Any, mu: float) -> tuple[float, float, float]:
        """(d, h, c) of a flow that belongs to no method."""
        return immersed(mu) if p.member == IMMERSED else (float(p.d), float(p.h), float(p.c))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
