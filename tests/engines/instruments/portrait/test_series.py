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


def test_in_space_each_path_has_the_colour_it_has_in_the_picture(measured, lorenz):
    starts = ((1.0, 1.0, 20.0), (3.0, 1.0, 20.0))
    layers = measured(INSTRUMENT, lorenz(), starts=starts, duration=0.5)[-1].layers
    assert [layers[name].role for name in ("series", "series_2")] == ["kind_1", "kind_2"]
    assert [layers[name].y[0] for name in ("series", "series_2")] == [1.0, 3.0]


def test_on_a_plane_the_first_path_stands_alone(measured, rotation):
    starts = ((1.0, 0.0), (0.5, 0.0))
    layers = measured(INSTRUMENT, rotation(), starts=starts, duration=6.0)[-1].layers
    assert list(layers) == ["series"]
