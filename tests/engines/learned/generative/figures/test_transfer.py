from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.learned.generative.figures.transfer import (
    TransferFlow,
    TransferModel,
    trained_on,
    transfer_shapes,
)
from engines.learned.generative.rectified.velocity_flow import Walk

DRAW = np.random.default_rng(0)
SIZES = {
    "stages": ["matched", "1"],
    "side": 6,
    "directions": 5,
    "width": 8,
    "blocks": 2,
    "source": 4,
    "spreads": [1.0, 1.2],
}
ARRAYS = {
    n: (0.3 * DRAW.standard_normal(s)).astype(np.float32)
    for n, s in transfer_shapes(("matched", "1"), 6, 5, 8, 2, 4).items()
}


def test_it_begins_with_pictures_and_ends_with_pictures():
    flow = TransferFlow(ARRAYS, (1.0, 1.2), "matched", Walk("Euler", 5))
    assert flow.begins == "start"
    begin = flow.noise(3, np.random.default_rng(1))
    assert all(any(np.allclose(row, kept) for kept in ARRAYS["source"]) for row in begin)
    end = flow.advance(begin, 0.0, 1.0)
    assert flow.decode(end).shape == (3, 6, 6)
    assert flow.walked(Walk("RK4", 9)).integrator.startswith("RK4, 9 steps")
    assert r"\mathrm{matched}" in flow.tex()[0]


def test_trainings_are_apart_and_only_those_there_are_can_be_chosen():
    ends = [
        TransferFlow(ARRAYS, (1.0, 1.2), k).advance(ARRAYS["source"][:1], 0.0, 1.0)
        for k in SIZES["stages"]
    ]
    assert np.abs(ends[0] - ends[1]).max() > 0.1
    assert trained_on(("matched", "1")).choices == ("matched", "1")
    with pytest.raises(FlowError, match="run reflow 1 first"):
        TransferModel.stage(_opened(), "2")


def _opened():
    found = TransferModel.__new__(TransferModel)
    found.arrays, found.spreads, found.stages = ARRAYS, (1.0, 1.2), ("matched", "1")
    return found


@pytest.mark.parametrize(
    ("name", "value"),
    [("width", 0), ("blocks", 17), ("source", 0), ("spreads", [1.0]), ("stages", ["x"])],
)
def test_sizes_that_make_no_network_are_refused(name, value):
    assert TransferModel.shapes(SIZES) == {n: a.shape for n, a in ARRAYS.items()}
    with pytest.raises(ValueError, match=name):
        TransferModel.shapes({**SIZES, name: value})
