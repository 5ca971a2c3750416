"""What all instruments that watch methods walk share: starts, steps, colours."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.instruments.portrait.paths import declared_paths
from engines.layers.series import KINDS
from engines.parameters.declare import Declaration, whole
from engines.protocols.descent import Descending, Method
from engines.protocols.flow import Flow
from engines.protocols.views import Axis

GROUP = "Walks"
STEPS = 100
NEEDED = "needs a method on a landscape"


def declared_walks(flow: Flow) -> tuple[Declaration, ...]:
    """Where walks start, and how many steps they take."""
    (starts,) = (d for d in declared_paths(flow) if d.name == "starts")
    about = "Steps every method takes, and its flow in as much time."
    return (starts, whole("steps", STEPS, 5, 3000, title="Steps", group=GROUP, help=about))


def step_axis(flow: Flow, steps: int) -> Axis:
    """The axis of steps; where the clock counts steps it is that of the clock."""
    if flow.dimension == 2 and not flow.discrete:  # its clock tells the time of a portrait
        return Axis("step", "k", "", 0.0, float(steps))
    return Axis("time", "", "steps", 0.0, float(steps))


def walker(flow: Flow) -> Descending:
    """The flow as what walks down a landscape; instruments refuse all others beforehand."""
    if not isinstance(flow, Descending):
        raise TypeError(f"{type(flow).__name__} {NEEDED}")
    return flow


def starts_of(flow: Flow, parameters: Any) -> np.ndarray:
    """Places where walks start, shape (k, n), the one moved last at the end."""
    n = len(walker(flow).region.low)
    kept = [start[:n] for start in parameters.starts if len(start) == flow.dimension]
    return np.array(kept, float).reshape(-1, n)


def shown_methods(flow: Flow) -> tuple[Method, ...]:
    """Methods to be compared; that of the picture is among them if its numbers are its own."""
    walking = walker(flow)
    return (*walking.methods, *((walking.own,) if not walking.own.kind else ()))


def role_of(method: Method) -> str:
    """Its pen in a chart: a colour of kinds, or that of a plain line for free numbers."""
    return KINDS[method.kind - 1] if method.kind else "value"


def colour_of(method: Method) -> float:
    """Its value on the scale of kinds; the last kind is the colour of text."""
    return method.kind - 0.5 if method.kind else len(KINDS) - 0.5
