import pytest

from engines.instruments.transport.ftle_form import declared_field, horizons, shown_horizon
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Recorded


def test_no_time_becomes_the_shortest_of_its_sign(shipped):
    flow = shipped("double-gyre")
    assert shown_horizon(0.0, flow) == pytest.approx(1e-6 * flow.duration)
    assert shown_horizon(-0.0, flow) == pytest.approx(-1e-6 * flow.duration)
    assert shown_horizon(-3.0, flow) == -3.0
    assert shown_horizon(0, shipped("henon")) == 1.0


def test_both_directions_are_forward_below_and_backward_above(shipped):
    flow = shipped("double-gyre")
    model = parameters_model("ftle", declared_field(flow))
    assert horizons(model(horizon=-4.0), flow) == (-4.0,)
    assert horizons(model(horizon=-4.0, direction="both"), flow) == (4.0, -4.0)


def test_a_recording_bounds_start_and_horizon(rotation):
    class Seen(rotation, Recorded):
        span = (3.0, 8.0)

    rows = {d.name: d for d in declared_field(Seen())}
    assert (rows["start"].low, rows["start"].high, rows["start"].default) == (3.0, 8.0, 3.0)
    assert (rows["horizon"].low, rows["horizon"].high) == (-5.0, 5.0)


def test_what_knows_no_domain_has_no_field():
    class Bare:
        dimension = 2

    assert declared_field(Bare()) == ()


def test_of_both_directions_a_recording_shows_what_it_reaches(rotation):
    class Seen(rotation, Recorded):
        span = (3.0, 8.0)

    model = parameters_model("ftle", declared_field(Seen()))
    for start, wanted in ((5.5, (2.0, -2.0)), (3.5, (2.0,)), (7.0, (-2.0,))):
        assert horizons(model(start=start, horizon=2.0, direction="both"), Seen()) == wanted
    far = model(start=5.0, horizon=4.5, direction="both")
    assert horizons(far, Seen()) == (4.5, -4.5)  # and the flow says what is missing


def test_in_many_dimensions_helpers_are_the_usual_way(wide):
    rows = {d.name: d for d in declared_field(wide(12))}
    assert rows["method"].default == "auxiliary"
    assert set(rows["method"].choices) == {"variational", "grid", "auxiliary", "power"}
    assert {d.name: d for d in declared_field(wide(3))}["method"].default == "variational"


def test_power_iteration_is_offered_from_four_coordinates(shipped, lorenz):
    def allowed(flow):
        (found,) = (d for d in declared_field(flow) if d.name == "method")
        return found.choices

    assert allowed(shipped("henon-heiles"))[-1] == "power"
    assert "power" not in allowed(lorenz())
