import numpy as np
import pytest
import zarr

from engines.errors import SeriesError
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Shaded, Textured
from engines.systems.gridded.series import open_series


def test_a_file_becomes_a_subject_that_says_what_it_is(written, dataset) -> None:
    made = dataset(t=np.arange(5.0))
    made.attrs.update(title="A turning sea", source="made here")
    subject = open_series(written(made))
    assert subject.id == "fields"
    assert subject.title == "A turning sea"
    assert subject.source == "made here, 21 x 17 nodes, 5 moments"


def test_parameters_choose_the_interpolation(written) -> None:
    subject = open_series(written(t=np.arange(5.0)))
    values = parameters_model("p", subject.declared)
    cubic, linear = subject.flow(values()), subject.flow(values(interpolation="linear"))
    z = np.array([[0.333, 0.111]])
    np.testing.assert_allclose(cubic.velocity(z, 0.5), linear.velocity(z, 0.5), atol=1e-12)
    assert subject.flow(values(in_time="linear")).way == "linear"


def test_flows_of_one_kind_share_their_frames(written) -> None:
    subject = open_series(written(t=np.arange(5.0)))
    assert subject.flow_at().frames is subject.flow_at("cubic", "linear").frames


def test_zarr_and_netcdf_give_the_same_flow(written) -> None:
    one = open_series(written(t=np.arange(5.0))).flow_at()
    other = open_series(written(t=np.arange(5.0), name="fields.zarr")).flow_at()
    z = np.random.default_rng(0).uniform(-0.6, 0.6, (20, 2))
    np.testing.assert_array_equal(one.advance(z, 0.0, 2.0), other.advance(z, 0.0, 2.0))


def test_a_series_that_a_card_can_hold_is_drawn_by_it(written, monkeypatch) -> None:
    from engines.systems.gridded import atlas

    path = written(t=np.arange(5.0))
    assert isinstance(open_series(path).flow_at(), Shaded)
    monkeypatch.setattr(atlas, "MOST_TEXELS", 100)
    assert not isinstance(open_series(path).flow_at(), Textured)


def test_uneven_moments_stay_on_the_processor(written) -> None:
    flow = open_series(written(t=np.array([0.0, 1.0, 2.5, 3.0]))).flow_at()
    assert not isinstance(flow, Shaded)


def test_what_is_missing_is_one_sentence(written, dataset) -> None:
    with pytest.raises(SeriesError, match=r"no variable was recognised as 'v'"):
        open_series(written(dataset().drop_vars("v")))


@pytest.mark.parametrize("answers", [{}, {"u": "u"}])
def test_fields_that_are_no_real_numbers_are_refused(written, dataset, answers) -> None:
    path = written(dataset().drop_vars("u"), name="odd.zarr")
    array = zarr.open_group(path, mode="a").create_array(
        "u", shape=(17, 21), dtype="complex128", dimension_names=("y", "x")
    )
    array[:] = 1j
    with pytest.raises(SeriesError, match="u has type complex128, allowed are real numbers"):
        open_series(path, answers)


def test_the_scalar_beside_the_velocity_is_read_frame_by_frame(written, dataset) -> None:
    made = dataset(t=np.arange(4.0))
    made["dye"] = made["u"] * 0.0 + made["time"]
    subject = open_series(written(made))
    np.testing.assert_array_equal(subject.scalar(2), np.full((17, 21), 2.0))
    with pytest.raises(SeriesError, match="no scalar"):
        open_series(written(name="plain.nc")).scalar(0)


def test_the_budget_is_for_one_kind_of_frames(written) -> None:
    subject = open_series(written(t=np.arange(5.0)))
    cubic = subject.flow_at("cubic")
    z = np.array([[0.3, 0.2]])
    before = cubic.advance(z, 0.0, 2.0)
    assert cubic.frames.resident > 0
    linear = subject.flow_at("linear")
    assert cubic.frames.resident == 0
    linear.advance(z, 0.0, 2.0)
    np.testing.assert_array_equal(cubic.advance(z, 0.0, 2.0), before)
    assert subject.flow_at("cubic").frames is cubic.frames
