from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.distance.kinetic_energy import INSTRUMENT, speeds
from engines.instruments.distance.straightness import straightness
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn

UNIT = np.array([[1.0, 1.0], [-1.0, -1.0]])
TIMES = np.linspace(0.0, 1.0, 2001)


def _last(flow, **values):
    chosen = parameters_model("p", INSTRUMENT.declared(flow))(**values)
    return list(INSTRUMENT(flow).frames(chosen, Ticket()))[-1]


@pytest.mark.parametrize("sd", [0.5, 2.0])
def test_energy_is_that_of_the_chords_and_the_bends(stretch, sd):
    each, chords = speeds(stretch(sd), UNIT, TIMES)
    energy = np.trapezoid(each.mean(axis=0), TIMES)
    assert chords.mean() == pytest.approx(2.0 * (sd - 1.0) ** 2, rel=1e-6)
    assert energy == pytest.approx(2.0 * ((sd - 1.0) ** 2 + sd * (2.0 - math.pi / 2.0)), abs=1e-4)
    assert energy - chords.mean() == pytest.approx(straightness(stretch(sd), UNIT, TIMES), abs=1e-4)


def test_the_reading_is_in_units_of_straight_ways(stretch):
    last = _last(stretch(2.0), energy_paths=2000)
    assert last.readings["kinetic_energy"].value == pytest.approx(
        1.0 + 2.0 * (2.0 - math.pi / 2.0), abs=1e-3
    )
    layer = last.layers["kinetic_energy"]
    assert (layer.low <= layer.high).all()
    np.testing.assert_array_equal(last.layers["kinetic_energy_least"].y, 1.0)


def test_a_cloud_that_goes_nowhere_says_so(stretch):
    flow = stretch(2.0)
    flow.record = lambda states, times, ticket=None: np.repeat(states[:, None], len(times), axis=1)
    last = _last(flow)
    assert last.notes == ("Kinetic energy: every path ends where it began.",)
    assert not last.layers


def test_lost_paths_are_left_out_and_missed_if_there_are_no_others(stretch):
    flow = stretch(2.0)
    whole = flow.record

    def torn(states, times, ticket=None):
        found = whole(states, times, ticket)
        found[keep:] = np.nan
        return found

    flow.record, keep = torn, 10
    assert np.isfinite(_last(flow).layers["kinetic_energy"].y).all()
    keep = 0
    assert _last(flow).notes == ("Kinetic energy: every path left the domain.",)


def test_only_a_flow_from_noise_to_data_is_measured(pendulum, stretch):
    assert INSTRUMENT.refuses(pendulum()) == "needs a flow from noise to data"
    assert INSTRUMENT.refuses(stretch()) == ""


def test_a_withdrawn_ticket_ends_the_measurement(stretch):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        speeds(stretch(), UNIT, np.linspace(0, 1, 5), ticket)
