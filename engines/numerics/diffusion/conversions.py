"""Data, noise, score and velocity at one place and moment: any of them gives the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from engines.errors import FlowError, near_miss
from engines.numerics.diffusion.path import Moment, Path

Kind = Literal["x", "eps", "score", "v"]
KINDS: tuple[Kind, ...] = ("x", "eps", "score", "v")
NAMES = {"x": "clean data", "eps": "noise", "score": "score", "v": "velocity"}
Value = Callable[[np.ndarray, float], np.ndarray]


def converted(value: np.ndarray, kind: Kind, wanted: Kind, x: np.ndarray, m: Moment) -> np.ndarray:
    r"""One of the four at place x, from another of them at the same place and moment.

        x = a D + s e,   S = -e / s,   u = a' D + s' e,   W = a' s - a s'
        D = (x - s e) / a = (s u - s' x) / W,   e = (x - a D) / s = (a' x - a u) / W

    Args:
        value: What is known, shape (n, d).
        kind: What it is: "x" for D = E[x | x_t], "eps" for e = E[z | x_t], "score" for
            S = grad log p_t, "v" for u = E[a' x + s' z | x_t].
        wanted: What is asked for.
        x: Places x_t, shape (n, d).
        m: The path at this moment.

    Raises:
        FlowError: If the two are not linked at an end of the path, where a, s or W is 0.

    Source:
        Lai et al. (2025), The Principles of Diffusion Models; elementary algebra.
    """
    for name in (kind, wanted):
        if name not in KINDS:
            raise FlowError(f"kind = '{name}', {near_miss(name, KINDS)}")
    if kind == wanted:
        return value
    data, noise = _both(value, kind, wanted, x, m)
    if wanted == "x":
        return data
    if wanted == "v":
        return m.da * data + m.ds * noise
    return noise if wanted == "eps" else -noise / _nonzero(m.s, "s", kind, wanted)


def _both(
    value: np.ndarray, kind: Kind, wanted: Kind, x: np.ndarray, m: Moment
) -> tuple[np.ndarray, np.ndarray]:
    """D and e; of the two only what `wanted` needs has to exist."""
    if kind == "v":
        w = _nonzero(m.wronskian, "W", kind, wanted)
        if not np.isfinite(w):  # s = 0 and s' = -inf: what is left of the formulae is x / a
            return x / m.a, np.full_like(x, np.nan)
        return (m.s * value - m.ds * x) / w, (m.da * x - m.a * value) / w
    if kind == "x":
        if wanted == "v" and m.s == 0.0 and m.ds == 0.0:
            return value, np.zeros_like(value)
        return value, (x - m.a * value) / _nonzero(m.s, "s", kind, wanted)
    noise = value if kind == "eps" else -m.s * value
    if wanted in ("eps", "score"):
        return noise, noise
    return (x - m.s * noise) / _nonzero(m.a, "a", kind, wanted), noise


def _nonzero(value: float, name: str, kind: str, wanted: str) -> float:
    if value == 0.0:
        raise FlowError(
            f"{name} = 0: the {NAMES[wanted]} is not known from the {NAMES[kind]} at this end "
            "of the path"
        )
    return value


@dataclass(slots=True)
class Field:
    """One of the four quantities on a path, and by it all of them.

    Attributes:
        path: The path.
        kind: What `value` gives.
        value: Places, shape (n, d), and a time to that quantity, shape (n, d).
        own: Closed forms of others, for instance of the noise where s = 0; used before anything
            is converted.
        calls: Evaluations so far, of whatever kind: the NFE.
    """

    path: Path
    kind: Kind
    value: Value
    own: dict[Kind, Value] = field(default_factory=dict)
    calls: int = 0

    def of(self, wanted: Kind, x: np.ndarray, t: float) -> np.ndarray:
        """The wanted quantity at places x, shape (n, d), at time t; one evaluation.

        Raises:
            FlowError: If it does not exist there.
        """
        self.calls += 1
        if wanted in self.own:
            return self.own[wanted](x, t)
        return converted(self.value(x, t), self.kind, wanted, x, self.path.at(t))

    def denoiser(self, x: np.ndarray, t: float) -> np.ndarray:
        """D = E[x | x_t]."""
        return self.of("x", x, t)

    def noise(self, x: np.ndarray, t: float) -> np.ndarray:
        """The noise e = E[z | x_t]."""
        return self.of("eps", x, t)

    def score(self, x: np.ndarray, t: float) -> np.ndarray:
        """S = grad log p_t."""
        return self.of("score", x, t)

    def velocity(self, x: np.ndarray, t: float) -> np.ndarray:
        """The velocity u = E[a' x + s' z | x_t]."""
        return self.of("v", x, t)
