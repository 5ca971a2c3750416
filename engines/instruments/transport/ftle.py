"""Finite-time Lyapunov exponents over a plane: the walls of transport."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.instruments.transport.deformation import (
    METHODS,
    Seeds,
    by_auxiliary,
    by_grid,
    by_tangent,
    exponent,
)
from engines.instruments.transport.ftle_shader import ftle_shader
from engines.instruments.transport.levels import colour_limits, levels, strips
from engines.instruments.transport.trusted import trusted
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField
from engines.parameters.declare import Declaration, Parameters, choice, real, whole
from engines.protocols.capabilities import (
    Bounded,
    Box,
    Differentiable,
    Refinable,
    Shaded,
    Tangent,
)
from engines.protocols.flow import Flow
from engines.protocols.instrument import Prompt
from engines.running.ticket import Ticket

_WAYS = {"variational": by_tangent, "grid": by_grid, "auxiliary": by_auxiliary}
_STRIP = 1 << 15  # nodes between two signs of life
_COARSE = 2048  # nodes of the first picture
_SAMPLE = 512  # nodes on which the integrators are compared
_STEP_SHARE = 0.25  # of the shortest time in which the flow stretches by e: a shader's step


def ftle(
    flow: Flow,
    x: np.ndarray,
    y: np.ndarray,
    *,
    start: float,
    horizon: float,
    method: str = "variational",
    rest: tuple[float, ...] = (),
    ticket: Ticket | None = None,
) -> np.ndarray:
    """Largest finite-time Lyapunov exponent on a grid of the plane.

    Every node is carried by the flow map F for `horizon`, and

        ftle = ln(s) / |T|,   s = largest singular value of dF/dx

    Args:
        flow: What moves the nodes; `method` "variational" needs the capability Tangent.
        x: Node coordinates, shape (nx,), world units.
        y: Node coordinates, shape (ny,), world units.
        start: Time of release.
        horizon: Travel time T, signed, not zero.
        method: "variational" (tangents carried along), "grid" (differences of neighbours; the
            border repeats its inner neighbours) or "auxiliary" (four helpers around each node).
        rest: The other coordinates of all nodes, length d - 2: a slice, to which the stretching
            is then restricted.
        ticket: Looked at least every 50 ms.

    Returns:
        Shape (ny, nx), 1 over the unit of time. NaN where a state blew up.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Shadden, Lekien & Marsden (2005), Physica D 212, 271-304.
    """
    seeds = Seeds(np.asarray(x, float), np.asarray(y, float), rest, start, horizon)
    return exponent(_WAYS[method](flow, seeds, ticket), horizon)


class FtleField(Prompt):
    """The FTLE field of a flow, live as a shader and exact in float64."""

    name = "ftle"
    title = "FTLE"
    view = "plane"
    draws = ("ftle_live", "ftle")
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
        if flow.dimension not in (2, 3):
            return "needs a flow of 2 or 3 coordinates"
        return ""

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        if not isinstance(flow, Bounded):
            return ()
        box, unit = flow.box, flow.time_unit
        sides = np.subtract(box.high, box.low)
        nx = 320
        ny = int(min(1024, max(32, round(nx * sides[1] / sides[0]))))
        start_help = "When the parcels are released."
        horizon_help = "How long they travel; below 0 backwards, which shows attracting walls."
        about: dict[str, Any] = {"group": "FTLE"}
        declared = [
            real("start", 0.0, -2.0 * flow.duration, 2.0 * flow.duration, title="Start",
                 symbol="t_0", unit=unit, help=start_help, live=True, **about),
            FtleField._horizon(flow, unit, horizon_help),
            choice("method", METHODS[0] if isinstance(flow, Tangent) else METHODS[1],
                   METHODS if isinstance(flow, Tangent) else METHODS[1:], title="Method",
                   help="Tangents carried along, differences between grid neighbours, or four "
                   "helpers around each node.", **about),
            whole("nx", nx, 3, 4096, title="Columns", symbol="n_x",
                  help="Nodes from left to right.", **about),
            whole("ny", ny, 3, 4096, title="Rows", symbol="n_y",
                  help="Nodes from bottom to top.", **about),
        ]  # fmt: skip
        if flow.dimension == 3:
            declared.append(
                real("slice", box.start[2], box.low[2], box.high[2], title="Slice",
                     symbol=box.symbols[2], unit=box.units[2],
                     help="Where the plane of the parcels cuts the third coordinate.", **about)
            )  # fmt: skip
        return tuple(declared)

    @staticmethod
    def _horizon(flow: Bounded, unit: str, help: str) -> Declaration:
        about: dict[str, Any] = {"title": "Horizon", "symbol": "T", "help": help, "group": "FTLE"}
        if isinstance(flow, Flow) and flow.discrete:
            return whole("horizon", 20, -400, 400, unit="iterations", live=True, **about)
        most = 2.0 * flow.duration
        return real("horizon", flow.duration / 2.0, -most, most, unit=unit, live=True, **about)

    def at_once(self, parameters: Parameters) -> dict[str, Layer]:
        live = self._live(parameters, self._rest(parameters))
        return {} if live is None else {"ftle_live": live}

    def _rest(self, p: Any) -> tuple[float, ...]:
        return (float(p.slice),) if self.flow.dimension == 3 else ()

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        horizon = self._horizon_shown(float(p.horizon))
        rest = self._rest(p)
        live = self._live(p, rest)
        begun: dict[str, Layer] = {}
        grids = levels(int(p.nx), int(p.ny), _COARSE)
        sample = levels(int(p.nx), int(p.ny), _SAMPLE)[0]
        careful = self._careful()
        for level, (nx, ny) in enumerate(grids):
            ticket.check()
            final = level == len(grids) - 1
            task = f"FTLE, level {level + 1} of {len(grids)}"
            x, y = (np.linspace(*ends, n) for ends, n in zip(self._sides(), (nx, ny), strict=True))
            values = np.empty((ny, nx))
            flow = careful if final else self.flow
            for first, last, low, high in strips(
                nx, ny, _STRIP, halo=1 if p.method == "grid" else 0
            ):
                part = ftle(
                    flow, x, y[low:high], start=p.start, horizon=horizon, method=p.method,
                    rest=rest, ticket=ticket,
                )  # fmt: skip
                values[first:last] = part[first - low : last - low]
                share = (level + last / ny) / len(grids)
                if last < ny:
                    yield Frame({}, progress=share, level=level, task=task)
            if p.method == "grid":
                values[0], values[-1] = values[1], values[-2]
            limits = colour_limits(values)
            if live is not None:
                begun = {"ftle_live": replace(live, limits=limits)}
            shown = Frame(
                {**begun, "ftle": self._field(x, y, values, horizon, live, limits)},
                progress=(level + 1) / len(grids),
                level=level,
                notes=self._notes(values),
                readings={"ftle": _reading(values, horizon)},
                task="FTLE, asking how far it can be trusted" if final else task,
            )
            yield shown
        spacing = (float(x[1] - x[0]), float(y[1] - y[0]))
        x, y = (np.linspace(*ends, n) for ends, n in zip(self._sides(), sample, strict=True))
        found = trusted(
            self.flow, careful, Seeds(x, y, rest, float(p.start), horizon), live, ticket,
            method=p.method, spacing=spacing, lost=float(np.isnan(values).mean()),
        )  # fmt: skip
        yield replace(shown, trust=found, task="")

    def _horizon_shown(self, horizon: float) -> float:
        """The horizon, or the shortest one of its sign in place of zero."""
        least = 1.0 if self.flow.discrete else 1e-6 * self.duration
        return horizon if abs(horizon) >= least else math.copysign(least, horizon)

    def _live(self, p: Any, rest: tuple[float, ...]) -> ShaderField | None:
        flow = self.flow
        if flow.discrete or not (isinstance(flow, Shaded) and isinstance(flow, Differentiable)):
            return None
        return ftle_shader(
            flow,
            self.box,
            start=float(p.start),
            horizon=float(p.horizon),
            step=self._shader_step(flow, float(p.start), float(p.horizon), rest),
            least=1e-3 * self.duration,
            resolution=(int(p.nx), int(p.ny)),
            unit=self.unit,
            scale=_scale(float(p.horizon)),
            rest=rest,
        )

    def _shader_step(
        self, flow: Differentiable, start: float, horizon: float, rest: tuple[float, ...]
    ) -> float:
        """A step of RK4 that resolves the strongest stretching, from a look at the Jacobian."""
        x = np.linspace(self.box.low[0], self.box.high[0], 12)
        y = np.linspace(self.box.low[1], self.box.high[1], 12)
        states = Seeds(x, y, rest, start, horizon).states()
        times = (start,) if self.flow.steady else start + horizon * np.linspace(0.0, 1.0, 5)
        with np.errstate(all="ignore"):
            found = np.concatenate([flow.jacobian(states, float(t)) for t in times])
        found = found[np.isfinite(found).all(axis=(1, 2))]
        rates = np.linalg.norm(found, 2, axis=(1, 2)) if len(found) else np.zeros(1)
        fastest = float(np.quantile(rates, 0.95))
        return min(_STEP_SHARE / max(fastest, 1e-12), self.duration / 40.0)

    def _field(
        self,
        x: np.ndarray,
        y: np.ndarray,
        values: np.ndarray,
        horizon: float,
        live: ShaderField | None,
        limits: tuple[float, float] | None,
    ) -> ScalarField:
        return ScalarField(
            x,
            y,
            values,
            unit=self.unit,
            scale=_scale(horizon),
            limits=limits,
            live_twin="ftle_live" if live else "",
        )

    def _sides(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Both ends of the horizontal and of the vertical axis."""
        low, high = self.box.low, self.box.high
        return (low[0], high[0]), (low[1], high[1])

    def _careful(self) -> Flow:
        """What computes the last level."""
        return self.flow.refined() if isinstance(self.flow, Refinable) else self.flow

    def _notes(self, values: np.ndarray) -> tuple[str, ...]:
        lost = int(np.isnan(values).sum())
        return (
            (f"FTLE: {lost} of {values.size} nodes have no value, they blew up.",) if lost else ()
        )


def _scale(horizon: float) -> str:
    return "ftle_backward" if horizon < 0.0 else "ftle_forward"


def _reading(values: np.ndarray, horizon: float) -> Reading:
    finite = values[np.isfinite(values)]
    largest = float(finite.max()) if finite.size else None
    return Reading(largest, "max", "attract" if horizon < 0.0 else "repel")


INSTRUMENT = FtleField
