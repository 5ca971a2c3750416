"""Clouds reached on schedules that can be chosen, the one of least kinetic energy among them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Linear, Path, Trig, VariancePreserving
from engines.numerics.kinetic.chord import Blended, KineticOptimal
from engines.numerics.kinetic.energy import kinetic_energy
from engines.numerics.kinetic.separation import Blobs, Separation, by_quadrature, gauss_angles
from engines.parameters.declare import Declaration, Parameters, choice, real, whole
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.systems.clouds.gaussian_mixture import GaussianMixture, circle, mixture
from engines.systems.clouds.probability_flow import ProbabilityFlow

NODES = 120
OPTIMAL = "kinetic-optimal"
FIXED: Mapping[str, Path] = {"linear": Linear(), "trig": Trig(), "VP": VariancePreserving()}
CLOUDS: Mapping[str, GaussianMixture] = {
    "eight Gaussians": circle(8, 4.0, 0.3),
    "two points": mixture([[-1.0, -1.0], [1.0, 1.0]], 1e-3),
    "two Gaussians": mixture([[-2.0, 0.0], [2.0, 0.0]], 0.3),
    "four Gaussians": mixture([[-2.0, -2.0], [2.0, -2.0], [-2.0, 2.0], [2.0, 2.0]], 0.05),
    "uneven Gaussians": mixture([[-2.0, -1.5], [2.2, -0.5], [0.0, 2.4]], [0.5, 0.1, 0.3]),
}


@lru_cache(maxsize=16)
def normalised(name: str) -> tuple[GaussianMixture, Separation]:
    """The cloud with mean 0 and E|x|^2 = d, and how well its points are told apart."""
    cloud = CLOUDS[name]
    variances = cloud.covariances[:, 0, 0]
    blobs, _, _ = Blobs(cloud.weights, cloud.means, variances).normalised()
    separation = by_quadrature(blobs, gauss_angles(NODES)[0])
    return mixture(blobs.means, blobs.variances, blobs.weights), separation


def schedule(name: str, separation: Separation, share: float) -> Path:
    """The path that is named, or part of the way from the linear to the optimal one."""
    if name != OPTIMAL:
        return FIXED[name]
    best = KineticOptimal(separation)
    return best if share >= 1.0 else Blended(Linear(), best, share)


class Scheduled(Subject):
    """x_t = a x + s z on a schedule (a, s), for normalised clouds in the plane."""

    id = "scheduled"
    title = "Schedules of least energy"
    source = "Shaul, Chen, Nickel, Le & Lipman (2023), ICML, arXiv:2306.06626"
    declared: tuple[Declaration, ...] = (
        choice(
            "data",
            "eight Gaussians",
            tuple(CLOUDS),
            title="Data",
            group="Data",
            help="What noise becomes, moved and scaled to mean 0 and variance 1.",
        ),
        choice(
            "schedule",
            OPTIMAL,
            (OPTIMAL, *FIXED),
            title="Schedule",
            group="Path",
            help="How much data and noise there is at each moment.",
        ),
        real(
            "share",
            1.0,
            0.0,
            1.0,
            title="From linear to optimal",
            group="Path",
            help="0 is the straight schedule, 1 the one of least kinetic energy.",
        ),
        whole(
            "sampling_steps",
            20,
            1,
            100,
            title="Steps",
            symbol="N",
            group="Sampler",
            logarithmic=True,
            help="Euler steps from noise to data.",
        ),
    )

    def flow(self, parameters: Parameters) -> Flow:
        p: Any = parameters
        cloud, separation = normalised(p.data)
        path = schedule(p.schedule, separation, p.share)
        return ProbabilityFlow(cloud, path, Sampler("Euler", p.sampling_steps, "time"))

    def energy(self, parameters: Parameters) -> tuple[float, float]:
        """Kinetic energy per dimension on the schedule that is set, and the least there is."""
        p: Any = parameters
        _, separation = normalised(p.data)
        best = KineticOptimal(separation)
        if p.schedule == OPTIMAL and p.share >= 1.0:
            return best.energy, best.energy
        here = kinetic_energy(schedule(p.schedule, separation, p.share), separation)
        return float(np.maximum(here, best.energy)), best.energy


FAMILY = Scheduled
