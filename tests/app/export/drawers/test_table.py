from __future__ import annotations

from typing import get_args

from app.export.drawers.table import DRAWERS
from engines.layers.frame import Layer
from engines.layers.shader_field import ShaderField, ShaderTracers


def test_every_kind_of_layer_with_numbers_has_its_drawer():
    assert set(DRAWERS) == set(get_args(Layer)) - {ShaderField, ShaderTracers}
