"""A measurement that can be made on any flow with the capabilities it needs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from engines.layers.frame import Frame, Layer
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.views import Axis
from engines.running.ticket import Ticket


class Instrument(Protocol):
    """Measures a flow and yields frames, coarse first.

    A module `engines/instruments/<room>/<name>.py` holds one and names it `INSTRUMENT`.

    Attributes:
        name: Last part of its place in the tree; also the name of its main layer, of its switch
            parameter and of its reading.
        title: Words for the row, e.g. "FTLE".
        view: Kind of view its layers belong to: "plane", "space", "chart" or "sheet".
        draws: Names of the layers it may yield, bottom first.
        depth: Where its layers lie among those of other instruments: 0 fields, 1 arrows and
            tracers, 2 lines, 3 tracks, 4 points.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    view: ClassVar[str]
    draws: ClassVar[tuple[str, ...]]
    depth: ClassVar[int]

    def __init__(self, flow: Flow) -> None: ...

    @staticmethod
    def refuses(flow: Flow) -> str:
        """Why it cannot be put on `flow`, e.g. "needs a steady flow"; empty if it can."""

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        """Its parameters, with ranges that suit `flow`; the switch is not among them."""

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """Coarse results first. Returns soon after `ticket.withdrawn`."""


class Prompt(ABC):
    """An instrument that has something to show before any state has moved."""

    @abstractmethod
    def at_once(self, parameters: Parameters) -> dict[str, Layer]:
        """Layers that take no time, for instance recipes that a graphics card follows."""


class Charting(ABC):
    """An instrument drawn in a chart of its own, or with `view` "plane" in a plane of its own,
    for instance of two parameters; it knows the axes.
    """

    @staticmethod
    @abstractmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        """The horizontal and the vertical axis."""

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        """Title and subtitle of the chart; an empty title stands for the instrument's own."""
        return "", ""


class Choosing(ABC):
    """An instrument in whose own plane a place stands for values of the flow's parameters."""

    @staticmethod
    @abstractmethod
    def chosen(flow: Flow, parameters: Parameters, place: tuple[float, ...]) -> Mapping[str, Any]:
        """Parameter of the flow to the value that a click at `place` gives it: a number, or
        places.
        """


class Dragging(ABC):
    """An instrument that draws handles into the main picture, which a hand may pull."""

    @staticmethod
    @abstractmethod
    def pulled(flow: Flow, parameters: Parameters, gesture: Gesture) -> Mapping[str, float]:
        """Name of its parameters to the values that a "drag" gives them; nothing if it means
        nothing here.
        """


@dataclass(frozen=True, slots=True)
class Section:
    """A plane of two coordinates through a space of more.

    Attributes:
        plane: The coordinates along its horizontal and its vertical axis, counted from 0.
        rest: Where it cuts the others, in their order.
    """

    plane: tuple[int, int]
    rest: tuple[float, ...]

    def completed(self, place: tuple[float, float]) -> tuple[float, ...]:
        """The state at a place of the plane."""
        others = iter(self.rest)
        axes = dict(zip(self.plane, place, strict=True))
        return tuple(axes[i] if i in axes else next(others) for i in range(2 + len(self.rest)))


class Sectioned(ABC):
    """An instrument that shows a plane of its own through a space of more than two coordinates.

    Attributes:
        beside: Those of its layers that belong into the main picture all the same, for instance
            where its plane lies.
    """

    beside: ClassVar[tuple[str, ...]] = ()

    @staticmethod
    @abstractmethod
    def section(flow: Flow, parameters: Parameters) -> Section | None:
        """The plane; None where all coordinates of the flow are in the picture anyway.

        Raises:
            UnfitError: If the values describe none.
        """

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        """Title and subtitle of the plane; an empty title stands for the instrument's own."""
        return "", ""

    @staticmethod
    @abstractmethod
    def idle(flow: Flow, parameters: Parameters) -> dict[str, str]:
        """Name of a parameter that has no meaning for this plane to the reason."""
