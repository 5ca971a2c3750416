"""What holds exactly for flows of potentials, and whether the shipped ones obey their equation."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from engines.learned.latent.latent_potential_flows import COUNT, LatentPotentialFlowsModel
from engines.learned.latent.potentials.derivatives import automatic
from engines.learned.latent.potentials.measures import Measures, measured, obedience
from engines.learned.latent.potentials.residuals import RESIDUALS
from engines.learned.weights import card_of, open_model
from engines.numerics.marching import EULER, RK4, recorded
from engines.protocols.check import Claim
from engines.running.randomness import stream

ID = "latent-potential-flows"
SEEDS = "latent-potential-seeds"
PAPER = "Song, Keller, Sebe & Welling (2023), ICML"
CODES = 12
SPEED = 0.8
LEAST_STEP = 0.05
EACH = 250
SLACK = 0.1
WAVE_TRIED = (
    "Left over for seeds 0, 1, 2 and, of seed 0, without the equation: weight 8 of the plain "
    "squared residual 0.156, 0.132, 0.125; 0.354. In units of the terms of all potentials "
    "together, along walks only, 0.052, 0.053, 0.043; 0.214: 4.1 times, and carried by one steep "
    "potential of six, while others left 0.2 to 0.5. In units of the terms of each, at the starts "
    "too, and with weight 3: 0.020, 0.018, 0.019, every potential under 0.04 on seed 101, where "
    "weight 1 had left 0.19 and the weight was chosen. Earlier recipes were changed for residuals "
    "and stalls of seeds 0 to 2, never for how well ways are told apart"
)
HEAT_TRIED = (
    "Begun at rest, as waves are, one potential died and 0.912 was left over. Asked for along the "
    "walks only: 0.887, though 0.02 to 0.3 there: fresh codes at late times lie where no walk "
    "went. Asked for at the starts at all times too: as shown; chosen on seed 101, 0.016"
)
Result = tuple[str, bool, bool]


@cache
def potentials(model: str = ID) -> LatentPotentialFlowsModel:
    """The shipped model of that id.

    Raises:
        TypeError: If it holds no potentials.
    """
    found = open_model(card_of(model))
    if not isinstance(found, LatentPotentialFlowsModel):
        raise TypeError(f"{model} holds no potentials")
    return found


@cache
def measures(model: str, arm: str, equation: str) -> Measures:
    """Residual, steps and stalls of an arm, on 250 fresh codes for each potential."""
    held = potentials(model)
    return measured(held.arrays, f"{arm}.", equation, bounded=held.bounded, each=EACH, seed=1)


def _exact() -> dict[str, Callable[[Any, Any], Any]]:
    import torch

    a = torch.tensor(stream(0, "exact").standard_normal(CODES))
    length = a.norm()
    return {
        "wave": lambda z, t: torch.sin(a @ z - SPEED * length * t),
        "heat": lambda z, t: torch.exp(-(SPEED**2) * length**2 * t) * torch.sin(a @ z),
        "hamilton-jacobi": lambda z, t: (z**2).sum() / (2.0 * (t + 1.0)),
    }


def exact_residuals() -> Result:
    """Largest residual of each equation on a function that solves it; a Laplacian."""
    import torch

    codes = torch.tensor(stream(0, "codes").standard_normal((200, CODES)))
    time, speed = (torch.tensor(value, dtype=torch.float64) for value in (0.3, [SPEED]))
    worst = [
        float(RESIDUALS[name](automatic(height, codes, time), speed).abs().max())
        for name, height in _exact().items()
    ]
    found = automatic(lambda z, t: (z**2).sum(), codes, time).curvature
    laplacian = float(found.mean())
    passed = max(worst) < 1e-8 and abs(laplacian - 2.0 * CODES) < 1e-9
    return f"{', '.join(f'{w:.0e}' for w in worst)}; {laplacian:.6f}", passed, not passed


def exact_rays() -> Result:
    """Relative error of z(4) = 5 z(0) under u = |z|^2 / (2 (t + 1)), with both steppers."""
    starts = stream(0, "rays").standard_normal((100, CODES))

    def rate(z: np.ndarray, t: float) -> np.ndarray:
        return z / (t + 1.0)

    off = [
        float(
            np.abs(
                recorded(rate, starts, np.array([0.0, 4.0]), step, scheme)[:, 1] / starts - 5.0
            ).max()
        )
        / 5.0
        for step, scheme in ((0.125, RK4), (1.0, EULER))
    ]
    passed = off[0] < 1e-4 and off[1] < 1e-12
    return f"{off[0]:.1e}, {off[1]:.1e}", passed, not passed


def wave_obeyed() -> Result:
    """Share of the terms of the wave equation that is left over, and that of no equation."""
    ours = measures(ID, "wave", "wave").residual
    without = measures(ID, "none", "wave").residual
    passed = ours <= 0.10 and without >= 5.0 * ours
    behind = ours > 0.10 or without < 3.0 * ours
    return f"{ours:.3f}; {without:.3f}, {without / ours:.1f} times", passed, behind


def heat_obeyed() -> Result:
    """The same for potentials that should obey the heat equation."""
    found = measures(ID, "heat", "heat").residual
    return f"{found:.3f}", found <= 0.10, found > 1.0


def rays_obeyed() -> Result:
    """The same for potentials that obey Hamilton and Jacobi."""
    found = measures(ID, "hamilton-jacobi", "hamilton-jacobi").residual
    return f"{found:.3f}", found <= 0.10, found > 0.10


def published_obeyed() -> Result:
    """What is left over of the equation that was trained for, and of the one with the Laplacian."""
    held = potentials(SEEDS)
    codes = stream(1, "measures").standard_normal((COUNT, EACH, CODES))
    own, true = (
        obedience(
            held.arrays,
            "wave-published.",
            "wave",
            codes,
            bounded=held.bounded,
            published_operator=published,
        )
        for published in (True, False)
    )
    return f"{own:.3f}; {true:.3f}", own <= 0.10, own > 0.10 + SLACK


def alive() -> Result:
    """Least mean step, and largest share of stalled walks, of all potentials of all wave seeds."""
    arms = ((ID, "wave"), (SEEDS, "wave-seed-1"), (SEEDS, "wave-seed-2"))
    found = [measures(model, arm, "wave") for model, arm in arms]
    least = [float(m.steps.min()) for m in found]
    most = [float(m.stalled.max()) for m in found]
    passed = min(least) >= LEAST_STEP and max(most) <= 0.1
    steps, stalls = (", ".join(f"{v:.3f}" for v in row) for row in (least, most))
    return f"steps {steps}; stalled {stalls}", passed, not passed


CLAIMS = (
    Claim(
        ID,
        "Residuals on exact solutions: wave, heat, Hamilton-Jacobi; Laplacian of |z|²",
        "law",
        "each under 1e-8; 24",
        "analytic, d = 12",
        exact_residuals,
    ),
    Claim(
        ID,
        "Free particles: z(4) = 5 z(0), RK4 and Euler",
        "law",
        "under 1e-4, under 1e-12",
        "analytic: u = |z|²/(2 (t + 1)) solves Hamilton-Jacobi",
        exact_rays,
    ),
    Claim(
        ID,
        "Wave potentials obey the wave equation; without it",
        "target",
        "at most 0.10; at least 5 times that",
        f"{PAPER}, section 3; seed 0, mean squared residual over mean squared terms, 1,500 codes",
        wave_obeyed,
        attempts=WAVE_TRIED,
    ),
    Claim(
        ID,
        "Heat potentials obey the heat equation",
        "target",
        "at most 0.10",
        f"as {PAPER} asks of the wave equation",
        heat_obeyed,
        attempts=HEAT_TRIED,
    ),
    Claim(
        ID,
        "Hamilton-Jacobi potentials obey the Hamilton-Jacobi equation",
        "target",
        "at most 0.10",
        f"as {PAPER} asks of the wave equation",
        rays_obeyed,
    ),
    Claim(
        ID,
        "Trained with row sums for the Laplacian, as published: left over of these; of the Laplacian",
        "target",
        "of these at most 0.10",
        f"{PAPER}, its code; seed 0",
        published_obeyed,
    ),
    Claim(
        ID,
        "No wave potential is dead: least step, most stalled, seeds 0, 1, 2",
        "law",
        "at least 0.05; at most 0.1",
        "a potential that stands still obeys every equation and is told apart at once",
        alive,
    ),
)
