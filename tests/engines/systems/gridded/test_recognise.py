import numpy as np
import pytest

from engines.errors import SeriesError
from engines.systems.gridded.recognise import recognise


def test_common_names_are_recognised(written) -> None:
    found = recognise(written(t=np.arange(5.0)))
    assert found.roles == {"u": "u", "v": "v", "x": "x", "y": "y", "time": "time"}
    assert found.missing == ()
    assert found.shape == (5, 17, 21)
    assert found.span == (0.0, 4.0)
    assert not found.spherical


def test_standard_names_win_over_common_ones(written, dataset) -> None:
    made = dataset(names=("a", "b", "p", "q", "k"), t=np.arange(4.0))
    made["u"] = made["a"] * 0.0
    made["a"].attrs["standard_name"] = "eastward_sea_water_velocity"
    made["b"].attrs["standard_name"] = "northward_sea_water_velocity"
    for name, axis in (("p", "X"), ("q", "Y"), ("k", "T")):
        made[name].attrs["axis"] = axis
    found = recognise(written(made))
    assert found.roles == {"u": "a", "v": "b", "x": "p", "y": "q", "time": "k"}


def test_longitude_and_latitude_are_told_by_their_units(written) -> None:
    found = recognise(
        written(
            names=("uo", "vo", "i", "j", "time"),
            attributes={"i": {"units": "degrees_east"}, "j": {"units": "degrees_north"}},
        )
    )
    assert found.spherical
    assert found.roles["x"] == "i"
    assert found.units["y"] == "degrees_north"


def test_axes_called_x_and_y_are_a_plane(written) -> None:
    assert not recognise(written(attributes={"x": {"units": "m"}, "y": {"units": "m"}})).spherical


def test_without_time_the_flow_is_steady_and_nothing_is_missing(written) -> None:
    found = recognise(written())
    assert found.missing == ()
    assert found.span is None
    assert found.shape[0] == 1


def test_what_is_not_evident_becomes_a_question_with_candidates(written) -> None:
    found = recognise(written(names=("first", "second", "x", "y", "time"), t=np.arange(4.0)))
    assert found.missing == ("u", "v")
    assert [q.role for q in found.questions] == ["u", "v"]
    assert {name for name, _ in found.questions[0].candidates} == {"first", "second"}
    assert "4 x 17 x 21" in found.questions[0].candidates[0][1]
    assert "'u'" in found.sentence()
    assert "first" in found.sentence()


def test_a_dimension_nobody_knows_is_asked_for_as_time(written) -> None:
    found = recognise(written(names=("u", "v", "x", "y", "epoch"), t=np.arange(4.0)))
    assert found.missing == ("time",)
    assert "epoch" in dict(found.candidates["time"])


def test_answers_win(written) -> None:
    path = written(names=("first", "second", "x", "y", "epoch"), t=np.arange(4.0))
    found = recognise(path, {"u": "second", "v": "first", "time": "epoch"})
    assert found.missing == ()
    assert found.roles["u"] == "second"


def test_an_answer_that_names_nothing_is_refused_with_the_nearest(written) -> None:
    path = written(names=("first", "second", "x", "y", "time"))
    with pytest.raises(SeriesError, match="did you mean 'first'"):
        recognise(path, {"u": "frist"})
    with pytest.raises(SeriesError, match="no role 'uu'"):
        recognise(path, {"uu": "first"})


def test_a_scalar_on_the_same_grid_is_found(written, dataset) -> None:
    made = dataset(t=np.arange(4.0))
    made["dye"] = made["u"] * 0.0
    made["c"] = ("x", np.zeros(21))
    assert recognise(written(made)).roles["dye"] == "dye"


def test_levels_are_listed(written, dataset) -> None:
    made = dataset(t=np.arange(4.0)).expand_dims(depth=[5.0, 15.0])
    found = recognise(written(made))
    assert found.levels == (5.0, 15.0)
    assert found.missing == ()


def test_a_curvilinear_grid_is_refused_in_one_sentence(written, dataset) -> None:
    made = dataset(names=("uo", "vo", "i", "j", "time")).drop_vars(["i", "j"])
    for name, unit in (("nav_lon", "degrees_east"), ("nav_lat", "degrees_north")):
        made[name] = (("j", "i"), np.zeros((17, 21)), {"units": unit})
    with pytest.raises(
        SeriesError,
        match=r"'nav_l\w+' has 2 dimensions, a curvilinear grid; expected straight axes",
    ):
        recognise(written(made))


def test_a_third_component_on_the_grid_of_the_others_makes_a_space(written, dataset) -> None:
    made = dataset().expand_dims(z=np.linspace(0.0, 1.0, 5))
    flat = recognise(written(made, name="flat.nc"))
    assert "w" not in flat.roles
    made["w"] = made["u"] * 0.0
    made["w"].attrs["standard_name"] = "upward_sea_water_velocity"
    assert recognise(written(made, name="deep.nc")).roles["w"] == "w"
    made["w"] = made["w"].isel(z=0, drop=True)  # not on the same grid
    assert "w" not in recognise(written(made, name="odd.nc")).roles
