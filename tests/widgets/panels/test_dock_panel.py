"""What the panels of a dock have in common."""

from __future__ import annotations

from PyQt6.QtWidgets import QVBoxLayout, QWidget

from widgets.controls.labels import Label
from widgets.panels.dock_panel import DockPanel, Scroll, emptied
from widgets.theme.look import LOOK


def test_the_header_has_its_height_and_grows_with_the_text(shown, every_look):
    panel = shown(DockPanel("Parameters", "12"), 300, 200)
    assert panel.header.height() == round(36 * every_look[1])
    assert panel.header.note.text() == "12"


def test_a_scrolled_panel_is_never_narrower_than_its_content(shown):
    inside = QWidget()
    inside.setMinimumWidth(333)
    area = shown(Scroll(inside), 100, 100)
    assert area.minimumSizeHint().width() >= 333


def test_rows_keep_their_width_when_the_bar_comes(shown):
    inside = QWidget()
    area = shown(Scroll(inside), 200, 200)
    before = inside.width()
    inside.setMinimumHeight(900)
    shown(area, 200, 200)
    assert area.verticalScrollBar().isVisible()
    assert inside.width() == before == 200


class Fickle(QWidget):
    """Needs a bar as long as it is narrow, and none as soon as it is wider."""

    asked = 0

    def __init__(self):
        super().__init__()
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width):  # noqa: N802
        self.asked += 1
        return 900 if width <= 200 else 10


def test_content_that_cannot_decide_does_not_keep_the_panel_busy_for_ever(shown):
    inside = Fickle()
    area = shown(Scroll(inside), 200, 200)
    for width in (206, 203, 200, 194, 208, 199, 207):
        area.resize(width, 200)
    assert inside.asked < 200


def test_it_scrolls_to_the_control_that_has_the_focus(shown):
    inside = QWidget()
    column = QVBoxLayout(inside)
    labels = [Label(str(i)) for i in range(60)]
    for label in labels:
        column.addWidget(label)
    area = shown(Scroll(inside), 200, 200)
    area.show_focused(labels[-1])
    assert area.verticalScrollBar().value() > 0


def test_an_emptied_layout_holds_nothing(shown):
    outer = shown(QWidget(), 100, 100)
    column = QVBoxLayout(outer)
    label = Label("gone")
    column.addWidget(label)
    emptied(column)
    assert column.count() == 0
    assert label.parent() is None


def test_the_panel_has_the_colour_of_panels(shown):
    panel = shown(DockPanel("Title"), 300, 200)
    assert panel.grab().toImage().pixelColor(150, 150).name().upper() == LOOK.theme.panel


def test_without_its_header_the_body_keeps_a_distance(shown):
    panel = shown(DockPanel("Title"), 300, 200)
    panel.column.addWidget(Label("body"))
    panel.header.hide()
    assert panel.column.contentsMargins().top() == 10
    panel.header.show()
    assert panel.column.contentsMargins().top() == 0
