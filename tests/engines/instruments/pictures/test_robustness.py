from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.pictures.robustness import BITS, INSTRUMENT, STEPS
from engines.learned.generative.noise.plane import NoisePlane, Where
from engines.parameters.declare import parameters_model
from engines.protocols.pictures import Shaken
from engines.running.randomness import stream
from engines.running.ticket import Ticket

FIRSTS: list[int] = []  # of every cloud that was carried


@pytest.fixture
def shaky(growing):
    """Pictures become brighter by how strongly the way is shaken, twice as much for the other."""

    class Shaky(type(growing), Shaken):
        def __init__(self, gain=0.0, times=1.0):
            self.gain, self.times = gain, times

        def shaken(self, alpha):
            return type(self)(self.times * alpha, self.times)

        def rounded(self, bits):
            return type(self)(self.times * 2.0**-bits, self.times)

        def hurried(self, steps):
            return type(self)(self.times / steps, self.times)

        def sampled(self, states, times, ticket=None, first=0):
            FIRSTS.append(first)
            return super().sampled(states, times, ticket, first)

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
    chosen = values(shaky, shaken_pictures=100, strongest=0.4, repeats=1)
    frames = list(INSTRUMENT(shaky).frames(chosen, Ticket()))
    assert [frame.level for frame in frames] == [0, 1, 2, 3, 4]
    one, two = (frames[-1].layers[f"robust_{row}"] for row in range(2))
    # four pixels from -1 to 1, each moved by twice alpha
    assert one.y == pytest.approx(4.0 * (2.0 * one.x) ** 2, abs=1e-9)
    assert two.y == pytest.approx(4.0 * (4.0 * two.x) ** 2, abs=1e-9)
    assert (one.role, one.label, two.label) == ("value", "one", "two")
    assert one.low is None


@pytest.mark.parametrize(
    ("tried", "gain", "said"),
    [(BITS, lambda b: 2.0**-b, "at 4 bits"), (STEPS, lambda k: 1.0 / k, "at 5 steps")],
)
def test_weights_may_be_rounded_and_steps_left_out_instead(shaky, tried, gain, said):
    chosen = values(shaky, shaken_pictures=100, repeats=1, tried=tried)
    frame = list(INSTRUMENT(shaky).frames(chosen, Ticket()))[-1]
    one = frame.layers["robust_0"]
    assert list(one.x) == sorted(one.x)
    assert one.y == pytest.approx(4.0 * (2.0 * gain(one.x)) ** 2, abs=1e-9)
    assert frame.readings["robustness"].text == said


def test_repeats_with_other_noise_give_a_band(shaky):
    chosen = values(shaky, shaken_pictures=100, strongest=0.4, repeats=3)
    FIRSTS.clear()
    frames = list(INSTRUMENT(shaky).frames(chosen, Ticket()))
    assert (len(frames), frames[-1].progress) == (15, 1.0)
    assert set(FIRSTS) == {0, 100, 200}
    half, last = (frames[k].layers["robust_0"] for k in (6, 14))
    assert (half.high > half.low).tolist() == [True, True, False, False, False]
    each = np.array([_only(shaky, seed) for seed in range(3)])
    assert last.y == pytest.approx(each.mean(axis=0))
    error = each.std(axis=0, ddof=1) / np.sqrt(3.0)
    assert last.high - last.y == pytest.approx(error)
    assert last.y - last.low == pytest.approx(error)


def _only(flow, seed):
    chosen = values(flow, shaken_pictures=100, strongest=0.4, repeats=1, seed=seed)
    return list(INSTRUMENT(flow).frames(chosen, Ticket()))[-1].layers["robust_0"].y


def test_axes_and_heading_say_what_is_compared(shaky):
    chosen = values(shaky, strongest=0.5)
    across, up = INSTRUMENT.axes(shaky, chosen)
    assert (across.high, up.label) == (0.5, "Fréchet distance")
    assert INSTRUMENT.heading(shaky, chosen)[1] == "600 pictures a point, 3 times"
    once = values(shaky, repeats=1, tried=STEPS)
    assert INSTRUMENT.heading(shaky, once)[1] == "600 pictures a point"
    across = INSTRUMENT.axes(shaky, once)[0]
    assert (across.label, across.symbol, across.low, across.high) == ("steps", "K", 5.0, 18.0)


def test_what_cannot_be_shaken_or_compared_is_refused(plane, shaky, growing):
    assert INSTRUMENT.refuses(plane()) == "needs a flow to pictures that can be shaken"
    assert INSTRUMENT.refuses(growing)
    blind = NoisePlane(shaky.whole, shaky.drawn, shaky.known[:0], Where())
    assert "known pictures" in INSTRUMENT.refuses(blind)
    assert not INSTRUMENT.refuses(shaky)
