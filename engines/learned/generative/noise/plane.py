"""The plane that two draws of noise span, and what becomes of every place in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.learned.generative.noise.walks import along, arc, line
from engines.protocols.capabilities import Bounded, Box, Described, Generating
from engines.protocols.flow import Flow
from engines.protocols.pictures import Picturing, Reader
from engines.running.ticket import Ticket

WALKS = ("line", "arc", "drawn")
FINE = 61  # places of a walk
ROOM = 1.3  # of the typical length of noise, from the middle to each side
LEAST = 1e-3  # of its length: below that the second draw does not leave the line of the first


@dataclass(frozen=True)
class Where:
    """What a hand has set in the plane.

    Attributes:
        spanned: Numbers of the two draws, counted from 0.
        handle: Place of the handle; the first draw if None.
        drawn: A path drawn by hand, shape (k, 2); k < 2 for none.
        walk: Name of the chosen walk; the first there is if there is none of this name.
        share: How much of it has been walked.
        moment: The time at which pictures are seen.
    """

    spanned: tuple[int, int] = (0, 1)
    handle: tuple[float, float] | None = None
    drawn: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)))
    walk: str = "arc"
    share: float = 0.0
    moment: float = 1.0


class NoisePlane(Flow, Picturing, Bounded, Described, Generating):
    """Places a e_1 + b e_2, with e_1 along the first draw and e_2 in its plane with the second.

    The flow leaves the plane at once: places are moved by `whole`, and seen at their shadows.

    Attributes:
        typical: Root mean square length of the noise: nearly all of it is that long.
    """

    dimension = 2
    states = ("a", "b")
    steady = False
    time_unit = ""

    def __init__(
        self,
        whole: Flow,
        drawn: np.ndarray,
        known: np.ndarray,
        where: Where | None = None,
        reader: Reader | None = None,
    ) -> None:
        """Lay the plane.

        Args:
            whole: Generates, and its states are pictures.
            drawn: States it begins with, shape (n, D), two at least.
            known: Pictures it has learned from, shape (m, height, width).
            where: What is set in the plane.
            reader: Who reads its pictures.

        Raises:
            UnfitError: If the two draws lie on one line through the middle.
        """
        where = Where() if where is None else where
        self.whole, self.drawn, self.known, self.reader = whole, drawn, known, reader
        self.where, self.spanned, self.moment = where, where.spanned, where.moment
        first, second = (np.asarray(drawn[i], dtype=np.float64) for i in where.spanned)
        e1 = first / np.linalg.norm(first)
        across = second - (e1 @ second) * e1
        if not np.linalg.norm(across) > LEAST * np.linalg.norm(second):
            raise UnfitError(
                f"draws {where.spanned[0] + 1} and {where.spanned[1] + 1} span no plane, "
                "allowed two that differ in more than length"
            )
        self.axes = np.stack([e1, across / np.linalg.norm(across)])
        self.typical = float(np.sqrt((np.asarray(drawn) ** 2).sum(axis=1).mean()))
        generates: Any = whole
        self.arrival = self.duration = float(generates.arrival)
        self.begins: str = generates.begins
        self.ends = self.seen(np.stack([first, second]))
        start = self.ends[0] if where.handle is None else np.array(where.handle)
        far = float(np.ceil(ROOM * self.typical))
        self.box = Box(
            low=(-far, -far),
            high=(far, far),
            periodic=(False, False),
            labels=(f"along the first {self.begins}", "across, towards the second"),
            symbols=("a", "b"),
            units=("", ""),
            start=(float(start[0]), float(start[1])),
        )
        self.walks: Mapping[str, np.ndarray] = _walks(start, self.ends[1], where.drawn)
        self.walk = where.walk if where.walk in self.walks else next(iter(self.walks))
        self.share = where.share

    def at(self, where: Where) -> NoisePlane:
        """The same noise, with something else set."""
        return NoisePlane(self.whole, self.drawn, self.known, where, self.reader)

    def around(self, whole: Flow) -> NoisePlane:
        """The same plane through another flow, for instance one that has learned more."""
        return NoisePlane(whole, self.drawn, self.known, self.where, self.reader)

    def read_by(self, reader: Reader) -> NoisePlane:
        """The same plane, its pictures read by somebody."""
        return NoisePlane(self.whole, self.drawn, self.known, self.where, reader)

    def lifted(self, states: np.ndarray) -> np.ndarray:
        return np.asarray(states, dtype=np.float64) @ self.axes

    def seen(self, states: np.ndarray) -> np.ndarray:
        return np.asarray(states, dtype=np.float64) @ self.axes.T

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.seen(self.whole.velocity(self.lifted(states), time))

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.seen(self.whole.advance(self.lifted(states), start, stop, ticket))

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.seen(self.whole.record(self.lifted(states), times, ticket))

    def decode(self, states: np.ndarray) -> np.ndarray:
        """What each place has become at `moment`."""
        shows: Any = self.whole
        found: np.ndarray = shows.decode(self.whole.advance(self.lifted(states), 0.0, self.moment))
        return found

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        generates: Any = self.whole
        return self.seen(generates.noise(count, draw))

    def tex(self) -> tuple[str, ...]:
        return self.whole.tex() if isinstance(self.whole, Described) else ()


def _walks(start: np.ndarray, end: np.ndarray, drawn: np.ndarray) -> dict[str, np.ndarray]:
    found = {"line": line(start, end, FINE), "arc": arc(start, end, FINE)}
    if len(drawn) > 1:
        found["drawn"] = along(np.asarray(drawn, dtype=np.float64), FINE)
    return found
