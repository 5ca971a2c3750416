"""Pictures of presets."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QColor, QImage, QPainter

from widgets.panels.gallery.thumbnails import draw_thumbnail, thumbnail
from widgets.theme.look import LOOK


@pytest.fixture
def picture(tmp_path):
    """A red square with blue bands left and right, 200 x 100."""
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#0000FF"))
    painter = QPainter(image)
    painter.fillRect(50, 0, 100, 100, QColor("#FF0000"))
    painter.end()
    path = tmp_path / "p.png"
    image.save(str(path))
    return str(path)


def test_the_middle_of_the_picture_fills_the_place(picture):
    made = thumbnail(picture, 40, 40)
    image = made.toImage()
    assert (made.width(), made.height()) == (40, 40)
    assert image.pixelColor(2, 20).red() > 200
    assert image.pixelColor(38, 20).red() > 200


def test_it_is_sharp_on_a_fine_screen(picture):
    made = thumbnail(picture, 64, 40, 2.0)
    assert (made.width(), made.height(), made.devicePixelRatio()) == (128, 80, 2.0)


@pytest.mark.parametrize("path", ["", "/nowhere/at/all.png"])
def test_without_a_picture_there_is_none(path):
    assert thumbnail(path, 40, 40) is None


def test_without_a_picture_the_mark_is_drawn(qapp):
    image = QImage(64, 40, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    draw_thumbnail(painter, QRectF(0, 0, 64, 40), "", 0)
    painter.end()
    colours = {image.pixelColor(x, y).name() for x in range(64) for y in range(40)}
    assert image.pixelColor(1, 1).name().upper() == LOOK.theme.canvas
    assert len(colours) > 5
