"""A jump of optimal transport and a short tail, beside samplers that go the whole way."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.grids import GridName
from engines.numerics.diffusion.path import Scaled, VarianceExploding
from engines.numerics.expressway.flow import Expressway
from engines.numerics.expressway.lanes import Lane, LevelSampler
from engines.numerics.expressway.latents import HIGHEST, LEVELS, LOWEST, latents, stage, stages
from engines.numerics.expressway.solving import SOLVERS, Solving
from engines.numerics.expressway.tail import TAILS, Tail, TailName, levels
from engines.numerics.semidiscrete.sources import SOURCES, Source
from engines.parameters.declare import Declaration, Parameters, choice, real, switch, whole
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.running.randomness import stream
from engines.systems.clouds.probability_flow import ProbabilityFlow, box_around
from engines.systems.leaps.modal import CLOUDS, cloud

REACH = 3.2
BASELINES = ("Euler", "DDIM", "DPM++2M", "annealed Langevin")
PATH = VarianceExploding(0.0, HIGHEST)


@lru_cache(maxsize=8)
def field_of(data: str) -> Field:
    """The exact scores of a cloud under noise from 6 deviations to none."""
    return cloud(data)[0].field(PATH)


@lru_cache(maxsize=8)
def law_of(data: str) -> Callable[[np.ndarray, float], np.ndarray]:
    """The density of a cloud under noise, ln p(x), from places and the level of the noise."""
    there = cloud(data)[0].moving(PATH)

    def law(x: np.ndarray, sigma: float) -> np.ndarray:
        t = float(PATH.time_of(-math.log(sigma))) if sigma > 0.0 else 1.0
        return there(t).log_density(x)

    return law


@lru_cache(maxsize=8)
def solving_of(
    data: str, count: int, drawn: int, sigma: float, source: str, solver: str,
    iterations: int, draws: int, rate: float,
) -> Solving:  # fmt: skip
    """The search for heights; the same one for all that differ in what comes after the jump."""
    points = cloud(data)[0].drawn(count, stream(drawn, "data"))
    noisy = latents(points, sigma, stream(drawn, "latents"))
    names: Any = (source, solver)
    return Solving(
        noisy, Source(names[0]), names[1],
        seed=drawn, iterations=iterations, draws=draws, rate=rate,
    )  # fmt: skip


class DpmOt(Subject):
    """Semi-discrete optimal transport from a source to noisy data, and the last denoising steps."""

    id = "dpm-ot"
    title = "A jump and a short tail"
    source = "Li, Li, Wang, Lei, Luo & Gu (2023), ICCV, DPM-OT"
    declared: tuple[Declaration, ...] = (
        choice("data", "eight Gaussians", tuple(CLOUDS), title="Data", group="Data",
               help="What the source becomes."),
        whole("latents_count", 512, 8, 2000, title="Latents", symbol="n", group="Data",
              logarithmic=True, help="Noisy data points that the jump may lead to."),
        whole("drawn", 0, 0, 9999, title="Draw", group="Data",
              help="Seed of data and latents."),
        whole("back", 10, 1, 50, title="Steps left", symbol="M", group="Jump",
              help="Noise levels that are left after the jump, of 64 between 6 and 0.02."),
        switch("own_stage", False, title="Stage by hand", group="Jump",
               help="Set the noise of the latents by hand instead of by the steps left."),
        real("stage", 0.038, 0.02, 2.0, title="Stage", symbol="\\sigma_M", group="Jump",
             logarithmic=True, help="Noise of the latents."),
        choice("origin", "Gaussian", SOURCES, title="Source", group="Jump",
               help="What is carried: normal noise as the paper says, or even noise on a square as "
               "its code does."),
        real("smoothing", 0.0, 0.0, 1.0, title="Smoothing", group="Jump",
             help="Share of the source that is sent in between two latents, as a continuous map "
             "would do."),
        real("threshold", 1.0, 0.0, 1.0, title="Angle threshold", symbol="\\theta", group="Jump",
             help="States whose best two facets differ more are drawn anew; 1 keeps all."),
        choice("transport", "Adam", SOLVERS, title="Solver", group="Transport",
               help="By draws and a stochastic gradient, or by exact masses in the plane."),
        whole("iterations", 600, 50, 10000, title="Iterations", group="Transport",
              logarithmic=True, help="Gradients of Adam, at most."),
        whole("points", 8000, 1000, 1_000_000, title="Monte Carlo points", group="Transport",
              logarithmic=True, help="Draws of the source for every gradient of Adam."),
        real("rate", 0.05, 0.001, 1.0, title="Rate", symbol="\\eta", group="Transport",
             logarithmic=True, help="Of Adam, to begin with."),
        choice("ending", "Langevin", TAILS, title="Tail", group="Tail",
               help="Annealed Langevin steps with noise, or the probability-flow equation."),
        choice("baseline", "Euler", BASELINES, title="Sampler", group="Beside it",
               help="What goes the whole way from noise to data; in the noise level Euler and "
               "DDIM are one step on two grids."),
        whole("baseline_steps", 0, 0, 200, title="Its evaluations", symbol="N",
              group="Beside it", help="0 for as many as the jump's tail has."),
    )  # fmt: skip

    def flow(self, parameters: Parameters) -> Expressway:
        p: Any = parameters
        sigma = self.stage(parameters)
        solving = solving_of(
            p.data, p.latents_count, p.drawn, sigma, p.origin, p.transport,
            p.iterations, p.points, p.rate,
        )  # fmt: skip
        kind: TailName = p.ending
        tail = Tail(field_of(p.data), levels(p.back + 1, sigma, LOWEST, kind), kind)
        modes = cloud(p.data)[1]
        found = Expressway(solving, tail, box_around(REACH), modes, p.smoothing, p.threshold)
        found.law = law_of(p.data)
        return found

    def stage(self, parameters: Parameters) -> float:
        """The noise level of the latents."""
        p: Any = parameters
        return float(p.stage) if p.own_stage else stage(p.back, stages(LEVELS, HIGHEST, LOWEST))

    def evaluations(self, parameters: Parameters) -> int:
        """NFE of the sampler beside it."""
        p: Any = parameters
        return int(p.baseline_steps or p.back + 1)

    def beside(self, parameters: Parameters) -> Flow:
        """The sampler that goes the whole way."""
        p: Any = parameters
        count = self.evaluations(parameters)
        if p.baseline == "annealed Langevin":
            sigmas = levels(max(count, 2), HIGHEST, LOWEST, "Langevin")
            return Lane(Tail(field_of(p.data), sigmas), box_around(REACH))
        grid: GridName = "Karras" if p.baseline == "Euler" else "lam"
        solver = "DDIM" if p.baseline == "Euler" else p.baseline
        way = LevelSampler(solver, count, grid)
        return ProbabilityFlow(cloud(p.data)[0], Scaled(PATH), way, box_around(REACH))

    def equation(self, parameters: Parameters) -> ProbabilityFlow:
        """The probability-flow equation from 6 deviations of noise to the last level."""
        p: Any = parameters
        path = Scaled(VarianceExploding(LOWEST, HIGHEST))
        return ProbabilityFlow(cloud(p.data)[0], path, Sampler(), box_around(REACH))

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """What means nothing for the values that are set."""
        p: Any = parameters
        found: dict[str, str] = {}
        if not p.own_stage:
            found["stage"] = "follows from the steps left"
        if p.transport == "Newton":
            found |= dict.fromkeys(("iterations", "points", "rate"), "belongs to Adam")
        return found


FAMILY = DpmOt
