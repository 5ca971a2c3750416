from PyQt6.QtCore import Qt

from widgets.panels.equations.page import Page


def test_each_line_has_its_number_on_the_base_line_of_its_first_row(shown, painted_words):
    page = shown(Page(), 160, 200)
    page.editor.set_text("x' = alpha*x + beta*y + gamma*z\ny' = x")
    assert painted_words(page) == ["1", "2"]
    bases = page.editor.line_bases()
    assert [number for number, _ in bases] == [1, 2]
    assert bases[1][1] - bases[0][1] >= 2 * 22


def test_a_hint_stands_only_where_nothing_is_typed(shown, painted_words):
    page = shown(Page(), 200, 100)
    page.hint = "x' = y"
    assert painted_words(page) == ["1", "x' = y"]
    page.editor.set_text("a")
    assert painted_words(page) == ["1"]


def test_a_press_beside_the_text_begins_to_type(qtbot, shown):
    page = shown(Page(), 200, 100)
    page.activateWindow()
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=page.rect().topLeft())
    assert page.focusWidget() is page.editor
