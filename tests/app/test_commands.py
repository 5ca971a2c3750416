import pytest
from PyQt6.QtWidgets import QMainWindow

from app.commands import Command, clashes, fill_menus


@pytest.fixture
def window(qtbot):
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


def test_a_command_runs_from_its_menu(window):
    done = []
    actions = fill_menus(window, [Command("Run", "Play", lambda: done.append(1), ("Space",))])
    actions["Play"].trigger()
    assert done == [1]
    assert actions["Play"].shortcut().toString() == "Space"


def test_what_is_not_possible_is_grey_and_does_nothing(window):
    done = []
    command = Command("Edit", "Undo", lambda: done.append(1), possible=lambda: False)
    actions = fill_menus(window, [command])
    actions["Undo"].trigger()
    window.menuBar().actions()[0].menu().aboutToShow.emit()
    assert done == []
    assert not actions["Undo"].isEnabled()


def test_a_switch_shows_whether_it_is_on(window):
    state = {"on": False}
    actions = fill_menus(window, [Command("View", "Dark", lambda: None, on=lambda: state["on"])])
    state["on"] = True
    window.menuBar().actions()[0].menu().aboutToShow.emit()
    assert actions["Dark"].isChecked()


def test_two_commands_with_one_key_are_found():
    first, second = (Command("Run", t, lambda: None, ("Space",)) for t in ("Play", "Pause"))
    assert clashes([first, second]) == ["Space: Play, Pause"]
