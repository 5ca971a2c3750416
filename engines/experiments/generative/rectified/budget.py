"""What each round makes of the cost of its pairs: what is left, what bends, and what crossed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engines.experiments.generative.rectified.walked import Walked
from engines.layers.curves import Curves
from engines.layers.frame import Layer
from engines.layers.series import Series
from engines.protocols.views import Axis, ViewSpec
from engines.systems.pairs.pairs import Pairs

WIDE, THIN = 0.3, 1e-6  # of a bar, to each side, and of its edges
PARTS = ("cost left", "S, bent", "V, crossed")
LAYERS = tuple(f"budget_{part}" for part in range(len(PARTS)))
BOUND = "budget_bound"
GIVEN, JOINED = "reference", "neutral"


@dataclass(frozen=True, slots=True)
class Budget:
    """The budget of one round.

    Attributes:
        before: E|x_1 - x_0|^2 of the pairs it was given.
        after: E|z_1 - z_0|^2 of those it makes.
        bent: The straightness S of its paths.
        crossed: V, the least loss of its training: what crossing segments disagree by.
    """

    before: float
    after: float
    bent: float
    crossed: float


def budget_of(one: Walked) -> Budget:
    r"""Where the cost of pairs goes when they are rectified.

        E|x_1 - x_0|^2 - E|z_1 - z_0|^2 = S + V
        S = int E|z_1 - z_0 - v(z_t, t)|^2 dt,   V = int E|x_1 - x_0 - v(x_t, t)|^2 dt

    Args:
        one: The round, pair by pair.

    Source:
        Liu, Gong & Liu (2022), arXiv:2209.03003, sections 3.2 and 3.3.
    """
    after = float((one.joined**2).sum(axis=1).mean())
    return Budget(one.pairs.cost(), after, float(one.bent.mean()), float(one.crossed.mean()))


def bars(rounds: Sequence[Budget]) -> dict[str, Layer]:
    """One bar for each round: cost left, S and V on top of each other, up to the cost before."""
    found: dict[str, Layer] = {}
    for i, (name, word) in enumerate(zip(LAYERS, PARTS, strict=True)):
        rows: list[tuple[float, float, float, float]] = []  # x, line, low, high
        for k, one in enumerate(rounds, start=1):
            parts = (one.after, one.bent, one.crossed)
            low, high = sum(parts[:i]), sum(parts[: i + 1])
            first, last = k - WIDE, k + WIDE
            rows += [(first - THIN, 0.0, 0.0, 0.0), (first, high, low, high)]
            rows += [(last, high, low, high), (last + THIN, 0.0, 0.0, 0.0)]
        # the line goes back to the top of the last bar, so that its name stands there
        rows.append((last + 2.0 * THIN, high, 0.0, 0.0))
        x, line, lows, highs = np.array(rows).T
        found[name] = Series(x, line, lows, highs, role=f"kind_{i + 1}", label=word)
    numbers = np.arange(1.0, len(rounds) + 1.0)
    found[BOUND] = Series(
        numbers, rounds[0].before / numbers, role="reference", label="first cost / round"
    )
    return found


def chart(rounds: int, highest: float) -> ViewSpec:
    """The chart of the bars."""
    return ViewSpec(
        id="budget",
        kind="chart",
        title="Cost of pairs",
        subtitle="each round: left, bent, crossed",
        layers=(*LAYERS, BOUND),
        axes=(
            Axis("round", "k", "", 0.5, rounds + 0.5),
            Axis("squared distance", "", "", 0.0, 1.1 * highest),
        ),
        equal=False,
    )


def segments(pairs: Pairs, end: np.ndarray) -> Curves:
    """Pairs as they were given, and as the flow joins them."""
    given = np.stack([pairs.first, pairs.last], axis=1)
    joined = np.stack([pairs.first, end], axis=1)
    return Curves(
        (*given, *joined),
        (GIVEN,) * len(given) + (JOINED,) * len(joined),
        ((GIVEN, "given"), (JOINED, "joined by the flow")),
    )
