"""Data as charges: from electrostatics to diffusion by the number of hidden dimensions."""

from __future__ import annotations

from typing import Any

from engines.experiments.generative.carried_cloud import CarriedCloud
from engines.parameters.declare import Parameters


class PfgmPlusPlus(CarriedCloud):
    """Noise on field lines back to the charges, and where lines part."""

    title = "Field lines"
    divides = "where field lines part"

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        told = "infinitely many" if p.infinite else f"{p.hidden:.4g}"
        return self.title, f"{told} hidden dimensions"

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        p: Any = parameters
        found = super().unfit(parameters)
        if p.infinite:
            found["hidden"] = "there are infinitely many"
        if p.data == "two points":
            found["charges"] = found["drawn"] = "there are two"
        return found


EXPERIMENT = PfgmPlusPlus
