from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.pictures.robustness import INSTRUMENT
from engines.learned.generative.noise.plane import NoisePlane, Where
from engines.parameters.declare import parameters_model
from engines.protocols.pictures import Shaken
from engines.running.randomness import stream
from engines.running.ticket import Ticket


@pytest.fixture
def shaky(growing):
    """Pictures become brighter by how strongly the way is shaken, twice as much for the other."""

    class Shaky(type(growing), Shaken):
        def __init__(self, gain=0.0, times=1.0):
            self.gain, self.times = gain, times

        def shaken(self, alpha):
            return type(self)(self.times * alpha, self.times)

        def siblings(self):
            return {"one": self, "two": type(self)(0.0, 2.0)}

        def decode(self, states):
            return super().decode(states) + self.gain

    flow = Shaky()
    # what the instrument draws with seed 0, so that only shaking tells the two clouds apart
    known = flow.decode(flow.advance(flow.noise(100, stream(0, "robustness")), 0.0, 1.0))
    return NoisePlane(flow, flow.noise(6, np.random.default_rng(5)), known, Where())


def values(flow, **given):
    return parameters_model("Values", INSTRUMENT.declared(flow))(**given)


def test_distances_grow_with_the_square_of_what_shaking_does(shaky):
    chosen = values(shaky, shaken_pictures=100, strongest=0.4)
    frames = list(INSTRUMENT(shaky).frames(chosen, Ticket()))
    assert [frame.level for frame in frames] == [0, 1, 2, 3, 4]
    one, two = (frames[-1].layers[f"robust_{row}"] for row in range(2))
    # four pixels from -1 to 1, each moved by twice alpha
    assert one.y == pytest.approx(4.0 * (2.0 * one.x) ** 2, abs=1e-9)
    assert two.y == pytest.approx(4.0 * (4.0 * two.x) ** 2, abs=1e-9)
    assert (one.role, one.label, two.label) == ("value", "one", "two")


def test_axes_and_heading_say_what_is_compared(shaky):
    chosen = values(shaky, strongest=0.5)
    across, up = INSTRUMENT.axes(shaky, chosen)
    assert (across.high, up.label) == (0.5, "Fréchet distance")
    assert INSTRUMENT.heading(shaky, chosen)[1] == "600 pictures a point"


def test_what_cannot_be_shaken_or_compared_is_refused(plane, shaky, growing):
    assert INSTRUMENT.refuses(plane()) == "needs a flow to pictures that can be shaken"
    assert INSTRUMENT.refuses(growing)
    blind = NoisePlane(shaky.whole, shaky.drawn, shaky.known[:0], Where())
    assert "known pictures" in INSTRUMENT.refuses(blind)
    assert not INSTRUMENT.refuses(shaky)
