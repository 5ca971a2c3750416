"""Whether trained potentials obey their equation, and whether they move anything at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from engines.learned.latent.potentials.derivatives import derivatives, of_time
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.residuals import RESIDUALS, scale
from engines.learned.latent.potentials.space import STEPS
from engines.learned.latent.potentials.walks import walked
from engines.running.randomness import stream


@dataclass(frozen=True, slots=True)
class Measures:
    """What is known of K potentials.

    Attributes:
        residual: Mean squared residual over the mean of the squares of the terms of the equation,
            over codes, times and potentials.
        steps: Mean length of a step of each potential, shape (K,).
        stalled: Share of walks along each that never reach the arc length of comparisons, (K,).
    """

    residual: float
    steps: np.ndarray
    stalled: np.ndarray


def obedience(
    arrays: Mapping[str, np.ndarray],
    stem: str,
    equation: str,
    codes: np.ndarray,
    *,
    bounded: bool,
    published_operator: bool = False,
) -> float:
    """Mean squared residual over the mean squares of the terms, over all times 0, 1, .. T - 1.

    Args:
        arrays: Holds the potentials under names that begin with `stem`.
        stem: Beginning of their names.
        equation: What they are held against: "wave", "heat" or "hamilton-jacobi".
        codes: Shape (K, n, d).
        bounded: Whether they end in a tanh.
        published_operator: Whether row sums of second derivatives stand for the Laplacian.
    """
    import torch

    weights = {
        name.removeprefix(stem): torch.tensor(array, dtype=torch.float64)
        for name, array in arrays.items()
        if name.startswith(stem)
    }
    missed = size = 0.0
    with torch.no_grad():
        places = torch.from_numpy(np.asarray(codes, dtype=np.float64))
        for t in range(STEPS):
            moment = of_time(weights, float(t))
            at = derivatives(weights, places, moment, bounded, published_operator)
            missed += float(RESIDUALS[equation](at, weights["speed"]).square().mean())
            size += float(scale(equation, at, weights["speed"]).mean())
    return missed / size if size > 0.0 else float("inf")


def measured(
    arrays: Mapping[str, np.ndarray],
    stem: str,
    equation: str,
    *,
    bounded: bool,
    each: int = 1000,
    seed: int = 0,
) -> Measures:
    """All three, on `each` fresh codes z ~ N(0, 1) for every potential."""
    landscapes = Landscapes(arrays, stem, bounded=bounded)
    count, dimension = arrays[f"{stem}place.weight"].shape[::2]
    codes = stream(seed, "measures").standard_normal((count, each, dimension))
    law = equation if equation in RESIDUALS else "wave"
    path = [codes]
    for t in range(STEPS):
        path.append(path[-1] + landscapes.slopes(path[-1], float(t)))
    steps = np.linalg.norm(np.diff(np.stack(path), axis=0), axis=-1).mean(axis=(0, 2))
    stalled = []
    for k in range(count):
        walks = walked(partial(_slope, landscapes.only(k)), codes[k], STEPS)
        stalled.append(1.0 - float(walks.arrived.mean()))
    residual = obedience(arrays, stem, law, codes, bounded=bounded)
    return Measures(residual, steps, np.array(stalled))


def _slope(landscape: Landscapes, codes: np.ndarray, time: float) -> np.ndarray:
    return landscape.slopes(codes[None], time)[0]
