from __future__ import annotations

import numpy as np
import pytest

from engines.learned.latent.potentials.layout import Layout, frequencies


def test_potentials_are_stacked_and_share_nothing():
    layout = Layout(12, 64, 6)
    stacked = layout.shapes("wave.")
    assert {shape[0] for shape in stacked.values()} == {6}
    assert stacked["wave.place.weight"] == (6, 64, 12)
    each = sum(int(np.prod(shape)) for shape in layout.one().values())
    assert 12_000 < each < 15_000


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ((12, 64, 1), "potentials = 1, allowed 2 to 32"),
        ((12, 64, 33), "potentials = 33, allowed 2 to 32"),
        ((0, 64, 6), "codes = 0"),
        ((12, 63, 6), "width = 63, allowed even"),
    ],
)
def test_sizes_that_are_not_allowed_are_refused(sizes, words):
    with pytest.raises(ValueError, match=words):
        Layout(*sizes)


def test_waves_of_time_span_four_powers_of_ten():
    waves = frequencies(64)
    assert len(waves) == 32
    assert waves[0] == 1.0
    assert waves[-1] == pytest.approx(1e-4)
