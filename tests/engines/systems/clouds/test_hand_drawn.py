from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError, UnfitError
from engines.systems.clouds.hand_drawn import (
    BEYOND,
    EMPTY,
    LARGEST,
    MOST,
    checked,
    hand_mixture,
    read_points,
    with_stroke,
)


def test_a_stroke_lays_points_apart():
    points = ()
    for x in np.arange(129) / 128.0:
        points = with_stroke(points, (x, 0.0), 0.25)
    assert len(points) == 9
    assert points[0] == (0.0, 0.0)
    assert min(np.diff(np.array(points)[:, 0])) == 0.125
    assert with_stroke(points, points[-1], 0.25) is points


def test_no_more_are_drawn_than_there_may_be():
    full = tuple((float(i % 30), float(i // 30)) for i in range(MOST))
    with pytest.raises(UnfitError, match="allowed are at most 1000"):
        with_stroke(full, (90.0, 0.0), 0.1)
    with pytest.raises(ParameterError, match="points has 1001 rows, allowed at most 1000"):
        checked((*full, (0.0, 0.0)))


def test_each_point_becomes_a_gaussian_of_equal_weight():
    cloud = hand_mixture(((0.0, 1.0), (2.0, -1.0)), 0.3)
    np.testing.assert_array_equal(cloud.means, [[0.0, 1.0], [2.0, -1.0]])
    np.testing.assert_allclose(cloud.weights, 0.5)
    np.testing.assert_allclose(cloud.covariances, np.tile(0.09 * np.eye(2), (2, 1, 1)))


@pytest.mark.parametrize(
    ("points", "error", "sentence"),
    [
        ((), UnfitError, EMPTY),
        (((0.0, 0.0), (1.0,)), ParameterError, "points, row 2 has 1 numbers, allowed 2"),
        (((0.0, float("nan")),), ParameterError, "points, row 1 = "),
        (((BEYOND + 1.0, 0.0),), ParameterError, "allowed up to 100 from 0"),
    ],
)
def test_what_is_no_cloud_is_refused_in_one_sentence(points, error, sentence):
    with pytest.raises(error, match=sentence):
        hand_mixture(points, 0.3)


@pytest.mark.parametrize(
    "text",
    ["1,2\n-3.5,4e-1\n", "x,y\n1,2\n-3.5,0.4", "# mine\n1 2\n\n-3.5\t0.4\n", "1;2\n-3.5;0.4\n"],
)
def test_points_are_read_from_text(tmp_path, text):
    (tmp_path / "p.csv").write_text(text)
    assert read_points(tmp_path / "p.csv") == ((1.0, 2.0), (-3.5, 0.4))


def test_points_are_read_from_an_array(tmp_path):
    np.save(tmp_path / "p.npy", np.array([[1, 2], [3, 4]]))
    assert read_points(tmp_path / "p.npy") == ((1.0, 2.0), (3.0, 4.0))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "p.csv: holds no points"),
        ("x,y\n", "p.csv: holds no points"),
        ("1,2\n3,nan\n", "p.csv, row 2: 3, nan is no finite place"),
        ("1,2\n\n3,inf\n", "p.csv, row 3: 3, inf is no finite place"),
        ("1,2\n3,four\n", "p.csv, row 2: '3,four' is no pair of numbers"),
        ("1,2,3\n", "p.csv, row 1: 3 columns, allowed 2"),
        ("1,2\n500,0\n", "p.csv, row 2: 500, 0, allowed up to 100 from 0"),
        ("0,0\n" * 1001, "p.csv: 1001 points, allowed at most 1000"),
        (b"\xff\xfe\x00", "p.csv: not a text in UTF-8"),
    ],
)
def test_files_that_hold_no_cloud_are_refused_with_file_and_row(tmp_path, text, sentence):
    (tmp_path / "p.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ParameterError, match=sentence):
        read_points(tmp_path / "p.csv")


def test_arrays_that_hold_no_cloud_are_refused(tmp_path):
    path = tmp_path / "p.npy"
    for array, sentence in (
        (np.zeros((3, 3)), r"p.npy: shape \(3, 3\), allowed \(points, 2\)"),
        (np.array([["a", "b"]]), "p.npy: holds no array of numbers"),
        (np.array([[0.0, np.nan]]), "p.npy, row 1: 0, nan is no finite place"),
    ):
        np.save(path, array)
        with pytest.raises(ParameterError, match=sentence):
            read_points(path)
    np.save(path, np.array([{}]), allow_pickle=True)
    with pytest.raises(ParameterError, match="p.npy: not an array that can be read"):
        read_points(path)
    with pytest.raises(ParameterError, match="none.npy: cannot be read, No such file"):
        read_points(tmp_path / "none.npy")
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(ParameterError, match="large.csv: larger than 4 MB"):
        read_points(tmp_path / "large.csv")
