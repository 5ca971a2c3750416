from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.sections.poincare import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def test_lorenz_is_cut_along_two_short_curves(put, shipped):
    frames = put(INSTRUMENT, shipped("lorenz-1963"), cut="z", cut_z=27.0, cut_time=200.0)
    last = frames[-1]
    dots, hits = last.layers["poincare"], last.layers["section_hits"]
    assert dots.mark == "cloud"
    assert len(dots.positions) == last.readings["poincare"].value > 200
    np.testing.assert_allclose(hits.positions[:, 2], 27.0, atol=1e-12)
    np.testing.assert_array_equal(hits.positions[:, :2], dots.positions)
    assert last.progress == 1.0
    assert [f.progress for f in frames] == sorted(f.progress for f in frames)
    assert last.trust.level == "good"
    assert last.layers["section_plane"].lines[0].shape == (5, 3)


def test_a_section_of_its_own_is_shown_beside_the_space(shipped):
    lorenz = shipped("lorenz-1963")
    p = parameters_model("poincare", INSTRUMENT.declared(lorenz))(cut="z", cut_z=27.0)
    assert INSTRUMENT.section(lorenz, p).plane == (0, 1)
    assert INSTRUMENT.heading(lorenz, p) == ("", "z = 27, rising")
    assert set(INSTRUMENT.beside) < set(INSTRUMENT.draws)


def test_a_crowd_begins_on_the_level_of_energy_and_stays_there(put, shipped):
    heiles = shipped("henon-heiles")
    last = put(INSTRUMENT, heiles, cut_time=100.0, cut_starts=12, starts=())[-1]
    dots = last.layers["poincare"]
    assert dots.scale == "kinds"
    assert len(np.unique(dots.values)) == 8
    y, q = dots.positions.T
    assert (q * q + y * y - 2 * y**3 / 3 <= 2 * heiles.values["E"] + 1e-6).all()


def test_in_the_plane_the_time_between_returns_is_the_period(put, shipped):
    pol = shipped("van-der-pol", mu=1.0)
    last = put(INSTRUMENT, pol, cut="x", cut_x=0.0, cut_time=400.0)[-1]
    assert last.readings["poincare"].text.startswith("every 6.66")
    assert "section_hits" not in last.layers


def test_a_plane_that_nobody_crosses_is_said(put, shipped):
    last = put(INSTRUMENT, shipped("lorenz-1963"), cut="z", cut_z=54.9, cut_time=20.0)[-1]
    assert last.notes == ("No path crosses this plane.",)
    assert last.readings["poincare"].value == 0.0


def test_maps_are_refused_and_forced_flows_are_not(shipped):
    assert INSTRUMENT.refuses(shipped("henon")) == "needs continuous time"
    assert INSTRUMENT.refuses(shipped("duffing")) == ""


def test_a_withdrawn_section_ends(shipped):
    lorenz = shipped("lorenz-1963")
    ticket = Ticket()
    work = INSTRUMENT(lorenz).frames(
        parameters_model("poincare", INSTRUMENT.declared(lorenz))(), ticket
    )
    next(work)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        next(work)


def test_a_flow_that_remembers_is_cut_along_its_recorded_path(put, shipped):
    """Mackey-Glass with a delay of 8 beats once a period: it crosses at one place, always."""
    flow = shipped("mackey-glass", tau=8.0)
    assert INSTRUMENT.refuses(flow) == ""
    frame = put(INSTRUMENT, flow, cut="x", cut_x=0.9, cut_time=2000.0)[-1]
    dots = frame.layers["poincare"].positions
    late = dots[len(dots) // 2 :]
    assert len(late) > 15
    np.testing.assert_allclose(late[:, 0], 0.9, atol=1e-9)
    assert np.ptp(late[:, 1]) < 1e-6
    assert frame.trust.level == "good"
