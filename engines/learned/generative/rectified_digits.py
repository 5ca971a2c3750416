"""Digits out of noise, or out of other digits, by a velocity that reflow makes straight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engines.errors import FlowError, near_miss
from engines.learned.generative.rectified.pixel_velocity import PixelVelocity, Spreads
from engines.learned.generative.rectified.stages import checked_stages, present, stem
from engines.learned.generative.rectified.velocity_flow import VelocityFlow, Walk, equations_of
from engines.learned.generative.rectified_flow import WALK, stage_choice
from engines.learned.nets.residual import shapes as residual_shapes
from engines.learned.weights import Card, Model
from engines.parameters.declare import Declaration, Parameters, switch
from engines.protocols.capabilities import Box, Decoding

SIDE = 8
PIXELS = SIDE * SIDE
REACH = 4.0
PLAIN = "plain "  # before the name of a stage that was trained without weights of features
WEIGHED: Declaration = switch(
    "weighed",
    True,
    title="Judged by features",
    group="Flow",
    help="Trained by the error a classifier of the two domains sees; off: by pixels alone.",
)
BOX = Box(
    low=(-REACH,) * PIXELS,
    high=(REACH,) * PIXELS,
    periodic=(False,) * PIXELS,
    labels=tuple(f"pixel {i + 1}" for i in range(PIXELS)),
    symbols=tuple(f"x_{{{i + 1}}}" for i in range(PIXELS)),
    units=("",) * PIXELS,
    start=(0.0,) * PIXELS,
)


def shapes(
    stages: Sequence[str], width: int, blocks: int, source: int = 0, plain: Sequence[str] = ()
) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array.

    Args:
        stages: What was trained.
        width: Units of each layer.
        blocks: Layers that add.
        source: Points of the cloud at t = 0 that are kept; 0 for noise.
        plain: What was trained once more without weights of features.
    """
    found: dict[str, tuple[int, ...]] = {"mean": (PIXELS,)}
    if source:
        found["source"] = (source, PIXELS)
    for stage in (*stages, *(PLAIN + stage for stage in plain)):
        found |= residual_shapes(PIXELS, width, blocks, stem(stage))
    return found


class RectifiedDigitsFlow(VelocityFlow, Decoding):
    """x' = v(x, t) for pictures of digits; states are pixels from -1 to 1, less a mean picture.

    Args:
        arrays: Name to array, names as in `shapes`.
        spreads: Standard deviations of a pixel at t = 0 and 1.
        k: Which training.
        walk: How it is followed.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spreads: Spreads,
        k: str = "1",
        walk: Walk | None = None,
    ) -> None:
        self.k, self._made = k, (arrays, spreads)
        self.mean = np.asarray(arrays["mean"], dtype=np.float64)
        exact, quick = (
            PixelVelocity(arrays, spreads, stem(k), dtype) for dtype in (np.float64, np.float32)
        )
        walk = Walk() if walk is None else walk
        super().__init__(exact, quick, BOX, walk, None, arrays.get("source"))
        self.begins = "noise" if self.source is None else "start"

    def walked(self, walk: Walk) -> RectifiedDigitsFlow:
        return RectifiedDigitsFlow(*self._made, self.k, walk)

    def decode(self, states: np.ndarray) -> np.ndarray:
        ink = 0.5 * (np.asarray(states) + self.mean + 1.0)
        return np.clip(ink, 0.0, 1.0).reshape(-1, SIDE, SIDE)

    def tex(self) -> tuple[str, ...]:
        return equations_of(self.k.removeprefix(PLAIN), self.sampling_steps)


class RectifiedDigitsModel(Model):
    """All stages of one training, the flow of each on request."""

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays
        self.stages = checked_stages(card.sizes["stages"])
        self.plain = tuple(card.sizes.get("plain", ()))
        first, last = card.sizes["spreads"]
        self.spreads: Spreads = (float(first), float(last))
        self.declared = (
            stage_choice(self.stages),
            *((WEIGHED,) if self.plain else ()),
            *WALK,
        )

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        stages = checked_stages(sizes["stages"])
        plain = tuple(sizes.get("plain", ()))
        for stage in plain:
            if stage not in stages:
                raise ValueError(f"plain has {stage!r}, {near_miss(str(stage), stages)}")
        for name, most in (("width", 1024), ("blocks", 16), ("source", 2000)):
            value = sizes.get(name, 0)
            if not isinstance(value, int) or not 0 <= value <= most:
                raise ValueError(f"{name} = {value!r}, allowed whole numbers up to {most}")
        spreads = sizes["spreads"]
        if len(spreads) != 2 or not all(0.0 < float(s) < 1e3 for s in spreads):
            raise ValueError(f"spreads = {spreads}, must be two numbers above 0")
        return shapes(stages, sizes["width"], sizes["blocks"], sizes.get("source", 0), plain)

    def flow(self, parameters: Parameters) -> RectifiedDigitsFlow:
        p: Any = parameters
        weighed = bool(getattr(parameters, "weighed", True))
        return self.stage(p.k, Walk(p.scheme, p.sampling_steps), weighed)

    def stage(self, k: str, walk: Walk | None = None, weighed: bool = True) -> RectifiedDigitsFlow:
        """The flow of one training.

        Args:
            k: Its name.
            walk: How it is followed.
            weighed: Whether features weighed its errors, where both were tried.

        Raises:
            FlowError: If it was not trained.
        """
        k = present(k, self.stages)
        if self.plain and not weighed:
            if k not in self.plain:
                raise FlowError(f"k = {k} was trained with features only, allowed: {self.plain}")
            k = PLAIN + k
        return RectifiedDigitsFlow(self.arrays, self.spreads, k, walk)


MODEL = RectifiedDigitsModel
