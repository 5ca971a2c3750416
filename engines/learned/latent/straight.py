"""Straight walks through a space of codes, and planar slices of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.learned.latent.pictured import Decoded, Decoder
from engines.learned.latent.slice import REACH, STATES, Slice, sliced, spanned
from engines.parameters.declare import Declaration, choice, whole
from engines.protocols.capabilities import (
    Bounded,
    Box,
    Decoding,
    Described,
    Differentiable,
    Flat,
    Generating,
    Tangent,
)
from engines.protocols.flow import Flow
from engines.protocols.landscape import Traversing
from engines.running.randomness import stream
from engines.running.ticket import Ticket


class Drift(Flow, Differentiable, Tangent):
    """x' = c, solved exactly: x(t) = x(0) + c t.

    Attributes:
        rate: The constant c, shape (d,).
    """

    steady = True

    def __init__(self, rate: np.ndarray) -> None:
        self.rate = np.asarray(rate, dtype=np.float64)
        self.dimension = len(self.rate)
        self.states = tuple(f"z_{i + 1}" for i in range(self.dimension))

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return np.tile(self.rate, (len(states), 1))

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        return np.zeros((len(states), self.dimension, self.dimension))

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return np.asarray(states, dtype=np.float64) + (stop - start) * self.rate

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        moves = (np.asarray(times) - times[0])[:, None] * self.rate
        return np.asarray(states, dtype=np.float64)[:, None, :] + moves

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        unit = np.tile(np.eye(self.dimension), (len(states), 1, 1))
        return self.advance(states, start, stop, ticket), unit


class CodeSpace(Drift, Decoded, Bounded, Traversing, Generating):
    """All codes of a decoder, walked along one of several unit directions.

    Attributes:
        directions: Unit vectors, shape (k, d).
        pace: Length of a step of 1.
    """

    time_unit = ""

    def __init__(
        self,
        decoder: Decoder,
        directions: np.ndarray,
        names: tuple[str, ...],
        way: int,
        start: np.ndarray,
        pace: float = 1.0,
        reach: float = 3.0,
    ) -> None:
        Drift.__init__(self, pace * directions[way])
        Decoded.__init__(self, decoder)
        self.directions, self.ways, self.way = directions, names, way
        self.pace, self.reach = pace, reach
        self.duration = self.arrival = REACH if reach == CodeSpace.reach else reach
        d = self.dimension
        self.box = Box(
            low=(-REACH,) * d,
            high=(REACH,) * d,
            periodic=(False,) * d,
            labels=tuple(f"code {i + 1}" for i in range(d)),
            symbols=self.states,
            units=("",) * d,
            start=tuple(float(c) for c in start),
        )

    def traversed(self, start: np.ndarray, steps: np.ndarray) -> np.ndarray:
        return start + self.pace * self.directions[:, None, :] * np.asarray(steps)[None, :, None]

    def at(self, start: np.ndarray) -> CodeSpace:
        """The same space with another start, shape (d,)."""
        return CodeSpace(
            self._decoder, self.directions, self.ways, self.way, start, self.pace, self.reach
        )

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return draw.standard_normal((count, self.dimension))


class CodePlane(Drift, Decoding, Bounded, Flat, Described, Generating):
    """The plane through one code that two orthonormal axes span, see `Slice`.

    Attributes:
        whole: The space it cuts through; its velocity seen in the plane is this flow's.
    """

    whole: CodeSpace
    time_unit = ""

    def __init__(self, whole: CodeSpace, slice: Slice) -> None:
        """The start of the space is moved to that of the slice."""
        super().__init__(slice.axes @ whole.rate)
        self._slice = slice
        self.axes, self.box, self.states = slice.axes, slice.box, STATES
        self.whole = whole.at(slice.start)
        self.duration, self.arrival = whole.duration, whole.arrival

    def lifted(self, states: np.ndarray) -> np.ndarray:
        return self._slice.lifted(states)

    def seen(self, states: np.ndarray) -> np.ndarray:
        return self._slice.seen(states)

    def decode(self, states: np.ndarray) -> np.ndarray:
        return self.whole.decode(self.lifted(states))

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return draw.standard_normal((count, 2))

    def tex(self) -> tuple[str, ...]:
        way = self.whole.way + 1
        return (rf"\dot{{z}} = d_{{\live{{way}}{{{way}}}}}", r"x = g(z)")


def declared(codes: int, known: tuple[str, ...]) -> tuple[Declaration, ...]:
    """Declarations of what `plane` needs to know of straight ways and of the plane.

    Args:
        codes: Number d of coordinates of a code.
        known: Names of the factors that may colour codes.
    """
    return (
        choice(
            "ways",
            "principal",
            ("principal", "random"),
            title="Directions",
            group="Traversals",
            help="Straight ways through the codes: the widest ones, or random orthonormal ones.",
        ),
        whole("rows", 4, 1, codes, title="Rows", group="Traversals", help="Number of directions."),
        whole("way", 1, 1, codes, title="Direction", symbol="d", group="Traversals"),
        whole("ways_seed", 0, 0, 99999, title="Random directions", group="Traversals"),
        *spanned(codes, known),
    )


def plane(
    p: Any,
    decoder: Decoder,
    start: np.ndarray,
    mean: np.ndarray,
    widest: np.ndarray,
    along: bool = True,
) -> CodePlane:
    """The plane through a code, with the straight ways that parameters choose.

    Args:
        p: Parameters as `slice.checked` names them, and `ways`, "principal" or "random", their
            number `rows`, the chosen `way`, counted from 1, and `ways_seed`.
        decoder: Makes pictures of codes.
        start: Code it goes through, shape (d,).
        mean: Mean of known codes, shape (d,).
        widest: Their principal directions, shape (d, d).
        along: Whether axes are principal directions; else they are single code numbers.

    Raises:
        ParameterError: If both axes are the same, or the handle is not a place in the plane.
    """
    cut, d = sliced(p, start, mean, widest, along), len(start)
    walks = widest
    if p.ways == "random":
        walks = orthonormal(d, d, stream(p.ways_seed, "directions"))
    names = tuple(f"{p.ways[0]}{_subscript(i + 1)}" for i in range(p.rows))
    space = CodeSpace(decoder, walks[: p.rows], names, min(p.way, p.rows) - 1, start)
    return CodePlane(space, cut)


def principal(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean, shape (d,), and principal directions, shape (d, d), widest first, of `codes`, (n, d).

    Each direction points the way in which its largest entry is positive.
    """
    mean = codes.mean(axis=0)
    _, _, rows = np.linalg.svd(codes - mean, full_matrices=False)
    largest = rows[np.arange(len(rows)), np.abs(rows).argmax(axis=1)]
    return mean, rows * np.sign(largest)[:, None]


def orthonormal(dimension: int, count: int, draw: np.random.Generator) -> np.ndarray:
    """Random orthonormal directions, evenly distributed, shape (count, dimension).

    Source:
        Mezzadri (2007), Notices of the AMS 54, 592-604.
    """
    q, r = np.linalg.qr(draw.standard_normal((dimension, dimension)))
    return (q * np.sign(np.diag(r))).T[:count]


def _subscript(number: int) -> str:
    return "".join(chr(0x2080 + int(digit)) for digit in str(number))
