"""Charges in the shape of known sets, with the number of hidden dimensions as a slider."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from engines.numerics.diffusion.generation import Sampler
from engines.numerics.hidden_dimensions.declared import SHAKEN, SOLVER, STEPS
from engines.parameters.declare import Declaration, Parameters, choice, real, switch, whole
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.systems.clouds.charged_flow import ChargedFlow
from engines.systems.clouds.charges import Charges
from engines.systems.clouds.hand_drawn import OWN, checked, hand, sheet
from engines.systems.samples.shapes import checkerboard, eight_gaussians, moons, spiral

Shape = Callable[[int, np.random.Generator], np.ndarray]


def pair(count: int, draw: np.random.Generator) -> np.ndarray:
    """The points (-2, 0) and (2, 0) in turn."""
    del draw
    return np.array([[2.0 * (-1.0) ** i, 0.0] for i in range(min(count, 2))])


SHAPES: Mapping[str, Shape] = {
    "two points": pair,
    "eight Gaussians": eight_gaussians,
    "moons": moons,
    "spiral": spiral,
    "checkerboard": checkerboard,
}


@lru_cache(maxsize=16)
def _points(shape: str, count: int, seed: int) -> np.ndarray:
    points = SHAPES[shape](count, np.random.default_rng(seed))
    points.flags.writeable = False
    return points


class Charged(Subject):
    """Field lines of charges in N + D dimensions, followed back to the charges."""

    id = "charged"
    title = "Field lines of charges"
    source = "Xu, Liu, Tian, Tong, Tegmark & Jaakkola (2023), arXiv:2302.04265"
    declared: tuple[Declaration, ...] = (
        choice(
            "data",
            "eight Gaussians",
            (*SHAPES, OWN),
            title="Charges",
            group="Charges",
            help="Where the charges sit.",
        ),
        *hand("Points of a stroke are at least half of it apart.", "Charges"),
        whole(
            "charges",
            200,
            2,
            2000,
            title="Number",
            symbol="n",
            group="Charges",
            logarithmic=True,
            help="How many charges there are.",
        ),
        real(
            "hidden",
            8.0,
            1.0,
            1e6,
            title="Hidden dimensions",
            symbol="D",
            group="Charges",
            logarithmic=True,
            help="1 is electrostatics; the more there are, the nearer it comes to diffusion.",
        ),
        switch(
            "infinite",
            False,
            title="Infinitely many",
            group="Charges",
            help="D without bound: diffusion itself.",
        ),
        SOLVER,
        STEPS,
        real(
            "lowest",
            0.05,
            0.002,
            0.5,
            title="Last scale",
            symbol="\\sigma_0",
            group="Charges",
            logarithmic=True,
            help="Where field lines are left; nearer to the charges they only go on to one of them.",
        ),
        whole(
            "drawn",
            0,
            0,
            9999,
            title="Draw",
            group="Charges",
            help="Seed of the places of the charges.",
        ),
        SHAKEN,
    )

    def flow(self, parameters: Parameters) -> Flow:
        p: Any = parameters
        hidden = math.inf if p.infinite else p.hidden
        own = p.data == OWN
        points = checked(p.points) if own else _points(p.data, p.charges, p.drawn)
        charges = Charges(points, hidden)
        sampler = Sampler(p.solver, p.sampling_steps, "time")
        box = sheet(points / math.hypot(1.0, p.lowest), p.sheet) if own else None
        return ChargedFlow(charges, sampler, p.lowest, alpha=p.alpha, box=box)


FAMILY = Charged
