"""The pictures of the gallery, taken from the real canvases: `python -m app.lab.portfolio`."""

from __future__ import annotations

import sys
from pathlib import Path

from PyQt6.QtCore import QRect, QSize, Qt
from PyQt6.QtGui import QImage, QPainter

from app import faults, preferences
from app.catalogue import presets
from app.lab.gallery import PICTURES
from app.lab.launch import application, pass_events, wait_for
from app.preset_file import Preset
from widgets.theme.look import LOOK
from widgets.views.surface_view import SurfaceView
from widgets.views.view import View

SIZE = QSize(400, 250)  # twice the height of a card's picture, so that it stays sharp at scale 2
ROOM = QSize(560, 520)  # of the view that is photographed: so small that lines stay seen on a card
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
        view.setGeometry(QRect(view.pos(), ROOM))
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
    named = [v for v in views if v.spec.id in preset.instruments[:1] and v.spec.kind == "plane"]
    return [*named, views[0]][0]


def poster(view: View) -> QImage:
    """The middle of a view's data on the canvas colour, in the proportions of a card."""
    picture = view.grab_picture()
    data = view.data_rect if isinstance(view, SurfaceView) else view.rect()
    ratio = picture.devicePixelRatio()
    whole = QRect(
        round(data.x() * ratio),
        round(data.y() * ratio),
        round(data.width() * ratio),
        round(data.height() * ratio),
    )
    picture.setDevicePixelRatio(1.0)
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(LOOK.colour("canvas"))
    part = QRect(whole)
    if view.spec.kind == "plane":
        height = min(whole.height(), round(whole.width() * SIZE.height() / SIZE.width()))
        width = round(height * SIZE.width() / SIZE.height())
        part = QRect(0, 0, width, height)
        part.moveCenter(whole.center())
    painter = QPainter(image)
    cut = picture.copy(part).scaled(
        SIZE,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    painter.drawImage((SIZE.width() - cut.width()) // 2, (SIZE.height() - cut.height()) // 2, cut)
    painter.end()
    return image


if __name__ == "__main__":
    faults.install()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for path in take(PICTURES, sys.argv[1:]):
        print(path.name)
