from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.experiments.generative.chosen.formulae import (
    EIGHT,
    EMPIRICAL,
    MIXTURES,
    POINT,
    formula_of,
)
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Linear
from engines.systems.clouds.guided_flow import GuidedFlow
from engines.systems.clouds.hand_drawn import OWN
from engines.systems.clouds.own_gaussians import GAUSSIANS, START

REST = {
    "velocity": "exact", "by_heart": 10, "modes": 8, "radius": 4.0, "spread": 0.3, "points": (),
    "hand_spread": 0.25, "sheet": 6.0, "gaussians": START, "in_hand": 0,
}  # fmt: skip


def chosen(**values):
    return formula_of(SimpleNamespace(**{**REST, **values}))


@pytest.mark.parametrize(("data", "parts"), [(EIGHT, 8), ("two Gaussians", 2), (GAUSSIANS, 3)])
def test_data_that_are_known_are_a_mixture(data, parts):
    found = chosen(data=data)
    assert len(found.data.weights) == parts
    assert found.note == ""
    flow = found.flow(Linear(), Sampler(steps=4), 0, 1.0)
    assert flow.mixture is found.data
    assert isinstance(found.flow(Linear(), Sampler(steps=4), 2, 1.0), GuidedFlow)


@pytest.mark.parametrize("data", [EIGHT, GAUSSIANS, "moons", *MIXTURES])
def test_what_is_known_by_heart_is_as_many_points_as_are_asked_for(data):
    found = chosen(data=data, velocity=EMPIRICAL)
    assert len(found.data.means) == 10
    np.testing.assert_allclose(found.data.covariances, POINT**2 * np.eye(2)[None].repeat(10, 0))
    assert found.note.startswith("empirical: 10 points by heart")


def test_points_of_a_hand_are_learned_by_heart_as_they_are():
    found = chosen(data=OWN, velocity=EMPIRICAL, points=((1.0, 2.0), (-1.0, 0.0)))
    np.testing.assert_array_equal(found.data.means, [[1.0, 2.0], [-1.0, 0.0]])
    with pytest.raises(UnfitError, match="is empty"):
        chosen(data=OWN)
