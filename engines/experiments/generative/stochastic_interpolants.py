"""Any cloud becomes any other: one knob from a flow to a diffusion, and no moment changes."""

from __future__ import annotations

from typing import Any

from engines.experiments.generative.carried_cloud import CarriedCloud
from engines.parameters.declare import Parameters


class StochasticInterpolants(CarriedCloud):
    """A cloud on its bridge over the density it must have, and where the bridge divides."""

    title = "Bridge"
    divides = "of the drift, where the bridge divides"
    of_cloud = ("eps",)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        noise = "flow" if p.eps == 0.0 else f"diffusion {p.eps:.3g}"
        return self.title, f"{p.shape}, latent noise {p.amplitude:.3g}, {noise}"

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        p: Any = parameters
        found = super().unfit(parameters)
        if p.gamma == "none":
            found["amplitude"] = "there is no latent noise"
        if p.shape == "mirror":
            found["first"] = "a mirror carries the second cloud out and back"
        return found


EXPERIMENT = StochasticInterpolants
