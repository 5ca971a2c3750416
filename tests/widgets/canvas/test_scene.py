from __future__ import annotations

import numpy as np

from engines.layers.curves import Curves
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.series import Series
from engines.layers.shader_field import ShaderField, ShaderTracers
from engines.layers.tracks import Tracks
from widgets.canvas.scene import Scene

X = np.array([0.0, 1.0])
LIVE = ShaderField("", {"a": 1.0}, (0, 1, 0, 1), (8, 8), limits=(0.0, 9.0), unit="live")


def _field(twin="live"):
    return ScalarField(X, X, np.zeros((2, 2)), "still", limits=(0.0, 1.0), live_twin=twin)


def _drawn(scene):
    return [name for name, _ in scene._awake()]


def test_layers_are_drawn_in_the_order_asked_for_and_others_are_passed_over():
    scene = Scene()
    dot = Points([[0.0, 0.0]])
    layers = {"b": dot, "a": _field(""), "chart": Series([0], [0]), "unasked": dot}
    assert scene.set_layers(layers, ("a", "chart", "missing", "b"))
    assert _drawn(scene) == ["a", "b"]


def test_the_same_objects_change_nothing():
    scene, layers = Scene(), {"a": _field("")}
    assert scene.set_layers(layers, ("a",))
    painter = scene._painters["a"]
    assert not scene.set_layers(dict(layers), ("a",))
    assert scene.set_layers({"a": _field("")}, ("a",))
    assert scene._painters["a"] is painter


def test_a_layer_of_another_kind_gets_another_painter():
    scene = Scene()
    scene.set_layers({"a": _field("")}, ("a",))
    scene.set_layers({"a": Points([[0.0, 0.0]])}, ("a",))
    assert type(scene._painters["a"]).__name__ == "PointsPainter"


def test_a_layer_that_is_missing_vanishes():
    scene = Scene()
    scene.set_layers({"a": _field("")}, ("a",))
    assert scene.set_layers({}, ("a",))
    assert _drawn(scene) == []


def test_a_live_twin_takes_over_while_the_hand_moves_and_until_a_new_field_comes():
    scene, field = Scene(), _field()
    scene.set_layers({"live": LIVE, "f": field}, ("live", "f"))
    assert _drawn(scene) == ["f"]
    assert scene.set_uniforms({"a": 2.0})
    assert _drawn(scene) == ["live"]
    scene.set_layers({"live": LIVE, "f": field}, ("live", "f"))
    assert _drawn(scene) == ["live"]
    scene.set_layers({"live": LIVE, "f": _field()}, ("live", "f"))
    assert _drawn(scene) == ["f"]


def test_a_value_the_twin_does_not_know_leaves_the_field():
    scene = Scene()
    scene.set_layers({"live": LIVE, "f": _field()}, ("live", "f"))
    assert not scene.set_uniforms({"b": 2.0})
    assert _drawn(scene) == ["f"]


def test_a_twin_the_driver_refuses_never_takes_over():
    scene = Scene()
    scene.set_layers({"live": LIVE, "f": _field()}, ("live", "f"))
    scene._painters["live"].trouble = "refused"
    scene.set_uniforms({"a": 2.0})
    assert "f" in _drawn(scene)


def test_the_colour_bar_follows_what_is_shown():
    scene = Scene()
    scene.set_layers({"live": LIVE, "f": _field()}, ("live", "f"))
    assert scene.colour_range("f").unit == scene.colour_range().unit == "still"
    scene.set_uniforms({"a": 2.0})
    assert scene.colour_range("f").unit == scene.colour_range().unit == "live"
    assert scene.colour_range("nobody") is None


def test_the_engines_swarm_stands_in_only_where_live_tracers_fail():
    scene = Scene()
    swarm = Tracks(np.zeros((1, 2, 2)), X, "swarm", memory=1.0)
    live = ShaderTracers("", {}, (0, 1, 0, 1))
    scene.set_layers({"live": live, "swarm": swarm}, ("live", "swarm"))
    assert _drawn(scene) == ["live"]
    scene._painters["live"].trouble = "refused"
    assert "swarm" in _drawn(scene)


def test_labels_and_handles_come_with_their_places():
    scene = Scene()
    points = Points([[1.0, 2.0], [3.0, 4.0]], ("saddle", "handle"), ("saddle", ""))
    scene.set_layers({"p": points, "q": Points([[5.0, 6.0, 7.0]], "handle")}, ("p", "q"))
    assert scene.labels() == [("saddle", (1.0, 2.0))]
    np.testing.assert_array_equal(scene.handles(), [[3, 4, 0], [5, 6, 7]])


def test_marks_and_eigenvectors_are_named_for_words_to_avoid():
    scene = Scene()
    axis = Curves((np.array([[1.0, 2.0], [2.0, 2.0]]), np.zeros((3, 2))), ("repel_axis", "neutral"))
    cloud = Points(np.zeros((5, 2)), "cloud")
    scene.set_layers({"e": axis, "f": Points([[1.0, 2.0]], "saddle"), "c": cloud}, ("e", "f", "c"))
    assert scene.crossings() == [((1.0, 2.0), (2.0, 2.0)), ((1.0, 2.0), None)]


def test_dye_is_known_among_the_layers():
    scene = Scene()
    path = Tracks(np.zeros((1, 2, 2)), np.arange(2.0))
    scene.set_layers({"path": path}, ("path", "dye"))
    assert not scene.dyed
    dye = Tracks(np.zeros((1, 2, 2)), np.arange(2.0), "dye")
    scene.set_layers({"path": path, "dye": dye}, ("path", "dye"))
    assert scene.dyed
