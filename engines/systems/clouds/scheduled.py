"""Clouds reached on schedules that can be chosen, the one of least kinetic energy among them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

import numpy as np

from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.diffusion.path import Linear, Path
from engines.numerics.kinetic.chord import Blended, KineticOptimal
from engines.numerics.kinetic.drawn import Drawn
from engines.numerics.kinetic.scheduling import OTHERS, PointsFlow, Scheduling, optimal_for
from engines.numerics.kinetic.separation import (
    Blobs,
    Separation,
    by_draws,
    by_quadrature,
    gauss_angles,
)
from engines.parameters.declare import Declaration, Parameters, choice, real, whole
from engines.protocols.subject import Subject
from engines.systems.clouds.gaussian_mixture import GaussianMixture, circle, mixture
from engines.systems.clouds.probability_flow import ProbabilityFlow
from engines.systems.clouds.schedules.gradual import DRAWS, Gradual
from engines.systems.clouds.schedules.gradual import NODES as DRAWN_NODES
from engines.systems.clouds.schedules.knots import KNOTS, knots_of

NODES = 120
OPTIMAL, BY_HAND, POINTS = "kinetic-optimal", "drawn", "random points"
EVEN, ALONG = "even square", 7  # blobs along a side of it, an even density to a hundredth
CLOUDS: Mapping[str, GaussianMixture] = {
    "eight Gaussians": circle(8, 4.0, 0.3),
    "two points": mixture([[-1.0, -1.0], [1.0, 1.0]], 1e-3),
    "two Gaussians": mixture([[-2.0, 0.0], [2.0, 0.0]], 0.3),
    "four Gaussians": mixture([[-2.0, -2.0], [2.0, -2.0], [-2.0, 2.0], [2.0, 2.0]], 0.05),
    "uneven Gaussians": mixture([[-2.0, -1.5], [2.2, -0.5], [0.0, 2.4]], [0.5, 0.1, 0.3]),
    "two uneven points": mixture([[-1.0, -1.0], [3.0, 3.0]], 1e-3, [0.75, 0.25]),
    EVEN: mixture(
        [[x, y] for x in np.arange(ALONG) - 3.0 for y in np.arange(ALONG) - 3.0], 0.55**2
    ),
    "one Gaussian": mixture([[0.0, 0.0]], 1.0),
}


class ScheduledFlow(ProbabilityFlow, Scheduling):
    """The flow to a normalised mixture on a schedule.

    Args:
        cloud: The mixture.
        schedule: a and s.
        separation: lambda of the mixture.
        source: How lambda was found.
        sampler: How the flow is followed.
    """

    def __init__(
        self,
        cloud: GaussianMixture,
        schedule: Path,
        separation: Separation,
        source: str,
        sampler: Sampler,
    ) -> None:
        super().__init__(cloud, schedule, sampler, live={"sampling_steps": float(sampler.steps)})
        self.schedule, self.separation, self.source = schedule, separation, source

    def followed_by(self, sampler: Sampler) -> ScheduledFlow:  # type: ignore[override]
        return ScheduledFlow(self.mixture, self.schedule, self.separation, self.source, sampler)

    def tex(self) -> tuple[str, ...]:
        return told(self.sampler)


def told(sampler: Sampler) -> tuple[str, ...]:
    """A schedule and its velocity in TeX."""
    return (
        r"\dot{x} = E[\dot{a}\, x_1 + \dot{m}\, x_0 \mid x_t = x]",
        rf"x_t = a\, x_1 + m\, x_0,\quad N = \live{{sampling_steps}}{{{sampler.steps}}}",
    )


def blobs_of(cloud: GaussianMixture) -> Blobs:
    """A mixture of round parts, brought to mean 0 and E|x|^2 = d."""
    return Blobs(cloud.weights, cloud.means, cloud.covariances[:, 0, 0]).normalised()[0]


@lru_cache(maxsize=16)
def normalised(name: str) -> tuple[GaussianMixture, Separation]:
    """The cloud with mean 0 and E|x|^2 = d, and how well its points are told apart."""
    blobs = blobs_of(CLOUDS[name])
    told = blobs
    if name == EVEN:  # its sides are independent and alike: one of them tells all
        side = blobs.means[:ALONG, 1:]
        told = Blobs(np.full(ALONG, 1.0 / ALONG), side, blobs.variances[:ALONG])
    separation = by_quadrature(told, gauss_angles(NODES)[0])
    return mixture(blobs.means, blobs.variances, blobs.weights), separation


@lru_cache(maxsize=16)
def drawn_separation(name: str) -> Separation:
    """The same by draws of data and noise."""
    angles = gauss_angles(DRAWN_NODES)[0]
    return by_draws(blobs_of(CLOUDS[name]), angles, DRAWS, np.random.default_rng(1))


@lru_cache(maxsize=16)
def random_points(count: int, dimension: int) -> Blobs:
    """Draws of a normal law in so many dimensions, normalised, seed 0."""
    points = np.random.default_rng(0).standard_normal((count, dimension))
    return Blobs.of_points(points).normalised()[0]


def schedule(name: str, separation: Separation, share: float) -> Path:
    """The path that is named, or part of the way from the linear to the optimal one."""
    if name != OPTIMAL:
        return OTHERS[name]
    best = KineticOptimal(separation)
    return best if share >= 1.0 else Blended(Linear(), best, share)


def schedule_of(parameters: Parameters, separation: Separation) -> Path:
    """The schedule that is set, or drawn by hand.

    Raises:
        FlowError: If signal to noise does not rise from knot to knot.
    """
    p: Any = parameters
    if p.schedule != BY_HAND:
        return schedule(p.schedule, separation, p.share)
    return Drawn(knots_of(parameters))


class Scheduled(Subject):
    """x_t = a x + m z on a schedule (a, m), for normalised clouds and random points."""

    id = "scheduled"
    title = "Schedules of least energy"
    source = "Shaul, Chen, Nickel, Le & Lipman (2023), ICML, arXiv:2306.06626"
    declared: tuple[Declaration, ...] = (
        choice(
            "data",
            "eight Gaussians",
            (*CLOUDS, POINTS),
            title="Data",
            group="Data",
            help="What noise becomes, moved and scaled to mean 0 and variance 1.",
        ),
        whole(
            "point_count",
            16,
            2,
            2000,
            title="Points",
            symbol="n",
            group="Data",
            logarithmic=True,
            help="How many points are drawn.",
        ),
        whole(
            "dimensions",
            4,
            1,
            1024,
            title="Dimensions",
            symbol="d",
            group="Data",
            logarithmic=True,
            help="Of the space they are drawn in: the more, the better they are told apart.",
        ),
        choice(
            "schedule",
            OPTIMAL,
            (OPTIMAL, *OTHERS, BY_HAND),
            title="Schedule",
            group="Path",
            help="How much data and noise there is at each moment; drag the knots of a drawn one.",
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
        *KNOTS,
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

    def __init__(self) -> None:
        self.gradual = Gradual()

    def opening(self, count: int, dimension: int) -> float:
        """The angle Phi of so many random points in so many dimensions, rad."""
        separation = self.gradual.now((count, dimension), random_points(count, dimension))
        return optimal_for(separation).opening

    def flow(self, parameters: Parameters) -> GenerationFlow:
        p: Any = parameters
        sampler = Sampler("Euler", p.sampling_steps, "time")
        if p.data == POINTS:
            blobs = random_points(p.point_count, p.dimensions)
            separation = self.gradual.now((p.point_count, p.dimensions), blobs)
            path = schedule_of(parameters, separation)
            return PointsFlow(
                blobs,
                path,
                separation,
                "Monte Carlo",
                sampler,
                partial(self.opening, p.point_count),
            )
        cloud, separation = normalised(p.data)
        return ScheduledFlow(cloud, schedule_of(p, separation), separation, "exact", sampler)

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """What means nothing for the data and the schedule that are chosen."""
        p: Any = parameters
        found: dict[str, str] = {}
        if p.schedule != OPTIMAL:
            found["share"] = "leads to the optimal schedule only"
        if p.schedule != BY_HAND:
            found["knot_count"] = "belongs to a drawn schedule"
        if p.data != POINTS:
            found |= dict.fromkeys(("point_count", "dimensions"), "belongs to random points")
        return found


FAMILY = Scheduled
