from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.learned.latent.slice import Slice, checked, sliced

AXES = np.linalg.qr(np.random.default_rng(0).standard_normal((5, 2)))[0].T
ORIGIN, THROUGH = np.full(5, 0.5), np.arange(5.0)


def test_the_plane_passes_through_its_code():
    cut = Slice(AXES, ORIGIN, THROUGH, ("a", "b"))
    np.testing.assert_allclose(cut.lifted(np.array([cut.box.start]))[0], THROUGH)
    np.testing.assert_allclose(cut.start, THROUGH)


def test_the_handle_moves_within_the_plane_only():
    cut = Slice(AXES, ORIGIN, THROUGH, ("a", "b"), (2.0, -1.0))
    moved = cut.start - THROUGH
    np.testing.assert_allclose(moved, (moved @ AXES.T) @ AXES, atol=1e-12)
    np.testing.assert_allclose(cut.seen(cut.start[None])[0], [2.0, -1.0])


def test_distances_in_the_plane_are_distances_between_codes():
    cut = Slice(AXES, ORIGIN, THROUGH, ("a", "b"))
    ends = cut.lifted(np.array([[0.0, 0.0], [3.0, 4.0]]))
    assert np.linalg.norm(ends[1] - ends[0]) == pytest.approx(5.0)


def chosen(horizontal=1, vertical=2, handle=()):
    return SimpleNamespace(horizontal_axis=horizontal, vertical_axis=vertical, handle=handle)


@pytest.mark.parametrize(("along", "letter"), [(True, "p"), (False, "z")])
def test_axes_are_principal_directions_or_single_code_numbers(along, letter):
    widest = np.linalg.qr(np.random.default_rng(1).standard_normal((5, 5)))[0]
    cut = sliced(chosen(4, 2), THROUGH, ORIGIN, widest, along)
    np.testing.assert_array_equal(cut.axes, (widest if along else np.eye(5))[[3, 1]])
    assert cut.box.symbols == (f"{letter}_{{4}}", f"{letter}_{{2}}")
    np.testing.assert_allclose(cut.start, THROUGH, atol=1e-12)


def test_the_hand_leaves_the_handle_where_it_likes_within_the_plane():
    cut = sliced(chosen(handle=((1.5, -1.0),)), THROUGH, ORIGIN, np.eye(5), False)
    np.testing.assert_allclose(cut.start, [1.5, -1.0, *THROUGH[2:]])


def test_what_is_no_plane_is_refused():
    with pytest.raises(ParameterError, match="vertical_axis = 3, must differ"):
        checked(chosen(3, 3))
    with pytest.raises(ParameterError, match="allowed two coordinates"):
        checked(chosen(handle=((1.0, 2.0, 3.0),)))
