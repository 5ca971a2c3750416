"""What values become when the equations under them are exchanged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.catalogue import Opened
from engines.parameters.declare import Declaration, Parameters, declarations
from engines.parameters.reading import coerced
from engines.protocols.experiment import Experiment

FLOW = "Flow"  # group of the parameters of the equations themselves


def carried(
    old: Parameters, experiment: Experiment, remembered: Mapping[str, float] | None = None
) -> Parameters:
    """The values of `old` that mean something in `experiment`, its own defaults elsewhere.

    A parameter of the equations keeps its value as long as its name stays and no other number is
    typed for it. What is set for an instrument goes along if it was moved from its default, which
    depends on the equations. Instruments that do not fit any more are switched off.

    Args:
        old: Values until now.
        experiment: What is shown from now on.
        remembered: Value a parameter of the equations had when it was last there.
    """
    known, new = declarations(type(old)), declarations(experiment.parameters)
    values: dict[str, Any] = {}
    for name, d in new.items():
        before = known.get(name)
        if before is None or before.kind != d.kind:
            last = (remembered or {}).get(name)
            if d.group == FLOW and last is not None and _fits(d, last):
                values[name] = last
            continue
        value = getattr(old, name)
        moved = value != before.default
        typed = d.default != before.default
        taken = (moved and not typed) if d.group == FLOW else moved
        if taken and _fits(d, value):
            values[name] = value
    made = experiment.parameters(**values)
    unfit = experiment.unfit(made)
    off = {n: False for n, d in new.items() if d.kind == "switch" and n in unfit and n in values}
    return made.model_copy(update=off) if off else made


def numbers(found: Opened, values: Parameters) -> dict[str, float]:
    """The value of each parameter of the equations that are shown; those of a system that the
    experiment has chosen by itself are at rest.
    """
    declared = found.subject.declared
    if found.experiment.subject_at(values) is not None:
        return {d.name: float(d.default) for d in declared}
    return {d.name: float(getattr(values, d.name)) for d in declared}


def _fits(d: Declaration, value: Any) -> bool:
    """Whether `d` allows a value."""
    if d.kind in ("real", "whole"):
        return bool(d.low <= coerced(d, value) <= d.high)
    if d.kind == "choice":
        return value in d.choices
    if d.kind == "places":
        count = len(d.default[0]) if d.default else 0
        return not count or all(len(place) == count for place in value)
    return True
