"""The rounds of what is chosen: the flow of each, and the pairs that it was made of."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.experiments.generative.rectified.choices import (
    BATCH,
    EXACT,
    FROM_PAIRS,
    LEARNED,
    MATCHING,
    STORED,
)
from engines.experiments.generative.rectified.subject import RectifiedSubject, linear, round_of
from engines.experiments.generative.rectified.walked import Walked, walked
from engines.learned.generative.rectified.stages import DISTILLED, MATCHED
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.clouds.probability_flow import ProbabilityFlow
from engines.systems.pairs.clouds import CLOUDS
from engines.systems.pairs.pairs import Pairs

COUNT = 512  # pairs of a budget
STEPS = 100
KEPT = 12  # rounds that are remembered
ROUNDS_OF_A_MATRIX = 3  # of which the last two are alike


class Rounds:
    """What reflow did, round by round.

    Args:
        sets: Makes the flows.
    """

    def __init__(self, sets: RectifiedSubject) -> None:
        self._sets = sets
        self._walked: dict[object, Walked] = {}

    def words(self, parameters: Parameters) -> str:
        """The round that is chosen, in words."""
        p: Any = parameters
        if p.k == DISTILLED and self._sets.kind(parameters) == LEARNED:
            return "distilled"
        if round_of(p) == 1:
            first = {MATCHING: "matched pairs", STORED: "stored pairs"}.get(p.pairing, "round 1")
            curved = p.path != "linear" and "path" not in self._sets.unfit(parameters)
            return f"{p.path} curve" if curved else first
        return f"round {round_of(p)}"

    def count(self, parameters: Parameters) -> int:
        """How many rounds can be told of: a formula has one, an average as many as were made."""
        p: Any = parameters
        kind = self._sets.kind(parameters)
        if kind == EXACT:
            return ROUNDS_OF_A_MATRIX if linear(p) else 1
        if kind == FROM_PAIRS:
            return round_of(p)
        model = self._sets.learned(self._at(parameters, 1))
        rounds = sum(stage.isdigit() for stage in model.stages) if model is not None else 1
        return max(rounds, 1)

    def shown(self, parameters: Parameters) -> int:
        """The number of the round whose pairs are shown."""
        return min(round_of(parameters), self.count(parameters))

    def told(self, parameters: Parameters) -> Parameters:
        """The values of the round that is told of: a distilled network has none of its own."""
        p: Any = parameters
        return p.model_copy(update={"k": "2"}) if p.k == DISTILLED else parameters

    def walked(self, parameters: Parameters, k: int, ticket: Ticket) -> Walked:
        """Round `k`, pair by pair; the last few are remembered.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        here: Any = self._at(parameters, k)
        names = (d.name for d in self._sets.declared if d.name != "below")
        key = (*(getattr(here, name) for name in names), getattr(parameters, "seed", 0))
        found = self._walked.get(key)
        if found is None:
            found = walked(*self.of(parameters, k, ticket), ticket)
            for oldest in list(self._walked)[: max(0, len(self._walked) - KEPT + 1)]:
                del self._walked[oldest]
            self._walked[key] = found
        return found

    def of(self, parameters: Parameters, k: int, ticket: Ticket) -> tuple[Flow, Pairs]:
        """The flow of round `k` and fresh pairs of the kind it was made of.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        p: Any = parameters
        flow = self._sets.flow(self._at(parameters, k))
        if self._sets.kind(parameters) == FROM_PAIRS:
            pairs = self._sets.joined(parameters, k)
            return flow, pairs.some(np.arange(min(len(pairs), COUNT)))
        draw = stream(int(getattr(parameters, "seed", 0)), f"budget of round {k}")
        generates: Any = flow
        first = generates.noise(COUNT, draw)
        if k > 1:
            before = self._sets.flow(self._at(parameters, k - 1))
            return flow, Pairs(first, before.advance(first, 0.0, 1.0, ticket))
        # sliders move the cloud that a formula leads to
        ends = flow.mixture.drawn if isinstance(flow, ProbabilityFlow) else CLOUDS[p.ends].draw
        pairs = Pairs(first, ends(COUNT, draw))
        matched = self._matched(parameters)
        return flow, pairs.matched(BATCH) if matched else pairs

    def _matched(self, parameters: Parameters) -> bool:
        model = self._sets.learned(parameters)
        return model is not None and MATCHED in model.stages and parameters.pairing == MATCHING  # type: ignore[attr-defined]

    def _at(self, parameters: Parameters, k: int) -> Parameters:
        p: Any = parameters
        # the budget is one of the flow itself, however coarsely it is followed
        exact = self._sets.kind(parameters) == EXACT
        steps = {"scheme": "RK4" if exact else "Euler", "sampling_steps": STEPS}
        paired = {} if k == 1 and round_of(p) == 1 else {"pairing": "random", "path": "linear"}
        kept = self._sets.kind(parameters) == FROM_PAIRS
        return parameters.model_copy(update={"k": str(k), **steps, **({} if kept else paired)})
