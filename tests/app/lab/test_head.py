import pytest
from PyQt6.QtWidgets import QToolButton


def test_the_head_names_what_is_open_and_jumps(qtbot, pendulum):
    assert pendulum.head.title.text() == "Pendulum"
    assert pendulum.head.field.isReadOnly()
    field = pendulum.head.field
    assert field.mapTo(pendulum, field.rect().topRight()).x() < pendulum.width()


@pytest.mark.parametrize("width", [1280, 1440])
@pytest.mark.parametrize("text", [1.0, 1.25, 1.5])
def test_menus_never_fold(qtbot, pendulum, width, text):
    pendulum.set_text(text)
    pendulum.resize(width, 720)
    bar, head = pendulum.menuBar(), pendulum.head
    more = bar.findChild(QToolButton, "qt_menubar_ext_button")

    def apart():
        shown = [w for w in (head.title, head.field) if w.isVisible()]
        first = min(w.mapTo(pendulum, w.rect().topLeft()).x() for w in shown)
        return bar.actionGeometry(bar.actions()[-1]).right() < first and not more.isVisible()

    qtbot.waitUntil(lambda: pendulum.width() == width and apart())


def test_the_title_goes_first_and_then_the_words_of_the_field(qtbot, pendulum):
    head = pendulum.head
    assert head.title.isVisible()
    pendulum.set_text(1.5)
    qtbot.waitUntil(lambda: not head.title.isVisible())
    assert head.field.placeholderText() == "Jump to anything"
    pendulum.resize(1024, 720)
    qtbot.waitUntil(lambda: head.field.placeholderText() == "")
