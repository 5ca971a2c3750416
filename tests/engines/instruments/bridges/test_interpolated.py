from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.bridges.interpolated import INSTRUMENT, ROWS, TIMES
from engines.learned.generative.noise.plane import NoisePlane, Where
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Decoding
from engines.running.ticket import Ticket


@pytest.fixture
def plane(normal_bridge):
    four = normal_bridge(amplitude=0.5, steps=40)
    shown = type("Shown", (type(four), Decoding), {"decode": lambda self, x: x.reshape(-1, 2, 2)})
    whole = shown(four.interpolant, four.shaking, 2.0, 4)
    drawn = whole.noise(5, np.random.default_rng(0))
    return NoisePlane(whole, drawn, np.zeros((0, 2, 2)), Where())


def test_both_ways_join_the_same_pictures(plane):
    values = parameters_model("p", INSTRUMENT.declared(plane))()
    (frame,) = INSTRUMENT(plane).frames(values, Ticket())
    sheet = frame.layers["interpolated"].images
    assert sheet.shape == (len(ROWS), len(TIMES), 2, 2)
    start = plane.lifted(plane.here[None]).reshape(2, 2)
    end = plane.whole.advance(plane.lifted(plane.here[None]), 0.0, 1.0).reshape(2, 2)
    for row in sheet:
        assert row[0] == pytest.approx(start, abs=1e-6)
        assert row[-1] == pytest.approx(end, abs=1e-6)
    middle = len(TIMES) // 2
    assert sheet[1, middle] == pytest.approx(0.5 * (start + end), abs=1e-6)
    assert np.abs(sheet[2, middle] - sheet[1, middle]).max() > 0.05
    apart = np.linalg.norm(sheet[0, middle] - sheet[1, middle]) / np.linalg.norm(end - start)
    assert frame.readings["interpolated"].value == pytest.approx(apart, abs=1e-6)


def test_other_flows_are_refused(pendulum, normal_bridge):
    assert INSTRUMENT.refuses(pendulum()) == "needs a bridge between pictures"
    assert INSTRUMENT.refuses(normal_bridge()) == "needs a bridge between pictures"
