from __future__ import annotations

import typing

from engines.layers.frame import Layer
from engines.layers.image_grid import ImageGrid
from engines.layers.series import Series
from widgets.painters.painter import Painter
from widgets.painters.table import PAINTERS


def test_every_kind_of_layer_that_is_not_a_chart_or_a_sheet_has_a_painter():
    assert set(PAINTERS) == set(typing.get_args(Layer)) - {ImageGrid, Series}
    assert all(issubclass(painter, Painter) for painter in PAINTERS.values())
