"""What the shipped rectified flow must do, and what holds exactly for the flow it approximates."""

from __future__ import annotations

from functools import cache

import numpy as np

from engines.instruments.distance.optimal_pairs import mean_cost
from engines.instruments.distance.straightness import straightness
from engines.learned.generative.rectified_flow import RectifiedFlow, RectifiedFlowModel
from engines.learned.weights import card_of, open_model
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.samples.mixtures import CircleOfGaussians, sampled

ID = "rectified-flow"
PAPER = "Liu, Gong & Liu (2022), arXiv:2209.03003"
CLOUD = 1500
TIMES = np.linspace(0.0, 1.0, 101)
Result = tuple[str, bool, bool]


@cache
def _model() -> RectifiedFlowModel:
    model = open_model(card_of(ID))
    if not isinstance(model, RectifiedFlowModel):
        raise TypeError(f"{ID} is no rectified flow")
    return model


def _flow(k: int, steps: int = 100) -> RectifiedFlow:
    return _model().stage(str(k), "Euler", steps)


def _noise(count: int = CLOUD) -> np.ndarray:
    return stream(1, "evidence noise").standard_normal((count, 2))


def _distance(k: int, steps: int) -> float:
    data = sampled(CLOUD, stream(1, "evidence data"))
    return float(np.sqrt(mean_cost(_flow(k, steps).advance(_noise(), 0.0, 1.0), data)))


def _floor() -> float:
    first, second = (sampled(CLOUD, stream(1, f"evidence {name}")) for name in ("data", "again"))
    return float(np.sqrt(mean_cost(first, second)))


def _target(text: str, passed: bool) -> Result:
    return text, passed, not passed


def straightness_of_rounds() -> Result:
    """Mean squared distance of the velocity from the chord, for both rounds."""
    first, second = (straightness(_flow(k), _noise(), TIMES) for k in (1, 2))
    return _target(f"{first:.3f}, {second:.4f}", 2.7 <= first <= 3.0 and second <= 0.03)


def one_step() -> Result:
    """Exact W2 to fresh data after a single Euler step."""
    first, second = _distance(1, 1), _distance(2, 1)
    text = f"{first:.3f}, {second:.3f}; two draws of the data {_floor():.3f}"
    return _target(text, first >= 3.5 and second <= 0.65)


def hundred_steps() -> Result:
    """Exact W2 to fresh data after a hundred Euler steps."""
    found = _distance(1, 100), _distance(2, 100)
    text = f"{found[0]:.3f}, {found[1]:.3f}; two draws of the data {_floor():.3f}"
    return _target(text, max(found) <= 0.55)


def exact_gaussian() -> Result:
    """N(0, 1) to N(0, 4): straightness, slope of the map, slope of ten Euler steps.

    The flow is linear, so starts of unit second moment give the averages without chance.
    """
    starts = np.array([[1.0, 1.0], [-1.0, -1.0]])
    flow = CircleOfGaussians(1, 0.0, 2.0, "RK4", 400)
    bend = straightness(flow, starts, np.linspace(0.0, 1.0, 2001)) / 2.0
    slope = float(flow.advance(starts, 0.0, 1.0)[0, 0])
    euler = CircleOfGaussians(1, 0.0, 2.0, "Euler", 10)
    ten = float(euler.advance(starts, 0.0, 1.0)[0, 0])
    passed = (
        abs(bend - 2.0 * (2.0 - np.pi / 2.0)) < 1e-4
        and abs(slope - 2.0) < 1e-6
        and abs(ten - 1.7231) < 1e-4
    )
    return f"{bend:.4f}, {slope:.6f}, {ten:.4f}", passed, not passed


def exact_budget() -> Result:
    """What rectifying saves in transport cost is S + V, with the exact velocity."""
    count, draw = 20_000, stream(1, "budget")
    flow = CircleOfGaussians()
    noise, data = draw.standard_normal((count, 2)), sampled(count, draw)
    path = flow.record(noise, TIMES)
    before = float(((data - noise) ** 2).sum(axis=1).mean())
    after = float(((path[:, -1] - noise) ** 2).sum(axis=1).mean())
    bend, crossing = np.empty(len(TIMES)), np.empty(len(TIMES))
    for k, t in enumerate(TIMES):
        chord = path[:, -1] - noise - flow.velocity(path[:, k], float(t))
        pair = data - noise - flow.velocity((1.0 - t) * noise + t * data, float(t))
        bend[k], crossing[k] = ((part**2).sum(axis=1).mean() for part in (chord, pair))
    saved = before - after
    spent = float(np.trapezoid(bend + crossing, TIMES))
    return f"{saved:.3f} = {spent:.3f}", abs(saved - spent) <= 0.01 * saved, False


def _costs(moves: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(moves, axis=1)
    return np.array([(lengths**power).mean() for power in (1, 2, 4)])


def convex_costs() -> Result:
    """Mean length, its square and its fourth power, of random pairs and of both rounds."""
    noise = _noise(4000)
    pairs = _costs(sampled(len(noise), stream(1, "evidence pairs")) - noise)
    first, second = (_costs(_flow(k).advance(noise, 0.0, 1.0) - noise) for k in (1, 2))
    rows = (", ".join(f"{value:.4g}" for value in row) for row in (pairs, first, second))
    passed = bool((first < pairs).all() and (second <= 1.01 * first).all())
    return _target("; ".join(rows), passed)


def _spread(states: np.ndarray) -> float:
    return float(states.std(axis=0).max())


def exact_collapse() -> Result:
    """One Euler step of the exact flow ends in a single point, the mean of the data."""
    noise = _noise()
    spread = _spread(noise + CircleOfGaussians().velocity(noise, 0.0))
    return f"{spread:.1e}", spread < 1e-6, spread >= 1e-6


def trained_collapse() -> Result:
    """One Euler step of the trained first round ends close to one point."""
    spread = _spread(_flow(1, 1).advance(_noise(20_000), 0.0, 1.0))
    return _target(f"{spread:.3f}", spread < 0.15)


CLAIMS = (
    Claim(
        ID,
        "Reflow straightens: S of round 1 and 2",
        "target",
        "2.7 to 3.0, at most 0.03",
        f"{PAPER}, section 3; the exact round 1 has 2.888",
        straightness_of_rounds,
        seconds=2.0,
    ),
    Claim(
        ID,
        "One Euler step: W2 of round 1 and 2",
        "target",
        "at least 3.5, at most 0.65",
        f"{PAPER}, section 5, at our scale",
        one_step,
        seconds=2.0,
    ),
    Claim(
        ID,
        "A hundred Euler steps: W2 of round 1 and 2",
        "target",
        "both at most 0.55",
        f"{PAPER}, section 5, at our scale",
        hundred_steps,
        seconds=3.0,
    ),
    Claim(
        ID,
        "N(0,1) to N(0,4): S, slope, slope of ten steps",
        "law",
        "0.8584, 2, 1.7231",
        "analytic: S = s (2 - pi/2) for s = 2",
        exact_gaussian,
    ),
    Claim(
        ID,
        "Cost saved = straightness + crossing",
        "law",
        "equal to 1 %",
        f"{PAPER}, section 3; exact velocity, 20,000 pairs",
        exact_budget,
        seconds=4.0,
    ),
    Claim(
        ID,
        "No convex cost rises: pairs; round 1; round 2",
        "target",
        "each power falls; round 2 at most 1 % over round 1",
        f"{PAPER}, section 3",
        convex_costs,
        seconds=3.0,
    ),
    Claim(
        ID,
        "One step of the exact flow is the mean",
        "law",
        "standard deviation under 1e-6",
        "algebra: v(x, 0) = E[x_1] - x",
        exact_collapse,
    ),
    Claim(
        ID,
        "One step of the trained flow is nearly the mean",
        "target",
        "standard deviation under 0.15",
        "algebra: v(x, 0) = E[x_1] - x",
        trained_collapse,
    ),
)
