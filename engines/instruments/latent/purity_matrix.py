"""Which way changes which factor: the purity matrix as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.disentanglement.purity import changes, purities, purity_matrix
from engines.instruments.latent.contact_sheet import reach_of
from engines.instruments.latent.factor_curves import refusal
from engines.layers.frame import Frame, Reading
from engines.layers.image_grid import ImageGrid
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Sliced
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.ticket import Ticket

COARSE = 6
CELL = (4, 6)  # pixels, height and width, so that the name of a factor has room above it


class PurityMatrix:
    """Mean squared change of each factor along each whole way, from draws of the prior.

    Each row is in shares of its sum; its label says the largest.
    """

    name: ClassVar[str] = "purity_matrix"
    title: ClassVar[str] = "Purity"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("purity_matrix",)
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("purity_starts", 40, 2, 400, title="Starts", group="Purity",
                  help="Draws of the prior from which every way is walked."),
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        space: Any = self.flow.whole if isinstance(self.flow, Sliced) else self.flow
        draw = stream(p.seed, "purity")
        starts = draw.standard_normal((p.purity_starts, len(space.box.start)))
        ends = np.array([reach_of(self.flow)])
        count, squares, walked = len(space.ways), [], []
        for done, start in enumerate(starts, 1):
            ticket.check()
            codes = np.concatenate([start[None], space.traversed(start, ends)[:, 0]])
            ticket.check()
            readings = space.readings(space.decode(codes))
            before = np.repeat(readings[:1], count, axis=0)
            squares.append(changes(before, readings[1:], space.spreads))
            walked.append(np.arange(count))
            if done in (min(COARSE, len(starts)), len(starts)):
                matrix = purity_matrix(np.concatenate(squares), np.concatenate(walked), count)
                yield self._frame(space, matrix, done / len(starts))

    def _frame(self, space: Any, matrix: np.ndarray, progress: float) -> Frame:
        pure = purities(matrix)
        shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1e-300)
        cells = np.repeat(np.repeat(shares[:, :, None, None], CELL[0], 2), CELL[1], 3)
        grid = ImageGrid(
            cells,
            row_labels=tuple(f"{w} {v:.2f}" for w, v in zip(space.ways, pure, strict=True)),
            column_labels=space.told,
            selected=(space.way, int(matrix[space.way].argmax())),
        )
        return Frame(
            {"purity_matrix": grid},
            progress=progress,
            readings={"purity_matrix": Reading(float(pure.mean()), "mean purity")},
            task="Purity",
        )


INSTRUMENT = PurityMatrix
