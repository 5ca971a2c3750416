"""Basins of attraction: each place of a plane in the colour of where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.basins.attractors import LEFT, UNKNOWN, Endings
from engines.instruments.portrait.scales import box_of, friendly, lasting, refusal, time_unit
from engines.instruments.transport.section import (
    FULL,
    declared_section,
    idle_cuts,
    section_of,
)
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.capabilities import Completing, Recorded, Refinable, Spherical
from engines.protocols.flow import Flow
from engines.protocols.instrument import Section, Sectioned
from engines.running.ticket import Ticket

GROUP = "Basins"
SHARES = (0.125, 0.5, 1.0)  # of the nodes along a side, level by level
PIECE = 4000  # nodes between two frames
SEARCHED = 64  # nodes from which attractors are looked for first
COMPARED = 300  # nodes that are followed twice
DOUBTFUL = 0.01  # share of them that may end elsewhere
NEARLY = 0.97  # of the work, before the field is checked
LETTERS = "ABCDEFGH"


class BasinInstrument(Sectioned):
    """Follows every node of a plane until it is on an attractor."""

    name: ClassVar[str] = "basins"
    title: ClassVar[str] = "Basins of attraction"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("basins", "attractors", "attractor_names")
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if isinstance(flow, Recorded) and not flow.steady:
            return "needs a flow that lasts for ever"
        if isinstance(flow, Spherical | Completing):
            return "needs a flow that settles"
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        usual = 1000.0 if flow.discrete else friendly(3.0 * lasting(flow))
        about: dict[str, Any] = {"group": GROUP}
        return (
            *(d for d in declared_section(flow, GROUP) if d.name != FULL),
            real("basin_time", usual, usual / 50.0, usual * 20.0, title="Followed for",
                 unit=time_unit(flow), logarithmic=True,
                 help="Time after which a state should have settled.", **about),
            whole("basin_nodes", 200, 16, 1000, title="Nodes a side", **about),
        )  # fmt: skip

    @staticmethod
    def section(flow: Flow, parameters: Parameters) -> Section | None:
        return section_of(flow, parameters) if flow.dimension > 2 else None

    @staticmethod
    def idle(flow: Flow, parameters: Parameters) -> dict[str, str]:
        return {k: v for k, v in idle_cuts(flow, parameters).items() if k != FULL}

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        section = section_of(self.flow, parameters)
        ends = Endings(self.flow, float(p.basin_time))
        sizes = sorted({max(8, round(p.basin_nodes * share)) for share in SHARES})
        begin = self._nodes(section, 8, 8)[2][:SEARCHED]
        ends.discover(ends.settled(begin, ticket), ticket)
        ends.ordered()
        work, done = float(sum(n * n for n in sizes)), 0
        shown: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None
        states = begin
        for level, size in enumerate(sizes):
            x, y, states = self._nodes(section, size, size)
            found = np.full(len(states), UNKNOWN)
            for first in range(0, len(states), PIECE):
                part = slice(first, first + PIECE)
                found[part] = ends.ended(states[part], ticket)
                done += len(states[part])
                if shown is not None and first + PIECE < len(states):
                    yield self._frame(ends, section, *shown, NEARLY * done / work, level - 1, None)
            shown = x, y, found
            yield self._frame(ends, section, *shown, NEARLY * done / work, level, None)
        if shown is None:
            return
        trust = self._trust(ends, states, shown[2], ticket)
        yield self._frame(ends, section, *shown, 1.0, len(sizes), trust)

    def _nodes(
        self, section: Section, nx: int, ny: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Middles of cells along both axes, and their states row by row."""
        box, (i, j) = box_of(self.flow), section.plane
        x = box.low[i] + (box.high[i] - box.low[i]) * (np.arange(nx) + 0.5) / nx
        y = box.low[j] + (box.high[j] - box.low[j]) * (np.arange(ny) + 0.5) / ny
        places = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
        states = np.empty((len(places), self.flow.dimension))
        states[:, [i, j]] = places
        others = [k for k in range(self.flow.dimension) if k not in (i, j)]
        states[:, others] = section.rest
        return x, y, states

    def _frame(
        self,
        ends: Endings,
        section: Section,
        x: np.ndarray,
        y: np.ndarray,
        numbers: np.ndarray,
        share: float,
        level: int,
        trust: Trust | None,
    ) -> Frame:
        values = np.where(numbers >= 0, numbers + 0.5, np.nan).reshape(len(y), len(x))
        unknown = (numbers == UNKNOWN).reshape(len(y), len(x))
        layers: dict[str, Layer] = {
            "basins": ScalarField(
                x, y, values, scale="kinds", limits=(0.0, 8.0), quantity="basin",
                untrusted=unknown if unknown.any() else None,
            )
        }  # fmt: skip
        layers |= self._attractors(ends, section, fractions(numbers, len(ends.attractors)))
        return Frame(
            layers,
            progress=share,
            level=level,
            readings={self.name: Reading(float(len(ends.attractors)), _counted(numbers))},
            trust=trust,
            task="Basins of attraction",
        )

    def _attractors(
        self, ends: Endings, section: Section, shares: list[tuple[float, float]]
    ) -> dict[str, Layer]:
        """The attractors seen along the other coordinates, and their shares beside them."""
        axes = list(section.plane)
        clouds = [a.places[:, axes] for a in ends.attractors]
        places = np.concatenate([np.zeros((0, 2)), *clouds])
        words = tuple(
            f"{LETTERS[k]}: {100.0 * part:.1f} ± {100.0 * off:.1f} %"
            for k, (part, off) in enumerate(shares)
        )
        heads = np.array([cloud[0] for cloud in clouds]).reshape(-1, 2)
        return {
            "attractors": Points(places, "cloud"),
            "attractor_names": Points(heads, "start", words),
        }

    def _trust(
        self, ends: Endings, states: np.ndarray, numbers: np.ndarray, ticket: Ticket
    ) -> Trust:
        """Whether nodes end elsewhere if they are followed with more care, or twice as long."""
        some = np.linspace(0, len(states) - 1, min(COMPARED, len(states) // 4)).astype(int)
        flow = self.flow
        other = Endings(flow.refined() if isinstance(flow, Refinable) else flow, ends.duration)
        other.attractors = list(ends.attractors)
        if not isinstance(flow, Refinable):
            other.duration = 2.0 * ends.duration
        moved = float(np.mean(other.ended(states[some], ticket) != numbers[some]))
        lost = float(np.mean(numbers == UNKNOWN))
        how = "more careful integration" if isinstance(flow, Refinable) else "twice as many steps"
        words = f"{100.0 * moved:.1f} % of {len(some)} nodes end elsewhere by a {how}"
        if not isinstance(flow, Refinable):
            words = words.replace("by a", "after")
        if lost:
            words += f"; {100.0 * lost:.1f} % have not settled"
        level = "good" if moved <= DOUBTFUL and lost <= DOUBTFUL else "warn"
        return Trust(level, f"{words}.")


def fractions(numbers: np.ndarray, count: int) -> list[tuple[float, float]]:
    """Share of the nodes that end on each attractor, and its standard error as if they had been
    drawn at random: sqrt(f (1 - f) / n).
    """
    n = max(1, len(numbers))
    parts = [float(np.count_nonzero(numbers == k)) / n for k in range(count)]
    return [(part, float(np.sqrt(part * (1.0 - part) / n))) for part in parts]


def _counted(numbers: np.ndarray) -> str:
    left = float(np.mean(numbers == LEFT)) if len(numbers) else 0.0
    return f"found, {100.0 * left:.0f} % leave" if left else "found"


INSTRUMENT = BasinInstrument
