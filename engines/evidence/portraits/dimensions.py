"""Correlation dimensions that are known, found again by counting pairs."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from engines.evidence.shipped import flow
from engines.instruments.spectra.cloud import cloud
from engines.instruments.spectra.correlation_sum import correlation_sum
from engines.instruments.spectra.scaling import Scaling, scaling
from engines.protocols.check import Claim
from engines.protocols.flow import Flow

Measured = tuple[str, bool, bool]
POINTS = 16_000


def _text(found: Scaling | None, known: float, bound: float) -> Measured:
    if found is None:
        return "no range", False, False
    off = abs(found.dimension - known)
    return f"{found.dimension:.3f} ± {found.margin:.3f}", bool(off < bound), False


def _flow_near(
    known: float, bound: float, made: Callable[[], Flow], number: int = POINTS
) -> Callable[[], Measured]:
    def measure() -> Measured:
        points = cloud(made(), number)
        return _text(scaling(points.sum(len(points.points))), known, bound)

    return measure


def _set_near(known: float, bound: float, made: Callable[[], np.ndarray]) -> Callable[[], Measured]:
    return lambda: _text(scaling(correlation_sum(made())), known, bound)


def circle() -> np.ndarray:
    """Points on a circle, evenly at random."""
    angles = np.random.default_rng(0).uniform(0.0, 2.0 * np.pi, POINTS)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def cantor() -> np.ndarray:
    """Points of Cantor's set, evenly at random: ternary digits 0 and 2."""
    digits = 2.0 * np.random.default_rng(0).integers(0, 2, (POINTS, 33))
    return np.asarray((digits * 3.0 ** -np.arange(1, 34)).sum(axis=1)[:, None])


def _rossler() -> Measured:
    text, holds, _ = _flow_near(1.991, 0.065, lambda: flow("rossler"))()
    return text, holds, float(text.split()[0]) < 1.78


GRASSBERGER = "Grassberger & Procaccia (1983), Phys. Rev. Lett. 50, 346-349"
DELAYED = "Grassberger & Procaccia (1983), Physica D 9, 189-208, table of delays"
SPROTT = "Sprott (2003), Chaos and Time-Series Analysis, Oxford, appendix A"
CLAIMS = (
    Claim("dimensions", "a circle", "law", "1 within 0.01", "it is a curve",
          _set_near(1.0, 0.01, circle)),
    Claim("dimensions", "Cantor's set", "law", "ln 2/ln 3 within 0.01",
          "Hausdorff (1918), Math. Ann. 79, 157-179",
          _set_near(math.log(2.0) / math.log(3.0), 0.01, cantor)),
    Claim("dimensions", "end of period doubling", "law", "0.500 within 0.01", GRASSBERGER,
          _flow_near(0.5, 0.01, lambda: flow("logistic", r=3.569945672))),
    # Not independent: of 12 rules for the range of the fit, which gave 1.17 to 1.22, the one kept
    # was chosen after this set and the square were seen.
    Claim("henon", "correlation dimension, a set the rule of the fit was chosen on", "law",
          "1.21 within 0.02", GRASSBERGER,
          _flow_near(1.21, 0.02, lambda: flow("henon"))),
    Claim("lorenz-1963", "correlation dimension", "law", "2.05 within 0.05", GRASSBERGER,
          _flow_near(2.05, 0.05, lambda: flow("lorenz-1963"))),
    Claim("ikeda", "correlation dimension", "law", "1.69 within 0.03", SPROTT,
          _flow_near(1.69, 0.03, lambda: flow("ikeda"))),
    *(
        Claim("mackey-glass", f"correlation dimension of its histories at delay {delay:g}", "law",
              f"{known} within {bound}", DELAYED,
              _flow_near(known, bound, partial(flow, "mackey-glass", tau=delay)),
              seconds=2.0)
        for delay, known, bound in ((17.0, 1.95, 0.03), (23.0, 2.44, 0.05))
    ),
    # 16 000 points give 2.63, from a range that is too short; that was seen before 64 000 were taken
    Claim("mackey-glass", "correlation dimension of its histories at delay 30, 64 000 points",
          "target", "3.0 within 0.2", DELAYED,
          _flow_near(3.0, 0.2, lambda: flow("mackey-glass", tau=30.0), 64_000), full=True,
          seconds=30.0),
    Claim("rossler", "correlation dimension", "target", "1.991 within 0.065", SPROTT, _rossler,
          seconds=2.0,
          attempts="16 000 points 1.83, 64 000 points 1.86; orbits one behind the other instead of "
          "side by side, which mended the delay equations, 1.83 for 1.85. The cause was not found; "
          "the bound stays."),
)  # fmt: skip
