"""What is left of an error of the jump at each level of noise, below its bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.expressway.cells import refusal
from engines.layers.frame import Frame, Reading
from engines.layers.series import Series
from engines.numerics.expressway.accounting import accounts
from engines.numerics.expressway.flow import Expressway
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket


class ErrorBudget(Charting):
    """W2 of the jump on its way through the tail, its Gronwall bound, and what the steps add."""

    name: ClassVar[str] = "error_budget"
    title: ClassVar[str] = "Error budget"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("budget_steps", "budget_bound", "budget")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        reason = refusal(flow)
        return reason or ("needs few coordinates" if flow.dimension > 8 else "")

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return ()

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        high = float(flow.tail.sigmas[0]) if isinstance(flow, Expressway) else 1.0
        return Axis("noise left to remove", "\\sigma", "", 0.0, high), Axis(
            "W\N{SUBSCRIPT TWO}", "", "", 0.0, 0.2
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return "Error budget", "of the jump, its bound, and of the steps"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        flow = self.flow
        if not isinstance(flow, Expressway):
            raise UnfitError("Error budget needs a jump of optimal transport")
        flow.leap(ticket)
        found = accounts(flow.solving, flow.tail, ticket=ticket)
        x = found.sigmas[::-1]
        yield Frame(
            {
                "budget": Series(x, found.carried[::-1], label="jump"),
                "budget_bound": Series(x, found.bound[::-1], role="reference", label="bound"),
                "budget_steps": Series(
                    x[[0, -1]], np.full(2, found.steps), role="kind_2", label="steps"
                ),
            },
            readings={"error_budget": Reading(float(found.carried[-1]), "W2 of the jump")},
        )


INSTRUMENT = ErrorBudget
