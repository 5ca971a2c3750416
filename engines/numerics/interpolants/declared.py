"""What a hand can set of the sampler over a bridge, and what the values stand for."""

from __future__ import annotations

from typing import Any

from engines.numerics.interpolants.bridging import PROFILES, Shaking
from engines.parameters.declare import Declaration, Parameters, choice, real, whole

SHAKING: tuple[Declaration, ...] = (
    real(
        "eps",
        0.0,
        0.0,
        10.0,
        title="Diffusion",
        symbol="\\varepsilon",
        group="Sampler",
        logarithmic=True,
        help="Noise of the sampler, with the drift that undoes it: no moment changes.",
    ),
    choice(
        "profile",
        "steady",
        tuple(PROFILES),
        title="Over the way",
        group="Sampler",
        help="How the diffusion goes between the clouds.",
    ),
    real(
        "wrong",
        0.0,
        0.0,
        1.0,
        title="Error of the drift",
        symbol="\\delta",
        group="Sampler",
        help="Added to the drift along the first axis; diffusion pulls back what it leads astray.",
    ),
    whole(
        "sampling_steps",
        200,
        10,
        2000,
        title="Steps",
        symbol="N",
        group="Sampler",
        logarithmic=True,
        help="Number of steps between the clouds.",
    ),
)


def shaking_of(parameters: Parameters) -> Shaking:
    """The sampler that is set; its noise by the seed of the cloud, where there is one."""
    p: Any = parameters
    seed = int(getattr(parameters, "seed", 0))
    return Shaking(p.eps, p.sampling_steps, p.wrong, seed, profile=p.profile)
