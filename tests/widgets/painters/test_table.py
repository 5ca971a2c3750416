from __future__ import annotations

import typing

from engines.layers.frame import Layer
from engines.layers.image_grid import ImageGrid
from engines.layers.series import Series
from engines.layers.statements import Statements
from widgets.painters.painter import Painter
from widgets.painters.table import PAINTERS


def test_every_kind_of_layer_that_no_chart_sheet_or_table_shows_has_a_painter():
    assert set(PAINTERS) == set(typing.get_args(Layer)) - {ImageGrid, Series, Statements}
    assert all(issubclass(painter, Painter) for painter in PAINTERS.values())
