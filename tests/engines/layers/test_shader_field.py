import pytest

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
