import numpy as np
import pytest

from engines.errors import LayerError
from engines.layers.shader_field import ShaderField, ShaderTracers


@pytest.mark.parametrize(
    "recipe",
    [
        ShaderField("", {"A": 1.0}, (0.0, 1.0, 0.0, 1.0), (2, 2)),
        ShaderTracers("", {"A": 1.0}, (0.0, 1.0, 0.0, 1.0)),
    ],
)
def test_the_numbers_of_a_recipe_cannot_be_changed(recipe):
    with pytest.raises(TypeError):
        recipe.uniforms["A"] = 2.0


@pytest.mark.parametrize("kind", [ShaderField, ShaderTracers])
def test_texels_cannot_be_changed_and_are_copied_once(kind):
    further = ((2, 2),) if kind is ShaderField else ()
    mine = np.ones((3, 5, 4), np.float32)
    first = kind("", {}, (0.0, 1.0, 0.0, 1.0), *further, textures={"wind": mine})
    mine[:] = 0.0
    kept = first.textures["wind"]
    again = kind("", {}, (0.0, 1.0, 0.0, 1.0), *further, textures=first.textures)
    assert (kept == 1.0).all()
    assert not kept.flags.writeable
    assert again.textures["wind"] is kept


@pytest.mark.parametrize("kind", [ShaderField, ShaderTracers])
def test_a_texel_holds_four_numbers(kind):
    further = ((2, 2),) if kind is ShaderField else ()
    with pytest.raises(LayerError, match=r"textures\[wind\] has shape \(3, 5, 2\)"):
        kind("", {}, (0.0, 1.0, 0.0, 1.0), *further, textures={"wind": np.ones((3, 5, 2))})
