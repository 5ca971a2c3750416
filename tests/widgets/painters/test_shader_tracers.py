from __future__ import annotations

from dataclasses import replace

import numpy as np

from engines.layers.shader_field import ShaderTracers
from widgets.painters.parts.swarm import Swarm
from widgets.theme.tokens import LIGHT

DRIFT = "uniform float u; vec2 velocity(vec2 p, float t) { return vec2(u, 0.0); }"
DOMAIN = (0.0, 120.0, 0.0, 80.0)


def _layer(number=300, memory=1.0, **more):
    return ShaderTracers(DRIFT, {"u": 20.0}, DOMAIN, number, memory, **more)


def _moved(canvas, seconds=2.0):
    """Draw once, then let the swarm move on without waiting for a clock."""
    canvas.set_playing(True)
    canvas.grab_image()
    painter = canvas._scene._painters["t"]
    canvas.native.makeCurrent()
    for _ in range(40):
        painter._swarm.advance(seconds / 40, 0.0, painter.values)
    canvas.native.doneCurrent()
    return painter


def test_tracers_are_light_on_dark(plane, picture, rgb):
    plane.set_layers({"t": _layer()}, ("t",))
    _moved(plane)
    seen = picture(plane)
    assert (seen >= rgb("canvas") - 0.003).all()
    assert (seen.sum(axis=2) > rgb("canvas").sum() + 0.05).mean() > 0.02


def test_tracers_are_ink_on_light(plane, picture):
    plane.set_theme(LIGHT)
    plane.set_layers({"t": _layer()}, ("t",))
    _moved(plane)
    seen = picture(plane)
    assert (seen < 0.97).all(axis=2).mean() > 0.02
    assert seen.max() == 1.0


def test_tails_lie_along_the_motion(plane, picture, rgb):
    plane.set_layers({"t": _layer(number=40)}, ("t",))
    _moved(plane)
    light = picture(plane).sum(axis=2) - rgb("canvas").sum()
    along, across = np.abs(np.diff(light, axis=1)).sum(), np.abs(np.diff(light, axis=0)).sum()
    assert along < 0.3 * across


def test_the_head_is_brighter_than_the_tail(plane, picture, rgb):
    plane.set_layers({"t": _layer(number=1, memory=4.0)}, ("t",))
    painter = _moved(plane, 0.0)
    plane.native.makeCurrent()
    # 5 units of time at speed 5: a tail of 20 pixels behind a head that has room for it
    painter.values["u"] = 0.0
    for _ in range(40):
        painter._swarm.advance(0.2, 0.0, painter.values)
    start = painter._swarm.read()[0]
    painter.values["u"] = 5.0 if start[0] < 60.0 else -5.0
    for _ in range(25):
        painter._swarm.advance(0.2, 0.0, painter.values)
    head = painter._swarm.read()[0]
    plane.native.doneCurrent()
    plane.set_playing(False)
    light = picture(plane).sum(axis=(0, 2)) - 80 * rgb("canvas").sum()
    way = np.sign(painter.values["u"])
    assert abs(head[0] - start[0] - 5.0 * painter.values["u"]) < 0.5  # the seed lets it live
    near, far = int(head[0] - 4 * way), int(head[0] - 14 * way)
    assert light[near] > 2.0 * light[far] > 0.0


def test_a_standing_clock_asks_for_no_frames(plane):
    plane.set_layers({"t": _layer()}, ("t",))
    plane.grab_image()
    assert not plane._timer.isActive()
    plane.set_playing(True)
    plane.grab_image()
    assert plane._timer.isActive()


def test_a_uniform_steers_the_tracers_that_are_there(plane):
    plane.set_layers({"t": _layer()}, ("t",))
    painter = _moved(plane)
    assert plane.set_uniforms({"u": -10.0})
    plane.native.makeCurrent()
    painter._swarm.advance(1e-3, 0.0, painter.values)
    shown = painter._swarm.read()[:, 3]
    plane.native.doneCurrent()
    assert np.allclose(shown[shown > 0], 10.0)


def test_new_values_keep_the_swarm_and_a_new_number_does_not(plane):
    plane.set_layers({"t": _layer()}, ("t",))
    plane.grab_image()
    painter = plane._scene._painters["t"]
    kept = painter._swarm
    plane.set_layers({"t": ShaderTracers(DRIFT, {"u": 1.0}, DOMAIN, 300, 1.0)}, ("t",))
    plane.grab_image()
    assert painter._swarm is kept
    plane.set_layers({"t": _layer(number=20)}, ("t",))
    plane.grab_image()
    assert painter._swarm is not kept


def test_a_hundred_thousand_tracers_run(plane, picture):
    plane.set_layers({"t": _layer(number=100_000, memory=0.2)}, ("t",))
    painter = _moved(plane)
    plane.native.makeCurrent()
    assert len(painter._swarm.read()) == 100_000
    plane.native.doneCurrent()
    assert picture(plane).std() > 0.01


def test_a_swarm_in_space_has_the_colours_of_its_speed(space, picture):
    text = "vec3 velocity(vec3 p, float t) { return vec3(-p.z, 0.0, p.x); }"
    layer = ShaderTracers(text, {}, (-1.0, 1.0) * 3, 500, 0.5, dimension=3)
    space.set_layers({"t": layer}, ("t",))
    seen = picture(space)
    hue = seen.max(axis=2) - seen.min(axis=2)
    assert hue.max() > 0.2


def test_a_velocity_that_does_not_compile_leaves_the_word_to_the_engine(plane):
    told = []
    plane.trouble.connect(told.append)
    bad = ShaderTracers("vec2 velocity(vec2 p, float t) { return q; }", {}, DOMAIN)
    plane.set_layers({"t": bad}, ("t",))
    plane.grab_image()
    assert len(told) == 1
    assert not plane._scene.restless


def test_tracers_that_are_there_go_on_with_another_memory(plane):
    plane.set_layers({"t": _layer()}, ("t",))
    painter = _moved(plane)
    plane.native.makeCurrent()
    before = painter._swarm.read()
    plane.native.doneCurrent()
    plane.set_playing(False)
    plane.set_layers({"t": _layer(memory=3.0)}, ("t",))
    plane.grab_image()
    plane.native.makeCurrent()
    np.testing.assert_array_equal(painter._swarm.read(), before)
    plane.native.doneCurrent()


def test_a_processor_draws_shorter_tails_where_there_are_very_many(plane, picture, monkeypatch):
    monkeypatch.setattr("widgets.painters.shader_tracers.SOFTWARE_TAILS", 75)
    plane.set_layers({"t": _layer()}, ("t",))
    painter = _moved(plane)
    software = plane.device is not None and plane.device.software
    assert painter._share == (0.25 if software else 1.0)


TABLE = "uniform sampler2D wind; vec2 velocity(vec2 p, float t) { return texture2D(wind, vec2(0.5)).xy; }"


def test_tracers_follow_a_table_and_another_table_in_its_place(plane):
    def drifted(speed):
        wind = np.array([[[speed, 0.0, 0.0, 0.0]]], dtype=np.float32)
        layer = ShaderTracers(TABLE, {}, DOMAIN, 300, 1.0, textures={"wind": wind})
        plane.set_layers({"t": layer}, ("t",))
        painter = _moved(plane)
        plane.native.makeCurrent()
        speeds = painter._swarm.read()[:, 3]
        plane.native.doneCurrent()
        programs.append(painter._swarm._step)
        return speeds[speeds > 0.0]

    programs = []
    assert np.allclose(drifted(20.0), 20.0)
    assert np.allclose(drifted(5.0), 5.0)
    assert programs[0] is programs[1]  # nothing was compiled for other numbers


class Deaf:
    """A rehearsal that is not ready until it is told."""

    def __init__(self):
        self.done, self.asked = False, []

    def ready(self, who, key, work):
        self.asked.append(key)
        self.work = work
        return self.done


def test_the_last_swarm_goes_on_until_the_next_is_translated(plane):
    plane.set_layers({"t": _layer()}, ("t",))
    plane.grab_image()
    painter, rehearsal = plane._scene._painters["t"], Deaf()
    kept = painter._swarm
    plane.native.makeCurrent()
    moment = replace(plane._moment(plane._square), rehearsal=rehearsal, playing=False)
    other = ShaderTracers(DRIFT.replace("u,", "2.0*u,"), {"u": 20.0}, DOMAIN, 20, 1.0)
    painter.take(other)
    painter.prepare(moment)
    assert painter._swarm is kept
    assert painter.restless  # it asks again
    painter.draw(moment)
    rehearsal.done = True
    painter.prepare(moment)
    assert painter._swarm.layer is other
    assert not painter.restless
    painter.take(replace(other, number=19))
    painter.prepare(moment)
    assert len(set(rehearsal.asked)) == 1  # another number, the same program
    plane.native.doneCurrent()


def test_a_window_shows_a_new_swarm_once_it_is_rehearsed(plane, qtbot):
    text = DRIFT.replace("u,", "3.0*u,")
    plane.set_layers({"t": ShaderTracers(text, {"u": 1.0}, DOMAIN, 30, 1.0)}, ("t",))
    painter = plane._scene._painters["t"]
    qtbot.waitUntil(lambda: painter._swarm is not None, timeout=60000)
    assert painter.trouble == ""


def test_what_the_driver_refuses_is_told_after_the_rehearsal_too(plane, qtbot):
    text = "vec2 velocity(vec2 p, float t) { return nonsense; }"
    with qtbot.waitSignal(plane.trouble, timeout=60000) as told:
        plane.set_layers({"t": ShaderTracers(text, {}, DOMAIN, 30, 1.0)}, ("t",))
    assert "cannot compile" in told.args[0]


def test_a_swarm_in_space_settles_where_it_is_rehearsed(space, monkeypatch):
    text = "vec3 velocity(vec3 p, float t) { return vec3(-p.z, 0.0, p.x); }"
    layer = ShaderTracers(text, {}, (-1.0, 1.0) * 3, 50, 0.5, dimension=3)
    space.set_layers({"t": layer}, ("t",))
    space.native.hide()
    painter, rehearsal = space._scene._painters["t"], Deaf()
    space.native.makeCurrent()
    moment = replace(space._moment(space._square), rehearsal=rehearsal, playing=False)
    painter.prepare(moment)
    assert painter._swarm is None
    rehearsal.work()
    where = painter._settled[1]
    rehearsal.done = True
    settled = []
    monkeypatch.setattr(Swarm, "settle", lambda self, *given: settled.append(given))
    painter.prepare(moment)
    assert settled == []  # nothing is left to do in the window
    np.testing.assert_array_equal(painter._swarm.read(), where)
    assert painter._limits[1] > painter._limits[0]
    painter.take(replace(layer, glsl=text + " "))
    rehearsal.done = False
    painter.prepare(moment)
    painter.take(layer)
    painter.prepare(replace(moment, playing=True))
    assert len(set(rehearsal.asked)) == 2
    space.native.doneCurrent()
