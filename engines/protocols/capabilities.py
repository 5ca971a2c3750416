"""What only some flows can do. An instrument names what it needs; nobody probes for attributes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engines.parameters.declare import Declaration
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


class Differentiable(ABC):
    """Knows the derivative of its velocity."""

    @abstractmethod
    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        """dv_i/dx_j at `states`, shape (n, d, d)."""


class Tangent(ABC):
    """Carries small displacements along: solves M' = (dv/dx) M beside x' = v."""

    @abstractmethod
    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Final states, shape (n, d), and deformation gradients dF_i/dx_j, shape (n, d, d).

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """


class Displacing(ABC):
    """Carries a few small displacements for much less than all of a state of many coordinates."""

    @abstractmethod
    def advance_displaced(
        self,
        states: np.ndarray,
        moves: np.ndarray,
        start: float,
        stop: float,
        ticket: Ticket | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Final states, shape (n, d), and what becomes of k small displacements of each,
        `moves`, shape (n, d, k): the deformation gradients times `moves`, shape (n, d, k).

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """


class Refinable(ABC):
    """Can be integrated more carefully, to ask whether a number may be trusted."""

    @abstractmethod
    def refined(self) -> Flow:
        """The same flow at half the step, or a hundredth of the tolerance."""

    @property
    @abstractmethod
    def integrator(self) -> str:
        """Words for the status bar, e.g. "RK4, step 0.1"."""


class Costly:
    """Takes so long to move that a picture of it is made from as few states as will do."""


class Parametric(ABC):
    """Is one of a family of flows that differ in the values of their parameters.

    Attributes:
        values: Value of each parameter here.
        declared: Declarations of these parameters, which know names, symbols and ranges.
    """

    values: Mapping[str, float]
    declared: tuple[Declaration, ...]

    @abstractmethod
    def at(self, values: Mapping[str, float]) -> Flow:
        """The flow at other values, beyond their ranges too; those that are not named stay.

        Raises:
            FlowError: If a name is unknown or a value is no number.
        """

    @abstractmethod
    def suspended(self, names: Sequence[str]) -> Flow:
        """The flow on its states and, behind them, these parameters, which stand still: one batch
        of its states holds many members of the family.

        Raises:
            FlowError: If a name is unknown.
        """


class Compiled(ABC):
    """Moves states by machine code that has to be made, or read from a disk, first."""

    @abstractmethod
    def compiled(self) -> bool:
        """Whether states would move at once; if not, somebody has to wait a second or so."""


@dataclass(frozen=True, slots=True)
class Box:
    """The part of state space worth looking at.

    Attributes:
        low: Lower corner, length d.
        high: Upper corner, length d.
        periodic: Whether the coordinate is an angle-like one, length d.
        labels: Axis names with their unit left out, e.g. "angle", length d.
        symbols: Axis symbols in TeX, length d.
        units: Units, length d; "" where there is none.
        start: A state to begin with, length d.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    periodic: tuple[bool, ...]
    labels: tuple[str, ...]
    symbols: tuple[str, ...]
    units: tuple[str, ...]
    start: tuple[float, ...]


class Bounded(ABC):
    """Knows where it is worth looking, for how long, and in which units.

    Attributes:
        box: The part of state space.
        time_unit: Unit of time as text.
        duration: Time in which something happens, for instance a few turns.
    """

    box: Box
    time_unit: str
    duration: float = 10.0


class Shaded(ABC):
    """Can be written as GLSL 1.20 text and run on a graphics card in float32."""

    @abstractmethod
    def glsl(self) -> str:
        """Text that declares `uniform float NAME;` per parameter and defines

        vecD velocity(vecD x, float t) and, if differentiable, matD gradient(vecD x, float t)
        with gradient[j][i] = dv_i/dx_j (GLSL matrices are column first), for D = 2, 3 or 4.
        """

    @abstractmethod
    def uniforms(self) -> Mapping[str, float]:
        """Parameter name to value."""


class Textured(ABC):
    """Its GLSL text reads tables, for instance a measured velocity, from textures."""

    @abstractmethod
    def textures(self) -> Mapping[str, np.ndarray]:
        """Name of the sampler to texels, shape (height, width, 4), float32, read-only, the same
        object as long as nothing in it has changed; see `ShaderField.textures`.
        """


class Recorded(ABC):
    """Known only between two moments, for instance a measurement or a simulation.

    To move a state beyond them is a `FlowError` that names what is needed and what there is.

    Attributes:
        span: First and last moment; infinite if the flow is steady.
    """

    span: tuple[float, float]

    def fetched(self, start: float, stop: float, ticket: Ticket | None = None) -> Iterator[float]:
        """Fetch what is needed between two moments and not at hand yet, as far as there is room;
        yields the share done after each piece. Moving a state does the same, without a word.

        Raises:
            FlowError: If it cannot be read.
            Withdrawn: If the ticket was withdrawn.
        """
        return iter(())


class Dyed(ABC):
    """Carries a scalar that is known everywhere, for instance the dye in a jet."""

    @abstractmethod
    def concentration(self, time: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Nodes x, shape (nx,), nodes y, shape (ny,), both rising and without the repeated end
        where an axis goes round, and the scalar on them, shape (ny, nx).

        Raises:
            FlowError: If it is not known at that moment.
        """


class Diffusive(ABC):
    """Knows how viscosity spreads its momentum."""

    viscosity: float

    @abstractmethod
    def laplacian(self, states: np.ndarray, time: float) -> np.ndarray:
        """Laplacian of the velocity at `states`, shape (n, d); times the viscosity it is the
        diffusive force per mass.
        """


class Decoding(ABC):
    """Each state stands for a picture."""

    @abstractmethod
    def decode(self, states: np.ndarray) -> np.ndarray:
        """Pictures of `states`, shape (n, d): grey from 0 to 1, shape (n, height, width), or red,
        green and blue from 0 to 1, shape (n, height, width, 3); always the same of the two.
        """


class Explaining(ABC):
    """Can say why a path of it ended."""

    @abstractmethod
    def lost(self, state: np.ndarray, start: float, stop: float) -> str:
        """Why the path that was at `state`, shape (d,), at `start` has no numbers at `stop`, e.g.
        "x: left the domain of x^n at t = 1.2"; "" if it grew beyond all numbers.
        """


class Noted(ABC):
    """Has something to say that belongs beside every picture of it.

    Attributes:
        note: One sentence, e.g. "stiff: integrated implicitly on the processor"; "" if nothing.
    """

    note: str


class Described(ABC):
    """Can write itself down."""

    @abstractmethod
    def tex(self) -> tuple[str, ...]:
        r"""One equation per line in TeX. Each number that belongs to a parameter is marked as
        `\live{name}{value}`, so that a strip can keep it live.
        """


class Generating(ABC):
    """Carries a cloud of noise at t = 0 to data at t = 1.

    Attributes:
        arrival: The time at which it has arrived, where that is another.
        begins: A word for what it begins with where that is no noise, e.g. "start".
    """

    arrival: float = 1.0
    begins: str = "noise"

    @abstractmethod
    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        """Random states to begin with, shape (count, d)."""

    def sampled(
        self,
        states: np.ndarray,
        times: np.ndarray,
        ticket: Ticket | None = None,
        first: int = 0,
    ) -> np.ndarray:
        """A cloud on its way, as `Flow.record`; a sampler that adds noise of its own does so here,
        a different one to each state, and nowhere else: the flow stays the one without.

        Args:
            states: Shape (n, d), given at times[0].
            times: Monotone, shape (k,).
            ticket: To withdraw it.
            first: Place of the first of these states in their cloud, by which its noise goes.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        if not isinstance(self, Flow):
            raise TypeError(f"{type(self).__name__} generates but is no flow")
        return self.record(states, times, ticket)


class Probable(ABC):
    """Knows how probable each state is."""

    @abstractmethod
    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        """The logarithm of the density of `states`, shape (n, d), at `time`: shape (n,).

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """


class Sliced(ABC):
    """A planar slice through a larger space of states, whose own flow it knows."""

    whole: Flow

    @abstractmethod
    def lifted(self, states: np.ndarray) -> np.ndarray:
        """States of the whole, shape (n, D), of `states`, shape (n, 2), in the slice."""

    @abstractmethod
    def seen(self, states: np.ndarray) -> np.ndarray:
        """Shadows in the slice, shape (n, 2), of `states` of the whole, shape (n, D)."""


class Flat(Sliced):
    """A slice that is a plane in a space of coordinates of one kind; what leaves it is moved by
    `whole` and seen at its shadow.

    Attributes:
        axes: Two orthonormal vectors of the whole along the coordinates of the slice, shape (2, D).
    """

    axes: np.ndarray


class Remembering(Sliced):
    """A slice whose places do not tell where they go: what was before matters.

    Each call of `advance` and `record` begins with the states `lifted` gives, so that two in a row
    are not one. What has to go on moves the states of `whole`.
    """


class Completing(ABC):
    """Knows, for one plane of two coordinates, what the others are there: for instance where all
    states have the same energy.
    """

    @property
    @abstractmethod
    def axes(self) -> tuple[int, int]:
        """The two coordinates that give the others, counted from 0."""

    @abstractmethod
    def completed(self, states: np.ndarray) -> np.ndarray:
        """`states`, shape (n, d), with all coordinates but those of `axes` replaced; NaN in all
        where there is no such state.
        """


class Spherical(Sliced):
    """Longitude and latitude in degrees of states that are unit vectors in space.

    `whole` moves the unit vectors; nothing in it knows of poles.

    Attributes:
        radius: Radius of the sphere, in units of length of the velocity.
    """

    radius: float

    @abstractmethod
    def bases(self, states: np.ndarray) -> np.ndarray:
        """Two orthonormal tangents, first east then north, at unit vectors `states`, shape
        (n, 3): shape (n, 3, 2). At a pole any pair.
        """
