from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.learned.latent.pictured import FACTORS, PIECE, Decoded, ReadDecoder, inked


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


def test_ink_is_the_brightest_channel():
    assert inked(np.array([[[[0.2]], [[0.7]]]])).tolist() == [[[0.7]]]


def test_others_are_not():
    space = Decoded(pictures)
    assert space.told == ()
    assert len(space.known) == 0
    with pytest.raises(UnfitError, match="nobody has learned to read"):
        space.readings(np.ones((1, 2, 2)))
