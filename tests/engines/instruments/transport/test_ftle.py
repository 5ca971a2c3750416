import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.transport.ftle import INSTRUMENT, ftle
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn

X = np.linspace(-1.0, 1.0, 17)


@pytest.mark.parametrize("method", ["variational", "grid", "auxiliary"])
@pytest.mark.parametrize("horizon", [0.5, 3.0, -3.0])
def test_the_exponent_of_a_linear_saddle_is_its_rate(saddle, method, horizon):
    found = ftle(saddle(rate=0.7), X, X, start=0.0, horizon=horizon, method=method)
    np.testing.assert_allclose(found, 0.7, rtol=1e-5)


@pytest.mark.parametrize("method", ["variational", "grid", "auxiliary"])
def test_nothing_parts_in_a_rotation(rotation, method):
    found = ftle(rotation(w=1.3), X, X, start=0.0, horizon=4.0, method=method)
    np.testing.assert_allclose(found, 0.0, atol=1e-8)


def test_frames_go_from_coarse_to_the_grid_asked_for(shipped, measured):
    frames = measured(INSTRUMENT, shipped("double-gyre"), nx=211, ny=101, horizon=5.0)
    shown = [frame.layers["ftle"].values.shape for frame in frames if "ftle" in frame.layers]
    assert shown == sorted(shown)
    assert shown[0][0] * shown[0][1] < 5000
    last = frames[-1].layers["ftle"]
    assert last.values.shape == (101, 211)
    np.testing.assert_array_equal(last.x, np.linspace(0.0, 2.0, 211))
    np.testing.assert_array_equal(last.y, np.linspace(0.0, 1.0, 101))
    assert frames[-1].progress == 1.0
    assert "ftle_live" in frames[0].layers
    assert last.live_twin == "ftle_live"


def test_the_sign_of_the_horizon_chooses_the_colours(shipped, measured):
    for horizon, scale, sign in (
        (4.0, "ftle_forward", "repel"),
        (-4.0, "ftle_backward", "attract"),
    ):
        last = measured(INSTRUMENT, shipped("double-gyre"), nx=21, ny=11, horizon=horizon)[-1]
        assert last.layers["ftle"].scale == scale
        assert last.layers["ftle_live"].scale == scale
        assert last.readings["ftle"].sign == sign
        assert last.layers["ftle"].unit == "1/s"
        assert last.readings["ftle"].value == np.nanmax(last.layers["ftle"].values)


def test_strips_leave_no_seam(shipped, measured):
    flow = shipped("double-gyre")
    last = measured(INSTRUMENT, flow, nx=800, ny=90, horizon=2.0, method="grid")[-1]
    whole = ftle(
        flow.refined(), np.linspace(0, 2, 800), np.linspace(0, 1, 90), start=0.0, horizon=2.0,
        method="grid",
    )  # fmt: skip
    np.testing.assert_allclose(last.layers["ftle"].values, whole, atol=1e-6)


@pytest.mark.parametrize("method", ["variational", "grid", "auxiliary"])
def test_the_smallest_grid_works(shipped, measured, method):
    last = measured(INSTRUMENT, shipped("double-gyre"), nx=3, ny=3, horizon=1.0, method=method)[-1]
    assert np.isfinite(last.layers["ftle"].values).all()


def test_a_horizon_of_zero_shows_the_limit(saddle, measured):
    last = measured(INSTRUMENT, saddle(rate=0.7), nx=5, ny=5, horizon=0.0)[-1]
    np.testing.assert_allclose(last.layers["ftle"].values, 0.7, rtol=1e-6)


def test_the_last_frame_says_how_far_it_may_be_trusted(shipped, measured):
    trust = measured(INSTRUMENT, shipped("double-gyre"), nx=61, ny=31, horizon=10.0)[-1].trust
    assert trust.level == "good"
    assert trust.sentence.startswith("RK4, step 0.1 s, moves 99 % of nodes by less than ")
    assert "the live shader (float32) 99 % of nodes by less than " in trust.sentence
    assert trust.path == ("CPU, float64", "Dormand-Prince 5(4), tolerance 1e-9")
    rough = shipped("double-gyre")
    rough.step = 2.0
    trust = measured(INSTRUMENT, rough, nx=61, ny=31, horizon=10.0)[-1].trust
    assert trust.level == "warn"


def test_states_that_blow_up_are_counted(shipped, measured):
    last = measured(INSTRUMENT, shipped("henon"), nx=31, ny=31, horizon=30)[-1]
    lost = int(np.isnan(last.layers["ftle"].values).sum())
    assert 0 < lost < 31 * 31
    assert last.notes == (f"FTLE: {lost} of 961 nodes have no value, they blew up.",)


def test_where_time_has_no_unit_the_exponent_is_one_over_t(shipped, measured):
    last = measured(INSTRUMENT, shipped("van-der-pol"), nx=9, ny=9, horizon=1.0)[-1]
    assert last.layers["ftle"].unit == "1/t"


def test_a_map_is_measured_per_iteration(shipped, measured):
    last = measured(INSTRUMENT, shipped("standard-map", K=0.0), nx=9, ny=9, horizon=10)[-1]
    field = last.layers["ftle"]
    assert field.unit == "1/iteration"
    # K = 0 is a shear by 1 per iteration: asinh(n/2)/n
    np.testing.assert_allclose(field.values, np.arcsinh(5.0) / 10.0, rtol=1e-9)
    assert "ftle_live" not in last.layers


def test_a_flow_in_space_is_measured_on_a_slice(shipped, measured):
    last = measured(INSTRUMENT, shipped("abc-flow"), nx=21, ny=21, horizon=2.0, slice=0.5)[-1]
    assert last.layers["ftle"].values.shape == (21, 21)
    assert "stretching is restricted to the slice" in last.trust.sentence


def test_it_says_what_it_cannot_be_put_on(shipped):
    class Bare:
        dimension = 2

    assert INSTRUMENT.refuses(Bare()) == "needs a flow that knows its domain"
    with pytest.raises(UnfitError, match="FTLE needs"):
        INSTRUMENT(Bare())
    assert INSTRUMENT.refuses(shipped("lorenz-1963")) == ""


def test_its_parameters_suit_the_flow(shipped, henon):
    declared = {d.name: d for d in INSTRUMENT.declared(shipped("double-gyre"))}
    assert list(declared) == ["start", "horizon", "method", "nx", "ny"]
    assert declared["horizon"].default == 15.0
    assert (declared["nx"].low, declared["nx"].high) == (3, 4096)
    assert declared["horizon"].live
    assert declared["start"].live
    # without tangents there is nothing to be carried along
    methods = {d.name: d for d in INSTRUMENT.declared(henon())}["method"]
    assert methods.choices == ("grid", "auxiliary")


def test_it_shows_nothing_more_once_it_is_withdrawn(shipped):
    flow = shipped("double-gyre")
    p = parameters_model("ftle", INSTRUMENT.declared(flow))(nx=1000, ny=1000, horizon=60.0)
    ticket = Ticket()
    frames = INSTRUMENT(flow).frames(p, ticket)
    next(frames)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        next(frames)
