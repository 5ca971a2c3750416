"""Layers can be hidden one by one."""

from __future__ import annotations

from dataclasses import replace

from engines.layers.shader_field import ShaderField
from widgets.views.surround.layer_menu import LayerMenu, layer_words, listed, without

LIVE = ShaderField("float field(vec2 p) { return 0.0; }", {}, (0, 1, 0, 1), (4, 4))


def test_names_become_words():
    assert layer_words("fixed_points") == "Fixed points"


def test_a_field_and_its_live_twin_are_one_row(layers):
    drawn = {"ftle": replace(layers["ftle"], live_twin="ftle_live"), "ftle_live": LIVE}
    assert listed({**drawn, "marks": layers["marks"]}) == ("marks", "ftle")
    assert without(drawn, {"ftle"}) == {}
    assert set(without(drawn, {"marks"})) == {"ftle", "ftle_live"}


def test_a_tick_tells_the_layer_and_its_state(qtbot, layers):
    menu = LayerMenu({"ftle": layers["ftle"], "marks": layers["marks"]}, {"marks"})
    qtbot.addWidget(menu)
    assert [(a.text(), a.isChecked()) for a in menu.actions()] == [
        ("Marks", False),
        ("Ftle", True),
    ]
    with qtbot.waitSignal(menu.switched, timeout=1000) as told:
        menu.actions()[0].trigger()
    assert told.args == ["marks", True]


def test_an_empty_list_says_so(qtbot):
    menu = LayerMenu({}, ())
    qtbot.addWidget(menu)
    [only] = menu.actions()
    assert not only.isEnabled()
