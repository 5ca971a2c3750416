"""The pictures of the gallery, taken from the real canvases: `python -m app.lab.portfolio`."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PyQt6.QtCore import QRect, QSize, Qt
from PyQt6.QtGui import QImage, QPainter

from app import faults, preferences
from app.catalogue import presets
from app.lab.gallery import PICTURES
from app.lab.launch import application, pass_events, wait_for
from app.preset_file import Preset
from widgets.theme.look import LOOK
from widgets.views.sheet_view import SheetView
from widgets.views.surface_view import SurfaceView
from widgets.views.view import View

SIZE = QSize(400, 250)  # twice the height of a card's picture, so that it stays sharp at scale 2
# of the view that is photographed: so small that lines stay seen on a card
ROOM, FLAT = QSize(560, 520), QSize(534, 374)
SEEN = 16  # of 255: how far from the ground a colour must be
FULL = 0.97  # share of the rows that makes a picture one that is drawn everywhere
MARGIN = 0.05
RUNS = 5.0  # s before the picture is taken


def take(folder: Path, only: list[str]) -> list[Path]:
    """Open each preset, let it run, and save what its first view shows, 8 : 5.

    Args:
        folder: Where the pictures go.
        only: Ids; all presets if empty.
    """
    from app.window import MainWindow

    liked = preferences.Preferences()
    application(liked)
    made = []
    for preset in presets():
        if only and preset.id not in only:
            continue
        window = MainWindow(liked)
        window.resize(1440, 900)
        window.show()
        window.open(preset)
        wait_for(lambda w=window: w.workspace.open_now is not None, 120.0)  # type: ignore[misc]
        view = telling(window.stage.views, preset)
        window.stage.arrangement.toggle_maximised(view)
        view.setGeometry(QRect(view.pos(), ROOM if view.spec.equal else FLAT))
        pass_events(RUNS)
        window.workspace.play(False)
        wait_for(lambda w=window: w.stage.settled, 60.0)  # type: ignore[misc]
        pass_events(0.5)
        made.append(folder / f"{preset.id}.png")
        poster(view).save(str(made[-1]), "PNG")
        window.close()
    return made


def telling(views: list[View], preset: Preset) -> View:
    """The picture of the instrument that a preset names first, or the first view."""
    named = [
        v
        for v in views
        if v.spec.id in preset.instruments[:1] and v.spec.kind in ("plane", "sheet")
    ]
    return [*named, views[0]][0]


def poster(view: View) -> QImage:
    """What a view's canvas shows, without words, round the middle of what is drawn, 8 : 5."""
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(LOOK.colour("canvas"))
    painter = QPainter(image)
    if isinstance(view, SurfaceView):
        pixels = np.ascontiguousarray(view.canvas.grab_image())
        height, width = pixels.shape[:2]
        form = QImage.Format.Format_RGBA8888
        picture = QImage(pixels.tobytes(), width, height, 4 * width, form)
        part = framed(pixels) if view.spec.equal else QRect(0, 0, width, height)
        fit = Qt.AspectRatioMode.IgnoreAspectRatio
    else:
        picture = view.grab_picture()
        picture.setDevicePixelRatio(1.0)
        sheet = view.sheet_rect() if isinstance(view, SheetView) else QRect()
        part, fit = picture.rect(), Qt.AspectRatioMode.KeepAspectRatio
        if not sheet.isEmpty():
            part, fit = sheet, Qt.AspectRatioMode.KeepAspectRatioByExpanding
    cut = picture.copy(part).scaled(SIZE, fit, Qt.TransformationMode.SmoothTransformation)
    painter.drawImage((SIZE.width() - cut.width()) // 2, (SIZE.height() - cut.height()) // 2, cut)
    painter.end()
    return image


def framed(pixels: np.ndarray) -> QRect:
    """The part of a picture that shows all that is drawn in it, 8 : 5.

    Where something is drawn everywhere it is the middle of the picture, else it may reach beyond
    its edges.
    """
    height, width = pixels.shape[:2]
    ground = np.array(LOOK.colour("canvas").getRgb()[:3])
    drawn = np.abs(pixels[:, :, :3].astype(int) - ground).max(axis=2) > SEEN
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    ratio = SIZE.width() / SIZE.height()
    if len(rows) < FULL * height and len(rows):
        tall = max(np.ptp(rows) + 1, (np.ptp(columns) + 1) / ratio) * (1.0 + 2.0 * MARGIN)
        middle = (rows[0] + rows[-1]) / 2
    else:
        tall, middle = min(height, width / ratio), height / 2
    across = (
        (columns[0] + columns[-1]) / 2 if len(columns) < FULL * width and len(rows) else width / 2
    )
    wide = tall * ratio
    return QRect(round(across - wide / 2), round(middle - tall / 2), round(wide), round(tall))


if __name__ == "__main__":
    faults.install()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for path in take(PICTURES, sys.argv[1:]):
        print(path.name)
