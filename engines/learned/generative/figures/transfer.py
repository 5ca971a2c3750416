"""Circles that become squares, by a velocity that reflow makes straight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engines.learned.generative.figures.shown import (
    checked_sizes,
    coordinate_box,
    shown_by,
    shown_shapes,
)
from engines.learned.generative.rectified.pixel_velocity import PixelVelocity, Spreads
from engines.learned.generative.rectified.stages import checked_stages, present, stem
from engines.learned.generative.rectified.velocity_flow import VelocityFlow, Walk, equations_of
from engines.learned.generative.rectified_flow import WALK
from engines.learned.nets.residual import shapes as residual_shapes
from engines.learned.weights import Card, Model
from engines.parameters.declare import Declaration, Parameters, choice
from engines.protocols.capabilities import Decoding

REACH = 4.0  # of the box, in standard deviations of a coordinate


def trained_on(stages: Sequence[str]) -> Declaration:
    """The row that chooses among these trainings."""
    return choice(
        "k",
        stages[0],
        tuple(stages),
        title="Pairs",
        symbol="k",
        group="Flow",
        help="matched: each circle with the nearest square of a batch; 1: random pairs; 2: trained "
        "again on the pairs that 1 made.",
    )


def transfer_shapes(
    stages: Sequence[str], side: int, kept: int, width: int, blocks: int, source: int
) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array.

    Args:
        stages: What was trained.
        side: Pixels of a side of the pictures.
        kept: Directions in which pictures differ.
        width: Units of each layer.
        blocks: Layers that add.
        source: Pictures of the cloud at t = 0 that are kept.
    """
    found = {**shown_shapes(side, kept), "source": (source, kept)}
    for stage in stages:
        found |= residual_shapes(kept, width, blocks, stem(stage))
    return found


class TransferFlow(VelocityFlow, Decoding):
    """x' = v(x, t) for the coordinates of pictures, from one kind of figure to another.

    Args:
        arrays: Name to array, names as in `transfer_shapes`.
        spreads: Standard deviations of a coordinate at t = 0 and 1.
        k: Which training.
        walk: How it is followed.
    """

    begins = "start"

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spreads: Spreads,
        k: str = "1",
        walk: Walk | None = None,
    ) -> None:
        self.k, self._made = k, (arrays, spreads)
        self.shown = shown_by(arrays)
        exact, quick = (
            PixelVelocity(arrays, spreads, stem(k), dtype) for dtype in (np.float64, np.float32)
        )
        box = coordinate_box(len(self.shown.axes), REACH * max(spreads))
        super().__init__(
            exact, quick, box, Walk() if walk is None else walk, None, arrays["source"]
        )

    def walked(self, walk: Walk) -> TransferFlow:
        return TransferFlow(*self._made, self.k, walk)

    def decode(self, states: np.ndarray) -> np.ndarray:
        return self.shown.pictures(states)

    def tex(self) -> tuple[str, ...]:
        return equations_of(self.k, self.sampling_steps)


class TransferModel(Model):
    """All stages of one training, the flow of each on request."""

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays
        self.stages = checked_stages(card.sizes["stages"])
        first, last = card.sizes["spreads"]
        self.spreads: Spreads = (float(first), float(last))
        self.declared = (trained_on(self.stages), *WALK)

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        stages, (side, kept) = checked_stages(sizes["stages"]), checked_sizes(sizes)
        for name, most in (("width", 1024), ("blocks", 16), ("source", 2000)):
            if not isinstance(sizes[name], int) or not 1 <= sizes[name] <= most:
                raise ValueError(
                    f"{name} = {sizes[name]!r}, allowed whole numbers from 1 to {most}"
                )
        spreads = sizes["spreads"]
        if len(spreads) != 2 or not all(0.0 < float(s) < 1e3 for s in spreads):
            raise ValueError(f"spreads = {spreads}, must be two numbers above 0")
        return transfer_shapes(stages, side, kept, sizes["width"], sizes["blocks"], sizes["source"])

    def flow(self, parameters: Parameters) -> TransferFlow:
        p: Any = parameters
        return self.stage(p.k, Walk(p.scheme, p.sampling_steps))

    def stage(self, k: str, walk: Walk | None = None) -> TransferFlow:
        """The flow of one training.

        Raises:
            FlowError: If it was not trained.
        """
        return TransferFlow(self.arrays, self.spreads, present(k, self.stages), walk)


MODEL = TransferModel
