import pytest
from PyQt6.QtCore import QMimeData, Qt
from PyQt6.QtGui import QKeyEvent, QTextCursor

from widgets.panels.equations.editor import EquationEditor, Fault
from widgets.panels.equations.pasting import LONGEST
from widgets.theme.look import LOOK


@pytest.fixture
def editor(shown):
    made = shown(EquationEditor(), 300, 200)
    made.told = []
    made.typed.connect(made.told.append)
    return made


def test_a_minus_is_true_on_the_screen_and_a_hyphen_behind_it(qtbot, editor):
    qtbot.keyClicks(editor, "x' = -y")
    assert editor.toPlainText() == "x' = \N{MINUS SIGN}y"
    assert editor.text() == "x' = -y"
    assert editor.told[-1] == "x' = -y"


def test_what_the_program_shows_is_told_to_nobody(editor):
    editor.set_text("x' = -y")
    editor.set_live({"y"})
    editor.set_fault(Fault(1, 2, 1))
    assert editor.told == []


def test_a_text_shown_again_leaves_the_caret_where_it_differs(editor):
    editor.set_text("x' = aaa\ny' = b")
    editor.set_text("x' = aa\ny' = b")
    assert editor.textCursor().position() == len("x' = aa")
    editor.set_text("x' = aa\ny' = bcd")
    assert editor.textCursor().position() == len("x' = aa\ny' = bcd")


def test_the_line_under_a_fault_runs_from_its_first_character_to_its_last(editor):
    editor.set_text("x' = y\ny' = sin(wrong)")
    editor.set_fault(Fault(2, 10, 5))
    (row,) = editor.fault_lines()
    caret = QTextCursor(editor.document())
    ends = []
    for column in (9, 14):
        caret.setPosition(len("x' = y\n") + column)
        ends.append(editor.cursorRect(caret).left())
    assert (row.left(), row.right()) == tuple(ends)
    assert row.height() == 2.0
    image = editor.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    spot = image.pixelColor(round((row.left() + 2) * ratio), round((row.top() + 1) * ratio))
    assert spot == LOOK.colour("error")


def test_a_fault_behind_the_end_is_still_seen(editor):
    editor.set_text("x' = y +")
    editor.set_fault(Fault(1, 9, 1))
    (row,) = editor.fault_lines()
    assert row.width() >= 6.0


def test_a_fault_over_two_rows_has_two_lines(editor):
    editor.set_text("x' = " + "+".join(["abcdef"] * 12))
    editor.set_fault(Fault(1, 6, 80))
    assert len(editor.fault_lines()) >= 2


def test_a_place_that_is_not_there_is_no_fault_of_ours(editor):
    editor.set_text("x")
    for fault in (Fault(99, 99, 99), Fault(1, 5000, 3), Fault(0, 0, 1)):
        editor.set_fault(fault)
        assert len(editor.fault_lines()) == int(fault.line > 0)


def test_typing_takes_the_line_away(qtbot, editor):
    editor.set_text("x")
    editor.set_fault(Fault(1, 1, 1))
    qtbot.keyClicks(editor, "y")
    assert editor.fault_lines() == []


def test_undo_and_redo_are_left_to_the_window(editor):
    for key, shift in ((Qt.Key.Key_Z, False), (Qt.Key.Key_Z, True), (Qt.Key.Key_Y, False)):
        held = Qt.KeyboardModifier.ControlModifier
        if shift:
            held |= Qt.KeyboardModifier.ShiftModifier
        event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, key, held)
        event.accept()
        editor.event(event)
        assert not event.isAccepted()
    letter = QKeyEvent(
        QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_R, Qt.KeyboardModifier.NoModifier, "r"
    )
    letter.ignore()
    editor.event(letter)
    assert letter.isAccepted()  # or the window would start again at every "r"


def test_pasting_megabytes_changes_nothing_and_says_why(editor):
    editor.set_text("x' = y")
    refused = []
    editor.refused.connect(refused.append)
    board = QMimeData()
    board.setText("x" * 3_000_000)
    editor.insertFromMimeData(board)
    assert editor.text() == "x' = y"
    assert refused == [f"The clipboard holds 3000000 characters, allowed are {LONGEST} in all."]


def test_what_is_pasted_is_written_with_keys_and_copied_with_hyphens(editor):
    board = QMimeData()
    board.setText("x' = \N{EN DASH}y\r\ny' = x\N{MIDDLE DOT}y")
    editor.insertFromMimeData(board)
    assert editor.text() == "x' = -y\ny' = x*y"
    editor.selectAll()
    assert editor.createMimeDataFromSelection().text() == "x' = -y\ny' = x*y"


def test_it_is_as_high_as_its_rows(editor):
    editor.set_text("a\nb")
    two = editor.height()
    editor.set_text("a\nb\nc")
    assert editor.height() - two == LOOK.px(22)
    assert two == 2 * LOOK.px(22)


@pytest.mark.parametrize(
    "text", ["\ud800x", "x\x00y", "\x7f\u2028\u2029", "\U0001f600" * 50, "\t\r\n"]
)
def test_odd_characters_are_shown_as_far_as_they_can_be(editor, text):
    editor.set_text(text)
    editor.set_fault(Fault(1, 1, 99))
    editor.viewport().grab()
    editor.text().encode("utf-8")
    assert editor.told == []
