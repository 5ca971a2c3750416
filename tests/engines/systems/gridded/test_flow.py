import numpy as np
import pytest

from engines.errors import FlowError
from engines.evidence.shipped import system
from engines.instruments.transport.ftle import ftle
from engines.protocols.capabilities import Diffusive
from engines.systems.gridded.series import open_series
from engines.systems.ode import OdeFlow


def _gyre(x, y, t):
    wave = 0.25 * np.sin(0.2 * np.pi * t)
    f, slope = wave * x * x + (1.0 - 2.0 * wave) * x, 2.0 * wave * x + 1.0 - 2.0 * wave
    across, along = np.pi * 0.1, np.pi * 0.1
    return (
        -across * np.sin(np.pi * f) * np.cos(np.pi * y),
        along * np.cos(np.pi * f) * np.sin(np.pi * y) * slope,
    )


def _sampled(written, nx: int, dt: float, way: str, name: str):
    path = written(
        velocity=_gyre, name=name, x=np.linspace(0.0, 2.0, nx), y=np.linspace(0.0, 1.0, nx // 2 + 1),
        t=np.arange(-1.0, 5.0 + dt, dt),
    )  # fmt: skip
    return open_series(path).flow_at(way, way)


def test_ftle_of_a_sampled_double_gyre_approaches_the_formula_at_the_order_of_the_splines(
    written,
) -> None:
    known = system("double-gyre")
    exact = OdeFlow(known, known.defaults())
    x, y = np.linspace(0.1, 1.9, 31), np.linspace(0.1, 0.9, 15)
    field = ftle(exact, x, y, start=0.0, horizon=4.0)
    errors: dict[str, list[float]] = {"cubic": [], "linear": []}
    for way, found in errors.items():
        for nx, dt in ((41, 0.2), (81, 0.1)):
            flow = _sampled(written, nx, dt, way, f"{way}{nx}.nc").refined()
            off = np.abs(ftle(flow, x, y, start=0.0, horizon=4.0) - field)
            found.append(float(np.quantile(off, 0.9)))
    cubic, linear = (np.log2(e[0] / e[1]) for e in (errors["cubic"], errors["linear"]))
    # gradients lose one order: cubic splines give at least 3 - 0.4, straight lines 1
    assert cubic > 2.6
    assert linear > 0.6
    assert errors["cubic"][1] < 1e-4
    assert errors["cubic"][1] < 0.02 * errors["linear"][1]


def test_tangents_are_the_derivative_of_the_flow_map(written) -> None:
    flow = _sampled(written, 41, 0.2, "cubic", "g.nc")
    z, h = np.array([[0.9, 0.4], [1.3, 0.7]]), 1e-6
    _, m = flow.advance_tangent(z, 0.0, 3.0)
    for axis in range(2):
        off = np.zeros(2)
        off[axis] = h
        apart = (flow.advance(z + off, 0.0, 3.0) - flow.advance(z - off, 0.0, 3.0)) / (2.0 * h)
        np.testing.assert_allclose(m[:, :, axis], apart, atol=1e-6)


def test_velocity_and_jacobian_are_those_of_the_interpolant(written) -> None:
    flow = open_series(written()).flow_at()
    z = np.array([[0.31, -0.42], [0.05, 0.77]])
    np.testing.assert_allclose(flow.velocity(z, 0.0), np.stack([-z[:, 1], z[:, 0]], 1), atol=1e-13)
    np.testing.assert_allclose(
        flow.jacobian(z, 0.0), np.tile([[0.0, -1.0], [1.0, 0.0]], (2, 1, 1)), atol=1e-11
    )


def test_there_and_back_again(written) -> None:
    flow = _sampled(written, 41, 0.2, "cubic", "g.nc").refined()
    z = np.random.default_rng(0).uniform(0.1, 0.9, (50, 2))
    back = flow.advance(flow.advance(z, 0.0, 3.0), 3.0, 0.0)
    np.testing.assert_allclose(back, z, atol=1e-5)


def test_record_passes_through_the_same_places_as_advance(written) -> None:
    flow = _sampled(written, 41, 0.2, "cubic", "g.nc")
    z = np.array([[0.9, 0.4]])
    found = flow.record(z, np.array([0.0, 0.35, 2.0]))
    np.testing.assert_array_equal(found[:, 0], z)
    np.testing.assert_allclose(found[:, 2], flow.advance(z, 0.0, 2.0), atol=1e-6)


def test_parcels_end_on_land_and_outside(written, dataset) -> None:
    made = dataset(velocity=lambda x, y, t: (1.0 + 0.0 * (x + y + t), 0.0 * (x + y + t)))
    made["u"][6:11, 12:] = np.nan  # an island from x = 0.2 at rows -0.25 .. 0.25
    flow = open_series(written(made)).flow_at()
    z = np.array([[-0.8, 0.0], [-0.8, 0.8]])
    sailed = flow.record(z, np.array([0.0, 0.5, 1.4, 3.0]))
    np.testing.assert_allclose(sailed[:, 1, 0], -0.3, atol=1e-12)
    assert np.isnan(sailed[0, 2:]).all()
    assert sailed[1, 2, 0] == pytest.approx(0.6, abs=1e-9)
    assert np.isnan(sailed[1, 3]).all()
    assert np.isnan(flow.velocity(np.array([[0.5, 0.0]]), 0.0)).all()


def test_a_field_near_the_coast_is_not_pulled_to_zero(written, dataset) -> None:
    made = dataset(velocity=lambda x, y, t: (3.0 + x + 0.0 * (y + t), 2.0 - y + 0.0 * (x + t)))
    made["u"][:, 14:] = made["v"][:, 14:] = np.nan
    flow = open_series(written(made)).flow_at()
    nearest = np.array([[0.19, 0.3]])  # in the last cell with no land among its splines
    np.testing.assert_allclose(flow.velocity(nearest, 0.0), [[3.19, 1.7]], atol=1e-5)


def test_the_span_is_that_of_the_file_and_a_steady_flow_has_none(written) -> None:
    flow = open_series(written(t=np.arange(8.0, 13.0))).flow_at()
    assert (flow.span, flow.steady, flow.duration) == ((8.0, 12.0), False, 2.0)
    steady = open_series(written(name="s.nc")).flow_at()
    assert steady.steady
    assert steady.span == (-np.inf, np.inf)
    turned = steady.advance(np.array([[0.5, 0.0]]), -100.0, -100.0 + 2.0 * np.pi)
    np.testing.assert_allclose(turned, [[0.5, 0.0]], atol=1e-4)


def test_what_is_fetched_is_told_and_at_hand_afterwards(written) -> None:
    chunks = {name: {"chunksizes": (2, 17, 21)} for name in "uv"}
    flow = open_series(written(t=np.arange(20.0), encoding=chunks)).flow_at()
    shares = list(flow.fetched(5.0, 10.0))
    assert len(shares) == 4
    assert shares == sorted(shares)
    assert 0.5 < shares[-1] <= 1.0
    read = flow.frames.reader.read
    flow.advance(np.array([[0.3, 0.2]]), 5.0, 10.0)
    assert flow.frames.reader.read == read
    assert list(flow.fetched(5.0, 10.0)) == []


def test_states_of_the_wrong_shape_are_refused(written) -> None:
    with pytest.raises(FlowError, match=r"shape \(3,\), expected \(any, 2\)"):
        open_series(written()).flow_at().velocity(np.zeros(3), 0.0)


def test_a_doubly_periodic_box_has_no_walls(written) -> None:
    x = np.arange(16) * 2.0 * np.pi / 16
    path = written(
        velocity=lambda x, y, t: (1.0 + 0.3 * np.sin(y) + 0.0 * (x + t), 0.5 + 0.0 * (x + y + t)),
        x=x, y=x, attributes={name: {"periodic": 1} for name in "xy"},
    )  # fmt: skip
    flow = open_series(path).flow_at()
    assert flow.box.periodic == (True, True)
    found = flow.advance(np.array([[1.0, 1.0]]), 0.0, 20.0)
    exact = [1.0 + 20.0 + 0.6 * (np.cos(1.0) - np.cos(11.0)), 11.0]
    np.testing.assert_allclose(found[0], exact, atol=2e-3)


def test_a_file_that_states_its_viscosity_gives_a_diffusive_flow(written, dataset) -> None:
    made = dataset(velocity=lambda x, y, t: (y**3 + 0.0 * (x + t), x * x + 0.0 * (y + t)))
    made.attrs["viscosity"] = 0.02
    flow = open_series(written(made)).flow_at()
    assert isinstance(flow, Diffusive)
    assert flow.viscosity == 0.02
    z = np.array([[0.3, -0.4]])
    np.testing.assert_allclose(flow.laplacian(z, 0.0), [[-2.4, 2.0]], atol=1e-9)
    assert isinstance(flow.refined(), Diffusive)
    assert not isinstance(open_series(written(made, "c.nc")).flow_at("linear"), Diffusive)


def test_viscosity_is_converted_to_the_units_of_the_axes(written, dataset) -> None:
    made = dataset(t=np.arange(4.0))
    made.attrs["viscosity"] = 100.0
    for name, unit in (("u", "m/s"), ("v", "m/s"), ("x", "km"), ("y", "km"), ("time", "days")):
        made[name].attrs["units"] = unit
    assert open_series(written(made)).flow_at().viscosity == pytest.approx(8.64)


def test_a_finer_flow_halves_even_a_step_that_moments_close_together_ask_for(written) -> None:
    usual, near = _sampled(written, 41, 0.2, "cubic", "g.nc"), np.linspace(0.0, 3.0, 61)
    z = np.array([[0.9, 0.4]])
    apart = np.abs(usual.record(z, near) - usual.refined().record(z, near)).max()
    assert 0.0 < apart < 1e-5
