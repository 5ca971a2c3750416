"""Rounds of the rectified flow beside curves and matched pairs, for digits, and from 3 to 8."""

from __future__ import annotations

from functools import cache

import numpy as np

from engines.instruments.distance.frechet import frechet_distance
from engines.instruments.distance.optimal_pairs import mean_cost
from engines.instruments.distance.sliced import sliced
from engines.instruments.distance.straightness import straightness
from engines.learned.generative.digits.reader import DigitsReaderModel
from engines.learned.generative.rectified.stages import MATCHED
from engines.learned.generative.rectified.velocity_flow import Walk
from engines.learned.generative.rectified_digits import RectifiedDigitsFlow, RectifiedDigitsModel
from engines.learned.generative.rectified_flow import RectifiedFlow, RectifiedFlowModel
from engines.learned.weights import Model, card_of, open_model
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.samples.digits import grey, labels, split
from engines.systems.samples.mixtures import sampled

ID, DIGITS, TRANSFER = "rectified-flow", "rectified-digits", "rectified-transfer"
PAPER = "Liu, Gong & Liu (2022), arXiv:2209.03003"
CLOUD, CROWD, PICTURES = 1500, 4000, 1500
TIMES = np.linspace(0.0, 1.0, 101)
ONES = "rectified-ones"
WAYS = {TRANSFER: (3, 8), ONES: (1, 7)}
Result = tuple[str, bool, bool]


@cache
def _model(id: str) -> Model:
    return open_model(card_of(id))


def planar(k: str, steps: int = 100) -> RectifiedFlow:
    """The shipped flow of a stage, rounds and baselines alike."""
    for id in (ID, "rectified-baselines"):
        model = _model(id)
        if isinstance(model, RectifiedFlowModel) and k in model.stages:
            return model.stage(k, "Euler", steps)
    raise TypeError(f"no shipped stage '{k}'")


def digits(id: str, k: str, steps: int, weighed: bool = True) -> RectifiedDigitsFlow:
    """The shipped flow of pictures of a stage, by Euler steps."""
    model = _model(id)
    if not isinstance(model, RectifiedDigitsModel):
        raise TypeError(f"{id} makes no digits")
    return model.stage(k, Walk("Euler", steps), weighed)


def _between(draw: np.random.Generator) -> np.ndarray:
    return 0.5 * draw.standard_normal((CROWD, 2)) + 0.5 * sampled(CROWD, draw)


def _target(text: str, passed: bool) -> Result:
    return text, bool(passed), not passed


def marginals() -> Result:
    """Sliced W2 to the law of the middle of random segments, over that of two of its own draws."""
    draw = stream(1, "evidence marginals")
    floor = float(np.mean([sliced(_between(draw), _between(draw)) for _ in range(4)]))
    law, noise = _between(draw), draw.standard_normal((CROWD, 2))
    first, second = (sliced(planar(k).advance(noise, 0.0, 0.5), law) / floor for k in ("1", "2"))
    return _target(f"{first:.2f}, {second:.2f}", first <= 1.5 < second)


def two_steps() -> Result:
    """W2 to fresh data after two Euler steps, of round 2 and of the flow along the VP curve."""
    draw = stream(1, "evidence baselines")
    data, noise = sampled(CLOUD, draw), draw.standard_normal((CLOUD, 2))
    found = {}
    for k in ("2", "VP", "trig"):
        flow = planar(k, 2)
        end = flow.advance(flow.path.at(0.0).s * noise, 0.0, 1.0)
        found[k] = float(np.sqrt(mean_cost(end, data)))
    text = f"{found['2']:.3f}, {found['VP']:.3f}; trig {found['trig']:.3f}"
    return _target(text, found["2"] < 0.6 * found["VP"])


@cache
def _bent(k: str) -> float:
    noise = stream(1, "evidence straightness").standard_normal((CLOUD, 2))
    return straightness(planar(k), noise, TIMES)


def matched_between() -> Result:
    """S of the first round on random pairs, on pairs matched in batches, and of the second."""
    first, matched, second = (_bent(k) for k in ("1", MATCHED, "2"))
    return _target(f"{first:.3f}, {matched:.3f}, {second:.4f}", second < matched < first)


def telescoping() -> Result:
    """The least S of three rounds, and what the cost of random pairs allows: a third of it."""
    draw = stream(1, "evidence telescoping")
    noise = draw.standard_normal((CLOUD, 2))
    cost = float(((sampled(CLOUD, draw) - noise) ** 2).sum(axis=1).mean())
    rows = [_bent(k) for k in ("1", "2", "3")]
    bounds = [min(rows[:k]) <= cost / k for k in (1, 2, 3)]
    return _target(f"{', '.join(f'{s:.4f}' for s in rows)}; {cost:.2f}", all(bounds))


def nothing_left() -> Result:
    """How far the third round moves the ends of the second, beside the second those of the first.

    Straight paths are those whose pairs rectifying no longer changes.
    """
    noise = stream(1, "evidence unchanged").standard_normal((CLOUD, 2))
    one, two, three = (planar(k).advance(noise, 0.0, 1.0) for k in ("1", "2", "3"))
    moved = [float(((a - b) ** 2).sum(axis=1).mean()) for a, b in ((one, two), (two, three))]
    return _target(f"{moved[0]:.4f}, {moved[1]:.4f}", moved[1] < moved[0])


@cache
def _known() -> np.ndarray:
    model = _model(DIGITS)
    mean = model.arrays["mean"] if isinstance(model, RectifiedDigitsModel) else 0.0
    return np.asarray(grey(split(0)[0]).reshape(-1, 64) - mean, dtype=np.float64)


def _frechet(k: str, steps: int) -> float:
    noise = stream(1, "evidence digits").standard_normal((PICTURES, 64))
    return frechet_distance(digits(DIGITS, k, steps).advance(noise, 0.0, 1.0), _known())


def one_step_digits() -> Result:
    """Frechet distance of one step of round 1, and of the distilled second, to the digits."""
    first, distilled = _frechet("1", 1), _frechet("distilled", 1)
    trace = float(np.trace(np.cov(_known().T)))
    text = f"{first:.2f}, {distilled:.3f}; the mean picture alone {trace:.2f}"
    return _target(text, 17.0 <= first <= 19.5 and distilled <= 3.0)


def more_steps_digits() -> Result:
    """Frechet distance after 1, 4 and 100 steps, round by round: reflow helps where steps are few."""
    rows = {k: [_frechet(k, n) for n in (1, 4, 100)] for k in ("1", "2", "3")}
    text = "; ".join(", ".join(f"{value:.3f}" for value in row) for row in rows.values())
    return _target(text, rows["2"][0] < 0.1 * rows["1"][0] and rows["1"][2] < rows["2"][2])


def correlation(first: np.ndarray, last: np.ndarray) -> float:
    """Mean over rows of the correlation of pixels."""
    one, two = (part - part.mean(axis=1, keepdims=True) for part in (first, last))
    sizes = np.sqrt((one**2).sum(axis=1) * (two**2).sum(axis=1))
    return float(((one * two).sum(axis=1) / sizes).mean())


def _pixels(digit: int) -> np.ndarray:
    """All pictures of a digit, those never seen and those learned from, shape (n, 64)."""
    rows = np.concatenate(split(0))
    return np.asarray(grey(rows[labels(rows) == digit]).reshape(-1, 64), dtype=np.float64)


def transferred(
    k: str, steps: int = 100, weighed: bool = True, id: str = TRANSFER
) -> tuple[float, float, float]:
    """Share read as the last digit, mean squared distance and correlation of pixels, for all
    pictures of the first.
    """
    model, reader = _model(id), _model("digits-reader")
    if not isinstance(model, RectifiedDigitsModel) or not isinstance(reader, DigitsReaderModel):
        raise TypeError("models of other kinds")
    first, last = WAYS[id]
    pixels = _pixels(first)
    flow = digits(id, k, steps, weighed)
    begin = pixels - model.arrays["mean"]
    end = flow.advance(begin, 0.0, 1.0)
    read = float((reader.classes(flow.decode(end)) == last).mean())
    apart = float(((end - begin) ** 2).sum(axis=1).mean())
    return read, apart, correlation(pixels, end + model.arrays["mean"])


def one_to_seven() -> Result:
    """All ones through round 1 by a hundred steps, and distilled by one, beside random pairs."""
    rows = [transferred("1", id=ONES), transferred("distilled", 1, id=ONES)]
    clouds, draw = [_pixels(digit) for digit in WAYS[ONES]], stream(1, "evidence ones")
    first, last = (some[draw.integers(0, len(some), CROWD)] for some in clouds)
    apart, alike = float(((last - first) ** 2).sum(axis=1).mean()), correlation(first, last)
    text = "; ".join(f"{read:.1%}, {far:.1f}, {r:.3f}" for read, far, r in rows)
    passed = all(read >= 0.85 and far < apart and r > alike for read, far, r in rows)
    return _target(f"{text}; random {apart:.1f}, {alike:.3f}", passed)


def three_to_eight() -> Result:
    """All threes through round 1 by a hundred steps, and through the distilled one by one."""
    rows = [transferred("1"), transferred("distilled", 1)]
    text = "; ".join(f"{read:.1%}, {apart:.1f}, {r:.3f}" for read, apart, r in rows)
    passed = all(read >= 0.85 and apart <= 28.0 and r >= 0.60 for read, apart, r in rows)
    return _target(text, passed)


def without_features() -> Result:
    """The same without weights of features, beside it."""
    with_them, without = transferred("1"), transferred("1", weighed=False)
    text = "; ".join(f"{read:.1%}, {apart:.1f}, {r:.3f}" for read, apart, r in (with_them, without))
    return _target(text, min(with_them[0], without[0]) >= 0.85)


CLAIMS = (
    Claim(
        ID,
        "In the middle: round 1 keeps the law of segments, round 2 does not",
        "target",
        "sliced W2 at most 1.5 times that of two draws; above it",
        f"{PAPER}, theorem 3.3; 4,000 points at t = 1/2",
        marginals,
        seconds=1.0,
    ),
    Claim(
        ID,
        "Two Euler steps: W2 of round 2 and of the VP curve",
        "target",
        "less than 0.6 times as far",
        f"{PAPER}, section 5, at our scale; same network, steps and pairs",
        two_steps,
        seconds=3.0,
    ),
    Claim(
        ID,
        "S of random pairs, pairs matched in batches of 256, and reflow",
        "target",
        "each less than the one before",
        f"{PAPER}, section 5, at our scale; Tong et al. (2023), arXiv:2302.00482",
        matched_between,
        seconds=1.0,
    ),
    Claim(
        ID,
        "S of three rounds; the cost of random pairs",
        "target",
        "the least of K at most the cost over K, for K = 1, 2, 3",
        f"{PAPER}, theorem 3.7",
        telescoping,
        seconds=1.0,
    ),
    Claim(
        ID,
        "Ends moved by round 2; by round 3",
        "target",
        "less and less",
        f"{PAPER}, theorem 3.6: straight if and only if rectifying changes nothing",
        nothing_left,
        seconds=1.0,
    ),
    Claim(
        DIGITS,
        "One step: Frechet distance of round 1; distilled",
        "target",
        "17 to 19.5; at most 3",
        f"{PAPER}, section 5, at our scale; 1,500 pictures of 64 pixels",
        one_step_digits,
        seconds=2.0,
    ),
    Claim(
        DIGITS,
        "Rounds 1 to 3 by 1, 4 and 100 steps",
        "target",
        "reflow helps one step tenfold, and costs a hundred something",
        f"{PAPER}, table 1, at our scale",
        more_steps_digits,
        seconds=8.0,
    ),
    Claim(
        TRANSFER,
        "3 to 8 by a hundred steps; distilled by one: read as 8, distance squared, correlation",
        "target",
        "at least 85 %, at most 28, at least 0.60",
        f"{PAPER}, section 5.2, at our scale; random pairs 31.8 and 0.559",
        three_to_eight,
        seconds=1.0,
    ),
    Claim(
        TRANSFER,
        "Judged by features; by pixels alone: read as 8, distance squared, correlation",
        "target",
        "at least 85 % read as 8 either way",
        f"{PAPER}, section 5.2: the ablation, at our scale",
        without_features,
        seconds=1.0,
    ),
    Claim(
        ONES,
        "1 to 7 by a hundred steps; distilled by one: read as 7, distance squared, correlation",
        "target",
        "at least 85 %, nearer and more alike than random pairs",
        f"{PAPER}, section 5.2, at our scale",
        one_to_seven,
        seconds=1.0,
    ),
)
