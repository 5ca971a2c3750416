from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.cycles.limit_cycles import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def test_the_rings_are_drawn_in_the_colours_of_their_kind(put, rings):
    last = put(INSTRUMENT, rings(), cycle_longest=10.0)[-1]
    curves = last.layers["limit_cycles"]
    radii = {
        role: np.hypot(*line[0]) for line, role in zip(curves.lines, curves.roles, strict=True)
    }
    assert radii["attract"] == pytest.approx(1.5**0.5, abs=1e-8)
    assert radii["repel"] == pytest.approx(0.5**0.5, abs=1e-8)
    assert dict(curves.labels) == {"attract": "stable cycle", "repel": "unstable cycle"}
    assert last.readings["limit_cycles"].value == 2.0
    assert last.trust.level == "good"
    assert "is 1 within" in last.trust.sentence
    assert sum("T = 6.2832" in name for name in last.layers["cycle_names"].labels) == 2


def test_one_cycle_tells_its_period_beside_its_name(put, shipped):
    last = put(INSTRUMENT, shipped("van-der-pol", mu=1.0))[-1]
    assert last.readings["limit_cycles"].text == "T = 6.6633"
    numbers = last.layers["cycle_numbers"].positions
    assert sorted(np.round(numbers[:, 0], 4)) == [0.0009, 1.0]


def test_a_driven_flow_is_closed_after_whole_periods(put, shipped):
    flow = shipped("duffing", alpha=1.0, beta=0.0, delta=0.5, gamma=0.8, omega=1.3)
    last = put(INSTRUMENT, flow, cycle_order=1)[-1]
    (line,) = last.layers["limit_cycles"].lines
    np.testing.assert_allclose(line[0], line[-1], atol=1e-7)
    assert last.layers["limit_cycles"].roles == ("attract",)


def test_orbits_that_fill_the_plane_are_told_and_not_drawn(put, shipped):
    last = put(INSTRUMENT, shipped("lotka-volterra"))[-1]
    assert last.layers["limit_cycles"].lines == ()
    assert "are no limit cycles" in last.notes[0]


def test_maps_are_for_another_instrument(shipped):
    assert INSTRUMENT.refuses(shipped("henon")) == "needs continuous time"


def test_what_drives_must_repeat(put, written):
    with pytest.raises(UnfitError, match="no period"):
        put(INSTRUMENT, written("t^2", "x"))


def test_a_withdrawn_search_ends(rings):
    ticket = Ticket()
    flow = rings()
    work = INSTRUMENT(flow).frames(
        parameters_model("limit_cycles", INSTRUMENT.declared(flow))(), ticket
    )
    next(work)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(work)
