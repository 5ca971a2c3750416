from __future__ import annotations

import pytest

from engines.experiments.generative.learned_cloud import LearnedCloud
from engines.experiments.generative.rectified_flow import EXPERIMENT
from engines.learned.weights import card_of, open_model
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket

SMALL = {"nx": 8, "ny": 8, "samples": 20, "paths": 2, "straightness_paths": 20, "number": 10}


class Learns(Recipe):
    """Hands out the shipped flow once, as if it had just been learned."""

    def __init__(self, flow):
        self._flow = flow

    def fit(self, seed, steps, ticket):
        yield Snapshot(1, 4, 2.0, self._flow)
        yield Snapshot(4, 4, 1.0, None)

    def save(self, weights, card):
        pass


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(open_model(card_of("rectified-flow")))


def test_each_copy_is_seen_by_the_instruments_with_both_losses(experiment):
    assert isinstance(experiment, LearnedCloud)
    values = experiment.parameters(**SMALL)
    run = experiment.training_frames(Learns(experiment.flow(values)), values, Ticket())
    first, last = list(run)
    assert {"loss", "loss_before", "ftle"} <= set(first.layers)
    assert (first.progress, last.progress) == (0.25, 1.0)
    assert last.layers["loss"] is not first.layers["loss"]
