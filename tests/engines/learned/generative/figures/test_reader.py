from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.learned.generative.figures.reader import MODEL, SIZES
from engines.learned.weights import card_of, open_model
from engines.systems.samples.figures import figures, kinds


@pytest.fixture(scope="module")
def reader():
    return open_model(card_of("figures-reader"))


def test_figures_it_has_never_seen_are_read_as_its_card_says(reader):
    right = float((reader.classes(figures(1000, 1)) == kinds(1000, 1)).mean())
    assert right == pytest.approx(reader.card.metrics["right"], abs=1e-6)
    assert right > 0.99
    assert reader.card.metrics["tested"] == 1000


def test_nothing_is_read_from_digits_nor_by_another_network(reader):
    with pytest.raises(ParameterError, match=r"allowed \(n, 28, 28\)"):
        reader.read(np.zeros((2, 8, 8)))
    with pytest.raises(ValueError, match="layers"):
        MODEL.shapes({"layers": [*SIZES[:-1], 9]})
