"""Ten thousand points through a trained network, and what it was asked to learn, beside torchcfm."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.peer_flows import TOLERANCE, torchcfm_targets, torchdiffeq_ends
from app.cli.benches.parts.peers import peer_name
from app.cli.benches.parts.timing import medians
from engines.learned.generative.rectified.stages import stem
from engines.learned.generative.rectified_flow import RectifiedFlow, RectifiedFlowModel
from engines.learned.weights import card_of, open_model
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.solvers import reference
from engines.numerics.interpolants.interpolant import Interpolant
from engines.running.randomness import stream

MODEL = "rectified-flow"
NUMBER, FEW = 10_000, 200  # points; those that are followed exactly
SCHEME, STEPS = "RK4", (6, 8, 10, 12, 16, 20, 24, 32, 40, 64)
PAIRS, APART = 1000, 1e-6
SIGMAS = (0.0, 0.5)
FASTER = "no slower than torchdiffeq at no larger error"


def measure() -> list[Entry]:
    """Sampling beside torchdiffeq, and the targets beside torchcfm."""
    return [_sampling(), *map(_targets, SIGMAS)]


def _sampling() -> Entry:
    model = open_model(card_of(MODEL))
    if not isinstance(model, RectifiedFlowModel):
        raise TypeError(f"{MODEL} is no rectified flow")
    noise = stream(0, "sampling").standard_normal((NUMBER, 2))
    exact = RectifiedFlow(model.arrays, "1")
    truth = reference(Field(exact.path, "v", exact.velocity), noise[:FEW], 0.0, 1.0, 1e-9)
    peer = torchdiffeq_ends(model.arrays, stem("1"))
    name = f"{NUMBER} points, noise to eight Gaussians, one network"
    if peer is None:
        return Entry(name, float("nan"), FASTER, None, peer_name("torchdiffeq", "0.2.5"))
    least = _errors(peer(noise), truth)
    mine, words, found = no_worse(model, noise, truth, least)
    ours, theirs = medians(mine, lambda: peer(noise))
    equal = found[0] <= least[0] and found[1] <= least[1]
    return Entry(
        name,
        ours,
        FASTER,
        ours <= theirs and equal,
        f"{peer_name('torchdiffeq', '0.2.5')}, dopri5, tolerance {TOLERANCE:g}",
        theirs,
        theirs / ours,
        f"{words}; median and largest error {found[0]:.1e} and {found[1]:.1e}, "
        f"its {least[0]:.1e} and {least[1]:.1e}",
    )


def no_worse(
    model: RectifiedFlowModel,
    noise: np.ndarray,
    truth: np.ndarray,
    least: tuple[float, float],
) -> tuple[Callable[[], np.ndarray], str, tuple[float, float]]:
    """The fewest steps whose median and largest error are within `least`.

    Returns:
        What to time, words for it, and its errors; the most steps if none are enough.
    """
    for steps in STEPS:
        flow = model.stage("1", SCHEME, steps)
        found = _errors(flow.advance(noise[: len(truth)], 0.0, 1.0), truth)
        if found[0] <= least[0] and found[1] <= least[1]:
            break
    return lambda: flow.advance(noise, 0.0, 1.0), f"{SCHEME}, {steps} steps", found


def _errors(ends: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    away = np.linalg.norm(ends[: len(truth)] - truth, axis=1)
    return float(np.median(away)), float(away.max())


def _targets(sigma: float) -> Entry:
    """Where a pair is on its way, and which velocity is asked for there."""
    kind = "its Schroedinger bridge" if sigma > 0.0 else "straight lines"
    name = f"places and velocities asked of a network, {kind}, sigma {sigma:g}"
    must = f"at most {APART:g} from torchcfm's anywhere"
    peer = torchcfm_targets(sigma)
    if peer is None:
        return Entry(name, float("nan"), must, None, peer_name("torchcfm", "1.0.7"))
    draw = stream(0, "targets")
    ends = draw.standard_normal((2, PAIRS, 2))
    times = draw.uniform(0.1, 0.9, PAIRS)  # its denominator has 1e-8 more, felt near the ends
    z = np.random.default_rng(0).standard_normal((PAIRS, 2))
    path = Interpolant("linear", "Brownian" if sigma > 0.0 else "none", sigma**2)

    def mine() -> tuple[np.ndarray, np.ndarray]:
        here = [path.at(float(t)) for t in times]
        shares = np.array([[i.alpha, i.beta, np.sqrt(i.square)] for i in here])
        rates = np.array(
            [[i.dalpha, i.dbeta, i.half / np.sqrt(i.square) if i.square else 0.0] for i in here]
        )
        three = np.stack([*ends, z])
        return np.einsum("nk,knd->nd", shares, three), np.einsum("nk,knd->nd", rates, three)

    theirs = peer(ends[0], ends[1], times)
    apart = max(float(np.abs(a - b).max()) for a, b in zip(mine(), theirs, strict=True))
    (ours,) = medians(mine, repeats=3)
    return Entry(
        name, ours, must, apart <= APART, peer_name("torchcfm", "1.0.7"),
        note=f"largest difference {apart:.1e}",
    )  # fmt: skip
