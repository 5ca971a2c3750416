import numpy as np
import pytest

from engines.errors import FlowError, SeriesError
from engines.systems.gridded.series import open_series


def _grid(written, **about):
    names = about.pop("answers", None)
    return open_series(written(**about), names).grid


def test_a_plain_grid_is_taken_as_it_is(written) -> None:
    grid = _grid(written, t=np.arange(8.0, 12.0))
    np.testing.assert_array_equal(grid.times, [8.0, 9.0, 10.0, 11.0])
    assert grid.factors == (1.0, 1.0)
    assert grid.time_unit == ""
    assert grid.notes == ()


def test_metres_per_second_on_kilometres_and_days_are_converted(written) -> None:
    grid = _grid(
        written,
        t=np.arange(4.0),
        attributes={"u": {"units": "m/s"}, "v": {"units": "cm/s"}, "x": {"units": "km"},
                    "y": {"units": "km"}, "time": {"units": "days"}},
    )  # fmt: skip
    assert grid.factors == pytest.approx((86.4, 0.864))
    assert grid.time_unit == "days"


def test_dates_are_counted_from_the_first_in_a_natural_unit(written) -> None:
    grid = _grid(
        written, t=np.arange(0.0, 240.0, 24.0) + 17_520.0,
        attributes={"time": {"units": "hours since 2000-01-01"}},
    )  # fmt: skip
    assert grid.time_unit == "d"
    assert grid.begin == "2001-12-31 00:00"
    np.testing.assert_allclose(grid.times, np.arange(10.0))


def test_longitudes_that_go_round_are_periodic_and_falling_latitudes_are_turned(
    written, earth
) -> None:
    made = earth((0.0, 0.0, 1.0), 1.0, np.arange(0.0, 360.0, 30.0), np.arange(75.0, -80.0, -15.0))
    grid = open_series(written(made)).grid
    assert grid.x.period == 360.0
    assert grid.x.values[-1] == 360.0
    assert (np.diff(grid.y.values) > 0.0).all()
    np.testing.assert_array_equal(grid.y.order, np.arange(11)[::-1])
    assert grid.factors[0] == pytest.approx(86400.0 / 6_371_000.0)


def test_longitudes_that_jump_at_180_are_unrolled(written, earth) -> None:
    lon = np.concatenate([np.arange(0.0, 180.0, 30.0), np.arange(-180.0, 0.0, 30.0)])
    made = earth((0.0, 0.0, 1.0), 1.0, lon, np.arange(-60.0, 61.0, 15.0))
    assert open_series(written(made)).grid.x.period == 360.0


def test_a_period_may_be_told_by_an_attribute(written) -> None:
    x = np.arange(8) * 0.25
    grid = _grid(written, x=x, attributes={"x": {"period": 2.0}, "y": {"periodic": "no"}})
    assert (grid.x.period, grid.y.period) == (2.0, 0.0)
    grid = _grid(written, x=x, name="b.nc", attributes={"x": {"periodic": 1}})
    assert grid.x.period == pytest.approx(2.0)


def test_uneven_steps_are_told(written) -> None:
    grid = _grid(written, t=np.array([0.0, 1.0, 2.4, 3.4]))
    assert "steps of 1 to 1.4" in grid.notes[0]
    assert len(grid.times) == 4


def test_a_hole_in_time_is_told_and_never_bridged(written) -> None:
    grid = _grid(written, t=np.array([0.0, 1.0, 4.0, 5.0, 6.0, 7.0, 9.5, 10.5]))
    assert grid.notes == (
        "time: nothing between 1 and 4, the usual step is 1, one of 2 holes; only 4 to 7 is used.",
    )
    np.testing.assert_array_equal(grid.times, [4.0, 5.0, 6.0, 7.0])
    np.testing.assert_array_equal(grid.order, [2, 3, 4, 5])


def test_beyond_a_hole_in_time_there_is_no_data(written) -> None:
    def sway(x, y, t):
        return t + 0.0 * (x + y), 0.0 * (x + y + t)

    wide = np.linspace(-50.0, 50.0, 21)
    path = written(velocity=sway, x=wide, t=np.array([0.0, 1.0, 4.0, 5.0, 6.0, 7.0]))
    flow = open_series(path).flow_at()
    assert flow.span == (4.0, 7.0)
    found = flow.advance(np.zeros((1, 2)), 4.0, 7.0)
    np.testing.assert_allclose(found, [[16.5, 0.0]], atol=1e-9)  # the right frames have been read
    with pytest.raises(FlowError, match="needs data at t = 1, but fields.nc starts at 4"):
        flow.advance(np.zeros((1, 2)), 5.0, 1.0)


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"x": np.array([0.0, 1.0, 3.0, 2.0, 4.0])}, r"x\[3\] = 2 comes after 3"),
        ({"x": np.array([0.0, 1.0, 1.0, 2.0, 4.0])}, r"x\[2\] = 1 comes after 1"),
        ({"x": np.array([0.0, 1.0, np.nan, 2.0, 4.0])}, r"x\[2\] = nan"),
        ({"x": np.arange(3.0)}, "x has 3 values, allowed at least 4"),
        ({"t": np.array([0.0, 2.0, 1.0])}, r"time\[2\] = 1 comes after 2"),
        ({"attributes": {"u": {"units": "kg"}}}, "u: units = 'kg', allowed a velocity"),
        ({"attributes": {"u": {"units": "banana"}}}, "u: units = 'banana'"),
        ({"attributes": {"u": {"units": "m/s"}}}, "but v in ''"),
        (
            {"t": np.arange(4.0), "attributes": {"time": {"units": "m"}}},
            "time: units = 'm', allowed a unit of time",
        ),
        ({"attributes": {"x": {"period": 0.5}}}, "period = 0.5, allowed at least its span 2"),
    ],
)
def test_a_grid_that_cannot_be_is_one_sentence(written, about, words: str) -> None:
    with pytest.raises(SeriesError, match=words) as caught:
        _grid(written, **about)
    assert "fields.nc" in str(caught.value)


def test_a_latitude_beyond_the_pole_is_refused(written, earth) -> None:
    made = earth((0.0, 0.0, 1.0), 1.0, np.arange(0.0, 360.0, 30.0), np.arange(0.0, 100.0, 15.0))
    with pytest.raises(SeriesError, match="latitude = 90, allowed|latitude = 9"):
        open_series(written(made.assign_coords(latitude=made.latitude + 2.0)))


def test_u_and_v_on_different_grids_are_refused(written, dataset) -> None:
    made = dataset()
    made["v"] = (("y", "xv"), np.zeros((17, 20)))
    with pytest.raises(SeriesError, match="expected u and v on one grid"):
        open_series(written(made))


def test_a_pure_number_on_the_earth_needs_an_answer(written, earth) -> None:
    made = earth((0.0, 0.0, 1.0), 1.0, np.arange(0.0, 360.0, 30.0), np.arange(-60.0, 61.0, 15.0))
    for name in ("uo", "vo"):
        made[name].attrs["units"] = "1"
    path = written(made)
    with pytest.raises(SeriesError, match="units = '1' on longitude and latitude"):
        open_series(path)
    assert open_series(path, {"unit": "m/s"}).grid.factors[0] == pytest.approx(
        86400.0 / 6_371_000.0
    )
