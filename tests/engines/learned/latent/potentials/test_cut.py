from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.learned.latent.potentials.cut import carried, cut, declared
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.space import PotentialSpace
from engines.parameters.declare import parameters_model

START = np.array([0.3, -0.2, 0.5, 0.1, -0.4])
WIDEST = np.linalg.qr(np.random.default_rng(0).standard_normal((5, 5)))[0]


@pytest.fixture
def space(arrays):
    return PotentialSpace(
        lambda z: np.asarray(z)[:, :, None], Landscapes(arrays), ("a", "b", "c"), 1, START
    )


@pytest.fixture(scope="module")
def values():
    return parameters_model("p", declared(5, 3, ("hue",)))


@pytest.mark.parametrize("axes", ["principal", "codes"])
def test_the_plane_passes_through_the_start_along_the_chosen_axes(space, values, axes):
    plane = cut(values(axes=axes, horizontal_axis=3), space, np.ones(5), WIDEST)
    np.testing.assert_allclose(plane.whole.box.start, START, atol=1e-12)
    rows = WIDEST if axes == "principal" else np.eye(5)
    one, two = plane.lifted(np.array([[1.0, 0.0], [0.0, 1.0]])) - plane.lifted(np.zeros((1, 2)))
    np.testing.assert_allclose([one, two], rows[[2, 1]], atol=1e-12)


def test_the_handle_is_where_the_hand_left_it(space, values):
    plane = cut(values(axes="codes", handle=((1.5, -1.0),)), space, np.zeros(5), WIDEST)
    np.testing.assert_allclose(plane.whole.box.start, [1.5, -1.0, 0.5, 0.1, -0.4])


def test_what_cannot_be_shown_is_refused(space, values):
    with pytest.raises(ParameterError, match="vertical_axis = 3, must differ"):
        cut(values(horizontal_axis=3, vertical_axis=3), space, np.zeros(5), WIDEST)
    with pytest.raises(ParameterError, match="allowed two coordinates"):
        cut(values(handle=((1.0, 2.0, 3.0),)), space, np.zeros(5), WIDEST)


def test_codes_are_carried_by_steps_of_one(arrays):
    landscapes = Landscapes(arrays)
    codes = np.random.default_rng(1).standard_normal((4, 5))
    once = codes + landscapes.slopes(np.tile(codes, (3, 1, 1)), 0.0)[2]
    twice = once + landscapes.slopes(np.tile(once, (3, 1, 1)), 1.0)[2]
    np.testing.assert_allclose(carried(landscapes, codes, 2, 2), twice, atol=1e-12)
    np.testing.assert_array_equal(carried(landscapes, codes, 2, 0), codes)
