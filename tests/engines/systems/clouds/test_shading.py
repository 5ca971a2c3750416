from __future__ import annotations

import numpy as np
import pytest

from engines.layers.shader_field import ShaderField
from engines.numerics.diffusion.path import PATHS, Linear, Scaled, VarianceExploding
from engines.systems.clouds.gaussian_mixture import circle, mixture
from engines.systems.clouds.probability_flow import flow_to
from engines.systems.clouds.shading import circle_placing, moment, placing, text
from widgets.painters.offscreen import evaluate

SKEW = mixture(
    [[0.0, 1.0], [2.0, -1.0], [-2.0, 0.0]],
    [np.diag([1.0, 0.2]), [[0.5, 0.3], [0.3, 0.4]], 0.1 * np.eye(2)],
    [0.5, 0.3, 0.2],
)
PARTS = (
    "uniform float when; uniform float part;\n"
    "float field(vec2 x) {\n"
    "    if (part < 1.5) return part < 0.5 ? velocity(x, when).x : velocity(x, when).y;\n"
    "    mat2 g = gradient(x, when);\n"
    "    if (part < 3.5) return part < 2.5 ? g[0][0] : g[1][0];\n"
    "    return part < 4.5 ? g[0][1] : g[1][1];\n"
    "}\n"
)


@pytest.mark.parametrize(
    "path",
    [PATHS["linear"], PATHS["trig"], PATHS["VP"], Scaled(VarianceExploding())],
    ids=lambda p: p.name,
)
def test_the_shader_and_the_formula_are_one_field(path):
    flow = flow_to(SKEW, path)
    x = np.linspace(-3.0, 3.0, 24)
    states = np.stack(np.meshgrid(x, x), axis=-1).reshape(-1, 2)
    for when in (0.1, 0.5, 0.9):
        v, g = flow.velocity(states, when), flow.jacobian(states, when)
        exact = (*v.T, g[:, 0, 0], g[:, 0, 1], g[:, 1, 0], g[:, 1, 1])
        for part, values in enumerate(exact):
            uniforms = {**flow.uniforms(), "when": when, "part": float(part)}
            field = ShaderField(flow.glsl() + PARTS, uniforms, (-3.0, 3.0, -3.0, 3.0), (24, 24))
            found = evaluate(field, 24, 24).ravel()
            scale = max(1.0, np.abs(values).max())
            np.testing.assert_allclose(found, values, atol=2e-4 * scale)


def test_every_number_is_a_uniform_of_its_own():
    placed = placing(circle(3))
    assert len(placed.uniforms) == 18
    for name in placed.uniforms:
        assert f"uniform float {name};" in text(placed, Linear())


def test_a_circle_is_held_by_three_sliders():
    placed = circle_placing(5, 3.0, 0.2)
    assert placed.uniforms == {"modes": 5.0, "radius": 3.0, "spread": 0.2}
    free, slim = flow_to(circle(5, 3.0, 0.2)), flow_to(circle(5, 3.0, 0.2), placed=placed)
    found = []
    for flow in (free, slim, slim.refined()):
        uniforms = {**flow.uniforms(), "when": 0.6, "part": 0.0}
        field = ShaderField(flow.glsl() + PARTS, uniforms, (-3.0, 3.0, -3.0, 3.0), (24, 24))
        found.append(evaluate(field, 24, 24))
    np.testing.assert_allclose(found[0], found[1], atol=1e-4)
    np.testing.assert_array_equal(found[1], found[2])


def test_a_path_nobody_has_written_down_is_named():
    class Other(Linear):
        pass

    assert "t - 1.0" in moment(Other())
    with pytest.raises(TypeError, match="not written in GLSL"):
        moment(Scaled.__mro__[1].__new__(Unwritten))


class Unwritten(Scaled.__mro__[1]):
    name = "unwritten"

    def a(self, t):
        return t

    def s(self, t):
        return 1 - t

    def da(self, t):
        return 1

    def sds(self, t):
        return t - 1
