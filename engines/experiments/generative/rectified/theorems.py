"""What is proved of rectified flows, beside what is measured on the one that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from engines.experiments.generative.rectified.walked import TIMES, Walked
from engines.instruments.distance.optimal_pairs import mean_cost
from engines.instruments.distance.sliced import sliced
from engines.layers.statements import Statement, Statements
from engines.numerics.diffusion.path import Linear, Path
from engines.protocols.views import ViewSpec
from engines.running.randomness import stream
from engines.systems.pairs.clouds import CLOUDS, ELLIPSE, TURNED
from engines.systems.pairs.linear_map import cheapest, cost_of, gaussian_map

LAYER = "theorems"
SURE = 3.0  # standard errors that chance may make
SHUFFLES = 24  # ways of telling two halves apart by chance
MOMENTS = (10, 20, 30, 40)  # of `TIMES`
POWERS = (1, 2, 4)
NOUGHT = 0.01  # of the cost of the pairs: what counts as nothing
SPLIT = 4.0  # times as near to nothing, nobody decides
STRAIGHT_ONLY = "said of pairs that are joined by straight lines"
OWN_PAIRS = "V is low: each pair counts in its own average"
TURN = "of two ellipses"


def view(words: str) -> ViewSpec:
    """The list."""
    return ViewSpec(LAYER, "statements", "Theorems", (LAYER,), words)


def theorems(
    rounds: Sequence[Walked], path: Path | None = None, seed: int = 0, averaged: bool = False
) -> Statements:
    """Every theorem with its numbers for the last of some rounds.

    Each is about the exact velocity; what is measured on a learned one or on an average over pairs
    says how far that is from exact.

    Args:
        rounds: From the first to the one that is shown.
        path: What the pairs are joined by; straight lines if None.
        seed: Of what is drawn at random.
        averaged: Whether the velocity is an average over these very pairs.

    Source:
        Liu, Gong & Liu (2022), arXiv:2209.03003, theorems 3.3, 3.5, 3.6 and 3.7, and section 3.2.
    """
    path, last = Linear() if path is None else path, rounds[-1]
    first = same_law(last, path, seed)
    claims: tuple[tuple[str, Callable[[], Statement]], ...] = (
        ("No convex cost rises", lambda: no_cost_rises(last)),
        ("The budget closes", lambda: budget_closes(last, averaged)),
        ("Reflow has to straighten", lambda: straightens(rounds)),
        ("Straight if nothing crosses", lambda: all_or_none(last)),
        ("Straight is not yet cheapest", lambda: not_cheapest(last)),
    )
    if isinstance(path, Linear):
        return Statements((first, *(measure() for _, measure in claims)))
    return Statements((first, *(Statement(title, STRAIGHT_ONLY) for title, _ in claims)))


def same_law(one: Walked, path: Path, seed: int = 0) -> Statement:
    """(a) The flow is spread as the joined pairs are, at every moment."""
    half = len(one.pairs) // 2
    draw, worst = stream(seed, "same law"), (-np.inf, 0.0, 0.0, 0.0)
    for k in MOMENTS:
        m = path.at(float(TIMES[k]))
        between = m.a * one.pairs.last[half:] + m.s * one.pairs.first[half:]
        flown = one.path[: len(between), k]
        both = np.concatenate([flown, between])
        chance = []
        for _ in range(SHUFFLES):
            mixed = both[draw.permutation(len(both))]
            chance.append(sliced(mixed[: len(flown)], mixed[len(flown) :]))
        most = float(np.mean(chance) + SURE * np.std(chance))
        found = sliced(flown, between)
        if found / most > worst[0]:
            worst = (found / most, found, most, float(TIMES[k]))
    _, found, most, t = worst
    return Statement(
        "The same law on the way",
        "the flow is spread as the pairs are",
        f"W\N{SUBSCRIPT TWO} {found:.3f} at t = {t:g}",
        f"at most {most:.3f}",
        _verdict(found <= most),
        found,
        most,
        most,
    )


def no_cost_rises(one: Walked) -> Statement:
    """(b) For c(x) = |x|, |x|^2 and |x|^4."""
    before, after = (np.linalg.norm(part, axis=1) for part in (one.given, one.joined))
    ratios, over = [], []
    for power in POWERS:
        rise = after**power - before**power
        ratios.append(float((after**power).mean() / (before**power).mean()))
        over.append(rise.mean() / max(_error(rise), 1e-12))
    shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    worst = int(np.argmax(over))
    error = _error(after ** POWERS[worst] - before ** POWERS[worst])
    return Statement(
        "No convex cost rises",
        "|x|, |x|\N{SUPERSCRIPT TWO} and |x|\N{SUPERSCRIPT FOUR}, as shares of before",
        shown,
        "each at most 1",
        _verdict(max(over) <= SURE),
        ratios[worst],
        1.0,
        error / max(float((before ** POWERS[worst]).mean()), 1e-12),
    )


def budget_closes(one: Walked, averaged: bool = False) -> Statement:
    """(c) What the cost falls by was spent on bent ways and on pairs that crossed.

    An average over the pairs themselves knows each too well, so that V comes out too low.
    """
    saved = (one.given**2).sum(axis=1) - (one.joined**2).sum(axis=1)
    off = saved - one.bent - one.crossed
    error = SURE * _error(off)
    bent, crossed = float(one.bent.mean()), float(one.crossed.mean())
    closes = abs(float(off.mean())) <= error + NOUGHT * _cost(one)
    return Statement(
        "The budget closes",
        OWN_PAIRS if averaged and not closes else "cost saved = bent S + crossed V",
        f"{_number(saved.mean())} = {_number(bent)} + {_number(crossed)}",
        f"within {_number(error)}",
        _verdict(closes),
        float(saved.mean()),
        bent + crossed,
        error,
    )


def straightens(rounds: Sequence[Walked]) -> Statement:
    """(d) The straightest of k rounds bends at most by the first cost over k."""
    bends = [float(one.bent.mean()) for one in rounds]
    best = int(np.argmin(bends))
    bound, error = _cost(rounds[0]) / len(rounds), SURE * _error(rounds[best].bent)
    many = "s" if len(rounds) > 1 else ""
    return Statement(
        "Reflow has to straighten",
        f"the least S of {len(rounds)} round{many}, first cost over {len(rounds)}",
        f"S {_number(bends[best])}",
        f"at most {_number(bound)}",
        _verdict(bends[best] <= bound + error),
        bends[best],
        bound,
        error,
    )


def all_or_none(one: Walked) -> Statement:
    """(e) Ways are straight if and only if no pairs crossed, and then rectifying changes nothing."""
    cost = _cost(one)
    moved = float(((one.path[:, -1] - one.pairs.last) ** 2).sum(axis=1).mean())
    shares = [float(part) / cost for part in (one.crossed.mean(), one.bent.mean(), moved)]
    low, high = min(shares), max(shares)
    if high <= SPLIT * NOUGHT or low > NOUGHT / SPLIT:
        verdict = "holds"
    else:
        verdict = "" if high < SPLIT * SPLIT * NOUGHT else "fails"
    return Statement(
        "Straight if nothing crosses",
        "V, S and ends moved, of the cost",
        ", ".join(map(_percent, shares)),
        "all 0 or none",
        verdict,
        high,
        low,
        NOUGHT,
    )


def not_cheapest(one: Walked) -> Statement:
    """(f) The pairs of a straight flow need not be the cheapest; where these are, two others are not."""
    cost = float((one.joined**2).sum(axis=1).mean())
    least = mean_cost(one.pairs.first, one.path[:, -1])
    straight = float(one.bent.mean()) <= NOUGHT * cost
    said = f"{_number(cost)}, least {_number(least)}"
    if straight and cost > (1.0 + NOUGHT) * least:
        more = 100.0 * (cost / least - 1.0)
        about, must = "straight ways, and yet dear", f"{more:.0f} % above the least"
    else:
        dear, cheap = turned_ellipses()
        about = f"here {said}" if straight else f"here {said}, not straight"
        said, must = f"{dear:.2f}, least {cheap:.2f}", TURN
        cost, least = dear, cheap
    return Statement(
        "Straight is not yet cheapest", about, said, must, _verdict(cost > least), cost, least, 0.0
    )


@cache
def turned_ellipses() -> tuple[float, float]:
    """Cost of the straight flow between two ellipses, by formula, and the least there is."""
    first, last = CLOUDS[ELLIPSE].mixture, CLOUDS[TURNED].mixture
    if first is None or last is None:
        raise TypeError("the ellipses are no mixtures")
    one, two = first.covariance(), last.covariance()
    return cost_of(gaussian_map(one, two), one), cheapest(one, two)


def _cost(one: Walked) -> float:
    return float((one.given**2).sum(axis=1).mean())


def _error(each: np.ndarray) -> float:
    """Standard error of a mean."""
    return float(np.std(each, ddof=1) / np.sqrt(len(each)))


def _verdict(holds: bool) -> str:
    return "holds" if holds else "fails"


def _percent(share: float) -> str:
    return f"{100.0 * share:.{0 if share >= 0.1 else 1}f} %"


def _number(value: float) -> str:
    """Three digits, never more than three behind the point."""
    size = abs(float(value))
    digits = 1 if size >= 10.0 else 2 if size >= 1.0 else 3
    return f"{float(value):.{digits}f}"
