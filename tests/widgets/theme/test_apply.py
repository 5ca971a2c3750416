"""A theme on the application."""

from __future__ import annotations

from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QLineEdit, QWidget

from widgets.controls.labels import Label, ground
from widgets.theme.apply import apply_theme
from widgets.theme.tokens import DARK, LIGHT


def test_palette_font_and_sheet_arrive_and_everybody_hears_once(qapp, look):
    heard = []
    look.changed.connect(lambda: heard.append(qapp.palette().window().color().name().upper()))
    apply_theme(qapp, LIGHT, 1.25)
    assert heard == [LIGHT.window]
    assert qapp.font().pixelSize() == 16
    assert qapp.style().objectName() in ("fusion", "")
    apply_theme(qapp, DARK, 1.0)


def test_widgets_on_screen_change_with_it(qapp, qtbot, look):
    box = QWidget()
    ground(box, "panel")
    qtbot.addWidget(box)
    label = Label("words", "small")
    label.setParent(box)
    line = QLineEdit("text", box)
    box.resize(200, 60)
    box.show()
    apply_theme(qapp, DARK, 1.0)
    assert box.grab().toImage().pixelColor(150, 50).name().upper() == DARK.panel
    apply_theme(qapp, LIGHT, 1.5)
    assert box.grab().toImage().pixelColor(150, 50).name().upper() == LIGHT.panel
    assert label.font().pixelSize() == 16
    assert line.font().pixelSize() == 20
    apply_theme(qapp, DARK, 1.0)


def test_the_theme_that_is_already_there_costs_nothing(qapp, look):
    apply_theme(qapp, DARK, 1.0)
    style, heard = qapp.style(), []
    look.changed.connect(lambda: heard.append(1))
    apply_theme(qapp, DARK, 1.0)
    assert heard == []
    assert qapp.style() is style
    apply_theme(qapp, LIGHT, 1.0)
    assert heard == [1]
    apply_theme(qapp, DARK, 1.0)


class Counting(QWidget):
    """Counts how often it was polished."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.polished = 0

    def changeEvent(self, event):  # noqa: N802
        self.polished += event.type() == QEvent.Type.StyleChange


def test_a_widget_deep_inside_others_is_polished_no_more_often_than_they(qapp, qtbot, look):
    apply_theme(qapp, DARK, 1.0)
    nested = [Counting()]
    qtbot.addWidget(nested[0])
    for _ in range(12):
        nested.append(Counting(nested[-1]))
    nested[0].show()
    for widget in nested:
        widget.polished = 0
    apply_theme(qapp, LIGHT, 1.0)
    assert {widget.polished for widget in nested} <= {1, 2}
    apply_theme(qapp, DARK, 1.0)
