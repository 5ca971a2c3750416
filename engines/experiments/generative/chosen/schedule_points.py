"""Digits and shapes as the points they are, their separation by draws or by a network's errors."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import numpy as np

from engines.learned.generative.interpolants.scheduled import learned_separation
from engines.learned.weights import card_of, open_model
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Path
from engines.numerics.kinetic.scheduling import PointsFlow
from engines.numerics.kinetic.separation import Blobs, Separation, gauss_angles
from engines.protocols.capabilities import Decoding
from engines.running.randomness import stream
from engines.systems.clouds.schedules.gradual import NODES
from engines.systems.samples.digits import COUNT, GREY_SIDE, about_mean
from engines.systems.samples.shapes import SHAPES

PIXELS = GREY_SIDE**2
NETWORK, HEAD = "diffusion-digits", "v"
CLEAN = 4000  # draws of data by which a network is judged
KNOWN = 1000  # points that stand for a shape without a formula


@cache
def _digits() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pixels less their mean, that mean, and the axes of all digits, the widest first."""
    pixels, mean = about_mean(np.arange(COUNT))
    return pixels, mean, np.linalg.svd(pixels, full_matrices=False)[2]


@lru_cache(maxsize=16)
def digits(count: int, components: int) -> tuple[Blobs, np.ndarray, float]:
    """So many digits along so many of their widest axes, normalised; their shift and scale."""
    pixels, _, axes = _digits()
    points = pixels[: min(count, COUNT)] @ axes[:components].T
    return Blobs.of_points(points).normalised()


@lru_cache(maxsize=8)
def shape(name: str) -> Blobs:
    """Points that stand for a planar shape, normalised."""
    return Blobs.of_points(SHAPES[name](KNOWN, stream(1, "points"))).normalised()[0]


@cache
def by_network() -> Separation:
    """How well digits are told apart, by the errors of the denoiser of digits."""
    model: Any = open_model(card_of(NETWORK))
    size, pixels = float(model.card.sizes["spread"]), _digits()[0]
    prefix = f"{HEAD}."
    arrays = {n.removeprefix(prefix): a for n, a in model.arrays.items() if n.startswith(prefix)}
    clean = pixels[stream(1, "separation").integers(0, COUNT, CLEAN)]
    angles = gauss_angles(NODES)[0]
    return learned_separation(arrays, size, HEAD, clean, angles, stream(1, "separation noise"))


class DigitsOnSchedule(PointsFlow, Decoding):
    """The flow from noise to digits, each at the place of its widest axes.

    Args:
        count: How many digits.
        components: Along how many axes.
        schedule: a and s.
        separation: lambda of them.
        source: How lambda was found.
        sampler: How the flow is followed.
    """

    def __init__(
        self,
        count: int,
        components: int,
        schedule: Path,
        separation: Separation,
        source: str,
        sampler: Sampler,
    ) -> None:
        self._made = count, components
        blobs, self.shift, self.scale = digits(count, components)
        super().__init__(blobs, schedule, separation, source, sampler)

    def on(self, schedule: Path) -> DigitsOnSchedule:
        count, components = self._made
        how = (schedule, self.separation, self.source, self.sampler)
        return DigitsOnSchedule(count, components, *how)

    def followed_by(self, sampler: Sampler) -> DigitsOnSchedule:
        count, components = self._made
        how = (self.schedule, self.separation, self.source, sampler)
        return DigitsOnSchedule(count, components, *how)

    def decode(self, states: np.ndarray) -> np.ndarray:
        _, mean, axes = _digits()
        places = self.shift + self.scale * np.asarray(states)
        pixels = mean + places @ axes[: places.shape[-1]]
        return np.clip(0.5 * (pixels + 1.0), 0.0, 1.0).reshape(-1, GREY_SIDE, GREY_SIDE)
