"""The picture under the handle, and the one a walk from there has led to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.latent.contact_sheet import refusal, step_of, walks
from engines.layers.frame import Frame
from engines.layers.image_grid import ImageGrid
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.capabilities import Sliced
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


class Decoded:
    """Two pictures: at the handle, and t along the chosen way."""

    name: ClassVar[str] = "decoded"
    title: ClassVar[str] = "Decoded"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("decoded",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (step_of(flow),)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        ticket.check()
        whole: Any = self.flow.whole if isinstance(self.flow, Sliced) else self.flow
        pictures = walks(self.flow, np.array([0.0, p.t]))[whole.way]
        step = f"{whole.ways[whole.way]}, t = {p.t:.2f}".replace("-", "\N{MINUS SIGN}")
        grid = ImageGrid(pictures[None], column_labels=("handle", step), selected=(0, 0))
        yield Frame({"decoded": grid})


INSTRUMENT = Decoded
