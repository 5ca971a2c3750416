"""The line between views is thin, but can be gripped."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QImage
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QWidget

from widgets.theme.tokens import DARK
from widgets.views.partition import LINE, Cut
from widgets.views.surround.divider import Divider, Fading


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


@pytest.mark.parametrize("across", [True, False])
def test_only_its_middle_is_line(parent, across):
    line = Divider(parent)
    line.stand(
        Cut(across, 0.5, 0, 1),
        (200, 0, LINE, 300) if across else (0, 150, 400, LINE),
        (0, 0, 400, 300),
    )
    image = line.grab().toImage()
    seen = [image.pixelColor(*((i, 9) if across else (9, i))).name().upper() for i in range(LINE)]
    assert seen == [DARK.canvas, DARK.canvas, DARK.line, DARK.canvas, DARK.canvas]


def test_a_drag_tells_the_share_of_the_first_part(parent, qtbot):
    line = Divider(parent)
    cut = Cut(True, 0.5, 0, 1)
    line.stand(cut, (198, 0, LINE, 300), (0, 0, 400, 300))
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(2, 50))
    with qtbot.waitSignal(line.moved, timeout=1000) as told:
        QTest.mouseMove(line, QPoint(-98, 50))
    assert told.args[0] is cut
    assert told.args[1] == pytest.approx(0.25, abs=0.01)


def test_the_old_picture_hides_when_it_has_faded(parent):
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    fading = Fading(image, parent)
    assert fading.isVisible()
    fading.fade(0.5)
    assert fading.isVisible()
    fading.fade(0.0)
    assert fading.isHidden()
