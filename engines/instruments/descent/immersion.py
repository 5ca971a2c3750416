"""The manifold w = 0 and the slow and fast directions at the lowest place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from engines.instruments.descent.walks import NEEDED, walker
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Reading
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.descent import Descending
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

ZERO = 1e-9


class Immersion:
    """Lines on which a flow in (x, w) is simple.

    Where c = d h the line w = 0 is never left, and x' = -h grad f on it. At the lowest place the
    eigenlines of [[-h lambda, 1], [-(c - d h) lambda, -d]] are slow and fast, if they are real.

    Source:
        The immersed manifold and the slow manifold of arXiv:2509.18346, as reconstructed here.
    """

    name: ClassVar[str] = "immersion"
    title: ClassVar[str] = "Immersion"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("immersion",)
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not isinstance(flow, Descending):
            return NEEDED
        if flow.discrete:
            return "needs continuous time"
        return "" if flow.dimension == 2 else "needs a landscape of one coordinate"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return ()

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        walking = walker(self.flow)
        d, h, c = walking.coefficients
        low, high = walking.region.low[0], walking.region.high[0]
        lines = [np.array([[low, 0.0], [high, 0.0]])]
        roles, labels = ["elliptic"], [("elliptic", self._words(c - d * h))]
        rest = float(walking.lowest[0])
        bend = curvature_at(walking, rest)
        for (rate, slope), role, words in zip(
            eigenlines(d, h, c, bend), ("attract", "attract_ridge"), ("slow", "fast"), strict=False
        ):
            ends = np.array([low, high])
            lines.append(np.stack([ends, slope * (ends - rest)], axis=1))
            roles.append(role)
            labels.append((role, f"{words}, {rate:.2f}".replace("-", "\N{MINUS SIGN}")))
        yield Frame(
            {"immersion": Curves(tuple(lines), tuple(roles), tuple(labels))},
            readings={self.name: Reading(c - d * h, "defect c \N{MINUS SIGN} d h")},
        )

    @staticmethod
    def _words(defect: float) -> str:
        return "w = 0, never left" if abs(defect) < ZERO else "w = 0"


def curvature_at(walking: Descending, place: float) -> float:
    """Curvature f'' at a place, by central differences: a millionth of the region to both sides."""
    apart = 1e-6 * (walking.region.high[0] - walking.region.low[0])
    before, after = walking.slopes(np.array([[place - apart], [place + apart]]))[:, 0]
    return float((after - before) / (2.0 * apart))


def eigenlines(d: float, h: float, c: float, bend: float) -> tuple[tuple[float, float], ...]:
    """Rate r and slope w/x of the slow and of the fast line; none where they are complex.

    On an eigenline x' = r x, so that w = x' + h lambda x = (r + h lambda) x.
    """
    p, q = d + h * bend, c * bend
    inside = p * p - 4.0 * q
    if inside < 0.0:
        return ()
    rates = (-0.5 * p + 0.5 * inside**0.5, -0.5 * p - 0.5 * inside**0.5)
    return tuple((r, r + h * bend) for r in rates)


INSTRUMENT = Immersion
