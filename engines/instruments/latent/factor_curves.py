"""What a walk changes: each known factor of the picture along the chosen way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.disentanglement.purity import changes, purities
from engines.instruments.latent.contact_sheet import reach_of, step_of
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.series import Series
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.capabilities import Bounded, Decoding, Sliced
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.landscape import Telling, Traversing
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

PLACES = 31
FEW = 1.5  # standard deviations, the height of the chart unless more happens
DRAWN = 5


def refusal(flow: Flow) -> str:
    """Why nothing can be told of pictures along ways; empty if it can."""
    whole = flow.whole if isinstance(flow, Sliced) else flow
    if not (isinstance(whole, Decoding) and isinstance(whole, Traversing)):
        return "needs ways through states that stand for pictures"
    if not isinstance(whole, Bounded):
        return "needs a flow that knows its domain"
    known = isinstance(whole, Telling) and whole.told
    return "" if known else "needs a reader of what is in the pictures"


def departures(whole: Any, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far each factor is from where it was at the first code, and the squares of it.

    Args:
        whole: Decodes and reads.
        codes: The start first, then a walk, shape (1 + k, d).

    Returns:
        Departures in standard deviations, with a sign where there is one, and squared changes,
        both (k, factors).
    """
    readings = whole.readings(whole.decode(codes))
    before, after = np.repeat(readings[:1], len(readings) - 1, axis=0), readings[1:]
    squares = changes(before, after, whole.spreads)
    shapes = readings.shape[1] - 5
    signs = np.ones_like(squares)
    for factor, column in ((1, shapes), (3, shapes + 3), (4, shapes + 4)):
        signs[:, factor] = np.sign(after[:, column] - before[:, column])
    return signs * np.sqrt(squares), squares


class FactorCurves(Charting):
    """One curve for each factor, from the far end against the way to the far end along it."""

    name: ClassVar[str] = "factor_curves"
    title: ClassVar[str] = "What changes"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = (
        "factor_now",
        *(f"factor_{number}" for number in range(DRAWN, 1, -1)),
        "factor_curves",
    )
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (step_of(flow),)

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        most = reach_of(flow)
        return (
            Axis("step along the way", "t", "", -most, most),
            Axis("departure", "", "std. deviations", -FEW, FEW),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return FactorCurves.title, "each factor, read from the picture"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        ticket.check()
        whole: Any = self.flow.whole if isinstance(self.flow, Sliced) else self.flow
        most = reach_of(self.flow)
        steps = np.linspace(-most, most, PLACES)
        start = np.array(whole.box.start)
        walk = whole.traversed(start, steps)[whole.way]
        ticket.check()
        curves, squares = departures(whole, np.concatenate([start[None], walk]))
        layers: dict[str, Layer] = {
            "factor_now": Series(np.array([p.t, p.t]), np.array([-FEW, FEW]), role="reference")
        }
        for i, name in enumerate(whole.told):
            layer = "factor_curves" if i == 0 else f"factor_{i + 1}"
            layers[layer] = Series(steps, curves[:, i], role=f"kind_{i + 1}", label=name)
        purity = float(purities(squares.mean(axis=0)[None])[0])
        yield Frame(layers, readings={"factor_curves": Reading(purity, "purity here")})


INSTRUMENT = FactorCurves
