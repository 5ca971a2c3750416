from __future__ import annotations

import numpy as np
import pytest

from engines.layers.shader_field import ShaderField
from widgets.painters.parts.pairs import halved
from widgets.painters.parts.refinement import Tile

ONE = "float field(vec2 p) { return p.x * p.x + p.y; }"
BOTH = ONE + " vec2 fields(vec2 a, vec2 b) { return vec2(field(a), field(b)); }"
DOMAIN = (0.0, 120.0, 0.0, 80.0)


@pytest.mark.parametrize(
    ("x", "width", "expected"), [(0, 8, (0, 4)), (0, 7, (0, 4)), (3, 4, (1, 3)), (5, 1, (2, 1))]
)
def test_a_tile_of_pairs_holds_every_texel_of_the_tile(x, width, expected):
    found = halved(Tile(x, 2, width, 3))
    assert (found.x, found.width) == expected
    assert (found.y, found.height) == (2, 3)


@pytest.mark.parametrize("pace", [1e4, 1e9])
def test_a_paired_field_is_the_same_picture(plane, picture, pace):
    seen = []
    for field in (
        ShaderField(ONE, {}, DOMAIN, (120, 80), limits=(0.0, 1e4)),
        ShaderField(BOTH, {}, DOMAIN, (120, 80), limits=(0.0, 1e4), paired=True),
    ):
        plane.set_layers({}, ())
        picture(plane)
        plane.set_layers({"f": field}, ("f",))
        plane._scene._painters["f"].pace.rate = pace
        seen.append(picture(plane))
    np.testing.assert_array_equal(*seen)
    assert np.ptp(seen[0]) > 0.1
