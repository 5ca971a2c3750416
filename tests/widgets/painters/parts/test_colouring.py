from __future__ import annotations

import numpy as np
import pytest

from widgets.painters.gl.buffer import UNIT_SQUARE, Buffer
from widgets.painters.gl.texture import Target, Texture
from widgets.painters.painter import Moment
from widgets.painters.parts.colouring import Colouring, Raster
from widgets.theme.maps import colour_table
from widgets.theme.tokens import DARK, LIGHT


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("scale", ["amount", "signed", "ftle_backward", "grey"])
def test_values_take_exactly_the_entries_of_the_table(context, scale, theme):
    index = np.arange(0, 1024, 33)
    texels = np.zeros((1, len(index), 4))
    texels[..., 0], texels[..., 1] = index / 1023.0, 1.0
    texture, square, colouring = Texture.of(texels), Buffer(UNIT_SQUARE), Colouring()
    target = Target(len(index), 1, np.zeros((1, len(index), 4)))
    target.bind()
    n = float(len(index))
    moment = Moment(np.diag([2.0, 2.0, 1.0, 1.0]), target.size, 1.0, theme, square)
    raster = Raster(texture, (-0.5, 0.5, -0.5, 0.5), (-0.5, -0.5, n - 0.5, 0.5))
    colouring.draw(raster, (0.0, 1.0), scale, moment)
    drawn = target.read()[0, :, :3]
    np.testing.assert_allclose(drawn, colour_table(scale, theme.name)[index, :3], atol=1e-6)
    for resource in (texture, square, colouring, target):
        resource.release()
