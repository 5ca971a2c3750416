"""Finite-time Lyapunov exponents over a plane: the walls of transport."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.errors import FlowError, UnfitError
from engines.instruments.transport.deformation import (
    Seeds,
    by_auxiliary,
    by_grid,
    by_tangent,
    exponent,
    released,
)
from engines.instruments.transport.ftle_form import declared_field, horizons, shown_horizon
from engines.instruments.transport.ftle_shader import ftle_shader, shader_step
from engines.instruments.transport.levels import colour_limits, levels, strips
from engines.instruments.transport.nodes.following import (
    TOLERANCE,
    exponents,
    first_nodes,
    guessed,
    idle_guesses,
    with_guesses,
)
from engines.instruments.transport.nodes.sparse import GUESSED, Measure, SparsePicture
from engines.instruments.transport.power import by_power
from engines.instruments.transport.section import idle_cuts, on_level, section_of
from engines.instruments.transport.trusted import trusted
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.capabilities import (
    Bounded,
    Box,
    Costly,
    Differentiable,
    Flat,
    Recorded,
    Refinable,
    Shaded,
    Spherical,
)
from engines.protocols.flow import Flow
from engines.protocols.instrument import Prompt, Section, Sectioned
from engines.running.card import CARD
from engines.running.ticket import Ticket

_STRIP = 1 << 15  # nodes between two signs of life
_LEAST_NODES = {"variational": 1, "grid": 3, "auxiliary": 2, "power": 1}
_FEW = 2048  # nodes that are followed between two signs of life where each takes long
_SAMPLE = 512  # nodes on which the integrators are compared


def ftle(
    flow: Flow,
    x: np.ndarray,
    y: np.ndarray,
    *,
    start: float,
    horizon: float,
    method: str = "variational",
    rest: tuple[float, ...] = (),
    plane: tuple[int, int] = (0, 1),
    full: bool = False,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """Largest finite-time Lyapunov exponent on a grid of the plane.

    Every node is carried by the flow map F for `horizon`, and

        ftle = ln(s) / |T|,   s = largest singular value of dF/dx

    Args:
        flow: What moves the nodes; `method` "variational" needs the capability Tangent, on a
            sphere of the flow of unit vectors.
        x: Node coordinates, shape (nx,), world units; on a sphere longitudes, degrees.
        y: Node coordinates, shape (ny,), world units; on a sphere latitudes, degrees.
        start: Time of release.
        horizon: Travel time T, signed, not zero.
        method: "variational" (tangents carried along), "grid" (differences of neighbours; the
            border repeats its inner neighbours), "auxiliary" (four helpers around each node) or
            "power" (power iteration, always in all directions).
        rest: The other coordinates of all nodes, length d - 2: a slice, to which the stretching
            is then restricted.
        plane: Which coordinates x and y are, counted from 0.
        full: Stretching in all directions, not only in those of the plane.
        ticket: Looked at least every 50 ms.

    Returns:
        Shape (ny, nx), 1 over the unit of time. NaN where a state blew up.

    Raises:
        FlowError: If the horizon is zero or not finite, or a side has too few nodes to tell a
            difference: "grid" needs 3, "auxiliary" 2.
        UnfitError: If all directions are asked for by differences of grid neighbours.
        Withdrawn: If the ticket was withdrawn.

    Source:
        Shadden, Lekien & Marsden (2005), Physica D 212, 271-304.
    """
    if not (math.isfinite(horizon) and horizon != 0.0):
        raise FlowError(f"horizon = {horizon:g}, allowed any finite time but 0")
    least = _LEAST_NODES[method]
    if min(len(x), len(y)) < least:
        raise FlowError(
            f"the grid has {len(x)} x {len(y)} nodes, {method} needs {least} x {least} at least"
        )
    if full and method == "grid":
        raise UnfitError("neighbours lie in the plane only, allowed are tangents and helpers")
    seeds = Seeds(np.asarray(x, float), np.asarray(y, float), rest, start, horizon, plane)
    if method == "power":
        return by_power(flow, seeds, ticket).log / abs(horizon)
    ways = {
        "variational": lambda: by_tangent(flow, seeds, ticket, full),
        "grid": lambda: by_grid(flow, seeds, ticket),
        "auxiliary": lambda: by_auxiliary(flow, seeds, ticket, full=full),
    }
    return exponent(ways[method](), horizon)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the fields that are shown: forward or backward.

    Attributes:
        name: Of its layer.
        horizon: Signed travel time.
        scale: Kind of quantity, see `ScalarField.scale`.
        live: Its recipe for a graphics card, if there is one.
    """

    name: str
    horizon: float
    scale: str
    live: ShaderField | None


class FtleField(Prompt, Sectioned):
    """The FTLE field of a flow, live as a shader and exact in float64."""

    name = "ftle"
    title = "FTLE"
    view = "plane"
    draws = ("ftle_live", "ftle", "ftle_over_live", "ftle_over")
    depth = 0

    def __init__(self, flow: Flow) -> None:
        reason = self.refuses(flow)
        if reason or not isinstance(flow, Bounded):
            raise UnfitError(f"FTLE {reason}")
        self.flow: Flow = flow
        self.box: Box = flow.box
        self.duration = float(flow.duration)
        self.unit = "1/iteration" if flow.discrete else f"1/{flow.time_unit or 't'}"

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not isinstance(flow, Bounded):
            return "needs a flow that knows its domain"
        return "needs two coordinates" if flow.dimension < 2 else ""

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return declared_field(flow)

    @staticmethod
    def section(flow: Flow, parameters: Parameters) -> Section | None:
        found = section_of(flow, parameters)
        return found if found.rest else None

    @staticmethod
    def idle(flow: Flow, parameters: Parameters) -> dict[str, str]:
        return idle_cuts(flow, parameters) | idle_guesses(flow, parameters)

    def at_once(self, parameters: Parameters) -> dict[str, Layer]:
        sides = self._sides(parameters, section_of(self.flow, parameters))
        return {f"{side.name}_live": side.live for side in sides if side.live is not None}

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        section = section_of(self.flow, p)
        sides = self._sides(p, section)
        careful = self.flow.refined() if isinstance(self.flow, Refinable) else self.flow
        if isinstance(self.flow, Recorded):
            start = float(p.start)
            for side in sides:
                for done in self.flow.fetched(start, start + side.horizon, ticket):
                    yield Frame({}, progress=done, task="Reading the data")
        grids = levels(int(p.nx), int(p.ny), first_nodes(self.flow))
        sparse = len(grids) > 1 and guessed(self.flow, p)
        if sparse:  # every second node comes first anyway
            grids = [grids[0], grids[-1]]
        pictures: list[tuple[SparsePicture, Measure]] = []
        for level, (nx, ny) in enumerate(grids):
            final = level == len(grids) - 1
            task = f"FTLE, level {level + 1} of {len(grids)}"
            x, y = self._nodes(section, nx, ny)
            absent = self._absent(x, y, section)
            fields: list[np.ndarray] = []
            for side in sides:
                values = np.empty((ny, nx))
                flow, horizon = careful if final else self.flow, side.horizon
                work = self._filled(values, flow, x, y, section, horizon, p, ticket)
                if final and sparse:
                    picture = SparsePicture(x, y, TOLERANCE)
                    pictures.append((picture, exponents(flow, p, horizon, self._full(p), ticket)))
                    values, work = picture.values, picture.filled(pictures[-1][1], _FEW)
                fields.append(values)
                for done in work:
                    share = (level + (len(fields) - 1 + done) / len(sides)) / len(grids)
                    whole = done == GUESSED and final and sparse and len(fields) == len(sides)
                    layers = self._layers(x, y, [v.copy() for v in fields], sides) if whole else {}
                    yield Frame(layers, progress=share, level=level, task=task)
            shown = Frame(
                self._layers(x, y, fields, sides),
                progress=(level + 1) / len(grids),
                level=level,
                notes=self._notes(fields, absent, p, sides[0].horizon),
                readings={"ftle": _reading(fields[0], sides[0].horizon)},
                task="FTLE, asking how far it can be trusted" if final else task,
            )
            yield shown
        field = fields[0]
        spacing = (float(x[1] - x[0]), float(y[1] - y[0]))
        x, y = self._nodes(section, *levels(int(p.nx), int(p.ny), _SAMPLE)[0])
        start, horizon = float(p.start), sides[0].horizon
        found = trusted(
            self.flow, careful, Seeds(x, y, section.rest, start, horizon, section.plane),
            sides[0].live, ticket, method=p.method, full=self._full(p), spacing=spacing,
            lost=max(_lost(values, absent) for values in fields) / max(1, field.size - absent),
        )  # fmt: skip
        x, y = self._nodes(section, int(p.nx), int(p.ny))
        for picture, measure in pictures:
            found = with_guesses(found, picture, x, y, measure)
        yield replace(shown, trust=found, task="")

    def _filled(
        self,
        values: np.ndarray,
        flow: Flow,
        x: np.ndarray,
        y: np.ndarray,
        section: Section,
        horizon: float,
        p: Any,
        ticket: Ticket,
    ) -> Iterator[float]:
        """Work through a grid strip by strip; yields the share done, but for the last strip."""
        by_neighbours = p.method == "grid" and not self._full(p)
        for first, last, low, high in strips(len(x), len(y), _STRIP, halo=int(by_neighbours)):
            ticket.check()
            part = ftle(
                flow, x, y[low:high], start=p.start, horizon=horizon,
                method="grid" if by_neighbours else self._method(p), rest=section.rest,
                plane=section.plane, full=self._full(p), ticket=ticket,
            )  # fmt: skip
            values[first:last] = part[first - low : last - low]
            if last < len(y):
                yield last / len(y)
        if by_neighbours:
            values[0], values[-1] = values[1], values[-2]

    def _layers(
        self, x: np.ndarray, y: np.ndarray, fields: list[np.ndarray], sides: Sequence[_Side]
    ) -> dict[str, Layer]:
        """Fields with their recipes, all in the same range of colours."""
        limits = colour_limits(*fields, plane=isinstance(self.flow, Flat))
        layers: dict[str, Layer] = {}
        for side, values in zip(sides, fields, strict=True):
            if side.live is not None:
                layers[f"{side.name}_live"] = replace(side.live, limits=limits)
            layers[side.name] = ScalarField(
                x, y, values, unit=self.unit, scale=side.scale, limits=limits,
                live_twin=f"{side.name}_live" if side.live else "",
            )  # fmt: skip
        return layers

    def _full(self, p: Any) -> bool:
        return self.flow.dimension > 2 and (bool(p.full) or p.method == "power")

    def _method(self, p: Any) -> str:
        """Neighbours lie in the plane; helpers stand for them where all directions are asked for."""
        return "auxiliary" if p.method == "grid" else str(p.method)

    def _nodes(self, section: Section, nx: int, ny: int) -> tuple[np.ndarray, np.ndarray]:
        """Nodes from end to end of the horizontal and of the vertical axis."""
        i, j = section.plane
        low, high = self.box.low, self.box.high
        return np.linspace(low[i], high[i], nx), np.linspace(low[j], high[j], ny)

    def _sides(self, p: Any, section: Section) -> tuple[_Side, ...]:
        found = horizons(p, self.flow)
        if len(found) == 1:
            word = "backward" if found[0] < 0.0 else "forward"
            way = word if p.direction == "both" else ""
            live = self._live(p, section, f"ftle_{word}", way)
            return (_Side("ftle", found[0], f"ftle_{word}", live),)
        under, over = "ftle_forward", "ftle_backward_over"
        return (
            _Side("ftle", found[0], under, self._live(p, section, under, "forward")),
            _Side("ftle_over", found[1], over, self._live(p, section, over, "backward")),
        )

    def _live(self, p: Any, section: Section, scale: str, way: str) -> ShaderField | None:
        flow = self.flow
        moved = flow.whole if isinstance(flow, Spherical) else flow
        given = on_level(flow, section.plane)  # by formulas that are not written as GLSL
        if flow.discrete or given or self._full(p) or moved.dimension > 4:
            return None
        if isinstance(flow, Costly) and not CARD.there:
            return None
        if not (
            isinstance(flow, Shaded)
            and isinstance(moved, Shaded)
            and isinstance(moved, Differentiable)
        ):
            return None
        horizon = float(p.horizon)
        return ftle_shader(
            flow,
            self.box,
            start=float(p.start),
            horizon=horizon,
            step=shader_step(
                flow,
                moved,
                box=self.box,
                horizon=horizon,
                start=float(p.start),
                longest=self.duration / 40.0,
                section=section,
            ),
            least=1e-3 * self.duration,
            resolution=(int(p.nx), int(p.ny)),
            unit=self.unit,
            scale=scale,
            section=section,
            way=way,
        )

    def _absent(self, x: np.ndarray, y: np.ndarray, section: Section) -> int:
        """Nodes at which there is no state to begin with."""
        if not on_level(self.flow, section.plane):
            return 0
        seeds = Seeds(x, y, section.rest, 0.0, 1.0, section.plane)
        return int(np.isnan(released(self.flow, seeds).states[:, 0]).sum())

    def _spoken(self, time: float) -> str:
        unit = self.flow.time_unit if isinstance(self.flow, Bounded) else ""
        return f"{time:.4g} {unit}".rstrip()

    def _notes(
        self, fields: list[np.ndarray], absent: int, p: Any, shown: float
    ) -> tuple[str, ...]:
        said, horizon = [], float(p.horizon)
        if p.direction == "both" and len(fields) == 1:
            words = ("forward", "backward") if shown > 0.0 else ("backward", "forward")
            said.append(
                f"FTLE: the data do not reach {self._spoken(abs(horizon))} {words[1]} from "
                f"t = {self._spoken(float(p.start))}; only the {words[0]} field is shown."
            )
        if shown_horizon(horizon, self.flow) != horizon:
            said.append(
                "FTLE: T = 0 asks for one iteration at least, which is shown."
                if self.flow.discrete
                else "FTLE: T = 0 is shown as the limit of short times, the rate of strain."
            )
        lost = sum(_lost(values, absent) for values in fields)
        if lost and not isinstance(self.flow, Recorded):  # whose parcels may leave it, or meet land
            size = sum(values.size - absent for values in fields)
            said.append(f"FTLE: {lost} of {size} nodes have no value, they blew up.")
        return tuple(said)


def _lost(values: np.ndarray, absent: int) -> int:
    """Nodes that began and have no value."""
    return int(np.isnan(values).sum()) - absent


def _reading(values: np.ndarray, horizon: float) -> Reading:
    finite = values[np.isfinite(values)]
    largest = float(finite.max()) if finite.size else None
    return Reading(largest, "max", "attract" if horizon < 0.0 else "repel")


INSTRUMENT = FtleField
