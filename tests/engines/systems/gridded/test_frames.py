import numpy as np
import pytest

from engines.errors import FlowError
from engines.systems.gridded.frames import WINDOW
from engines.systems.gridded.series import open_series


def test_no_more_frames_are_kept_than_the_budget_allows(written) -> None:
    path = written(t=np.linspace(0.0, 8.0, 161))
    one = open_series(path).frames().frame_size
    flow = open_series(path, budget=9 * one).flow_at()
    frames = flow.frames
    most = 0
    for k in range(0, 161, 5):
        flow.advance(np.array([[0.3, 0.2]]), k / 20.0, min(k / 20.0 + 0.25, 8.0))
        most = max(most, frames.resident)
    assert frames.room == 9
    assert 161 * one > 17 * frames.budget
    assert most <= 1.1 * frames.budget  # frames, and the coast once
    assert len(frames._kept) <= 9


def test_a_window_fits_whatever_the_budget(written) -> None:
    flow = open_series(written(t=np.linspace(0.0, 1.0, 21)), budget=1).flow_at()
    assert flow.frames.room == WINDOW
    turned = flow.advance(np.array([[0.5, 0.0]]), 0.0, 1.0)
    np.testing.assert_allclose(turned, 0.5 * np.array([[np.cos(1.0), np.sin(1.0)]]), atol=1e-6)


def test_what_is_at_hand_is_not_read_again(written) -> None:
    frames = open_series(written(t=np.linspace(0.0, 1.0, 21))).frames()
    for _ in range(3):
        frames.frame(4)
    read = frames.reader.read
    assert frames.has(4)
    frames.frame(4)
    assert frames.reader.read == read


def test_only_frames_around_the_horizon_are_read(written) -> None:
    chunks = {name: {"chunksizes": (2, 17, 21)} for name in "uv"}
    flow = open_series(written(t=np.arange(100.0) / 50.0, encoding=chunks)).flow_at()
    flow.advance(np.array([[0.3, 0.2]]), 1.0, 1.1)
    assert flow.frames.reader.read <= 12


def test_a_field_without_any_number_is_refused_when_it_is_reached(written, dataset) -> None:
    made = dataset(t=np.arange(4.0))
    made["u"][2] = np.nan
    frames = open_series(written(made)).frames()
    with pytest.raises(FlowError, match=r"fields\.nc: u and v hold no number at t = 2"):
        frames.frame(2)


def test_a_fill_value_nobody_declared_is_noticed(written, dataset) -> None:
    made = dataset(t=np.arange(4.0))
    made["u"][:, 3, 3] = 1e20
    with pytest.raises(FlowError, match="is a fill value not declared"):
        open_series(written(made)).frames().frame(0)


def test_a_coast_that_does_not_move_is_kept_once(written, dataset) -> None:
    made = dataset(t=np.arange(6.0))
    made["u"][:, :, 15:] = np.nan
    frames = open_series(written(made)).frames()
    assert frames.frame(0).bad is frames.frame(5).bad
    assert frames.frame(0).bad[:, 13:].all()
    assert not frames.frame(0).bad[:, :13].any()


def test_rows_beyond_a_pole_lie_on_the_opposite_meridian(written, earth) -> None:
    lon = np.arange(0.0, 360.0, 10.0)
    for lat in (np.arange(-90.0, 91.0, 10.0), np.arange(-85.0, 90.0, 10.0)):
        made = earth((1.0, 0.0, 0.0), 1.0, lon, lat)
        frames = open_series(written(made, name=f"e{len(lat)}.nc")).frames()
        nodes = frames.y.nodes
        assert nodes[0] == pytest.approx(-180.0 - lat[6 + (lat[0] == -90.0) - 1], abs=1e-9)
        np.testing.assert_allclose(np.diff(nodes), 10.0)


def test_a_part_of_the_earth_ends_where_it_ends(written, earth) -> None:
    made = earth((0.0, 0.0, 1.0), 1.0, np.arange(10.0, 50.0, 2.0), np.arange(30.0, 60.0, 2.0))
    frames = open_series(written(made)).frames()
    assert frames.y.nodes[-1] == 58.0
