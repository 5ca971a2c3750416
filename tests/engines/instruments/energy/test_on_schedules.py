from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.energy.on_schedules import INSTRUMENT, TIMES
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Linear
from engines.numerics.kinetic.scheduling import PointsFlow
from engines.numerics.kinetic.separation import Blobs, Separation
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Decoding
from engines.running.ticket import Ticket

FOUR = Blobs.of_points(np.random.default_rng(0).standard_normal((3, 4)))


class Shown(PointsFlow, Decoding):
    def on(self, schedule):
        return Shown(self.blobs, schedule, self.separation, self.source, self.sampler)

    def decode(self, states):
        return np.asarray(states).reshape(-1, 2, 2)


def test_each_schedule_leads_from_the_same_noise_to_a_picture():
    angles = np.linspace(0.2, 1.3, 5)
    told = Separation(angles, 0.5 * np.cos(angles) ** 2)
    flow = Shown(FOUR, Linear(), told, "exact", Sampler("Euler", 60, "time"))
    values = parameters_model("p", INSTRUMENT.declared(flow))()
    frames = list(INSTRUMENT(flow).frames(values, Ticket()))
    grid = frames[-1].layers["on_schedules"]
    assert grid.row_labels == ("this one", "trig", "VP")
    assert grid.images.shape[:2] == (3, len(TIMES))
    # the noise of a VP path keeps a little data at its beginning, which no other does
    assert grid.images[0, 0] == pytest.approx(grid.images[1, 0])
    known = FOUR.means.reshape(-1, 2, 2)
    for picture in grid.images[:, -1]:
        assert np.abs(picture - known).max(axis=(1, 2)).min() < 0.05


def test_data_that_are_no_pictures_are_refused(scheduled):
    values = parameters_model("p", INSTRUMENT.declared(scheduled()))()
    with pytest.raises(UnfitError, match="pictures"):
        list(INSTRUMENT(scheduled()).frames(values, Ticket()))
