"""Which rows mean nothing now, because what they belong to is switched off or does not fit."""

from __future__ import annotations

from engines.parameters.declare import Parameters, declarations
from engines.protocols.experiment import Experiment


def resting(experiment: Experiment, parameters: Parameters) -> set[str]:
    """Groups of rows of which none changes anything now.

    Args:
        experiment: What is open.
        parameters: What is set.
    """
    unused = experiment.unused(parameters)
    groups: dict[str, list[bool]] = {}
    for name, d in declarations(type(parameters)).items():
        groups.setdefault(d.group, []).append(d.hidden or name in unused)
    return {group for group, rests in groups.items() if all(rests)}
