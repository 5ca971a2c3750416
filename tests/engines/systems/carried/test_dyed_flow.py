from __future__ import annotations

import math

import numpy as np
import pytest
import xarray

from engines.errors import FlowError
from engines.protocols.capabilities import Shaded
from engines.systems.carried.dyed_flow import DyedFlow, dyed
from engines.systems.gridded.flow import GriddedFlow
from engines.systems.gridded.series import GriddedSubject, open_series

N = 32
NODES = 2.0 * math.pi / N * np.arange(N)
TIMES = np.linspace(1.0, 3.0, 11)
DRIFT = (0.3, 0.0)


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> GriddedSubject:
    """A Taylor-Green vortex and dye carried to the right at speed 0.3."""
    path = tmp_path_factory.mktemp("dyed") / "vortex.nc"
    y, x, t = NODES[None, :, None], NODES[None, None, :], TIMES[:, None, None]
    gone = 0.3 * (t - 1.0)
    fields = {
        "u": 0.3 - np.sin(x - gone) * np.cos(y),
        "v": np.cos(x - gone) * np.sin(y),
        "dye": 0.5 + 0.5 * np.cos(x - gone) * np.cos(y),
    }
    around = {"period": 2.0 * math.pi, "units": "1"}
    data = xarray.Dataset(
        {name: (("time", "y", "x"), values) for name, values in fields.items()},
        {"time": TIMES, "y": ("y", NODES, around), "x": ("x", NODES, around)},
    )
    data.to_netcdf(path, engine="h5netcdf")
    return open_series(path)


def plain(series: GriddedSubject) -> GriddedFlow:
    flow = series.flow_at()
    assert isinstance(flow, GriddedFlow)
    return flow


def test_at_rest_it_is_the_flow_of_the_file(series: GriddedSubject) -> None:
    flow, own = dyed(plain(series), series), plain(series)
    states = np.array([[1.0, 2.0], [4.0, 0.5]])
    assert np.array_equal(flow.velocity(states, 1.7), own.velocity(states, 1.7))
    assert np.array_equal(flow.advance(states, 1.2, 2.8), own.advance(states, 1.2, 2.8))
    assert isinstance(flow, Shaded) == isinstance(own, Shaded)
    assert flow.span == (1.0, 3.0)


def test_from_a_frame_that_moves_along_the_vortex_stands(series: GriddedSubject) -> None:
    flow = dyed(plain(series), series, DRIFT)
    assert not isinstance(flow, Shaded)
    states = np.array([[1.0, 2.0], [4.0, 0.5], [math.pi, 0.0]])
    early, late = flow.velocity(states, 1.0), flow.velocity(states, 2.6)
    assert late == pytest.approx(early, abs=2e-3)
    assert late[2] == pytest.approx([0.0, 0.0], abs=2e-3)
    stayed = flow.advance(np.array([[0.0, 0.0]]), 1.0, 3.0)
    assert stayed == pytest.approx(np.zeros((1, 2)), abs=5e-3)


def test_deformation_does_not_depend_on_the_frame(series: GriddedSubject) -> None:
    still, moving = dyed(plain(series), series), dyed(plain(series), series, DRIFT)
    states = np.array([[1.0, 2.0], [4.0, 0.5]])
    gone = np.array([0.3 * 0.4, 0.0])
    ends, d = still.advance_tangent(states + gone, 1.4, 2.8)
    moved, e = moving.advance_tangent(states, 1.4, 2.8)
    assert e == pytest.approx(d, abs=1e-9)
    assert moved + np.array([0.3 * 1.8, 0.0]) == pytest.approx(ends, abs=1e-9)
    path = moving.record(states, np.array([1.4, 2.0, 2.8]))
    assert path[:, -1] == pytest.approx(moved, abs=1e-6)
    assert moving.refined().jacobian(states, 1.4) == pytest.approx(
        still.jacobian(states + gone, 1.4)
    )


def test_dye_is_known_between_moments_and_from_the_moving_frame(series: GriddedSubject) -> None:
    flow = dyed(plain(series), series)
    x, y, values = flow.concentration(1.5)
    assert (len(x), len(y)) == (N, N)
    exact = 0.5 + 0.5 * np.cos(x[None, :] - 0.15) * np.cos(y[:, None])
    assert values == pytest.approx(exact, abs=2e-3)
    _, _, seen = dyed(plain(series), series, DRIFT).concentration(2.6)
    assert seen == pytest.approx(0.5 + 0.5 * np.cos(x)[None, :] * np.cos(y)[:, None], abs=1e-2)


def test_there_is_no_dye_beyond_the_file(series: GriddedSubject) -> None:
    with pytest.raises(FlowError, match="dye at t = 3.5 needs data from 1 to 3"):
        dyed(plain(series), series).concentration(3.5)


def test_a_frame_moves_only_along_what_repeats(series: GriddedSubject) -> None:
    flow = plain(series)
    box = flow.box
    object.__setattr__(box, "periodic", (False, False))
    with pytest.raises(FlowError, match="does not repeat"):
        DyedFlow(flow, series, DRIFT)
    object.__setattr__(box, "periodic", (True, True))
