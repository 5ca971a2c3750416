from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from vispy.gloo import gl

from engines.layers.shader_field import ShaderTracers
from widgets.painters.gl.buffer import UNIT_SQUARE, Buffer
from widgets.painters.parts.swarm import Swarm, rehearsed, translated

DRIFT = "uniform float u; vec2 velocity(vec2 p, float t) { return vec2(u, 0.0); }"
TURN = "vec2 velocity(vec2 p, float t) { return vec2(-p.y, p.x); }"
WIDE = (-1e3, 1e3, -1e3, 1e3)


@pytest.fixture
def swarm(context):
    made = []

    def make(glsl, domain, number=50, memory=1e9, **more):
        square = Buffer(UNIT_SQUARE)
        layer = ShaderTracers(glsl, {}, domain, number, memory, **more)
        made.extend([Swarm(layer, 10, 0.1 * memory, square), square])
        return made[-2]

    yield make
    for resource in made:
        resource.release()


def test_tracers_are_carried_by_the_velocity(swarm):
    tracers = swarm(DRIFT, WIDE)
    before = tracers.read()
    tracers.advance(2.0, 0.0, {"u": 3.0})
    after = tracers.read()
    np.testing.assert_allclose(after[:, 0] - before[:, 0], 6.0, rtol=1e-4)
    np.testing.assert_array_equal(after[:, 1], before[:, 1])


def test_a_turn_brings_them_back(swarm):
    tracers = swarm(TURN, (-1.5, 1.5, -1.5, 1.5), memory=1e7)
    radius = np.hypot(*tracers.read()[:, :2].T)
    calm = np.flatnonzero(radius < 1.4)
    before = tracers.read()[calm, :2]
    for _ in range(40):
        tracers.advance(2.0 * np.pi / 40, 0.0, {})
    np.testing.assert_allclose(tracers.read()[calm, :2], before, atol=1e-4)


def test_the_time_of_the_flow_reaches_the_velocity(swarm):
    text = "uniform float now; vec2 velocity(vec2 p, float t) { return vec2(now + t, 0.0); }"
    tracers = swarm(text, WIDE, time="now")
    before = tracers.read()
    tracers.advance(1e-3, 5.0, {"now": 0.0})
    np.testing.assert_allclose(tracers.read()[:, 0] - before[:, 0], 1e-2, atol=2e-4)


def test_who_leaves_the_box_is_born_again_inside(swarm):
    tracers = swarm(DRIFT, (0.0, 1.0, 0.0, 1.0), number=400, memory=1.0)
    for _ in range(50):
        tracers.advance(0.1, 0.0, {"u": 1.0})
    places = tracers.read()
    assert places[:, :2].min() >= -0.02
    assert places[:, :2].max() <= 1.02


def test_a_newborn_is_not_shown_before_its_tail_is_its_own(swarm):
    tracers = swarm(DRIFT, WIDE, memory=1.0)
    assert (tracers.read()[:, 3] < 0).all()
    for _ in range(4):
        tracers.advance(0.1, 0.0, {"u": 2.0})
    shown = tracers.read()[:, 3]
    assert np.isin(np.round(shown[shown > 0], 4), 2.0).all()
    assert (shown > 0).sum() > 30


def test_a_periodic_coordinate_wraps(swarm):
    tracers = swarm(DRIFT, (0.0, 1.0, -5.0, 5.0), memory=1e6, periodic=(True, False))
    before = tracers.read()[:, :2]
    tracers.advance(0.4, 0.0, {"u": 1.0})
    after = tracers.read()[:, :2]
    np.testing.assert_allclose(after[:, 0], (before[:, 0] + 0.4) % 1.0, atol=1e-5)
    np.testing.assert_array_equal(after[:, 1], before[:, 1])


def test_rounding_is_no_turn(swarm):
    """Far from the lower end of a box, x - low + low is not x in 32 bits."""
    tracers = swarm(DRIFT, (-180.0, 180.0, 0.0, 1.0), memory=1.0, periodic=(True, False))
    for _ in range(40):
        tracers.advance(0.1, 0.0, {"u": 29.7123})
    assert (tracers.read()[:, 3] >= 0.0).mean() > 0.7


def test_history_keeps_samples_at_equal_distances_of_time(swarm):
    tracers = swarm(DRIFT, WIDE, number=1, memory=0.8)
    places = [tracers.read()[0, 0]]
    for _ in range(30):
        tracers.advance(0.025, 0.0, {"u": 1.0})
        places.append(tracers.read()[0, 0])
    blocks = tracers.history.read()[:, 0, 0]
    ring = [blocks[(tracers.newest - i) % 10] for i in range(8)]
    assert ring[0] == places[-1]
    np.testing.assert_allclose(-np.diff(ring[1:]), 0.1, atol=0.026)


def test_the_same_seed_gives_the_same_swarm(swarm):
    first, second = (swarm(DRIFT, WIDE, seed=7) for _ in range(2))
    for tracers in (first, second):
        tracers.advance(0.5, 0.0, {"u": 1.0})
    np.testing.assert_array_equal(first.read(), second.read())
    assert not np.array_equal(first.read(), swarm(DRIFT, WIDE, seed=8).read())


def test_space_has_three_coordinates(swarm):
    text = "vec3 velocity(vec3 p, float t) { return vec3(0.0, 0.0, 2.0); }"
    tracers = swarm(text, (-1e3, 1e3) * 3, dimension=3)
    before = tracers.read()
    tracers.advance(1.0, 0.0, {})
    np.testing.assert_allclose(tracers.read()[:, 2] - before[:, 2], 2.0, rtol=1e-3)


def test_a_rehearsal_gives_back_all_it_took(context):
    layer = ShaderTracers(TURN, {}, WIDE, 50, 1.0)
    found = rehearsed(layer, 10, 0.1, 3, 0.0)
    assert gl.glGetError() == 0
    assert found.shape == (50, 4)


def test_of_steps_in_which_it_settles_only_the_last_are_remembered(swarm):
    tracers, other = swarm(DRIFT, WIDE), swarm(DRIFT, WIDE)
    tracers.settle(25, 0.0, {"u": 1e-6})
    for _ in range(25):
        other.advance(other.spacing, 0.0, {"u": 1e-6})
    np.testing.assert_allclose(tracers.read(), other.read(), rtol=1e-5)
    blocks = [s.history.read().reshape(s.samples, -1, 4) for s in (tracers, other)]
    newest = [
        b[np.arange(s.newest - 8, s.newest + 1)]
        for b, s in zip(blocks, (tracers, other), strict=True)
    ]
    np.testing.assert_allclose(newest[0], newest[1], rtol=1e-5)


def test_a_translation_depends_on_text_and_kind_of_texture_alone():
    layer = ShaderTracers(TURN, {}, WIDE, 50, 1.0)
    key = translated(layer, 10)
    assert translated(replace(layer, number=51, memory=2.0), 10) == key
    assert translated(replace(layer, number=64), 10) != key  # sides of powers of two
    assert translated(replace(layer, glsl=TURN + " "), 10) != key
