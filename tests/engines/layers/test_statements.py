"""Statements carry their numbers as an array and know how many hold."""

from __future__ import annotations

import numpy as np
import pytest

from engines.errors import LayerError
from engines.layers.statements import Statement, Statements, tally

ROWS = (
    Statement("Cost falls", "E c", "7.9", "at most 18.2", "holds", 7.9, 18.2, 0.4),
    Statement("Straight", verdict="fails", found=2.0, bound=0.0, error=0.1),
    Statement("Nothing to say"),
)


def test_numbers_and_labels_stand_beside_the_words():
    found = Statements(ROWS)
    np.testing.assert_array_equal(found.numbers[:2], [[7.9, 18.2, 0.4], [2.0, 0.0, 0.1]])
    assert np.isnan(found.numbers[2]).all()
    assert not found.numbers.flags.writeable
    assert found.labels == ("Cost falls", "Straight", "Nothing to say")


def test_what_decides_nothing_is_not_counted():
    assert tally(ROWS) == "1 of 2 hold"


def test_an_empty_list_has_no_numbers():
    assert Statements(()).numbers.shape == (0, 3)


def test_an_unknown_verdict_is_named():
    with pytest.raises(LayerError, match=r"verdict = 'maybe', allowed"):
        Statements((Statement("x", verdict="maybe"),))
