from __future__ import annotations

import numpy as np
import torch

from engines.training.diffusion.averaging import Average


def test_the_average_lags_behind_and_arrives():
    tensors = {"w": torch.zeros(3, requires_grad=True)}
    average = Average(tensors, 0.9)
    with torch.no_grad():
        tensors["w"] += 1.0
    average.follow()
    early = average.arrays()["w"].copy()
    assert (early > 0.5).all()
    assert (early < 1.0).all()
    for _ in range(200):
        average.follow()
    np.testing.assert_allclose(average.arrays()["w"], 1.0, atol=1e-6)
    assert (early < 1.0).all()  # a copy is not touched any more
