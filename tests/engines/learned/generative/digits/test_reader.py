from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError, UnfitError
from engines.learned.generative.digits.reader import MODEL, SIZES, probabilities
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model
from engines.systems.samples.digits import ink, labels, split


@pytest.fixture(scope="module")
def reader():
    return open_model(card_of("digits-reader"))


def test_digits_it_has_never_seen_are_read_as_its_card_says(reader):
    test = split(0)[1]
    right = float((reader.classes(ink(test)) == labels(test)).mean())
    assert right == pytest.approx(reader.card.metrics["right"], abs=1e-6)
    assert right > 0.97
    assert reader.card.metrics["tested"] == len(test)


def test_probabilities_add_to_one_even_of_large_numbers():
    found = probabilities(np.array([[1e4, 0.0], [0.0, np.log(3.0)]]))
    np.testing.assert_allclose(found, [[1.0, 0.0], [0.25, 0.75]])


def test_nothing_is_read_from_other_sizes_and_there_is_no_flow(reader):
    with pytest.raises(ParameterError, match=r"pictures of shape \(2, 9, 9\), allowed \(n, 8, 8\)"):
        reader.read(np.zeros((2, 9, 9)))
    with pytest.raises(UnfitError, match="digits-reader reads pictures"):
        reader.flow(parameters_model("p", ())())
    with pytest.raises(ValueError, match="layers"):
        MODEL.shapes({"layers": [*SIZES[:-1], 9]})
