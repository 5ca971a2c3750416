from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.sections.stroboscopic import INSTRUMENT
from engines.parameters.declare import parameters_model

LINEAR = {"alpha": 1.0, "beta": 0.0, "delta": 0.5, "gamma": 0.8, "omega": 1.3}


def test_a_driven_linear_oscillator_ends_in_one_point(put, shipped):
    """x'' + 0.5 x' + x = 0.8 cos(1.3 t), whose lasting motion is known."""
    flow = shipped("duffing", **LINEAR)
    for phase in (0.0, 0.3):
        frames = put(INSTRUMENT, flow, skipped=40, strobe_count=30, strobe_phase=phase)
        dots = frames[-1].layers["stroboscopic"].positions
        response = 0.8 / (1.0 - 1.3**2 + 1j * 0.5 * 1.3) * np.exp(2j * math.pi * phase)
        exact = [response.real, (1.3j * response).real]
        np.testing.assert_allclose(dots, np.tile(exact, (30, 1)), atol=1e-6)
        assert frames[-1].trust.level == "good"


def test_the_lamp_follows_the_frequency_and_may_be_set_by_hand(shipped):
    flow = shipped("duffing", omega=0.5)
    model = parameters_model("s", INSTRUMENT.declared(flow))
    assert INSTRUMENT.heading(flow, model()) == ("", "every 12.57 s")
    assert INSTRUMENT.heading(flow, model(strobe_period=3.0, strobe_every=2)) == ("", "every 6 s")


def test_every_third_iterate_of_a_rotation_by_a_third_is_one_point(put, shipped):
    flow = shipped("standard-map", K=0.0)
    third = 2 * math.pi / 3
    last = put(INSTRUMENT, flow, starts=((1.0, third),), strobe_every=3, strobe_count=50)[-1]
    places = last.layers["stroboscopic"].positions
    assert len(places) == 50
    assert np.ptp(places, axis=0).max() < 1e-9
    assert last.readings["stroboscopic"].value == 50


def test_a_crowd_has_colours(put, shipped):
    last = put(INSTRUMENT, shipped("standard-map"), strobe_starts=11, strobe_count=20)[-1]
    assert len(np.unique(last.layers["stroboscopic"].values)) == 8


def test_paths_that_explode_are_counted(put, shipped):
    last = put(INSTRUMENT, shipped("henon"), starts=((9.0, 9.0), (0.1, 0.1)), strobe_count=60)[-1]
    assert last.notes == ("1 of 2 paths grew beyond all numbers.",)


def test_it_needs_something_that_repeats(put, shipped, written):
    assert INSTRUMENT.refuses(shipped("lorenz-1963")) == "needs a driven flow or a map"
    drifting = written("1 + t^2", "x")
    assert INSTRUMENT.refuses(drifting) == ""
    with pytest.raises(UnfitError, match="give one as Period"):
        put(INSTRUMENT, drifting)


def test_a_driven_flow_that_remembers_ends_in_one_point(put, from_text):
    """x' = -x(t - 1) + cos(2 t) answers with cos(2 t) / (2 i + exp(-2 i))."""
    flow = from_text(
        """
        title = "Driven feedback"
        kind = "dde"
        step = 0.01
        duration = 10.0
        [rates]
        x = "-x@1 + cos(w*t)"
        [states]
        x = { low = -2.0, high = 2.0, start = 1.0 }
        [parameters]
        w = { value = 2.0, low = 1.0, high = 3.0 }
        """
    )
    assert INSTRUMENT.refuses(flow) == ""
    frames = put(INSTRUMENT, flow, skipped=20, strobe_count=60)
    answer = 1.0 / (2.0j + np.exp(-2.0j))
    exact = [answer.real, (answer * np.exp(-2.0j)).real]
    dots = frames[-1].layers["stroboscopic"].positions
    np.testing.assert_allclose(dots, np.tile(exact, (60, 1)), atol=1e-6)
    assert len(frames[0].layers["stroboscopic"].positions) == 50
    assert frames[-1].trust.level == "good"


def test_an_undriven_one_is_refused(remembering):
    assert INSTRUMENT.refuses(remembering) == "needs a driven flow or a map"
