from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.energy.unrolled import INSTRUMENT, unrolled
from engines.numerics.kinetic.energy import kinetic_energy
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket

EMPTY = parameters_model("p", ())()


def shown(flow):
    (frame,) = INSTRUMENT(flow).frames(EMPTY, Ticket())
    return frame


def test_the_schedule_of_least_energy_is_a_straight_line_walked_evenly(scheduled):
    flow = scheduled()
    way = unrolled(flow.schedule, flow.optimal, np.linspace(0.0, 1.0, 51))
    steps = np.diff(way, axis=0)
    np.testing.assert_allclose(steps, np.broadcast_to(steps.mean(axis=0), steps.shape), atol=1e-4)
    length = float(np.linalg.norm(way[-1] - way[0]))
    assert length**2 == pytest.approx(flow.optimal.energy, abs=1e-6)


def test_squared_speed_in_this_plane_is_energy(scheduled, linear):
    flow = scheduled(linear)
    times = np.linspace(0.0, 1.0, 4001)
    way = unrolled(linear, flow.optimal, times)
    energy = float((np.diff(way, axis=0) ** 2).sum() * 4000)
    assert energy == pytest.approx(kinetic_energy(linear, flow.separation), rel=5e-3)


def test_the_angle_is_told_and_closes_for_normal_data(scheduled):
    names = shown(scheduled()).layers["unrolled_names"].labels
    assert names[1].startswith("data, ")
    assert names[1].endswith("= 39.6\N{DEGREE SIGN}")
    assert shown(scheduled()).readings["unrolled"].value == pytest.approx(39.607, abs=0.06)
    normal = scheduled(data="normal")
    assert INSTRUMENT.heading(normal, EMPTY)[1] == "the angle closes: any VP path is optimal"
    assert np.isfinite(shown(normal).layers["unrolled"].positions).all()


def test_the_chord_is_drawn_beside_another_schedule(scheduled, linear):
    assert "elliptic" in shown(scheduled(linear)).layers["unrolled_others"].roles
    assert "elliptic" not in shown(scheduled()).layers["unrolled_others"].roles
    assert [axis.high for axis in INSTRUMENT.axes(scheduled(), EMPTY)] == [1.12, 1.12]


def test_other_flows_are_refused_in_words(pendulum):
    assert INSTRUMENT.refuses(pendulum()).startswith("needs a schedule")
