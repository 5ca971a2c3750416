"""Trained drift and noise as a flow from any cloud to any other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

import numpy as np

from engines.learned.nets.mlp import Mlp, torch_value
from engines.learned.nets.mlp import shapes as mlp_shapes
from engines.learned.nets.shading import CardNet, NetShaded
from engines.numerics.diffusion.generation import REFINED, TOLERANCE
from engines.numerics.diffusion.likelihood import log_likelihood
from engines.numerics.diffusion.path import Linear
from engines.numerics.interpolants.bridging import (
    EDGE,
    TANGENT_STEPS,
    BridgingFlow,
    Shaking,
    inside,
)
from engines.numerics.interpolants.coupling import COUPLINGS, paired
from engines.numerics.interpolants.interpolant import Interpolant
from engines.numerics.one_thread import one_thread
from engines.numerics.steppers import DORMAND_PRINCE
from engines.numerics.within import CarriesWithin, carried_within
from engines.protocols.capabilities import Box, Costly, Decoding, Probable
from engines.running.slices import in_slices
from engines.running.ticket import Ticket

CLOSER = 4.0  # a network sees places in a quarter of their spread, so that it learns edges sooner
BACK = 40  # steps back to the noise, for a density
PIECE = 512
DRIFT, NOISE, SCORE = "b.", "eta.", "score."


def stem(coupling: str) -> str:
    """Prefix of the names of the arrays that were trained with a coupling."""
    return "" if coupling == COUPLINGS[0] else "near."


def shapes(
    d: int,
    hidden: tuple[int, ...],
    one_sided: bool,
    coupling: str = COUPLINGS[0],
    scored: bool = False,
) -> dict[str, tuple[int, ...]]:
    """Name to shape of the arrays of one training: of b, of eta where b does not give it, and of a
    network for the score itself if it is `scored`.
    """
    parts = [DRIFT] if one_sided else [DRIFT, NOISE]
    parts += [SCORE] if scored else []
    found: dict[str, tuple[int, ...]] = {}
    for part in parts:
        found |= mlp_shapes((d + 1, *hidden, d), stem(coupling) + part)
    return found


def torch_raw(
    tensors: Mapping[str, Any],
    x: Any,
    t: np.ndarray,
    spread: float,
    prefix: str,
    told: np.ndarray | None = None,
) -> Any:
    """The raw output for torch places, shape (n, d), times, shape (n,), and what is told besides."""
    import torch

    seen = [x * (CLOSER / spread)]
    for more in (t[:, None], told):
        if more is not None:
            seen.append(torch.from_numpy(np.asarray(more, dtype=np.float32)))
    return torch_value(tensors, torch.cat(seen, dim=1), prefix)


class Learned:
    """A network of place and time; its output is in units of the spread of the clouds."""

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        prefix: str,
        spread: float,
        out: float,
        dtype: type = np.float64,
    ) -> None:
        self.net, self.closer, self.out = Mlp(arrays, prefix, dtype), CLOSER / spread, out

    def inputs(self, x: np.ndarray, t: float) -> np.ndarray:
        """What the network sees, shape (n, d + 1)."""
        d = x.shape[1]
        seen: np.ndarray = np.empty((len(x), d + 1), dtype=self.net.dtype)
        seen[:, :d] = x * self.closer
        seen[:, d] = t
        return seen

    def value(self, x: np.ndarray, t: float) -> np.ndarray:
        """Outputs at places, shape (n, d)."""
        raw = self.net.value(self.inputs(x, t))
        return np.asarray(self.out * raw.astype(np.float64, copy=False))

    def pushed(
        self, x: np.ndarray, tangents: np.ndarray, t: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Outputs, and what small displacements, shape (k, n, d), become."""
        seen = self.inputs(x, t)
        moves: np.ndarray = np.zeros((*tangents.shape[:2], seen.shape[1]), dtype=self.net.dtype)
        moves[..., : x.shape[1]] = tangents * self.closer
        raw, rates = self.net.pushed(seen, moves)
        return (
            self.out * raw.astype(np.float64, copy=False),
            self.out * rates.astype(np.float64, copy=False),
        )


class LearnedBridge(CarriesWithin, BridgingFlow, NetShaded, Costly):
    r"""x' = b(x, t) with a trained b, and s = -eta / gamma with a trained eta, or a trained s.

    Between noise and data, where x_0 is the noise, b says what the noise was:

        E[x_0 | x_t] = (beta b - beta' x) / (alpha' beta - alpha beta'),   s = -E[x_0 | x_t] / alpha

    Single velocities and Jacobians are computed in float64; many states are carried with the
    networks in float32.

    Args:
        arrays: Name to array of the networks, "sources" and "targets" of known ends.
        spread: Root mean square of a coordinate of both clouds.
        interpolant: How they were mixed in training.
        shaking: Noise, steps, and an error of the drift.
        box: Where to look.
        coupling: With which coupling the networks were trained.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spread: float,
        interpolant: Interpolant,
        shaking: Shaking | None = None,
        box: Box | None = None,
        coupling: str = COUPLINGS[0],
    ) -> None:
        super().__init__(interpolant, shaking)
        self.arrays, self.spread, self.coupling = arrays, spread, coupling
        before = stem(coupling)
        self._exact = Learned(arrays, before + DRIFT, spread, spread)
        self._quick = Learned(arrays, before + DRIFT, spread, spread, np.float32)
        self._eta: Learned | None = None
        if f"{before}{NOISE}0.weight" in arrays:
            self._eta = Learned(arrays, before + NOISE, spread, 1.0, np.float32)
        self._score: Learned | None = None
        if f"{before}{SCORE}0.weight" in arrays:
            self._score = Learned(arrays, before + SCORE, spread, 1.0 / spread, np.float32)
        self.begins = "start" if "sources" in arrays else "noise"
        self.dimension = self._exact.net.layers[-1][1].shape[0]
        self.states = tuple(f"x_{{{i}}}" for i in range(1, self.dimension + 1))
        self.box = square(4.0 * spread, self.dimension) if box is None else box

    def followed_by(self, shaking: Shaking) -> Self:
        return type(self)(
            self.arrays, self.spread, self.interpolant, shaking, self.box, self.coupling
        )

    @property
    def one_sided(self) -> bool:
        """Whether it begins with plain noise."""
        return self._eta is None

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        if "sources" not in self.arrays:
            return draw.standard_normal((count, self.dimension))
        return _some(self.arrays["sources"], count, draw)

    def ends(self, count: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        first = self.noise(count, draw)
        return paired(first, _some(self.arrays["targets"], count, draw), self.coupling)

    def drift(self, states: np.ndarray, time: float) -> np.ndarray:
        return self._quick.value(states, time)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        x = np.asarray(states, dtype=np.float64)
        return self._off(self._exact.value(x, inside(time)))

    def score(self, states: np.ndarray, time: float) -> np.ndarray:
        now = self.interpolant.at(time)
        if self._score is not None:
            return self._score.value(states, time)
        if self._eta is not None:
            return -self._eta.value(states, time) / np.sqrt(now.square)
        return self._told(states, self.drift(states, time), time)

    def tilted(self, states: np.ndarray, time: float, eps: float) -> np.ndarray:
        found = self.drift(states, time)
        if not eps:
            return found
        if self._eta is None:  # one evaluation serves both
            return found + eps * self._told(states, found, time)
        return found + eps * self.score(states, time)

    def _told(self, x: np.ndarray, drift: np.ndarray, time: float) -> np.ndarray:
        """The score that a drift from noise tells."""
        now = self.interpolant.at(time)
        whole = now.dalpha * now.beta - now.alpha * now.dbeta
        return np.asarray(-(now.beta * drift - now.dbeta * x) / (whole * now.alpha))

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        return self._quick.pushed(states, tangents, time)

    def carries(
        self,
        states: np.ndarray,
        moves: np.ndarray | None,
        start: float,
        stop: float,
        ticket: Ticket | None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """With as few steps as each state needs, since a network is dear."""
        begin = np.asarray(states, dtype=np.float64)
        first, last = np.clip((start, stop), 0.0, 1.0)
        finer = self.shaking.tangent_steps > TANGENT_STEPS
        tolerance = REFINED * TOLERANCE if finer else TOLERANCE
        return carried_within(self.moved, begin, first, last, tolerance, ticket, moves=moves)

    @property
    def integrator(self) -> str:
        walked = super().integrator.rpartition("; tangents")[0]
        return f"{walked}; tangents {DORMAND_PRINCE.name}, tolerance {TOLERANCE:.0e}"

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        n, d = states.shape
        unit = np.broadcast_to(np.eye(d)[:, None, :], (d, n, d))
        x = np.asarray(states, dtype=np.float64)
        return self._exact.pushed(x, unit, inside(time))[1].transpose(1, 2, 0)

    @cached_property
    def card(self) -> CardNet:
        net, out = self._exact.net, self._exact.out
        matrix, offset = net.layers[-1]
        off = self._off(np.zeros(self.dimension)) / out
        return CardNet((*net.layers[:-1], (matrix, offset + off)), 0, self._moments)

    def _moments(self, times: np.ndarray) -> np.ndarray:
        t = np.clip(times, EDGE, 1.0 - EDGE)
        out, closer = np.full_like(t, self._exact.out), np.full_like(t, self._exact.closer)
        return np.stack([0.0 * t, out, closer, t], axis=-1)

    def tex(self) -> tuple[str, ...]:
        s = self.shaking
        mixed = r"\alpha\, x_0 + \beta\, x_1" + ("" if self.one_sided else r" + \gamma\, z")
        return (
            r"dX = (b_\theta + \varepsilon s_\theta)\, dt + \sqrt{2 \varepsilon}\, dW,\quad "
            rf"\varepsilon = \live{{eps}}{{{s.noise:g}}}",
            rf"x_t = {mixed}",
        )


class BridgeFromNoise(LearnedBridge, Probable):
    """A learned bridge from plain noise, which therefore knows how probable a state is."""

    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        """As the flow tells it: followed back to the noise, with the divergence on the way."""
        x, t = np.asarray(states, dtype=np.float64), inside(time)
        found, n = np.empty(len(states)), self.dimension

        def rate(places: np.ndarray, now: float) -> tuple[np.ndarray, np.ndarray]:
            unit = np.broadcast_to(np.eye(n)[:, None, :], (n, len(places), n))
            velocity, rates = self.pushed(places, unit, inside(now))
            return velocity, np.einsum("knk->n", rates)

        def work(first: int, last: int) -> None:
            nodes = np.linspace(0.0, t, max(2, round(BACK * t) + 1))
            with np.errstate(over="ignore", invalid="ignore"):
                found[first:last] = log_likelihood(rate, Linear(), x[first:last], nodes, ticket)[0]

        one_thread()
        in_slices(work, len(x), PIECE, ticket)
        return found


class PictureBridge(LearnedBridge, Decoding):
    """A learned bridge between two kinds of pictures; states are pixels from -1 to 1, less their
    mean.
    """

    def decode(self, states: np.ndarray) -> np.ndarray:
        side = round(np.sqrt(self.dimension))
        ink = 0.5 * (np.asarray(states) + self.arrays["mean"] + 1.0)
        return np.clip(ink, 0.0, 1.0).reshape(-1, side, side)


def _some(points: np.ndarray, count: int, draw: np.random.Generator) -> np.ndarray:
    """Random rows, none of them twice before all were taken."""
    rounds = -(-count // len(points))
    rows = np.concatenate([draw.permutation(len(points)) for _ in range(rounds)])
    return np.asarray(points, dtype=np.float64)[rows[:count]]


def square(reach: float, d: int) -> Box:
    """Places within `reach` of the origin along every axis."""
    far = float(np.ceil(2.0 * reach) / 2.0)
    start = (0.7, 1.05) if d == 2 else (0.0,) * d
    return Box(
        low=(-far,) * d,
        high=(far,) * d,
        periodic=(False,) * d,
        labels=("first coordinate", "second coordinate")
        if d == 2
        else tuple(f"pixel {i}" for i in range(1, d + 1)),
        symbols=tuple(f"x_{{{i}}}" for i in range(1, d + 1)),
        units=("",) * d,
        start=start,
    )
