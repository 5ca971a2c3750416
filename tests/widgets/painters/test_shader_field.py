from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.layers.shader_field import ShaderField
from widgets.painters.painter import ColourRange
from widgets.theme.maps import colour_table

RAMP = "uniform float a; float field(vec2 p) { return a * p.x; }"
DOMAIN = (0.0, 120.0, 0.0, 80.0)


def _ramp(**more):
    return ShaderField(RAMP, {"a": 1.0}, DOMAIN, (120, 80), limits=(0.0, 120.0), **more)


def _colours(values):
    return colour_table("amount", "dark")[np.clip(values * 1023 + 0.5, 0, 1023).astype(int), :3]


def test_each_pixel_shows_the_value_at_its_centre(plane, picture):
    plane.set_layers({"f": _ramp()}, ("f",))
    expected = _colours((np.arange(120) + 0.5) / 120)
    seen = picture(plane)
    np.testing.assert_allclose(seen[40], expected, atol=0.004)
    np.testing.assert_array_equal(seen[3], seen[77])


def test_a_uniform_changes_the_picture_without_new_layers(plane, picture):
    plane.set_layers({"f": _ramp()}, ("f",))
    picture(plane)
    assert plane.set_uniforms({"a": 0.5, "other": 3.0})
    expected = _colours(0.5 * (np.arange(120) + 0.5) / 120)
    np.testing.assert_allclose(picture(plane)[40], expected, atol=0.004)


def test_a_uniform_that_no_layer_has_is_not_used(plane):
    plane.set_layers({"f": _ramp()}, ("f",))
    assert not plane.set_uniforms({"b": 0.5})


def test_zooming_computes_the_new_part_at_full_sharpness(plane, picture):
    plane.set_layers({"f": _ramp()}, ("f",))
    picture(plane)
    plane.set_limits((10.0, 22.0, 0.0, 8.0))
    expected = _colours((10.0 + 0.1 * (np.arange(120) + 0.5)) / 120)
    np.testing.assert_allclose(picture(plane)[40], expected, atol=0.004)


def test_outside_of_its_domain_there_is_canvas(plane, picture, rgb):
    plane.set_limits((60.0, 180.0, 0.0, 80.0))
    plane.set_layers({"f": _ramp()}, ("f",))
    seen = picture(plane)
    np.testing.assert_allclose(seen[40, 61:], np.broadcast_to(rgb("canvas"), (59, 3)), atol=0.003)
    np.testing.assert_allclose(seen[40, 58], _colours(np.array(118.5 / 120)), atol=0.01)


def test_what_is_not_finite_has_a_ground_of_its_own(plane, picture, rgb):
    text = "float field(vec2 p) { return p.x < 60.0 ? sqrt(-1.0 - p.x) : 1.0; }"
    field = ShaderField(text, {}, DOMAIN, (120, 80), limits=(0.0, 1.0))
    plane.set_layers({"f": field}, ("f",))
    seen = picture(plane)
    np.testing.assert_allclose(seen[40, :59], np.broadcast_to(rgb("control"), (59, 3)), atol=0.003)
    np.testing.assert_allclose(seen[40, 61], _colours(np.array(1.0)), atol=0.004)


def test_a_dear_field_is_coarse_at_once_and_fine_at_rest(plane, picture):
    field = ShaderField(RAMP, {"a": 1.0}, DOMAIN, (120, 80), limits=(0.0, 120.0), cost=10**6)
    plane.set_layers({"f": field}, ("f",))
    plane.grab_image(settled=False)
    painter = plane._scene._painters["f"]
    assert plane.refining
    assert painter.level[0] < 60
    picture(plane)
    assert not plane.refining
    assert painter.level == (120, 80)


def test_a_moved_value_waits_for_rest_before_it_is_refined(plane):
    field = ShaderField(RAMP, {"a": 1.0}, DOMAIN, (120, 80), limits=(0.0, 120.0))
    plane.set_layers({"f": field}, ("f",))
    plane.grab_image()
    painter = plane._scene._painters["f"]
    painter.pace.rate = 1e4
    plane.set_uniforms({"a": 2.0})
    plane.grab_image(settled=False)
    assert painter.level[0] < 120
    assert not plane._refine()
    assert plane.refining


def test_a_field_that_follows_a_slow_clock_does_not_refine_between_its_steps(plane):
    field = ShaderField(RAMP, {"a": 1.0}, DOMAIN, (120, 80), limits=(0.0, 120.0))
    plane.set_layers({"f": field}, ("f",))
    plane.grab_image()
    painter = plane._scene._painters["f"]
    moment = plane._moment(plane._square)
    plane.native.makeCurrent()
    for step in range(3):  # a picture every 0.1 s
        painter.pace.rate = 1e4
        painter.use({"a": 2.0 + step})
        painter.prepare(replace(moment, wall=100.0 + 0.1 * step))
    assert not painter.refine(replace(moment, wall=100.3))
    assert painter.level[0] < 120
    before = painter.level
    painter.pace.rate = 1e9
    assert painter.refine(replace(moment, wall=100.6))
    assert painter.level > before


def test_limits_are_robust_and_told_with_the_unit(plane):
    field = ShaderField(RAMP, {"a": 1.0}, DOMAIN, (120, 80), unit="1/s", scale="ftle_forward")
    plane.set_layers({"f": field}, ("f",))
    plane.grab_image()
    assert plane.colour_range() == ColourRange(0.0, 120.0, "ftle_forward", "1/s")


@pytest.mark.parametrize(
    ("limits", "outside"),
    [((0.0, 120.0), (False, False)), ((0.0, 60.0), (False, True)), ((40.0, 120.0), (True, False))],
)
def test_what_lies_outside_the_limits_is_measured_and_not_assumed(plane, limits, outside):
    field = ShaderField(RAMP, {"a": 1.0}, DOMAIN, (120, 80), scale="amount", limits=limits)
    plane.set_layers({"f": field}, ("f",))
    plane.grab_image()
    assert plane.colour_range()[4:] == outside


def test_a_recipe_that_does_not_compile_is_told_once(plane, qtbot):
    told = []
    plane.trouble.connect(told.append)
    plane.set_layers(
        {"f": ShaderField("float field(vec2 p) { return x; }", {}, DOMAIN, (2, 2))}, ("f",)
    )
    plane.grab_image()
    plane.grab_image()
    assert len(told) == 1
    assert "cannot compile" in told[0]
    plane.set_layers({"f": _ramp()}, ("f",))
    plane.grab_image()
    assert plane._scene.troubles() == ()


@pytest.mark.parametrize("size", [(1, 1), (3, 200)])
def test_the_smallest_widgets_do_no_harm(plane, size):
    plane.set_layers({"f": _ramp()}, ("f",))
    plane.native.resize(*size)
    assert plane.grab_image().shape == (size[1], size[0], 4)


def test_another_recipe_is_compiled_in_place_of_the_old(plane, picture):
    plane.set_layers({"f": _ramp()}, ("f",))
    picture(plane)
    text = "float field(vec2 p) { return 1.5 * p.y; }"
    plane.set_layers({"f": ShaderField(text, {}, DOMAIN, (120, 80), limits=(0.0, 120.0))}, ("f",))
    expected = _colours((np.arange(80) + 0.5) / 80)
    np.testing.assert_allclose(picture(plane)[:, 60], expected, atol=0.004)


TABLE = "uniform sampler2D table; float field(vec2 p) { return texture2D(table, vec2(0.5)).x; }"


def _told(value):
    table = np.full((1, 1, 4), value, dtype=np.float32)
    return ShaderField(TABLE, {}, DOMAIN, (120, 80), limits=(0.0, 120.0), textures={"table": table})


def test_another_table_is_another_picture(plane, picture):
    plane.set_layers({"f": _told(30.0)}, ("f",))
    np.testing.assert_allclose(picture(plane)[40, 60], _colours(np.array(0.25)), atol=0.004)
    plane.set_layers({"f": _told(90.0)}, ("f",))
    np.testing.assert_allclose(picture(plane)[40, 60], _colours(np.array(0.75)), atol=0.004)


def test_a_table_is_sent_again_after_the_context_was_lost(plane, picture):
    plane.set_layers({"f": _told(30.0)}, ("f",))
    before = picture(plane)
    painter = plane._scene._painters["f"]
    sent = painter._samplers
    painter.lost()
    np.testing.assert_array_equal(picture(plane), before)
    assert painter._samplers is not sent
    assert painter._samplers.sent == 1


def test_the_last_picture_stays_until_a_new_recipe_is_translated(plane, picture):
    class Rehearsal:
        done = False

        def ready(self, who, key, work):
            return self.done

    plane.set_layers({"f": _ramp()}, ("f",))
    plane.grab_image()
    painter, rehearsal = plane._scene._painters["f"], Rehearsal()
    plane.native.makeCurrent()
    moment = replace(plane._moment(plane._square), rehearsal=rehearsal)
    shown = painter._front
    other = ShaderField(
        RAMP.replace("p.x", "p.y"), {"a": 1.0}, DOMAIN, (120, 80), limits=(0.0, 80.0)
    )
    painter.take(other)
    painter.prepare(moment)
    assert painter._front is shown
    assert painter.restless
    painter.draw(moment)
    rehearsal.done = True
    painter.prepare(moment)
    assert painter._front is not shown
    plane.native.doneCurrent()
    expected = _colours((np.arange(80) + 0.5) / 80)
    np.testing.assert_allclose(picture(plane)[:, 40], expected, atol=0.004)


def test_a_window_shows_a_new_field_once_it_is_rehearsed(plane, qtbot):
    plane.set_layers({"f": _ramp()}, ("f",))
    painter = plane._scene._painters["f"]
    qtbot.waitUntil(lambda: painter.level is not None, timeout=60000)
    assert painter.trouble == ""
