"""Data with a formula, with a network, or as points alone, all reached on one choice of schedules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

import numpy as np

from engines.experiments.generative.chosen import schedule_points
from engines.experiments.generative.chosen.schedule_points import CLEAN, PIXELS, DigitsOnSchedule
from engines.learned.generative.diffusion import plane_box
from engines.learned.generative.interpolants.scheduled import LearnedSchedule, learned_separation
from engines.learned.weights import Model, card_of, open_model
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.kinetic.scheduling import OTHERS
from engines.numerics.kinetic.separation import Blobs, Separation, gauss_angles
from engines.parameters.declare import Parameters, choice, whole
from engines.protocols.subject import Subject
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.clouds.scheduled import (
    DRAWN_NODES,
    OPTIMAL,
    POINTS,
    Scheduled,
    ScheduledFlow,
    drawn_separation,
    normalised,
    random_points,
    schedule_of,
)
from engines.systems.samples.shapes import SHAPES

EIGHT, DIGITS = "eight Gaussians", "digits"
NETWORKS: Mapping[str, str] = {
    EIGHT: "diffusion-eight-gaussians",
    "checkerboard": "diffusion-checkerboard",
    "moons": "diffusion-moons",
    "spiral": "diffusion-spiral",
}
NONE = "none"
COMPONENTS = whole(
    "components",
    PIXELS,
    1,
    PIXELS,
    title="Components",
    group="Data",
    help="Along how many of their widest axes digits are seen; 64 are all pixels.",
)
BESIDE = choice(
    "beside",
    "linear",
    (NONE, *OTHERS, OPTIMAL),
    title="Beside it",
    group="Path",
    help="A second schedule, along which the same noise goes.",
)
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
        at = [d.name for d in others].index("share") + 1
        self.declared = (
            replace(data, choices=choices),
            VELOCITY,
            SOURCE,
            COMPONENTS,
            *others[:at],
            BESIDE,
            *others[at:],
        )

    def beside(self, parameters: Parameters) -> Parameters | None:
        """The same with the schedule beside it; None if there is none, or the same one."""
        p: Any = parameters
        same = p.beside == p.schedule and (p.schedule != OPTIMAL or p.share == 1.0)
        if p.beside == NONE or same:
            return None
        return parameters.model_copy(update={"schedule": p.beside, "share": 1.0})

    def rough(self, parameters: Parameters) -> bool:
        """Whether it can be known better how well the points are told apart."""
        found = self._drawn(parameters)
        return found is not None and self._clouds.gradual.is_rough(found[0])

    def improve(self, parameters: Parameters, ticket: Ticket) -> None:
        """Know it well.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        found = self._drawn(parameters)
        if found is not None:
            self._clouds.gradual.improve(*found, ticket)

    def _drawn(self, parameters: Parameters) -> tuple[tuple[object, ...], Blobs] | None:
        """A name of the points whose separation is found by draws of many, and the points."""
        p: Any = parameters
        if p.data == POINTS:
            key = (p.point_count, p.dimensions)
            return key, random_points(*key)
        if p.data == DIGITS and not self._told_by_network(p):
            key = (p.point_count, p.components)
            return (DIGITS, *key), schedule_points.digits(*key)[0]
        drawn = p.data in NETWORKS and p.data != EIGHT and p.source == "Monte Carlo"
        return ((p.data,), schedule_points.shape(p.data)) if drawn else None

    def _told_by_network(self, p: Any) -> bool:
        """Whether it is the errors of the network of digits that are asked."""
        return bool(p.source == "learned" and p.components == PIXELS)

    def flow(self, parameters: Parameters) -> GenerationFlow:
        p: Any = parameters
        sampler = Sampler("Euler", p.sampling_steps, "time")
        if p.data == DIGITS:
            found, source = self._separation(p)
            path = schedule_of(p, found)
            return DigitsOnSchedule(p.point_count, p.components, path, found, source, sampler)
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
        if p.data == DIGITS and self._told_by_network(p):
            return schedule_points.by_network(), "learned"
        if (drawn := self._drawn(p)) is not None:
            return self._clouds.gradual.now(*drawn), "Monte Carlo"
        exact = p.data not in NETWORKS or p.data == EIGHT
        if (p.source == "learned" and p.data in NETWORKS) or (p.source == "exact" and not exact):
            return _learned(p.data), "learned"
        if p.source in ("Monte Carlo", "learned"):
            return drawn_separation(p.data), "Monte Carlo"
        return normalised(p.data)[1], "exact"

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """What means nothing for the data and the schedule that are chosen."""
        p: Any = parameters
        found = self._clouds.unfit(parameters)
        if p.data == DIGITS:
            found.pop("point_count", None)
            found["dimensions"] = "components say how many"
            if p.components < PIXELS:
                found["source"] = "the network has learned all pixels"
        else:
            found["components"] = "belongs to digits"
        if p.data in (DIGITS, POINTS):
            found["velocity"] = "points have a formula"
        if p.data == POINTS:
            found["source"] = "points need draws"
        elif p.data not in NETWORKS:
            found["velocity"] = "only a formula is known"
        elif p.data != EIGHT:
            found["velocity"] = "only a network is known"
        return found
