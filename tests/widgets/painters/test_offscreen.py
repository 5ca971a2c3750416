from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from engines.errors import SeparatrixError
from engines.layers.shader_field import ShaderField
from widgets.painters import offscreen
from widgets.painters.offscreen import evaluate, opengl_facts

GLSL = "uniform float a; float field(vec2 p) { return a * p.x + 10.0 * p.y; }"
DOMAIN = (-1.0, 3.0, 0.0, 2.0)


def test_values_are_those_at_the_nodes():
    values = evaluate(ShaderField(GLSL, {"a": 2.0}, DOMAIN, (9, 5)), 9, 5)
    x, y = np.linspace(-1, 3, 9), np.linspace(0, 2, 5)
    assert values.dtype == np.float32
    np.testing.assert_allclose(values, 2.0 * x + 10.0 * y[:, None], rtol=1e-6, atol=1e-6)


def test_uniforms_given_replace_those_of_the_recipe():
    field = ShaderField(GLSL, {"a": 2.0}, (0.0, 1.0, 0.0, 1.0), (3, 2))
    np.testing.assert_allclose(evaluate(field, 3, 2, {"a": -4.0})[0], [0.0, -2.0, -4.0])


def test_what_is_not_finite_is_nan():
    field = ShaderField(
        "float field(vec2 p) { return p.x > 0.0 ? 1.0 : sqrt(p.x - 1.0); }",
        {},
        (-1.0, 1.0, 0.0, 1.0),
        (4, 2),
    )
    values = evaluate(field, 4, 2)
    assert np.isnan(values[:, :2]).all()
    assert (values[:, 2:] == 1.0).all()


def test_bands_of_a_dear_field_join_without_a_seam(monkeypatch):
    monkeypatch.setattr(offscreen, "TILE_EVALUATIONS", 64.0)
    field = ShaderField(GLSL, {"a": 1.0}, (0.0, 1.0, 0.0, 1.0), (16, 16), cost=2)
    values = evaluate(field, 16, 16)
    expected = np.linspace(0, 1, 16) + 10.0 * np.linspace(0, 1, 16)[:, None]
    np.testing.assert_allclose(values, expected, rtol=1e-5, atol=1e-6)


def test_a_recipe_that_does_not_compile_is_one_sentence():
    field = ShaderField("float field(vec2 p) { return nonsense; }", {}, DOMAIN, (2, 2))
    with pytest.raises(SeparatrixError, match="cannot compile the shader"):
        evaluate(field, 2, 2)


def test_any_thread_may_ask():
    field = ShaderField(GLSL, {"a": 2.0}, (0.0, 1.0, 0.0, 1.0), (2, 2))
    found = []
    thread = threading.Thread(target=lambda: found.append(evaluate(field, 2, 2)))
    thread.start()
    thread.join()
    np.testing.assert_array_equal(found[0], evaluate(field, 2, 2))


def test_a_window_of_the_same_thread_keeps_its_context(context):
    from PyQt6.QtGui import QOpenGLContext

    before = QOpenGLContext.currentContext()
    assert before is not None
    evaluate(ShaderField(GLSL, {"a": 2.0}, DOMAIN, (2, 2)), 2, 2)
    assert QOpenGLContext.currentContext() is before


def test_the_driver_is_named():
    assert opengl_facts().renderer


@pytest.mark.parametrize("nx", [8, 9])
def test_a_paired_field_has_the_same_values(nx):
    both = GLSL + " vec2 fields(vec2 p, vec2 q) { return vec2(field(p), field(q)); }"
    one = evaluate(ShaderField(GLSL, {"a": 2.0}, DOMAIN, (nx, 5)), nx, 5)
    two = evaluate(ShaderField(both, {"a": 2.0}, DOMAIN, (nx, 5), paired=True), nx, 5)
    np.testing.assert_array_equal(one, two)


TABLE = "uniform sampler2D table; float field(vec2 p) { return texture2D(table, p).y; }"


def test_a_field_reads_the_table_that_comes_with_it():
    table = np.zeros((2, 2, 4), dtype=np.float32)
    table[..., 1] = [[1.0, 2.0], [3.0, 4.0]]
    field = ShaderField(TABLE, {}, (0.25, 0.75, 0.25, 0.75), (2, 2), textures={"table": table})
    np.testing.assert_array_equal(evaluate(field, 2, 2), table[..., 1])
    other = replace(field, textures={"table": 2.0 * table})
    np.testing.assert_array_equal(evaluate(other, 2, 2), 2.0 * table[..., 1])
