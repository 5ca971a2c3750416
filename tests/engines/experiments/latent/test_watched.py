from __future__ import annotations

import numpy as np
import pytest

from engines.experiments.latent.latent_potential_flows import EXPERIMENT
from engines.learned.latent.straight import CodeSpace
from engines.protocols.experiment import Learning
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket


class Rising(Recipe):
    """Landscapes of no height, then those of a model."""

    def __init__(self, model):
        self.model = model

    def fit(self, seed, steps, ticket):
        for step, speed in enumerate((0.0, 1.0)):
            space = self.model.space("wave", 0, self.model.codes[0], "Euler", speed)
            yield Snapshot(step, 1, 1.0, space, "Training, wave")

    def save(self, weights, card):
        raise NotImplementedError


@pytest.fixture(scope="module")
def experiment(untrained):
    return EXPERIMENT(untrained)


def test_the_landscape_rises_in_the_plane_that_is_open(experiment, untrained):
    assert isinstance(experiment, Learning)
    values = experiment.parameters(sprite=5, t=1.0, lines=6)
    first, *_, last = experiment.training_frames(Rising(untrained), values, Ticket())
    flat, high = (np.ptp(frame.layers["potential"].values) for frame in (first, last))
    assert flat == 0.0 < high
    assert last.layers["contact_sheet"].images.shape[:2] == (6, 11)
    start = untrained.decode(untrained.codes[5:6])[0]
    np.testing.assert_allclose(last.layers["decoded"].images[0, 0], start, atol=1e-5)
    assert (last.progress, last.task) == (1.0, "Training, wave 1 of 1, loss 1")


def test_directions_show_their_sheets_alone(experiment, untrained):
    class Straight(Rising):
        def fit(self, seed, steps, ticket):
            ways = np.eye(12)[:6]
            names = tuple("abcdef")
            yield Snapshot(1, 1, 1.0, CodeSpace(untrained.decode, ways, names, 0, np.zeros(12)))

    (frame,) = experiment.training_frames(Straight(untrained), experiment.parameters(), Ticket())
    assert {"decoded", "contact_sheet"} <= set(frame.layers)
    assert "potential" not in frame.layers
