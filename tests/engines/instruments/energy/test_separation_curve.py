from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.energy.separation_curve import INSTRUMENT
from engines.numerics.kinetic.separation import Separation
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket

EMPTY = parameters_model("p", ())()


def shown(flow):
    (frame,) = INSTRUMENT(flow).frames(EMPTY, Ticket())
    return frame


def test_two_points_are_told_apart_as_the_quadrature_says(scheduled):
    frame = shown(scheduled())
    assert frame.readings["separation_curve"].value == pytest.approx(0.5504, abs=1e-3)
    curve, bound = frame.layers["separation_curve"], frame.layers["separation_bound"]
    assert (curve.y >= bound.y - 1e-9).all()
    assert (np.diff(curve.y) >= -1e-9).all()
    assert curve.role == "value"
    assert frame.trust is None


def test_what_a_network_says_has_the_colour_of_what_is_learned(scheduled):
    flow = scheduled(source="learned")
    assert shown(flow).layers["separation_curve"].role == "learned"
    assert INSTRUMENT.heading(flow, EMPTY)[1] == "learned"
    assert INSTRUMENT.axes(flow, EMPTY)[0].powers


def test_draws_that_were_clipped_too_often_are_not_trusted(scheduled):
    flow = scheduled()
    known = flow.separation
    flow.separation = Separation(known.angles, known.unknown, clipped=0.5, draws=50)
    trust = shown(flow).trust
    assert trust.level == "warn"
    assert "50 draws" in trust.sentence


def test_other_flows_are_refused_in_words(pendulum):
    assert INSTRUMENT.refuses(pendulum()).startswith("needs a schedule")
