"""Where one component of the velocity vanishes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np
from contourpy import contour_generator

from engines.instruments.portrait.scales import box_of, lengths, refusal
from engines.instruments.stability.linear import gradients
from engines.layers.curves import Curves
from engines.layers.frame import Frame
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

LEVELS = (48, 256)  # cells along each side
ROLES = ("nullcline_first", "nullcline_second")
GREEK = {
    r"\alpha": "α", r"\beta": "β", r"\gamma": "γ", r"\delta": "δ", r"\theta": "θ", r"\phi": "φ",
    r"\varphi": "φ", r"\psi": "ψ", r"\omega": "ω", r"\xi": "ξ", r"\eta": "η", r"\rho": "ρ",
    r"\mu": "μ", r"\lambda": "λ", r"\zeta": "ζ", r"\tau": "τ", r"\sigma": "σ",
}  # fmt: skip


def nullcline(
    flow: Flow, component: int, cells: int, ticket: Ticket | None = None
) -> list[np.ndarray]:
    """The curve v_i(x) = 0 inside the box.

    Contours of v_i on a grid, each vertex moved onto the zero by two Newton steps along the
    gradient, x <- x - v_i grad v_i / |grad v_i|^2.

    Args:
        flow: A steady planar flow.
        component: 0 or 1.
        cells: Cells along each side of the grid.
        ticket: Looked at between the lines.

    Returns:
        Polylines of shape (k, 2), world units.
    """
    box = box_of(flow)
    x = np.linspace(box.low[0], box.high[0], cells + 1)
    y = np.linspace(box.low[1], box.high[1], cells + 1)
    nodes = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
    values = flow.velocity(nodes, 0.0)[:, component].reshape(len(y), len(x))
    values = np.ma.masked_invalid(values)
    # A zero that falls exactly on the nodes has no sign change to be found; it does half a
    # billionth of a cell beside them, and Newton brings it back.
    if np.any(values == 0.0):
        values = values + 1e-9 * float(np.abs(values).max() or 1.0)
    lines = []
    for line in contour_generator(x, y, values).lines(0.0):
        if ticket is not None:
            ticket.check()
        lines.append(_onto_zero(flow, component, np.array(line, float)))
    return lines


def _onto_zero(flow: Flow, component: int, places: np.ndarray) -> np.ndarray:
    box = box_of(flow)
    cell = 0.02 * np.subtract(box.high, box.low).max()
    for _ in range(3):
        value = flow.velocity(places, 0.0)[:, component]
        slope = gradients(flow, places)[:, component]
        steepness = np.sum(slope**2, axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = (value / steepness)[:, None] * slope
        good = np.all(np.isfinite(step), axis=1) & (lengths(step) < cell)
        places = np.where(good[:, None], places - step, places)
    return places


def spoken(symbol: str, name: str) -> str:
    """A coordinate as plain text with a dot above: its rate of change."""
    text = GREEK.get(symbol, symbol if symbol.isalnum() else name)
    return f"{text}\N{COMBINING DOT ABOVE}" if len(text) == 1 else f"d{text}/dt"


class NullclineInstrument:
    """Both nullclines of a steady planar flow; they cross at the fixed points."""

    name: ClassVar[str] = "nullclines"
    title: ClassVar[str] = "Nullclines"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("nullclines",)
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if flow.discrete:
            return "needs continuous time"
        return refusal(flow, planar=True, steady=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return ()

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        box = box_of(self.flow)
        labels = tuple(
            (role, f"{spoken(symbol, name)} = 0")
            for role, symbol, name in zip(ROLES, box.symbols, self.flow.states, strict=True)
        )
        for level, cells in enumerate(LEVELS):
            lines: list[np.ndarray] = []
            roles: list[str] = []
            for component, role in enumerate(ROLES):
                ticket.check()
                found = nullcline(self.flow, component, cells, ticket)
                lines += found
                roles += [role] * len(found)
            named: Any = tuple(pair for pair in labels if pair[0] in roles)
            yield Frame(
                {"nullclines": Curves(tuple(lines), tuple(roles), named)},
                progress=(level + 1) / len(LEVELS),
                level=level,
            )


INSTRUMENT = NullclineInstrument
