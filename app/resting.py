"""Which values mean nothing now, because their instrument is switched off or does not fit."""

from __future__ import annotations

from collections.abc import Mapping

from engines.parameters.declare import Parameters, declarations


def resting(parameters: Parameters, reasons: Mapping[str, str]) -> set[str]:
    """Titles of the instruments that are switched off or do not fit.

    Args:
        parameters: What is set.
        reasons: Name of an instrument to why it does not fit, as `Experiment.unfit` tells.
    """
    return {
        d.title
        for name, d in declarations(type(parameters)).items()
        if d.group == "Instruments" and (name in reasons or not getattr(parameters, name))
    }
