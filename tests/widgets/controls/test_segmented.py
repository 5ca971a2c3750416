"""The segmented choice."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt

from widgets.controls.segmented import Segmented, titled


@pytest.fixture
def choice(shown):
    return shown(Segmented("Direction", ("forward", "backward", "both"), "both"), 272)


def test_a_click_chooses_the_segment_under_the_pointer(choice, qtbot):
    with qtbot.waitSignal(choice.chosen) as caught:
        qtbot.mouseClick(choice, Qt.MouseButton.LeftButton, pos=QPoint(140, 12))
    assert caught.args == ["backward"]


def test_a_click_on_the_chosen_one_says_nothing(choice, qtbot):
    heard = []
    choice.chosen.connect(heard.append)
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton, pos=QPoint(260, 12))
    assert heard == []


def test_arrows_walk_and_stop_at_the_ends(choice, qtbot):
    qtbot.keyClick(choice, Qt.Key.Key_Left)
    qtbot.keyClick(choice, Qt.Key.Key_Left)
    qtbot.keyClick(choice, Qt.Key.Key_Left)
    assert choice.current == "forward"


def test_setting_it_tells_nobody_and_ignores_the_unknown(choice):
    heard = []
    choice.chosen.connect(heard.append)
    choice.set_current("backward")
    choice.set_current("sideways")
    assert (choice.current, heard) == ("backward", [])
    assert choice.accessibleDescription() == "backward"


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("both_ways", "Both ways"),
        ("quadratic-bowl", "Quadratic bowl"),
        ("lorenz-1963", "Lorenz 1963"),
        ("u1", "u1"),
        ("FTLE", "FTLE"),
        ("rho", "ρ"),
        ("p_x", "pₓ"),
        ("mu_1", "μ₁"),
        ("max", "Max"),
        ("a", "a"),
    ],
)
def test_options_are_written_with_a_capital_and_symbols_as_symbols(option, words):
    assert titled(option) == words
