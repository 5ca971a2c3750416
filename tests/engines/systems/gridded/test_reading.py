import numpy as np
import pytest

from engines.errors import FlowError
from engines.systems.gridded.series import open_series


def _moving(x, y, t):
    return x + 10.0 * t + 0.0 * y, y - 10.0 * t + 0.0 * x


def test_moments_are_read_as_they_lie_in_the_file(written) -> None:
    subject = open_series(written(velocity=_moving, t=np.arange(6.0)))
    u, v = subject.frames().reader.fields(range(2, 5))
    assert u.shape == (3, 17, 21)
    np.testing.assert_allclose(
        u[:, 0, :], np.linspace(-1, 1, 21) + 10.0 * np.arange(2.0, 5.0)[:, None]
    )
    np.testing.assert_allclose(v[1, :, 0], np.linspace(-1, 1, 17) - 30.0)


def test_falling_axes_are_turned(written) -> None:
    about = {"velocity": _moving, "t": np.arange(4.0)[::-1], "y": np.linspace(1.0, -1.0, 17)}
    u, v = open_series(written(**about)).frames().reader.fields(range(1, 3))
    np.testing.assert_allclose(u[:, 0, 0], [9.0, 19.0])
    np.testing.assert_allclose(v[0, :, 0], np.linspace(-1, 1, 17) - 10.0)


def test_the_level_that_was_asked_for_is_read(written, dataset) -> None:
    made = dataset(velocity=_moving, t=np.arange(4.0)).expand_dims(depth=[5.0, 15.0])
    made = made.assign(u=made.u * (1.0 + (made.depth > 10.0))).transpose("time", "depth", "x", "y")
    subject = open_series(written(made))
    shallow, deep = (subject.frames(level=k).reader.fields(range(1, 2))[0] for k in (0, 1))
    np.testing.assert_allclose(deep, 2.0 * shallow)
    assert [d.name for d in subject.declared] == ["interpolation", "in_time", "level"]


def test_a_chunk_of_the_file_is_read_as_one_piece_if_there_is_room(written) -> None:
    chunks = {name: {"chunksizes": (3, 17, 21)} for name in "uv"}
    reader = open_series(written(t=np.arange(8.0), encoding=chunks)).frames().reader
    assert reader.piece(4, 10) == range(3, 6)
    assert reader.piece(7, 10) == range(6, 8)
    assert reader.piece(4, 2) == range(4, 5)


def test_a_file_cut_off_while_it_is_read_is_one_sentence(written) -> None:
    chunks = {name: {"chunksizes": (2, 17, 21), "zlib": True} for name in "uv"}
    rng = np.random.default_rng(0)

    def noise(x, y, t):
        return rng.normal(size=(400, 17, 21)), rng.normal(size=(400, 17, 21))

    path = written(velocity=noise, t=np.arange(400.0), encoding=chunks)
    flow = open_series(path).flow_at()
    flow.frames.frame(0)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    with pytest.raises(FlowError, match=r"fields\.nc: [uv] cannot be read at t = ") as caught:
        list(flow.fetched(0.0, 399.0))
    assert "\n" not in str(caught.value)


def test_scale_offset_and_fill_value_are_honoured(written, dataset) -> None:
    made = dataset()
    made["u"][2, 3] = np.nan
    packed = {
        "u": {"dtype": "int16", "scale_factor": 1e-4, "add_offset": 0.1, "_FillValue": -32768}
    }
    u, _ = open_series(written(made, encoding=packed)).frames().reader.fields(range(1))
    assert np.isnan(u[0, 2, 3])
    np.testing.assert_allclose(u[0, :, 0], -np.linspace(-1.0, 1.0, 17), atol=1e-4)


def test_a_chunk_of_a_zarr_store_cut_off_is_one_sentence(written) -> None:
    path = written(t=np.arange(4.0), velocity=_moving, name="fields.zarr")
    chunks = [p for p in (path / "u").rglob("*") if p.is_file() and p.name != "zarr.json"]
    for chunk in chunks:
        chunk.write_bytes(chunk.read_bytes()[:20])
    frames = open_series(path).frames()
    with pytest.raises(FlowError, match=r"fields\.zarr: u cannot be read at t = 0") as caught:
        frames.frame(0)
    assert "\n" not in str(caught.value)
