"""A trained denoiser on schedules of known kinetic energy: one network serves them all."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engines.learned.generative.diffusion import DiffusionFlow
from engines.learned.nets.denoiser import Denoiser
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Moment, Path
from engines.numerics.kinetic.drawn import Widened
from engines.numerics.kinetic.scheduling import Scheduling
from engines.numerics.kinetic.separation import Separation, by_denoiser
from engines.protocols.capabilities import Box


class LearnedSchedule(DiffusionFlow, Scheduling):
    """x' = u(x, t) on a schedule of normalised data, at the size of the network's own.

    The network knows only the ratio of signal to noise, so that no schedule needs a training.

    Args:
        arrays: Name to array of the network.
        size: Root mean square of a coordinate of its data.
        head: What its output stands for.
        schedule: a and m for normalised data.
        separation: lambda of the data.
        source: How lambda was found.
        sampler: How the flow is followed.
        box: Where to look.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        size: float,
        head: str,
        schedule: Path,
        separation: Separation,
        source: str,
        sampler: Sampler,
        box: Box,
    ) -> None:
        super().__init__(arrays, size, head, Widened(schedule, size), sampler, box)
        self.schedule, self.separation, self.source = schedule, separation, source

    def followed_by(self, sampler: Sampler) -> LearnedSchedule:  # type: ignore[override]
        arrays, size, head = self._made
        return LearnedSchedule(
            arrays,
            size,
            head,
            self.schedule,
            self.separation,
            self.source,
            sampler,
            self.box,
        )


def learned_separation(
    arrays: Mapping[str, np.ndarray],
    size: float,
    head: str,
    clean: np.ndarray,
    angles: np.ndarray,
    draw: np.random.Generator,
) -> Separation:
    """The function lambda from the errors of a network at each ratio of signal to noise.

    Args:
        arrays: Name to array of the network.
        size: Root mean square of a coordinate of its data.
        head: What its output stands for.
        clean: Draws of the data, shape (n, d), at their own size.
        angles: Theta = arctan rho at which it is wanted.
        draw: Where the noise comes from.
    """
    net = Denoiser(arrays, size, head, dtype=np.float32)

    def denoise(seen: np.ndarray, rho: float) -> np.ndarray:
        return net.data(size * seen, Moment(rho, size, 0.0, 0.0, 0.0)) / size

    return by_denoiser(denoise, clean / size, angles, draw)
