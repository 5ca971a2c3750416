from __future__ import annotations

import numpy as np

from widgets.painters.gl.texture import Target, Texture


def test_floats_come_back_as_they_went_in(context):
    data = np.random.default_rng(0).normal(size=(3, 5, 4)).astype(np.float32) * 1e6
    target = Target(5, 3, data)
    assert target.size == (5, 3)
    np.testing.assert_array_equal(target.read(), data)
    np.testing.assert_array_equal(target.read(1, 2, 3, 1), data[2:3, 1:4])
    target.release()


def test_a_rectangle_is_replaced_and_the_rest_stays(context):
    target = Target(4, 4, np.zeros((4, 4, 4)))
    target.texture.write(np.ones((2, 1, 4)), x=3, y=1)
    known = np.zeros((4, 4, 4))
    known[1:3, 3] = 1.0
    np.testing.assert_array_equal(target.read(), known)
    target.release()


def test_a_texture_is_given_back_once(context):
    texture = Texture.of(np.zeros((2, 2, 4)))
    assert texture.bind(3) == 3
    texture.release()
    texture.release()
    assert texture.id == 0
