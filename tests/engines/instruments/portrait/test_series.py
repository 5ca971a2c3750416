from __future__ import annotations

import numpy as np

from engines.instruments.portrait.series import INSTRUMENT
from engines.parameters.declare import parameters_model


def test_the_chart_follows_the_chosen_coordinate(measured, rotation):
    values = {"starts": ((1.0, 0.0),), "duration": 6.0, "coordinate": "y"}
    series = measured(INSTRUMENT, rotation(), **values)[-1].layers["series"]
    np.testing.assert_allclose(series.y, np.sin(series.x), atol=1e-10)
    assert series.x[-1] == 6.0


def test_the_chart_ends_where_the_path_ends(measured, saddle):
    values = {"starts": ((0.1, 0.0),), "duration": 10.0}
    series = measured(INSTRUMENT, saddle(), **values)[-1].layers["series"]
    assert 3.9 < series.x[-1] < np.log(50.0)
    assert np.all(np.isfinite(series.y))


def test_the_axes_bear_the_names_and_units_of_the_flow(pendulum):
    model = parameters_model("series", INSTRUMENT.declared(pendulum()))
    time, angle = INSTRUMENT.axes(pendulum(), model(duration=10.0))
    assert (time.label, time.unit, time.low, time.high) == ("time", "s", 0.0, 10.0)
    assert (angle.label, angle.unit, angle.angle) == ("angle", "rad", True)


def test_without_a_start_there_is_no_line(measured, rotation):
    assert dict(measured(INSTRUMENT, rotation(), starts=())[0].layers) == {}
