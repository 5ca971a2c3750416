"""Data with a formula, with a network, or as points alone, all reached on one choice of schedules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

import numpy as np

from engines.learned.generative.diffusion import plane_box
from engines.learned.generative.interpolants.scheduled import LearnedSchedule, learned_separation
from engines.learned.weights import Model, card_of, open_model
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.kinetic.scheduling import PointsFlow
from engines.numerics.kinetic.separation import Blobs, Separation, gauss_angles
from engines.parameters.declare import Declaration, Parameters, choice
from engines.protocols.subject import Subject
from engines.running.randomness import stream
from engines.systems.clouds.scheduled import (
    DRAWN_NODES,
    POINTS,
    Scheduled,
    ScheduledFlow,
    drawn_separation,
    normalised,
    schedule_of,
    separated,
)
from engines.systems.samples.shapes import SHAPES

EIGHT, DIGITS = "eight Gaussians", "digits"
NETWORKS: Mapping[str, str] = {
    EIGHT: "diffusion-eight-gaussians",
    "checkerboard": "diffusion-checkerboard",
    "moons": "diffusion-moons",
    "spiral": "diffusion-spiral",
}
CLEAN = 4000  # draws of data by which a network is judged
KNOWN = 1000  # points that stand for a shape without a formula
MOST_DIGITS = 1797
VELOCITY = choice(
    "velocity",
    "exact",
    ("exact", "learned"),
    title="Field",
    group="Data",
    help="The formula, or one network that serves every schedule: it knows only signal over noise.",
)
SOURCE = choice(
    "source",
    "exact",
    ("exact", "Monte Carlo", "learned"),
    title="Separation from",
    symbol="\\lambda",
    group="Data",
    help="How it is known how well data are told apart: a formula, draws, or a network's errors.",
)


@cache
def _model(name: str) -> Model:
    return open_model(card_of(NETWORKS[name]))


def _arrays(name: str) -> tuple[Mapping[str, np.ndarray], float, str]:
    model: Any = _model(name)
    return model.arrays, float(model.card.sizes["spread"]), str(model.card.sizes["head"])


@lru_cache(maxsize=8)
def _learned(name: str) -> Separation:
    clean = SHAPES[name](CLEAN, stream(1, "separation"))
    angles = gauss_angles(DRAWN_NODES)[0]
    return learned_separation(*_arrays(name), clean, angles, stream(1, "separation noise"))


@lru_cache(maxsize=8)
def _of_points(name: str, count: int) -> tuple[Blobs, Separation]:
    """Points that stand for a shape, or digits, normalised by one scale, and their lambda."""
    if name == DIGITS:
        from engines.systems.samples.digits import grey

        points = grey(np.arange(min(count, MOST_DIGITS))).reshape(-1, 64).astype(np.float64)
    else:
        points = SHAPES[name](count, stream(1, "points"))
    return separated(Blobs.of_points(points).normalised()[0])


class ScheduleSubject(Subject):
    """Every flow on a schedule that can be chosen.

    Args:
        clouds: Those with a formula.
    """

    def __init__(self, clouds: Scheduled) -> None:
        self.id, self.title, self.source = clouds.id, clouds.title, clouds.source
        self._clouds = clouds
        data, *others = clouds.declared
        shapes = [name for name in NETWORKS if name not in data.choices]
        choices = (*data.choices, *shapes, DIGITS)
        first: tuple[Declaration, ...] = (replace(data, choices=choices), VELOCITY, SOURCE)
        self.declared = (*first, *others)

    def flow(self, parameters: Parameters) -> GenerationFlow:
        p: Any = parameters
        sampler = Sampler("Euler", p.sampling_steps, "time")
        if p.data == DIGITS:
            blobs, found = _of_points(DIGITS, p.point_count)
            return PointsFlow(blobs, schedule_of(p, found), found, "Monte Carlo", sampler)
        if p.data == POINTS:
            return self._clouds.flow(parameters)
        found, source = self._separation(p)
        path = schedule_of(parameters, found)
        if not self._by_network(p):
            return ScheduledFlow(normalised(p.data)[0], path, found, source, sampler)
        box = plane_box(float(_model(p.data).card.sizes["reach"]))
        # Where a rises at once a network's small error would count without bounds: DDIM, which is
        # Euler in what a and m do, needs no rates of them.
        steps = replace(sampler, solver="DDIM")
        return LearnedSchedule(*_arrays(p.data), path, found, source, steps, box)

    def _by_network(self, p: Any) -> bool:
        """Whether the field is that of a network."""
        return p.data in NETWORKS and (p.data != EIGHT or p.velocity == "learned")

    def _separation(self, p: Any) -> tuple[Separation, str]:
        """How well the data are told apart, and how that is known."""
        exact = p.data not in NETWORKS or p.data == EIGHT
        if (p.source == "learned" and p.data in NETWORKS) or (p.source == "exact" and not exact):
            return _learned(p.data), "learned"
        if p.source == "Monte Carlo" or p.source == "learned":
            if exact:
                return drawn_separation(p.data), "Monte Carlo"
            return _of_points(p.data, KNOWN)[1], "Monte Carlo"
        return normalised(p.data)[1], "exact"

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """What means nothing for the data and the schedule that are chosen."""
        p: Any = parameters
        found = self._clouds.unfit(parameters)
        if p.data == DIGITS:
            found.pop("point_count", None)
            found["dimensions"] = "a digit has 64 pixels"
        if p.data in (DIGITS, POINTS):
            found["velocity"] = "points have a formula"
            found["source"] = "points need draws"
        elif p.data not in NETWORKS:
            found["velocity"] = "only a formula is known"
        elif p.data != EIGHT:
            found["velocity"] = "only a network is known"
        return found
