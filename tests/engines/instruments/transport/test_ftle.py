import numpy as np
import pytest

from engines.errors import FlowError, UnfitError
from engines.instruments.transport.ftle import INSTRUMENT, ftle
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Bounded, Box, Recorded
from engines.protocols.flow import Flow
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
    assert trust.path == ("CPU, float64", "Dormand-Prince 5(4), tolerance 1e-9", "variational")
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
    assert list(declared) == ["start", "horizon", "direction", "method", "nx", "ny"]
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


LON, LAT = np.linspace(-180.0, 180.0, 37), np.linspace(-90.0, 90.0, 19)


@pytest.mark.parametrize("axis", [(0.0, 0.0, 1.0), (0.48, 0.6, 0.64), (0.0, 1.0, 0.0)])
def test_nothing_parts_on_a_sphere_that_turns(turning, axis):
    found = ftle(turning(axis), LON, LAT, start=0.0, horizon=5.0)
    assert np.abs(found).max() < 1e-10


def test_on_a_sphere_the_frame_does_not_matter(shipped):
    """A turn of longitude is a turn of the frame; the wave turned by its own length is itself."""
    flow = shipped("rossby-haurwitz").refined()
    found = ftle(flow, LON, LAT, start=0.0, horizon=4.0)
    np.testing.assert_allclose(found[:, 9:], found[:, :-9], atol=1e-6)  # 90 degrees further
    speed = np.degrees((28.0 * 7.848e-6 - 2.0 * 7.292e-5) / 30.0 * 86400.0)
    later = ftle(flow, LON + 2.0 * speed, LAT, start=2.0, horizon=4.0)
    np.testing.assert_allclose(later, found, atol=1e-6)


def test_the_whole_sphere_may_be_tilted(tilted):
    upright, leaning, tilt = tilted
    lon, lat = np.meshgrid(LON, LAT[1:-1])
    vectors = upright.lifted(np.stack([lon.ravel(), lat.ravel()], axis=1)) @ tilt.T
    there = upright.seen(vectors)
    flat = ftle(upright, LON, LAT[1:-1], start=0.0, horizon=3.0).ravel()
    for place, wanted in zip(there[::40], flat[::40], strict=True):
        around = [place[i] + np.array([-1e-3, 0.0, 1e-3]) for i in range(2)]
        found = ftle(leaning, *around, start=0.0, horizon=3.0)[1, 1]
        assert found == pytest.approx(wanted, abs=1e-8)


def test_away_from_the_poles_a_map_gives_the_same_exponent(shipped):
    """Differences of longitude and latitude, measured with the metric of the sphere."""
    flow = shipped("rossby-haurwitz").refined()
    lon, lat = np.meshgrid(LON[::3], LAT[4:-4:2])
    nodes, h = np.stack([lon.ravel(), lat.ravel()], axis=1), 1e-4
    d = np.empty((len(nodes), 2, 2))
    end = flow.advance(nodes, 0.0, 1.0)
    for axis in range(2):
        off = np.eye(2)[axis] * h
        apart = flow.advance(nodes + off, 0.0, 1.0) - flow.advance(nodes - off, 0.0, 1.0)
        apart[:, 0] = (apart[:, 0] + 180.0) % 360.0 - 180.0
        metric = np.cos(np.radians(nodes[:, 1])) if axis == 0 else 1.0
        d[:, 0, axis] = apart[:, 0] * np.cos(np.radians(end[:, 1])) / (2 * h * metric)
        d[:, 1, axis] = apart[:, 1] / (2 * h * metric)
    wanted = np.log(np.linalg.norm(d, 2, axis=(1, 2)))
    found = ftle(flow, LON[::3], LAT[4:-4:2], start=0.0, horizon=1.0).ravel()
    np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_a_sphere_is_measured_pole_to_pole_and_live(shipped, measured):
    last = measured(INSTRUMENT, shipped("rossby-haurwitz"), nx=31, ny=16, horizon=2.0)[-1]
    field = last.layers["ftle"]
    assert np.isfinite(field.values).all()
    assert (field.x[0], field.x[-1], field.y[0], field.y[-1]) == (-180.0, 180.0, -90.0, 90.0)
    np.testing.assert_allclose(np.ptp(field.values[[0, -1]], axis=1), 0.0, atol=1e-9)
    assert "ftle_live" in last.layers
    assert "the live shader (float32) 99 % of nodes by less than " in last.trust.sentence
    methods = {d.name: d for d in INSTRUMENT.declared(shipped("rossby-haurwitz"))}["method"]
    assert methods.choices == ("variational", "auxiliary")


@pytest.mark.parametrize("horizon", [0.0, np.nan, np.inf])
def test_no_time_at_all_is_refused(saddle, horizon):
    with pytest.raises(FlowError, match="allowed any finite time but 0"):
        ftle(saddle(), X, X, start=0.0, horizon=horizon)


def test_two_nodes_are_no_grid(saddle):
    with pytest.raises(FlowError, match="has 2 x 17 nodes, grid needs 3 x 3 at least"):
        ftle(saddle(), X[:2], X, start=0.0, horizon=1.0, method="grid")
    assert ftle(saddle(), X[:1], X[:1], start=0.0, horizon=1.0).shape == (1, 1)


def test_what_stands_in_for_no_time_is_said(saddle, shipped, measured):
    (note,) = measured(INSTRUMENT, saddle(), nx=5, ny=5, horizon=0.0)[-1].notes
    assert note == "FTLE: T = 0 is shown as the limit of short times, the rate of strain."
    notes = measured(INSTRUMENT, shipped("standard-map"), nx=5, ny=5, horizon=0)[-1].notes
    assert notes == ("FTLE: T = 0 asks for one iteration at least, which is shown.",)


def test_both_directions_lie_over_each_other_in_one_range_of_colours(shipped, measured):
    flow = shipped("double-gyre")
    frames = measured(INSTRUMENT, flow, nx=41, ny=21, horizon=-6.0, direction="both")
    last = frames[-1]
    under, over = last.layers["ftle"], last.layers["ftle_over"]
    assert (under.scale, over.scale) == ("ftle_forward", "ftle_backward_over")
    assert under.limits == over.limits
    for field, horizon in ((under, 6.0), (over, -6.0)):
        alone = measured(INSTRUMENT, flow, nx=41, ny=21, horizon=horizon)[-1].layers["ftle"]
        np.testing.assert_array_equal(field.values, alone.values)
    assert list(last.layers) == ["ftle_live", "ftle", "ftle_over_live", "ftle_over"]
    assert over.live_twin == "ftle_over_live"
    assert last.readings["ftle"].sign == "repel"


@pytest.mark.parametrize("horizon", [5.0, -5.0])
def test_the_recipes_of_both_directions_do_not_ask_for_the_sign(
    shipped, measured, rendered, horizon
):
    flow = shipped("double-gyre")
    both = measured(INSTRUMENT, flow, nx=31, ny=16, horizon=horizon, direction="both")[-1].layers
    for name in ("ftle", "ftle_over"):
        found = rendered(both[f"{name}_live"])
        assert np.nanquantile(np.abs(found - both[name].values), 0.99) < 5e-3


def test_four_coordinates_are_measured_on_a_plane_of_equal_energy(shipped, measured):
    flow = shipped("henon-heiles", E=0.1)
    last = measured(INSTRUMENT, flow, nx=21, ny=17, horizon=20.0, full=True)[-1]
    field = last.layers["ftle"]
    outside = np.isnan(field.values)
    y, py = np.meshgrid(field.x, field.y)
    np.testing.assert_array_equal(outside, 0.2 - py**2 - y**2 + 2 * y**3 / 3 < 0.0)
    assert last.notes == ()  # nothing blew up: there is nothing outside
    assert last.trust.level == "good"
    assert "restricted" not in last.trust.sentence
    within = measured(INSTRUMENT, flow, nx=21, ny=17, horizon=20.0)[-1]
    assert "stretching is restricted to the slice" in within.trust.sentence
    assert (within.layers["ftle"].values <= field.values + 1e-9)[~outside].all()


@pytest.mark.parametrize("method", ["variational", "grid", "auxiliary"])
def test_all_directions_may_be_asked_for_by_any_method(shipped, measured, method):
    flow = shipped("henon-heiles")
    values = {"nx": 9, "ny": 9, "horizon": 5.0, "full": True}
    exact = measured(INSTRUMENT, flow, **values)[-1].layers["ftle"].values
    found = measured(INSTRUMENT, flow, method=method, **values)[-1].layers["ftle"].values
    np.testing.assert_allclose(found, exact, atol=1e-4)


def test_a_plane_through_four_coordinates_is_live(shipped, measured, rendered):
    flow = shipped("henon-heiles")
    values = {"across": "x", "along": "y", "at_p_x": 0.2, "nx": 21, "ny": 21, "horizon": 2.0}
    last = measured(INSTRUMENT, flow, **values)[-1]
    assert {"at_p_x", "at_p_y"} <= set(last.layers["ftle_live"].uniforms)
    found = rendered(last.layers["ftle_live"])
    np.testing.assert_allclose(found, last.layers["ftle"].values, atol=5e-3)


class _Drifting(Flow, Bounded, Recorded):
    """x' = 1 between two moments; what comes beyond x = 1 has left the data."""

    dimension, states, steady = 2, ("x", "y"), False
    box = Box((0.0,) * 2, (1.0,) * 2, (False,) * 2, ("x", "y"), ("x", "y"), ("", ""), (0.5, 0.5))
    time_unit, duration, span = "", 1.0, (0.0, 1.0)

    def velocity(self, states, time):
        return np.tile([1.0, 0.0], (len(states), 1))

    def advance(self, states, start, stop, ticket=None):
        moved = states + np.array([stop - start, 0.0])
        moved[moved[:, 0] > 1.0] = np.nan
        return moved

    def record(self, states, times, ticket=None):
        return np.stack([self.advance(states, times[0], t) for t in times], axis=1)

    def fetched(self, start, stop, ticket=None):
        if stop > 1.0:
            raise FlowError("ends at 1")
        yield from (0.5, 1.0)


def test_what_has_to_be_read_is_read_first_and_told():
    flow = _Drifting()
    values = parameters_model("p", INSTRUMENT.declared(flow))(horizon=0.25, nx=12, ny=8)
    frames = list(INSTRUMENT(flow).frames(values, Ticket()))
    assert [f.progress for f in frames if f.task == "Reading the data"] == [0.5, 1.0]
    assert frames[0].task == "Reading the data"


def test_nodes_that_leave_the_data_are_no_trouble():
    flow = _Drifting()
    values = parameters_model("p", INSTRUMENT.declared(flow))(horizon=0.25, nx=12, ny=8)
    last = list(INSTRUMENT(flow).frames(values, Ticket()))[-1]
    assert last.notes == ()
    assert last.trust.level == "good"
    assert "of nodes left the data" in last.trust.sentence


def test_a_horizon_beyond_the_data_is_the_sentence_of_the_flow():
    flow = _Drifting()
    values = parameters_model("p", INSTRUMENT.declared(flow))(start=0.9, horizon=0.25)
    with pytest.raises(FlowError, match="ends at 1"):
        list(INSTRUMENT(flow).frames(values, Ticket()))


def test_of_both_directions_the_one_within_the_data_is_shown_and_told():
    flow = _Drifting()
    model = parameters_model("p", INSTRUMENT.declared(flow))
    values = model(start=0.9, horizon=0.25, direction="both", nx=12, ny=8)
    last = list(INSTRUMENT(flow).frames(values, Ticket()))[-1]
    assert list(last.layers) == ["ftle"]
    assert last.layers["ftle"].scale == "ftle_backward"
    assert last.notes == (
        "FTLE: the data do not reach 0.25 forward from t = 0.9; only the backward field is shown.",
    )


@pytest.mark.parametrize("full", [True, False])
def test_in_twelve_dimensions_the_exponent_is_the_largest_rate_it_may_see(wide, measured, full):
    values = {"across": "x5", "along": "x6", "full": full, "nx": 5, "ny": 4, "horizon": 2.0}
    last = measured(INSTRUMENT, wide(12), **values)[-1]
    rates = np.linspace(1.0, -1.0, 12)
    wanted = rates[0] if full else rates[5]
    np.testing.assert_allclose(last.layers["ftle"].values, wanted, atol=1e-6)
    assert "ftle_live" not in last.layers


def test_all_directions_by_power_iteration_say_what_it_left(shipped, measured):
    flow = shipped("henon-heiles", E=0.125)
    about = {"nx": 12, "ny": 10, "horizon": 8.0}
    usual = measured(INSTRUMENT, flow, **about, full=True)[-1]
    power = measured(INSTRUMENT, flow, **about, method="power")[-1]
    values = [frame.layers["ftle"].values for frame in (power, usual)]
    np.testing.assert_allclose(*values, atol=2e-3)
    assert "power iteration leaves 99 % of nodes by less than " in power.trust.sentence
    assert power.trust.path[-2:] == ("power iteration", "all directions")
