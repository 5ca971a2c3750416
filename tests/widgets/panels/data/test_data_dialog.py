import pytest
from PyQt6.QtCore import Qt

from widgets.panels.data.data_dialog import DataDialog, Role

FIELDS = (("p1", "m s-1, 9 x 11 x 21"), ("p2", "9 x 11 x 21"))
ROLES = (
    Role("u", "velocity along x, or eastward", FIELDS),
    Role("v", "velocity along y, or northward", FIELDS, "p2"),
    Role("time", "time", (("k", "9"),), optional=True),
)


@pytest.fixture
def dialog(shown):
    made = DataDialog("odd.nc", "21 x 11 nodes")
    made.set_roles(ROLES, "m s-1")
    return shown(made, 560, 320)


def test_nothing_opens_before_every_question_is_answered(dialog, qtbot):
    heard = []
    dialog.answered.connect(heard.append)
    assert dialog.open_questions.text() == "Still to be chosen: u."
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert heard == []
    with qtbot.waitSignal(dialog.changed) as caught:
        dialog.choices["u"].choose("p1")
    assert caught.args[0] == {"u": "p1", "v": "p2", "unit": "m s-1"}
    assert dialog.open_questions.text() == ""
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert heard == [{"u": "p1", "v": "p2", "unit": "m s-1"}]


def test_one_variable_plays_one_role(dialog):
    dialog.choices["u"].choose("p2")
    assert dialog.open_questions.text() == "'p2' plays two roles, allowed is one."
    assert not dialog.open_button.isEnabled()


def test_a_menu_is_used_by_keys(dialog, qtbot):
    dialog.choices["u"].setFocus()
    qtbot.keyClick(dialog.choices["u"], Qt.Key.Key_Down)
    assert dialog.choices["u"].current == "p1"


def test_what_was_typed_is_not_taken_away(dialog, qtbot):
    dialog.unit.selectAll()
    qtbot.keyClicks(dialog.unit, "knots")
    dialog.set_roles(ROLES, "m s-1")
    assert dialog.answers()["unit"] == "knots"


def test_time_may_stay_open_where_nothing_moves(dialog):
    dialog.choices["u"].choose("p1")
    assert "time" not in dialog.answers()
    assert dialog.open_button.isEnabled()


def test_trouble_is_said_beside_the_buttons(dialog):
    dialog.set_trouble("odd.nc: units = 'furlong', allowed a velocity")
    assert "furlong" in dialog.open_questions.text()
