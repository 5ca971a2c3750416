"""Samplers of diffusers, fed with the noise that a formula gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.path import Path, VarianceExploding, VariancePreserving

NOISY = 80.0  # sigma at which the paths of Karras et al. begin
SPREAD = 0.5  # of data, as their preconditioning has it; the formula is handed over by its inverse
RATES: Mapping[str, Any] = {
    "num_train_timesteps": 1000,
    "beta_start": 1e-4,
    "beta_end": 0.02,
    "beta_schedule": "linear",
}
MIDPOINT: Mapping[str, Any] = {
    "solver_order": 2,
    "solver_type": "midpoint",
    "lower_order_final": False,
    "euler_at_final": False,
}
Run = Callable[[Field, np.ndarray], np.ndarray]


@dataclass(frozen=True, slots=True)
class Peer:
    """One of its samplers beside the solver of ours that should do the same.

    Attributes:
        title: Name of its class.
        solver: Name of ours.
        path: The path both walk along.
        nodes: The times at which both stop, rising.
        run: Its end states, from a field on this path and states at the first of the times.
    """

    title: str
    solver: str
    path: Path
    nodes: np.ndarray
    run: Run


def diffusers_peers(steps: int) -> list[Peer]:
    """All of them with that many steps; none if diffusers is absent."""
    try:
        from diffusers import (
            DDIMScheduler,
            DPMSolverMultistepScheduler,
            EDMDPMSolverMultistepScheduler,
            EDMEulerScheduler,
            HeunDiscreteScheduler,
        )
    except ImportError:
        return []
    preserving = VariancePreserving()
    discrete = _ready(DDIMScheduler(**RATES, clip_sample=False, set_alpha_to_one=True), steps)
    kept = discrete.alphas_cumprod.double().numpy()[discrete.timesteps.numpy()]
    ratios = np.append(np.sqrt((1.0 - kept) / kept), 0.0)
    found = [_in_noise("DDIM", "DDIM", discrete, preserving, ratios, steps)]
    multistep = DPMSolverMultistepScheduler(
        **RATES, **MIDPOINT, final_sigmas_type="zero", timestep_spacing="linspace"
    )
    ratios = _sigmas(_ready(multistep, steps))
    found.append(_in_noise("DPM++2M", "DPM++2M", multistep, preserving, ratios, steps))
    heun = _ready(HeunDiscreteScheduler(**RATES, timestep_spacing="linspace"), steps)
    ratios = _sigmas(heun)
    exploding = VarianceExploding(0.0, float(ratios[0]))
    found.append(_in_noise("Heun", "EDM Heun", heun, exploding, ratios, steps))
    for kind, solver, more in (
        (EDMEulerScheduler, "DDIM", {}),
        (EDMDPMSolverMultistepScheduler, "DPM++2M", MIDPOINT),
    ):
        scheduler = kind(sigma_min=0.002, sigma_max=NOISY, sigma_data=SPREAD, **more)
        found.append(_preconditioned(kind.__name__, solver, _ready(scheduler, steps), steps))
    return found


def _ready(scheduler: Any, steps: int) -> Any:
    """Set to its first step, in double precision where it has noise levels of its own."""
    scheduler.set_timesteps(steps)
    if getattr(scheduler, "sigmas", None) is not None:
        scheduler.sigmas = scheduler.sigmas.double()
    return scheduler


def _sigmas(scheduler: Any) -> np.ndarray:
    return np.asarray(scheduler.sigmas.numpy())


def _times(path: Path, ratios: np.ndarray) -> np.ndarray:
    """Times at which s / a falls through `ratios`, the last of which is 0."""
    with np.errstate(divide="ignore"):
        times = path.time_of(-np.log(ratios))
    times[-1] = 1.0
    return np.asarray(times)


def _in_noise(
    title: str, solver: str, scheduler: Any, path: Path, ratios: np.ndarray, steps: int
) -> Peer:
    """A sampler that asks for the noise at each of its stages."""
    times = _times(path, ratios)
    asked = times[: len(scheduler.timesteps)]

    def run(field: Field, x: np.ndarray) -> np.ndarray:
        import torch

        state, _ = torch.from_numpy(x.copy()), _ready(scheduler, steps)
        for when, t in zip(asked, scheduler.timesteps, strict=True):
            scheduler.scale_model_input(state, t)
            noise = torch.from_numpy(field.noise(state.numpy(), float(when)))
            state = scheduler.step(noise, t, state).prev_sample
        return np.asarray(state.numpy())

    return Peer(f"diffusers {title}", solver, path, np.unique(times), run)


def _preconditioned(title: str, solver: str, scheduler: Any, steps: int) -> Peer:
    """A sampler that asks for the raw output of a network of Karras et al."""
    ratios = _sigmas(scheduler)
    path = VarianceExploding(0.0, float(ratios[0]))
    times = _times(path, ratios)

    def run(field: Field, x: np.ndarray) -> np.ndarray:
        import torch

        state, _ = torch.from_numpy(x.copy()), _ready(scheduler, steps)
        for i, t in enumerate(scheduler.timesteps):
            sigma = float(ratios[i])
            data = torch.from_numpy(field.denoiser(state.numpy(), float(times[i])))
            size = SPREAD**2 + sigma**2
            raw = (data - SPREAD**2 / size * state) * (size**0.5 / (sigma * SPREAD))
            scheduler.scale_model_input(state, t)
            state = scheduler.step(raw, t, state).prev_sample
        return np.asarray(state.numpy())

    return Peer(f"diffusers {title.removesuffix('Scheduler')}", solver, path, times, run)
