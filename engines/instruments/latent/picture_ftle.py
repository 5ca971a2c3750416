"""Finite-time Lyapunov exponents measured in the picture: where a small move changes what is seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.latent.decoded_plane import refusal
from engines.instruments.portrait.scales import box_of, lasting
from engines.instruments.transport.levels import colour_limits
from engines.layers.frame import Frame, Reading
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.capabilities import Decoding, Flat
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

GROUP = "Picture FTLE"
COARSE = 20
DULL = 0.1  # of the median change of a picture per step: below that no picture changes
PIECE = 64  # pictures between two looks at the ticket


def pulled_back(pictures: np.ndarray, dx: float, dy: float) -> np.ndarray:
    """The metric that pictures give the plane: G = J^T J, J = d picture / d (a, b).

    Central differences between neighbours, one-sided at the edges.

    Args:
        pictures: Shape (ny, nx, height, width), or with three colours behind.
        dx: Distance between columns of the grid.
        dy: Distance between rows.

    Returns:
        Shape (ny, nx, 2, 2), squared change of all pixels per squared step.

    Source:
        Arvanitidis, Hansen & Hauberg (2018), ICLR.
    """
    flat = pictures.reshape(*pictures.shape[:2], -1)
    along, up = np.gradient(flat, dx, axis=1), np.gradient(flat, dy, axis=0)
    a, b, c = (along**2).sum(-1), (along * up).sum(-1), (up**2).sum(-1)
    return np.stack([np.stack([a, b], -1), np.stack([b, c], -1)], -2).astype(np.float64)


def exponent_between(before: np.ndarray, after: np.ndarray, horizon: float) -> np.ndarray:
    """Largest rate at which pictures of neighbours part.

        s = ln(l) / (2 |T|),   l = largest eigenvalue of (G_0 + m I)^-1 (G_T + m I)

    G_0 and G_T are the metrics of the pictures before and after the journey, both in terms of
    where it began. Where no picture changes, m = (0.1 median stretch of G_0)^2 keeps the quotient
    from being one of two nothings.

    Args:
        before: G_0, shape (ny, nx, 2, 2).
        after: G_T, shape (ny, nx, 2, 2).
        horizon: T, not zero.

    Returns:
        Shape (ny, nx), 1 over the unit of time.
    """
    half = 0.5 * np.trace(before, axis1=-2, axis2=-1)
    dull = DULL**2 * float(np.median(half)) * np.eye(2) + 1e-300 * np.eye(2)
    ratio = np.linalg.solve(before + dull, after + dull)
    mean = 0.5 * np.trace(ratio, axis1=-2, axis2=-1)
    root = np.sqrt(np.maximum(mean**2 - np.linalg.det(ratio), 0.0))
    found: np.ndarray = np.log(np.maximum(mean + root, 1e-300)) / (2.0 * abs(horizon))
    return found


class PictureFtle:
    """The exponents over the plane, each small square of it carried and decoded, coarse first."""

    name: ClassVar[str] = "picture_ftle"
    title: ClassVar[str] = "FTLE of pictures"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("picture_ftle",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return "needs continuous time" if flow.discrete else refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        last = lasting(flow)
        return (
            real("horizon", last / 2.0, -2.0 * last, 2.0 * last, title="Horizon", symbol="T",
                 help="How long neighbours travel before their pictures are compared."),
            whole("picture_nodes", 56, 8, 160, title="Nodes a side", group=GROUP,
                  help="Pictures compared along each side of the plane."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        horizon = float(p.horizon) or 1e-6
        box = box_of(self.flow)
        sizes = sorted({min(COARSE, p.picture_nodes), p.picture_nodes})
        for level, count in enumerate(sizes):
            x, y = (np.linspace(box.low[i], box.high[i], count) for i in (0, 1))
            places = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
            metrics = [
                pulled_back(pictures.reshape(count, count, *pictures.shape[1:]), x[1] - x[0],
                            y[1] - y[0])
                for pictures in self._pictures(places, horizon, ticket)
            ]  # fmt: skip
            values = exponent_between(metrics[0], metrics[1], horizon)
            scale = "ftle_forward" if horizon > 0.0 else "ftle_backward"
            layer = ScalarField(x, y, values, unit="1/t", scale=scale, limits=colour_limits(values))
            yield Frame(
                {"picture_ftle": layer},
                progress=(level + 1) / len(sizes),
                level=level,
                readings={"picture_ftle": Reading(float(values.max()), "max", "repel")},
                task="FTLE of pictures",
            )

    def _pictures(
        self, places: np.ndarray, horizon: float, ticket: Ticket
    ) -> tuple[np.ndarray, np.ndarray]:
        """Pictures of `places` before and after the journey."""
        flow = self.flow
        mover: Any = flow.whole if isinstance(flow, Flat) else flow
        states = flow.lifted(places) if isinstance(flow, Flat) else places
        arrived = mover.advance(states, 0.0, horizon, ticket)
        return self._decoded(mover, states, ticket), self._decoded(mover, arrived, ticket)

    @staticmethod
    def _decoded(mover: Decoding, states: np.ndarray, ticket: Ticket) -> np.ndarray:
        parts = []
        for first in range(0, len(states), PIECE):
            ticket.check()
            parts.append(mover.decode(states[first : first + PIECE]))
        return np.concatenate(parts)


INSTRUMENT = PictureFtle
