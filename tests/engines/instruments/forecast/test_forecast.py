from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.forecast.forecast import Forecast
from engines.instruments.forecast.models import NAMES
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def frames(flow, ticket=None, **given):
    p = parameters_model("values", Forecast.declared(flow))(**given)
    return list(Forecast(flow).frames(p, ticket or Ticket()))


def test_a_rotation_is_told_for_two_periods(circling):
    *early, found = frames(circling)
    assert set(found.layers) == {"forecast", *(f"forecast_{name}" for name in NAMES)}
    assert tuple(found.layers)[-1] == "forecast"
    true, said = found.layers["forecast"], found.layers["forecast_analogue"]
    assert (true.x[0], true.x[-1]) == (-1.0, 1.99)
    # one step behind the last that is known
    assert said.x[1] == 0.0
    assert said.y[1:] == pytest.approx(true.y[100:], abs=0.05)
    assert found.readings["forecast"].value == pytest.approx(2.0)
    assert found.trust.level == "good"
    assert found.progress == 1.0
    shares = [frame.progress for frame in early]
    assert shares == sorted(shares)


def test_one_model_may_be_asked_for(circling):
    found = frames(circling, forecast_by="linear", forecast_of="y")[-1]
    assert set(found.layers) == {"forecast", "forecast_linear"}
    assert found.readings["forecast"].text == "periods, linear, 60 lags"


def test_lines_end_with_the_error_of_their_model(circling):
    found = frames(circling)[-1]
    assert found.layers["forecast_mean"].label == "mean 200"
    roles = [found.layers[f"forecast_{name}"].role for name in NAMES]
    assert len(set(roles)) == len(NAMES)


def test_a_map_is_told_iterations_ahead(shipped):
    flow = shipped("henon")
    found = frames(flow)[-1]
    assert found.readings["forecast"].text.startswith("iterations, quadratic")
    assert found.readings["forecast"].value > 10
    p = parameters_model("values", Forecast.declared(flow))()
    assert Forecast.axes(flow, p)[0].label == "iterations ahead"


def test_forecasts_end_where_they_leave_the_picture(shipped):
    for layer in frames(shipped("rossler"))[-1].layers.values():
        assert np.isfinite(layer.y).all()


def test_what_rests_and_what_leaves_is_no_race(written):
    found = frames(written("-x", "-y"))[-1]
    assert found.readings["forecast"].text == "at rest"
    assert frames(written("1 + x^2", "0"))[-1].notes == (
        "The orbit left the domain, there is nothing to forecast.",
    )


def test_memory_is_no_hindrance(remembering):
    assert Forecast.refuses(remembering) == ""


def test_a_withdrawn_ticket_ends_it(circling):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        frames(circling, ticket)


def test_what_ends_as_a_picture_has_no_future(plane):
    assert Forecast.refuses(plane) == "needs a flow that goes on"
