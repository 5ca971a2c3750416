"""Two clouds, and every velocity that carries the first to the second, under one set of sliders."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.experiments.generative.rectified.choices import (
    BASELINES,
    BATCH,
    BELOW,
    CHOICES,
    EXACT,
    FROM_PAIRS,
    LEARNED,
    LINEAR,
    MATCHING,
    PATHS_OFFERED,
    POINTS,
    SHIPPED,
    STORED,
    WALKED,
)
from engines.experiments.generative.rectified.target import TARGET
from engines.learned.generative.rectified.backward import BackwardFlow
from engines.learned.generative.rectified.stages import DISTILLED, MATCHED, ROUNDS
from engines.learned.generative.rectified.velocity_flow import VelocityFlow, Walk
from engines.learned.generative.rectified_flow import RectifiedFlowModel
from engines.learned.weights import card_of, known, open_model, stands_for
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.diffusion.path import PATHS, Linear
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Box
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.running.randomness import stream
from engines.systems.clouds.gaussian_mixture import circle
from engines.systems.clouds.probability_flow import box_around, flow_to
from engines.systems.clouds.shading import circle_placing
from engines.systems.pairs.clouds import CLOUDS, EIGHT, NOISE, box_of
from engines.systems.pairs.exact_bridge import ExactBridge
from engines.systems.pairs.kernel_flow import KernelFlow
from engines.systems.pairs.linear_map import LinearMap, gaussian_map
from engines.systems.pairs.pairs import Pairs
from engines.systems.pairs.pairs_file import Rows, stored
from engines.systems.samples.mixtures import CircleOfGaussians


@cache
def _model(id: str) -> RectifiedFlowModel:
    found = open_model(card_of(id))
    if not isinstance(found, RectifiedFlowModel):
        raise TypeError(f"{id} is no rectified flow")
    return found


class RectifiedSubject(Subject):
    """Every flow between two clouds that can be chosen.

    Args:
        model: One of the shipped flows, or one of a person's own in its place.
    """

    def __init__(self, model: RectifiedFlowModel) -> None:
        self.id, self.title, self.source = model.id, model.title, model.source
        self.declared = (*CHOICES, BELOW, *TARGET)
        self._given = model
        own = stands_for(model.card)
        self._own = own if own in known() else SHIPPED[NOISE, EIGHT]
        self._pairs = lru_cache(maxsize=12)(self._made)

    def showing(self) -> dict[str, object]:
        """Values at which the model it was made with is shown."""
        if self._own == BASELINES:
            return {"begins": NOISE, "ends": EIGHT, "velocity": LEARNED, "path": PATHS_OFFERED[1]}
        begins, ends = next(pair for pair, id in SHIPPED.items() if id == self._own)
        return {"begins": begins, "ends": ends, "velocity": LEARNED}

    def learned(self, parameters: Parameters) -> RectifiedFlowModel | None:
        """The networks that are chosen; None where there is none for these clouds."""
        p: Any = parameters
        id = SHIPPED.get((p.ends, p.begins) if self.backward(p) else (p.begins, p.ends))
        if p.velocity != LEARNED or p.pairing == STORED or id is None:
            return None
        if (p.begins, p.ends) == (NOISE, EIGHT) and stage_of(p) not in ROUNDS:
            return self._given if self._own == BASELINES else _model(BASELINES)
        return self._given if id == self._own else _model(id)

    def backward(self, p: Any) -> bool:
        """Whether the network was trained the other way round."""
        ways = (p.begins, p.ends), (p.ends, p.begins)
        return ways[0] not in SHIPPED and ways[1] in SHIPPED

    def kind(self, parameters: Parameters) -> str:
        """Where the velocity comes from: as chosen, or the best there is for these clouds."""
        p: Any = parameters
        if self.learned(parameters) is not None:
            return LEARNED
        if p.pairing == STORED:
            return FROM_PAIRS
        mixed = all(CLOUDS[name].mixture is not None for name in (p.begins, p.ends))
        return EXACT if p.velocity != FROM_PAIRS and mixed else FROM_PAIRS

    def flow(self, parameters: Parameters) -> Flow:
        p: Any = parameters
        model = self.learned(parameters)
        if model is not None:
            stage = stage_of(p) if (p.begins, p.ends) == (NOISE, EIGHT) else p.k
            if not self.backward(p):
                return model.stage(stage, p.scheme, p.sampling_steps)
            if stage == DISTILLED:
                raise UnfitError(f"distilled leads from {p.ends} to {p.begins} only, take round 2")
            return self.turned(model.stage(stage), parameters)
        if self.kind(parameters) == EXACT:
            return _exact(p)
        return self._kernel(p, round_of(p), Sampler(p.scheme, p.sampling_steps, "time"))

    def turned(self, flow: VelocityFlow, parameters: Parameters) -> VelocityFlow:
        """A learned flow by as many steps as are chosen, in the direction that is."""
        p: Any = parameters
        walk = Walk(p.scheme, p.sampling_steps)
        if self.backward(p):
            return BackwardFlow(flow, _source(p.begins), walk)
        return flow.walked(walk)

    def joined(self, parameters: Parameters, k: int) -> Pairs:
        """The pairs that round `k` is made of, of what is chosen."""
        p: Any = parameters
        seed = int(getattr(parameters, "seed", 0))
        rows = p.stored if p.pairing == STORED else ()
        return self._pairs(p.begins, p.ends, p.pairing, p.path, p.h, p.joined, seed, rows, k)

    def _kernel(self, p: Any, k: int, sampler: Sampler) -> KernelFlow:
        path = PATHS[p.path] if k == 1 else Linear()
        live = {"h": float(p.h)}
        pairs = self.joined(p, k)
        begin, box = CLOUDS[p.begins].draw, box_of(p.begins, p.ends)
        if p.pairing == STORED:
            begin, box = _again(pairs.first), _around(stored(p.stored))
        return KernelFlow(pairs, p.h, box, begin, path, sampler, live)

    def _made(
        self,
        begins: str,
        ends: str,
        pairing: str,
        path: str,
        h: float,
        count: int,
        seed: int,
        rows: Rows,
        k: int,
    ) -> Pairs:
        draw = stream(seed, f"pairs of round {k}")
        if pairing == STORED:
            given = stored(rows)
            first, box, begin = given.first, _around(given), _again(given.first)
        else:
            first = CLOUDS[begins].draw(count, draw)
            box, begin = box_of(begins, ends), CLOUDS[begins].draw
        if k == 1:
            if pairing == STORED:
                return given
            found = Pairs(first, CLOUDS[ends].draw(count, draw))
            return found.matched(BATCH) if pairing == MATCHING else found
        before = self._pairs(begins, ends, pairing, path, h, count, seed, rows, k - 1)
        on = PATHS[path] if k == 2 else Linear()
        flow = KernelFlow(before, h, box, begin, on, Sampler("Euler", WALKED, "time"))
        return Pairs(first, flow.advance(first, 0.0, 1.0))

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """What means nothing for what is chosen."""
        p: Any = parameters
        kind, found = self.kind(parameters), {}
        if kind == FROM_PAIRS != p.velocity:
            found["velocity"] = "only pairs are known"
        if p.pairing == STORED:
            found |= dict.fromkeys(("begins", "ends", "joined"), "the pairs are those of a file")
        if kind != FROM_PAIRS:
            found |= dict.fromkeys(("h", "joined"), "belongs to the average over pairs")
        if kind == EXACT:
            found["pairing"] = "the formula is of random pairs"
            if not linear(p):
                found["k"] = "the formula is the first round"
            elif round_of(p) > 1:
                found["path"] = "pairs are joined by straight lines again"
        elif round_of(p) > 1:
            if p.pairing != STORED:
                found["pairing"] = f"round {p.k} uses the pairs it was given"
            found["path"] = "pairs are joined by straight lines again"
        elif kind == LEARNED:
            if (p.begins, p.ends) != (NOISE, EIGHT):
                found |= dict.fromkeys(("pairing", "path"), "no network was trained with others")
            elif p.path != LINEAR:
                found["pairing"] = "curves were trained on random pairs"
        if kind != EXACT or (p.begins, p.ends) != (NOISE, EIGHT):
            why = (
                "fixed by the training"
                if kind == LEARNED
                else "belongs to the exact eight Gaussians"
            )
            found |= {d.name: why for d in TARGET}
        return found


@cache
def _source(name: str) -> np.ndarray:
    """Points of a cloud that a flow run backwards begins with."""
    return CLOUDS[name].draw(POINTS, stream(0, f"source {name}"))


def _again(points: np.ndarray) -> Callable[[int, np.random.Generator], np.ndarray]:
    """Draws from these points."""
    return lambda count, draw: points[draw.integers(0, len(points), count)]


def _around(pairs: Pairs) -> Box:
    """A square from which the stored clouds can be seen."""
    far = max(float(np.abs(points).max()) for points in (pairs.first, pairs.last))
    return box_around(max(1.0, float(np.ceil(2.2 * far)) / 2.0))


def stage_of(p: Any) -> str:
    """The training that the values of the sliders name."""
    if p.k != ROUNDS[0]:
        return str(p.k)
    if p.path != LINEAR:
        return str(p.path)
    return MATCHED if p.pairing == MATCHING else ROUNDS[0]


def round_of(p: Any) -> int:
    """The number of the round; a distilled network learned from the pairs of the second."""
    return 2 if p.k == DISTILLED else int(p.k)


def linear(p: Any) -> bool:
    """Whether the clouds are two Gaussians, so that a matrix is the map and every round is known."""
    clouds = [CLOUDS[name].mixture for name in (p.begins, p.ends)]
    return all(found is not None and len(found.weights) == 1 for found in clouds)


def _exact(p: Any) -> GenerationFlow:
    sampler = Sampler(p.scheme, p.sampling_steps, "time")
    box = box_of(p.begins, p.ends)
    if (p.begins, p.ends) == (NOISE, EIGHT):
        if p.path == LINEAR:
            return CircleOfGaussians(p.modes, p.radius, p.spread, p.scheme, p.sampling_steps)
        placed = circle_placing(p.modes, p.radius, p.spread)
        data = circle(p.modes, p.radius, p.spread)
        return flow_to(
            data, PATHS[p.path], sampler, box, {"sampling_steps": p.sampling_steps}, placed
        )
    first, last = CLOUDS[p.begins].mixture, CLOUDS[p.ends].mixture
    if first is None or last is None:
        raise TypeError("a formula was asked for where there is none")
    if linear(p) and round_of(p) > 1:
        matrix = gaussian_map(first.covariance(), last.covariance(), PATHS[p.path])
        live = {"sampling_steps": float(p.sampling_steps)}
        return LinearMap(matrix, first, box, sampler, live)
    return ExactBridge(first, last, box, PATHS[p.path], sampler)
