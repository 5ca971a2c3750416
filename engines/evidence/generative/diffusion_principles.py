"""What holds for diffusion whatever is learned: fields known in closed form, and what follows."""

from __future__ import annotations

import itertools
import math

import numpy as np

from engines.numerics.diffusion.conversions import KINDS, converted
from engines.numerics.diffusion.discrete import Chain
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.grids import GridName, grid
from engines.numerics.diffusion.guidance import guided
from engines.numerics.diffusion.likelihood import log_likelihood, traced_divergence
from engines.numerics.diffusion.path import (
    PATHS,
    Linear,
    Trig,
    VarianceExploding,
    VariancePreserving,
)
from engines.numerics.diffusion.solvers import SOLVERS, reference, solved
from engines.numerics.diffusion.stochastic import maruyama
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.clouds.gaussian_mixture import circle, mixture
from engines.systems.clouds.probability_flow import flow_to

ID = "diffusion-principles"
PAPER = "Lai, Song, Kim, Mitsufuji & Ermon (2025), The Principles of Diffusion Models"
EXACT = Sampler("RK4", 400, "time", tolerance=1e-6)
TWO = mixture([[-2.0], [1.5]], [0.25, 0.16], [0.3, 0.7])
STEPS = (8, 16, 32, 64, 128, 256)
Result = tuple[str, bool, bool]


def _law(text: str, passed: bool) -> Result:
    return text, bool(passed), not passed


def conversions() -> Result:
    """Each of the twelve pairs of quantities, there and back, on four paths."""
    draw = stream(0, "conversions")
    worst = 0.0
    for path, t in itertools.product(PATHS.values(), (0.1, 0.5, 0.9)):
        x, value, m = draw.standard_normal((200, 2)), draw.standard_normal((200, 2)), path.at(t)
        for kind, wanted in itertools.permutations(KINDS, 2):
            there = converted(value, kind, wanted, x, m)
            off = np.abs(converted(there, wanted, kind, x, m) - value).max()
            worst = max(worst, float(off / max(1.0, np.abs(there).max())))
    return _law(f"{worst:.0e}", worst <= 1e-10)


def ridge() -> Result:
    """Between two modes the stretching is the change of density of the monotone map."""
    data, exact = mixture([[-2.0], [2.0]], 0.25), math.log(0.5) + 2.0**2 / (2.0 * 0.5**2)
    starts, h = np.array([[0.0], [2.0], [-2.0]]), 1e-6
    words, passed = [], True
    for path in (Linear(), Trig()):
        flow = flow_to(data, path, EXACT)
        ends, gradients = flow.advance_tangent(starts, 0.0, 1.0)
        found = np.log(gradients[:, 0, 0])
        near = flow.advance(np.array([[-h], [h]]), 0.0, 1.0)
        apart = math.log((near[1, 0] - near[0, 0]) / (2.0 * h))
        known = -0.5 * starts[1:, 0] ** 2 - 0.5 * math.log(2.0 * math.pi)
        away = float(np.abs(found[1:] - known + data.log_density(ends[1:])).max())
        words.append(f"{path.name} {found[0]:.4f}, by neighbours {apart:.4f}, away {away:.0e}")
        passed &= abs(found[0] - exact) <= 0.02 and abs(apart - exact) <= 0.02 and away <= 0.01
    return _law("; ".join(words), passed)


def uniform_stretch() -> Result:
    """Towards one normal cloud every place is stretched alike."""
    data = mixture([[0.0, 0.0]], np.diag([4.0, 0.25]))
    x = np.linspace(-3.0, 3.0, 15)
    starts = np.stack(np.meshgrid(x, x), axis=-1).reshape(-1, 2)
    worst = 0.0
    for path in (Linear(), Trig()):
        _, gradients = flow_to(data, path, EXACT).advance_tangent(starts, 0.0, 1.0)
        found = np.log(np.linalg.svd(gradients, compute_uv=False)[:, 0])
        worst = max(worst, float(np.abs(found - math.log(2.0)).max()))
    return _law(f"ln 2 + {worst:.0e} at most", worst <= 1e-3)


def farthest_share(points: np.ndarray) -> float:
    """Largest distance of the shares below a place from those of `TWO` (Kolmogorov-Smirnov)."""
    values = np.sort(points[:, 0])
    below, count = TWO.cdf(values), len(values)
    upper = np.arange(1, count + 1) / count
    return float(np.maximum(upper - below, below - upper + 1.0 / count).max())


def marginals(steps: int) -> Result:
    """The noise g^2 / 2 = 0, 0.1, 0.5, 2 leaves the end law where it is."""
    field = TWO.field(Linear())
    nodes = np.linspace(0.0, 1.0, steps + 1)
    found = []
    for half in (0.0, 0.1, 0.5, 2.0):
        draw = stream(0, f"noise {half:g}")
        start = draw.standard_normal((20_000, 1))
        found.append(farthest_share(maruyama(field, start, nodes, lambda t, h=half: h, draw)))  # type: ignore[misc]
    return _law(", ".join(f"{one:.4f}" for one in found), max(found) < 0.012)


def orders() -> Result:
    """How fast the error of each solver falls as steps shrink."""
    from scipy.special import ndtri

    path = VariancePreserving()
    field = TWO.field(path)
    start, stop = ndtri((np.arange(200) + 0.5) / 200)[:, None], 1.0 - 1e-3
    truth = reference(field, start, 0.0, stop)
    errors: dict[str, np.ndarray] = {}
    for name in ("DDIM", "DPM++2M", "DPM-2", "Heun", "Euler"):
        kind: GridName = "time" if name == "Euler" else "lam"
        rows = [solved(SOLVERS[name], field, start, grid(kind, path, n, 0.0, stop)) for n in STEPS]
        errors[name] = np.array([np.sqrt(((row - truth) ** 2).mean()) for row in rows])
    slopes = {
        name: float(np.log2(row[2] / row[5]) / 3.0) for name, row in errors.items()
    }  # from 32 to 256 steps
    slopes["Euler"] = float(np.log2(errors["Euler"][0] / errors["Euler"][5]) / 5.0)
    passed = abs(slopes["DDIM"] - 1.0) <= 0.2 and abs(slopes["Euler"] - 0.96) <= 0.15
    passed &= all(abs(slopes[name] - 1.9) <= 0.25 for name in ("DPM++2M", "DPM-2", "Heun"))
    passed &= errors["DPM++2M"][1] < errors["DDIM"][1] / 3.0
    words = ", ".join(f"{name} {slope:.2f}" for name, slope in slopes.items())
    both = f"{errors['DDIM'][1]:.3f}, {errors['DPM++2M'][1]:.3f}"
    return _law(f"{words}; error at 16: {both}", bool(passed))


def guidance() -> Result:
    """Guidance narrows further than the tilted density it is often taken for."""
    path = VariancePreserving()
    wished, plain = (mixture([[m]], v).field(path) for m, v in ((1.5, 1.0), (0.0, 4.0)))
    words, passed = [], True
    for w, mean in ((1.0, 2.060), (2.0, 2.243)):
        # the flow is affine: two starts tell mean and spread of what becomes of normal noise
        first = np.array([[-1.0], [1.0]])
        low, high = reference(guided(wished, plain, w), first, 0.0, 1.0 - 1e-5)[:, 0]
        spread, centre = 0.5 * (high - low), 0.5 * (high + low)
        tilted = 1.0 / math.sqrt((1.0 + w) - w / 4.0)
        words.append(f"w = {w:g}: {spread:.3f} (tilted {tilted:.3f}), mean {centre:.3f}")
        passed &= abs(spread - 0.5**w) <= 0.002 and abs(centre - mean) <= 0.002
    return _law("; ".join(words), bool(passed))


def likelihood() -> Result:
    """Ln p of 500 fresh points, followed back to the noise."""
    data = circle()
    flow = flow_to(data)
    x = data.drawn(500, stream(0, "likelihood"))

    def rate(states: np.ndarray, t: float) -> tuple[np.ndarray, np.ndarray]:
        velocity, slopes = data.at(flow.path.at(t)).derived(states)
        return velocity, traced_divergence(slopes)

    found, _ = log_likelihood(rate, flow.path, x, np.linspace(0.0, 1.0, 101))
    error = float(np.abs(found - data.log_density(x)).mean())
    return _law(f"{error:.1e}", error < 0.02)


def consistency() -> Result:
    """The map of the flow to a normal cloud, from any noise level to the data."""
    spread, path = 0.5, VarianceExploding()
    flow = flow_to(mixture([[0.0]], spread**2), path, Sampler("DPM++2M", 400, "Karras"))
    worst = 0.0
    for sigma in (0.1, 0.5, 2.0, 20.0):
        t = float(path.time_of(-math.log(sigma)))
        x = sigma * np.linspace(-2.0, 2.0, 9)[:, None]
        exact = x * spread / math.sqrt(spread**2 + sigma**2)
        found, _ = flow.followed_by(EXACT).advance_tangent(x, t, 1.0)
        worst = max(worst, float(np.abs(found - exact).max()))
    return _law(f"off by {worst:.0e}", worst <= 1e-3)


def variational() -> Result:
    """Each term of the bound, from the two normal laws and from the fall of SNR."""
    chain = Chain(VariancePreserving(), np.linspace(0.999, 0.0, 1000))
    gap, worst = 0.37, 0.0
    for k in range(1, chain.levels + 1):
        step = chain.posterior(k)
        direct = (step.from_data * gap) ** 2 / (2.0 * step.variance)
        worst = max(worst, abs(chain.divergence(k, gap**2) / direct - 1.0))
    return _law(f"{worst:.0e}", worst <= 1e-8)


CLAIMS = (
    Claim(
        ID,
        "Exponent on the ridge between two modes",
        "law",
        "7.3069 within 0.02 on two paths and by two ways; density within 0.01 away from it",
        "exact: a monotone map carries one density to the other",
        ridge,
        seconds=1.0,
    ),
    Claim(
        ID,
        "N(0, 1) to N(0, diag(4, 1/4)): exponent everywhere",
        "law",
        "ln 2 within 1e-3",
        "exact: the map is diag(2, 1/2)",
        uniform_stretch,
    ),
    Claim(
        ID,
        "Any noise leaves the marginals: largest share off, 200 steps",
        "law",
        "under 0.012 for g^2/2 = 0, 0.1, 0.5, 2",
        f"{PAPER}; 20,000 particles",
        lambda: marginals(200),
        seconds=2.0,
    ),
    Claim(
        ID,
        "Any noise leaves the marginals: largest share off, 2000 steps",
        "law",
        "under 0.012 for g^2/2 = 0, 0.1, 0.5, 2",
        f"{PAPER}; 20,000 particles",
        lambda: marginals(2000),
        full=True,
        seconds=16.0,
    ),
    Claim(
        ID,
        "Orders of the solvers, 32 to 256 steps",
        "law",
        "DDIM 1.0 within 0.2; DPM++2M, DPM-2, Heun 1.9 within 0.25; Euler 0.96 within 0.15 "
        "(8 to 256); DPM++2M a third of DDIM at 16",
        "against DOP853 on the exact field; Lu et al. (2022), arXiv:2211.01095",
        orders,
        seconds=2.0,
    ),
    Claim(
        ID,
        "Guidance is not the tilted density: standard deviation",
        "law",
        "2^-w and means 2.060, 2.243, each within 0.002",
        "analytic: the guided flow between normal laws is affine",
        guidance,
    ),
    Claim(
        ID,
        "Likelihood of the exact field: mean error of ln p",
        "law",
        "under 0.02",
        "eight Gaussians, 500 points",
        likelihood,
    ),
    Claim(
        ID,
        "The exact map to a normal cloud is a scaling",
        "law",
        "x s / sqrt(s^2 + sigma^2) within 1e-3",
        "Song et al. (2023), arXiv:2303.01469, and elementary algebra",
        consistency,
    ),
    Claim(
        ID,
        "Data, noise, score, velocity: twelve conversions and back",
        "law",
        "within 1e-10",
        "algebra",
        conversions,
    ),
    Claim(
        ID,
        "Terms of the variational bound are falls of SNR",
        "law",
        "to 1e-8, 999 levels",
        "Kingma et al. (2021), arXiv:2107.00630",
        variational,
    ),
)
