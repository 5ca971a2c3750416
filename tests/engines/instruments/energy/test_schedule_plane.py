from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.instruments.energy import schedule_plane
from engines.instruments.energy.schedule_plane import INSTRUMENT, curve_of
from engines.numerics.kinetic.direct import least_energy
from engines.numerics.kinetic.drawn import Drawn
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket

EMPTY = parameters_model("p", ())()
KNOTS = np.array([[0.2, 0.8], [0.5, 0.5], [0.8, 0.2]])


def shown(flow):
    (frame,) = INSTRUMENT(flow).frames(EMPTY, Ticket())
    return frame


def test_the_chosen_schedule_goes_from_noise_alone_to_data_alone(scheduled):
    frame = shown(scheduled())
    way = frame.layers["schedule_plane"].positions[0]
    assert way[0] == pytest.approx([0.0, 1.0], abs=1e-6)
    assert way[-1] == pytest.approx([1.0, 0.0], abs=1e-6)
    assert frame.layers["other_names"].labels == ("linear", "trig", "VP")
    assert frame.readings["schedule_plane"].value == pytest.approx(0.45912, abs=2e-3)
    assert "knots" not in frame.layers


def test_the_best_schedule_stands_beside_another(scheduled, linear):
    layer = shown(scheduled(linear)).layers["other_schedules"]
    assert layer.roles == ("reference", "reference", "elliptic")
    assert dict(layer.labels)["elliptic"] == "least energy"
    np.testing.assert_allclose(layer.lines[-1], curve_of(scheduled().optimal))


def test_the_nearest_knot_follows_the_hand(scheduled):
    flow = scheduled(Drawn(KNOTS))
    assert (shown(flow).layers["knots"].positions == KNOTS).all()
    pulled = INSTRUMENT.chosen(flow, EMPTY, (0.55, 0.6))
    assert pulled == {"knots": ((0.2, 0.8), (0.55, 0.6), (0.8, 0.2))}
    assert "drag the knots" in INSTRUMENT.heading(flow, EMPTY)[1]
    assert INSTRUMENT.chosen(scheduled(), EMPTY, (0.5, 0.5)) == {}


@pytest.mark.parametrize("place", [(0.24, 1.3), (0.19, 0.1)])
def test_a_knot_that_would_lower_signal_to_noise_stays(scheduled, place):
    flow = scheduled(Drawn(np.array([[0.2, 0.8], [0.25, 0.8], [0.3, 0.8]])))
    with pytest.raises(FlowError, match="SNR must increase"):
        INSTRUMENT.chosen(flow, EMPTY, place)


def test_a_search_that_knows_no_formula_finds_the_same_schedule(scheduled, linear, monkeypatch):
    flow = scheduled(linear)
    values = parameters_model("p", INSTRUMENT.declared(flow))
    assert "searched" not in shown(flow).layers
    known = []
    monkeypatch.setattr(
        schedule_plane,
        "least_energy",
        lambda told, ticket: known.append(told) or least_energy(told, 32, ticket),
    )
    first, last = INSTRUMENT(flow).frames(values(search=True), Ticket())
    assert "searched" not in first.layers
    (curve,) = last.layers["searched"].lines
    best = curve_of(flow.optimal)
    assert np.abs(curve - best)[5:-5].max() < 0.02
    assert "0.459" in dict(last.layers["searched"].labels)["interface_outer"]
    # what was found once is not searched for again
    assert len(list(INSTRUMENT(scheduled()).frames(values(search=True), Ticket()))) == 2
    assert len(known) == 1


def test_other_flows_are_refused_in_words(pendulum, scheduled):
    assert INSTRUMENT.refuses(pendulum()).startswith("needs a schedule")
    assert INSTRUMENT.refuses(scheduled()) == ""
