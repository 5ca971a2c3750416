from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.learned.latent.pictured import (
    FACTORS,
    PIECE,
    AlteredDecoder,
    Decoded,
    ReadDecoder,
    shown,
)


def pictures(codes):
    return np.asarray(codes, float)[:, :, None]


def test_large_batches_are_decoded_in_pieces():
    sizes = []
    space = Decoded(lambda z: sizes.append(len(z)) or pictures(z))
    codes = np.random.default_rng(0).standard_normal((PIECE + 3, 2))
    np.testing.assert_array_equal(space.decode(codes), pictures(codes))
    assert sizes == [PIECE, 3]
    assert space.decode(codes[:0]).shape == (0, 2, 1)


def test_pictures_somebody_can_read_are_read():
    space = Decoded(
        ReadDecoder(pictures, lambda x: x.sum(axis=(1, 2))[:, None], (1.0, 2.0, 3.0), np.eye(4))
    )
    assert (space.told, space.spreads) == (FACTORS, (1.0, 2.0, 3.0))
    np.testing.assert_array_equal(space.readings(space.decode(np.ones((2, 4)))), [[4.0], [4.0]])
    np.testing.assert_array_equal(space.known, np.eye(4))


def test_one_channel_is_grey_and_three_are_colours_behind_the_pixels():
    made = np.arange(24.0).reshape(2, 3, 2, 2)
    np.testing.assert_array_equal(shown(made)[1, 0, 1], made[1, :, 0, 1])
    assert shown(made).shape == (2, 2, 2, 3)
    np.testing.assert_array_equal(shown(made[:, :1]), made[:, 0])


def test_ways_with_a_meaning_alter_the_picture_of_a_code():
    def brightened(way, code, picture, steps):
        return picture + way * code[0] * steps[:, None, None]

    space = Decoded(AlteredDecoder(pictures, brightened, np.eye(2)))
    np.testing.assert_array_equal(space.paces, np.eye(2))
    code, steps = np.array([2.0, 5.0]), np.array([0.0, 1.0, 3.0])
    found = space.altered(1, code, steps)
    np.testing.assert_array_equal(found, pictures(code[None]) + 2.0 * steps[:, None, None])


def test_others_are_not():
    space = Decoded(pictures)
    assert space.told == ()
    assert len(space.known) == 0
    with pytest.raises(UnfitError, match="nobody has learned to read"):
        space.readings(np.ones((1, 2, 2)))
    assert space.paces.size == 0
    with pytest.raises(UnfitError, match="what these ways are meant to do"):
        space.altered(0, np.zeros(2), np.ones(1))
