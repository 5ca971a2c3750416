"""What a hand can set of a path and a sampler, and what the values stand for."""

from __future__ import annotations

from typing import Any

from engines.numerics.diffusion.generation import TOLERANCE, Sampler
from engines.numerics.diffusion.grids import GRIDS, MOST
from engines.numerics.diffusion.path import PATHS, Path, Scaled, VarianceExploding
from engines.numerics.diffusion.solvers import SOLVERS
from engines.parameters.declare import Declaration, Parameters, choice, real, whole

ON_TIME = ("Euler", "Heun", "RK4")  # solvers whose own grid is even in t
OWN_GRID = "its own"

PATH = choice(
    "schedule",
    "linear",
    tuple(PATHS),
    title="Schedule",
    group="Path",
    help="How signal and noise are mixed on the way; VE is drawn at a scale that keeps its spread.",
)
SOLVER = choice(
    "solver",
    "DPM++2M",
    tuple(SOLVERS),
    title="Solver",
    group="Sampler",
    help="How the flow is followed from noise to data; ancestral draws its noise as DDPM does.",
)
STEPS = whole(
    "sampling_steps",
    40,
    1,
    MOST,
    title="Steps",
    symbol="N",
    group="Sampler",
    logarithmic=True,
    help="Number of steps between noise and data.",
)
GRID = choice(
    "sampling_grid",
    OWN_GRID,
    (OWN_GRID, *GRIDS),
    title="Grid",
    group="Sampler",
    help="Where a step ends: evenly in t, in ln(a/s), or in the seventh root of s/a. A solver's own "
    "is time for Euler, Heun and RK4, lam for all others.",
)
NOISE = real(
    "churn",
    0.0,
    0.0,
    2.0,
    title="Noise",
    symbol="g",
    group="Sampler",
    help="Noise along the way, as a multiple of that of the reverse of the forward process.",
)
SAMPLING: tuple[Declaration, ...] = (PATH, SOLVER, STEPS, GRID, NOISE)


def path_named(name: str) -> Path:
    """The path a choice stands for; the one of exploding variance as it is drawn."""
    found = PATHS[name]
    return Scaled(found) if isinstance(found, VarianceExploding) else found


def path_of(parameters: Parameters) -> Path:
    """The path that is set."""
    p: Any = parameters
    return path_named(p.schedule)


def sampler_of(parameters: Parameters, tolerance: float = TOLERANCE) -> Sampler:
    """The sampler that is set, and how well it carries tangents."""
    p: Any = parameters
    chosen = p.sampling_grid
    grid: Any = chosen if chosen != OWN_GRID else "time" if p.solver in ON_TIME else "lam"
    return Sampler(p.solver, p.sampling_steps, grid, p.churn, tolerance=tolerance)
