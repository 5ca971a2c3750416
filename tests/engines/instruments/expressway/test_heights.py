import numpy as np
import pytest

from engines.instruments.expressway.heights import INSTRUMENT
from engines.running.ticket import Ticket


def test_the_curve_grows_and_ends_on_the_noise_of_the_draws(jump, values):
    flow = jump(iterations=200, rate=0.1)
    frames = list(INSTRUMENT(flow).frames(values(INSTRUMENT, flow), Ticket()))
    lengths = [len(f.layers["heights_search"].x) for f in frames]
    assert lengths[0] == 0
    assert lengths[-1] == 200
    assert lengths == sorted(lengths)
    curve, floor = frames[-1].layers["heights_search"].y, frames[-1].layers["heights_floor"].y
    assert floor == pytest.approx(np.log10(np.sqrt((1.0 - 1.0 / 24.0) / 1000.0)))
    assert curve[-20:].mean() == pytest.approx(floor[0], abs=0.1)
    assert INSTRUMENT.axes(flow, values(INSTRUMENT, flow))[0].high == 200.0


def test_newton_has_no_such_noise(jump, values):
    flow = jump(solver="Newton")
    last = list(INSTRUMENT(flow).frames(values(INSTRUMENT, flow), Ticket()))[-1]
    assert set(last.layers) == {"heights_search"}
    assert last.readings["heights"].value < 1e-8


def test_only_a_jump_has_heights(pendulum):
    assert INSTRUMENT.refuses(pendulum()) == "needs a jump of optimal transport"
