import numpy as np
import pytest

from engines.errors import FlowError
from engines.instruments.transport.ftle import ftle
from engines.numerics.sphere import unit_vectors
from engines.protocols.capabilities import Spherical
from engines.systems.gridded.series import open_series
from engines.systems.gridded.units import EARTH

LON = np.arange(0.0, 360.0, 3.0)
ROWS = {"with poles": np.arange(90.0, -91.0, -3.0), "beside poles": np.arange(-88.5, 90.0, 3.0)}
PLACES = np.array([[10.0, 5.0], [200.0, 80.0], [355.0, 89.9], [0.0, 90.0], [123.0, -89.95]])
ANGLE = 1.5


def _turn(axis: tuple[float, float, float]) -> np.ndarray:
    a, b, c = axis
    k = np.array([[0.0, -c, b], [c, 0.0, -a], [-b, a, 0.0]])
    return np.eye(3) + np.sin(ANGLE) * k + (1.0 - np.cos(ANGLE)) * (k @ k)


@pytest.fixture(params=ROWS)
def rotation(request, written, earth):
    """A flow and its turn after five days, about an axis."""

    def make(axis: tuple[float, float, float]):
        path = written(earth(axis, ANGLE / 5.0, LON, ROWS[request.param]))
        return open_series(path).flow_at().refined(), _turn(axis)

    return make


@pytest.mark.parametrize("axis", [(0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.6, 0.0, 0.8)])
def test_solid_rotation_is_exact_also_at_the_poles(rotation, axis) -> None:
    flow, turn = rotation(axis)
    vectors = unit_vectors(PLACES)
    moved, deformed = flow.whole.advance_tangent(vectors, 0.0, 5.0)
    np.testing.assert_allclose(moved, vectors @ turn.T, atol=2e-6)
    bases = flow.bases(vectors)
    np.testing.assert_allclose(deformed @ bases, turn @ bases, atol=2e-4)


def test_it_stretches_nothing_anywhere(rotation) -> None:
    flow, _ = rotation((0.6, 0.0, 0.8))
    found = ftle(
        flow, np.linspace(0.0, 360.0, 9), np.linspace(-80.0, 80.0, 7), start=0.0, horizon=5.0
    )
    assert np.abs(found).max() < 1e-5


def test_degrees_per_day_follow_from_metres_per_second(rotation) -> None:
    flow, _ = rotation((0.0, 0.0, 1.0))
    assert isinstance(flow, Spherical)
    assert flow.radius == EARTH
    assert flow.time_unit == "d"
    rates = flow.velocity(np.array([[30.0, 0.0], [250.0, 60.0]]), 0.0)
    np.testing.assert_allclose(
        rates, np.degrees(ANGLE / 5.0) * np.array([[1, 0], [1, 0]]), atol=1e-4
    )


def test_longitudes_of_a_path_run_on(rotation) -> None:
    flow, _ = rotation((0.0, 0.0, 1.0))
    path = flow.record(np.array([[300.0, 20.0]]), np.linspace(0.0, 10.0, 6))
    np.testing.assert_allclose(
        path[0, :, 0], 300.0 + np.degrees(ANGLE / 5.0) * np.linspace(0, 10, 6), atol=1e-3
    )
    np.testing.assert_allclose(path[0, :, 1], 20.0, atol=1e-4)
    np.testing.assert_allclose(flow.seen(unit_vectors(np.array([[-60.0, 20.0]]))), [[300.0, 20.0]])


def test_the_jacobian_is_the_derivative_of_the_velocity(rotation) -> None:
    whole = rotation((0.6, 0.0, 0.8))[0].whole
    at, h = unit_vectors(np.array([[40.0, 50.0], [220.0, -30.0]])), 1e-5
    found = whole.jacobian(at, 0.0)
    for axis in range(3):
        off = np.zeros(3)
        off[axis] = h
        apart = (whole.velocity(at + off, 0.0) - whole.velocity(at - off, 0.0)) / (2.0 * h)
        np.testing.assert_allclose(found[:, :, axis], apart, atol=1e-6)


def test_a_part_of_the_earth_has_an_end_where_parcels_stop(written, earth) -> None:
    made = earth((0.0, 0.0, 1.0), 0.3, np.arange(-30.0, 31.0, 2.0), np.arange(20.0, 51.0, 2.0))
    flow = open_series(written(made)).flow_at()
    found = flow.record(np.array([[0.0, 35.0]]), np.array([0.0, 1.0, 3.0]))
    assert found[0, 1, 0] == pytest.approx(np.degrees(0.3), abs=1e-4)
    assert np.isnan(found[0, 2]).all()


def test_degrees_per_day_are_taken_as_angles(written, earth) -> None:
    made = earth((0.0, 0.0, 1.0), 0.3, LON, ROWS["beside poles"])
    made["uo"] = made["uo"] * 0.0 + 12.0
    made["vo"] = made["vo"] * 0.0
    for name in ("uo", "vo"):
        made[name].attrs["units"] = "degrees/day"
    flow = open_series(written(made)).flow_at()
    np.testing.assert_allclose(
        flow.velocity(np.array([[10.0, 0.0], [10.0, 60.0]]), 0.0),
        [[12.0, 0.0], [12.0, 0.0]],
        atol=1e-4,
    )


def test_a_moment_outside_the_series_is_refused_on_the_earth_too(written, earth) -> None:
    made = earth((0.0, 0.0, 1.0), 0.3, LON, ROWS["beside poles"])
    made = made.expand_dims(time=np.arange(4.0))
    made["time"].attrs["units"] = "days since 2000-01-01"
    flow = open_series(written(made)).flow_at()
    assert flow.span == (0.0, 3.0)
    with pytest.raises(FlowError, match="needs data at t = 5 d"):
        flow.advance(np.array([[0.0, 0.0]]), 1.0, 5.0)
