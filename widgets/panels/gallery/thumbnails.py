"""Pictures of presets, cropped to the shape they are shown in."""

from __future__ import annotations

from functools import lru_cache

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK


@lru_cache(maxsize=256)
def thumbnail(path: str, width: int, height: int, ratio: float = 1.0) -> QPixmap | None:
    """The middle of a picture, filling `width` x `height` logical pixels; None if unreadable."""
    whole = QPixmap(path) if path else QPixmap()
    if whole.isNull():
        return None
    size = QSize(round(width * ratio), round(height * ratio))
    scaled = whole.scaled(
        size,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    left, top = (scaled.width() - size.width()) // 2, (scaled.height() - size.height()) // 2
    cut = scaled.copy(left, top, size.width(), size.height())
    cut.setDevicePixelRatio(ratio)
    return cut


def draw_thumbnail(
    painter: QPainter, area: QRectF, path: str, radius: float, top_only: bool = False
) -> None:
    """Draws a picture with round corners; without one, the mark on the canvas colour."""
    shape = _shape(area, radius, top_only)
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(area, LOOK.colour("canvas"))
    picture = thumbnail(path, round(area.width()), round(area.height()), ratio)
    if picture is not None:
        painter.drawPixmap(area.topLeft(), picture)
    else:
        side = round(min(area.width(), area.height()) * 0.5)
        mark = icon_pixmap("logo", LOOK.theme.edge, side, ratio)
        painter.drawPixmap(area.center() - QPointF(side / 2, side / 2), mark)
    painter.restore()


def draw_picture(painter: QPainter, area: QRectF, picture: QImage, radius: float) -> None:
    """Draws an image with round corners at the top, stretched to `area`."""
    painter.save()
    painter.setClipPath(_shape(area, radius, True))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(area, picture)
    painter.restore()


def _shape(area: QRectF, radius: float, top_only: bool) -> QPainterPath:
    shape = QPainterPath()
    shape.addRoundedRect(area, radius, radius)
    if top_only:
        lower = QPainterPath()
        lower.addRect(area.adjusted(0, radius, 0, 0))
        shape = shape.united(lower)
    return shape
