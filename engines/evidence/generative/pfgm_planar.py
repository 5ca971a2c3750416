"""What networks of the plane have learned of field lines, for heavy tails and for normal noise."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from engines.evidence.generative.diffusion_trained import sliced
from engines.learned.generative.pfgm import BATCH, POINT, PfgmFlow, PfgmModel, told
from engines.learned.weights import card_of, open_model
from engines.numerics.diffusion.student import student_noise
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.clouds.charges import Charges
from engines.systems.samples.shapes import SHAPES

ID = "pfgm-plus-plus"
PAPER = "Xu et al. (2023), arXiv:2302.04265"
SHIPPED = {
    "eight Gaussians": "pfgm-eight-gaussians",
    "moons": "pfgm-moons",
    "spiral": "pfgm-spiral",
    "checkerboard": "pfgm-checkerboard",
}
TRAINED = (2.0, 8.0, 128.0, math.inf)
CLOUD, PLACES, DENSE, BATCHES = 5000, 400, 20_000, 512
STRENGTHS = (0.1, 0.3, 1.0, 3.0, 10.0)  # of noise, in spreads of the data
MOST, OFF = 2.0, 0.1
Result = tuple[str, bool, bool]


@cache
def _model(shape: str) -> PfgmModel:
    found = open_model(card_of(SHIPPED[shape]))
    if not isinstance(found, PfgmModel):
        raise TypeError(f"{SHIPPED[shape]} has no hidden dimensions")
    return found


def split() -> Result:
    """Where the middle between charges at +-1 stops to be a place of rest for D = 1 to infinity."""
    pair, middle, worst = np.array([[1.0, 0.0], [-1.0, 0.0]]), np.zeros((1, 2)), 0.0
    found = []
    for hidden in (1.0, 2.0, 8.0, 128.0, math.inf):
        charges, low, high = Charges(pair, hidden), 0.1, 4.0
        for _ in range(60):
            sigma = 0.5 * (low + high)
            steep = charges.derived(middle, sigma)[1][0, 0, 0] > 1.0
            low, high = (sigma, high) if steep else (low, sigma)
        known = 1.0 if math.isinf(hidden) else math.sqrt((1.0 + hidden) / hidden)
        worst = max(worst, abs(low - known))
        found.append(f"{low:.4f}")
    return f"{', '.join(found)}; off by {worst:.1e}", worst < 1e-9, False


def apart(shape: str, hidden: float, target: str = POINT) -> float:
    """Sliced W2 of samples to fresh data over the mean of four pairs of draws of the data."""
    flow = _model(shape).made(hidden, target=target)
    begin = flow.noise(CLOUD, stream(1, "evidence noise"))
    end = flow.advance(begin, 0.0, 1.0) / flow.path.at(1.0).a
    draw = stream(2, "evidence data")
    fresh = [SHAPES[shape](CLOUD, draw) for _ in range(8)]
    floor = np.mean([sliced(a, b) for a, b in zip(fresh[::2], fresh[1::2], strict=True)])
    return float(np.mean([sliced(end, one) for one in fresh]) / floor)


def samples(target: str = POINT) -> Result:
    """Each shape, each D."""
    rows, worst = [], 0.0
    for shape in SHIPPED:
        found = [apart(shape, hidden, target) for hidden in TRAINED]
        worst = max(worst, *found)
        rows.append(f"{shape} {', '.join(f'{ratio:.2f}' for ratio in found)}")
    return "; ".join(rows), worst <= MOST, worst > MOST


def off(shape: str, hidden: float, target: str = POINT) -> float:
    """Root mean square over noisy points of what the network is off the exact mean, in spreads.

    The exact mean is that of many points of the shape; strengths of noise from 0.1 to 10 spreads.
    """
    model = _model(shape)
    flow, spread = model.made(hidden, target=target), float(model.card.sizes["spread"])
    draw = stream(3, "evidence places")
    charges, square = Charges(SHAPES[shape](DENSE, draw), hidden), []
    for strength in STRENGTHS:
        sigma = strength * spread
        x = SHAPES[shape](PLACES, draw) + student_noise(PLACES, 2, hidden, sigma, draw)
        gap = _mean(flow, x, sigma) - charges.denoised(x, sigma)
        square.append((gap**2).sum(axis=1).mean() / spread**2)
    return float(np.sqrt(np.mean(square)))


def _mean(flow: PfgmFlow, x: np.ndarray, sigma: float) -> np.ndarray:
    """What the network tells of places, not scaled, at a strength of noise."""
    time = float(flow.path.time_of(-math.log(sigma)))
    return np.asarray(flow.field.denoiser(x * flow.path.at(time).a, time))


def means() -> Result:
    """Each shape, each D."""
    rows, worst = [], 0.0
    for shape in SHIPPED:
        found = [off(shape, hidden) for hidden in TRAINED]
        worst = max(worst, *found)
        rows.append(f"{shape} {', '.join(f'{error:.3f}' for error in found)}")
    return "; ".join(rows), worst <= OFF, worst > OFF


def batches() -> Result:
    """Moons, noise of 0.3 spreads: what a batch teaches beside the point a noisy one came from.

    Root mean square of both targets about the exact mean, and how far the mean of a batch is off
    it on average along the way back to the point, in spreads.
    """
    words = []
    for hidden in TRAINED:
        draw = stream(4, "evidence batches")
        spread = float(_model("moons").card.sizes["spread"])
        points, sigma = SHAPES["moons"](DENSE, draw), 0.3 * spread
        clean = points[:BATCHES]
        x = clean + student_noise(BATCHES, 2, hidden, sigma, draw)
        exact = Charges(points, hidden).denoised(x, sigma)
        batch = Charges(clean, hidden).denoised(x, sigma)
        back = clean - exact
        loud, quiet = (np.sqrt(((y - exact) ** 2).sum(axis=1).mean()) for y in (clean, batch))
        towards = ((batch - exact) * back).sum() / np.sqrt((back**2).sum() * BATCHES)
        words.append(
            f"D = {told(hidden)}: {loud / spread:.3f} against {quiet / spread:.3f}, "
            f"{towards / spread:.3f} towards the point"
        )
    return "; ".join(words), True, False


EACH = ", ".join(map(told, TRAINED))
CLAIMS = (
    Claim(ID, "Two charges at +-1: the place of rest splits at sigma^2 = (N + D - 1)/D", "law",
          "1e-9, D = 1, 2, 8, 128, infinite", "slope 1 of the posterior mean at the middle", split),
    Claim(ID, f"Networks of the plane: sliced W2 of samples, D = {EACH}", "target",
          f"at most {MOST:g} of two draws of the data", "four shapes, 5,000 samples by 18 steps",
          samples, full=True, seconds=40.0),
    Claim(ID, f"Networks taught by batches: sliced W2 of samples, D = {EACH}", "target",
          f"at most {MOST:g} of two draws of the data",
          "ablation: Xu, Tong & Jaakkola (2023), arXiv:2302.00670",
          lambda: samples(BATCH), full=True, seconds=40.0),
    Claim(ID, f"Networks of the plane: off the exact mean, in spreads, D = {EACH}", "target",
          f"at most {OFF:g}", "noise of 0.1 to 10 spreads, heavy tails included", means,
          full=True, seconds=20.0),
    Claim(ID, "A batch of 512 as target: how loud it is, and how wrong", "target",
          "shown without a bound", "ablation: Xu, Tong & Jaakkola (2023), arXiv:2302.00670",
          batches, seconds=1.0),
)  # fmt: skip
