"""Files of pairs: what they may look like, and one sentence for everything that is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.systems.pairs.pairs_file import MOST, NONE, holds_pairs, read_pairs, stored

FIRST = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])
LAST = FIRST + 0.5
ROWS = ((0.0, 1.0, 0.5, 1.5), (2.0, 3.0, 2.5, 3.5), (4.0, 5.0, 4.5, 5.5))


@pytest.mark.parametrize("names", [("first", "last"), ("X0", "X1"), ("z0", "z1")])
def test_two_arrays_are_read_under_any_of_their_names(tmp_path, names):
    path = tmp_path / "pairs.npz"
    np.savez(path, **dict(zip(names, (FIRST, LAST), strict=True)))
    assert read_pairs(path) == ROWS


@pytest.mark.parametrize("head", ["", "x0,y0,x1,y1\n", "# made by hand\n"])
def test_a_table_of_four_columns_is_read_with_or_without_a_heading(tmp_path, head):
    path = tmp_path / "pairs.csv"
    path.write_text(head + "\n".join(",".join(map(str, row)) for row in ROWS))
    assert read_pairs(path) == ROWS


def test_rows_become_pairs_again():
    pairs = stored(ROWS)
    np.testing.assert_array_equal(pairs.first, FIRST)
    np.testing.assert_array_equal(pairs.last, LAST)


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"first": FIRST, "last": LAST[:-1]}, "pairs of 3 and 2 points, both must be as many"),
        ({"first": FIRST, "last": np.zeros((3, 3))}, "domains must share shape"),
        ({"first": np.zeros((3, 4)), "last": np.zeros((3, 4))}, "of 4 coordinates, allowed are 2"),
        ({"first": FIRST[:0], "last": LAST[:0]}, "the first cloud is empty"),
        ({"first": FIRST, "last": np.full((3, 2), np.nan)}, "row 1: 0, 1, nan, nan, allowed"),
        ({"first": FIRST, "last": 1e3 + LAST}, "allowed are numbers up to 100 from 0"),
        ({"first": FIRST, "last": np.zeros(3)}, r"last has shape \(3,\), must be numbers"),
        ({"points": FIRST}, "has points, needed are first and last or x0 and x1"),
        (
            dict.fromkeys(("x0", "x1"), np.zeros((MOST + 1, 2))),
            f"{MOST + 1} pairs, allowed at most",
        ),
    ],
)
def test_arrays_that_are_no_pairs_are_refused_in_one_sentence(tmp_path, arrays, words):
    path = tmp_path / "pairs.npz"
    np.savez(path, **arrays)
    with pytest.raises(ParameterError, match=words) as caught:
        read_pairs(path)
    assert str(caught.value).startswith("pairs.npz")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0,1,2,3\n4,5,,\n", "pairs of 2 and 1 points, both must be as many"),
        ("0,1,2\n", "row 1: 3 columns, domains must share shape"),
        ("0,1,2,3\n0,1,two,3\n", "row 2: '0, 1, two, 3' is no pair of places"),
        ("0,1,2,3\n0,1\n", r"rows of \[2, 4\] columns"),
        ("", "the first cloud is empty"),
        ("0,1,2,inf\n", "row 1: 0, 1, 2, inf"),
    ],
)
def test_tables_that_are_no_pairs_are_refused_in_one_sentence(tmp_path, text, words):
    path = tmp_path / "pairs.csv"
    path.write_text(text)
    with pytest.raises(ParameterError, match=words):
        read_pairs(path)


def test_what_is_no_file_or_no_archive_says_so(tmp_path):
    with pytest.raises(ParameterError, match="cannot be read"):
        read_pairs(tmp_path / "none.npz")
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"nothing")
    with pytest.raises(ParameterError, match="no arrays that can be read"):
        read_pairs(broken)


def test_what_this_program_exported_holds_no_pairs(tmp_path):
    mine, other = tmp_path / "mine.npz", tmp_path / "other.npz"
    np.savez(mine, meta=np.array("{}"), first=FIRST)
    np.savez(other, first=FIRST)
    assert not holds_pairs(mine)
    assert holds_pairs(other)
    assert holds_pairs(tmp_path / "pairs.csv")
    assert not holds_pairs(tmp_path / "field.nc")


def test_rows_of_another_length_and_no_rows_are_refused():
    with pytest.raises(ParameterError, match="row 2 has 2 numbers, allowed 4"):
        stored((ROWS[0], (0.0, 1.0)))
    with pytest.raises(ParameterError, match=NONE.split(":")[0]):
        stored(())
