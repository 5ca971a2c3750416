"""A start of one's own: drawn on a pad, or read from a small picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PyQt6.QtGui import QImage, QImageReader
from PyQt6.QtWidgets import QFileDialog

from engines.errors import ParameterError, SeparatrixError
from engines.parameters.declare import declarations
from engines.protocols.gesture import Gesture
from widgets.panels.drawing.drawing_dialog import DrawingDialog
from widgets.panels.drawing.pad import SIDE

if TYPE_CHECKING:
    from app.window import MainWindow

PICTURES = (".png", ".bmp", ".jpg", ".jpeg", ".gif", ".webp")
PARAMETER = "drawing"


def read_picture(path: Path) -> np.ndarray:
    """Ink from 0 to 1, shape (32, 32), of a picture file: light on dark, as sprites are.

    A picture with a light ground is taken as dark ink on it.

    Raises:
        ParameterError: If it cannot be read or has another size.
    """
    reader = QImageReader(str(path))
    size = reader.size()
    if not reader.canRead() or not size.isValid():
        raise ParameterError(f"{path.name}: not a picture that can be read, {reader.errorString()}")
    if (size.width(), size.height()) != (SIDE, SIDE):
        raise ParameterError(
            f"{path.name}: {size.width()} x {size.height()} pixels, allowed {SIDE} x {SIDE}"
        )
    image = reader.read().convertToFormat(QImage.Format.Format_RGBA8888)
    if image.isNull():
        raise ParameterError(f"{path.name}: not a picture that can be read, {reader.errorString()}")
    bits = image.constBits()
    if bits is None:
        raise ParameterError(f"{path.name}: not a picture that can be read, it is empty")
    raw = np.frombuffer(bits.asstring(image.sizeInBytes()), np.uint8)
    pixels = raw.reshape(SIDE, image.bytesPerLine() // 4, 4)[:, :SIDE].astype(np.float32) / 255
    grey = pixels[..., :3] @ np.array([0.299, 0.587, 0.114], np.float32) * pixels[..., 3]
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    return 1.0 - grey if float(np.median(border)) > 0.5 else grey


class Drawing:
    """Opens the pad and hands what is drawn to the experiment.

    Attributes:
        dialog: The card, while it is open.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.dialog: DrawingDialog | None = None
        self._offered = False
        self._before: tuple[str, object] | None = None  # start and drawing before the card
        window.workspace.parameters_changed.connect(self._offer)

    def possible(self) -> bool:
        """Whether what is open can start from a drawing."""
        values = self.window.workspace.parameters
        return values is not None and PARAMETER in declarations(type(values))

    def takes(self, what: object) -> bool:
        """Whether `what` is a picture of the size of the pad, for an experiment that starts from one."""
        if not (isinstance(what, str | Path) and self.possible()):
            return False
        path = Path(what)
        if path.suffix.lower() not in PICTURES or not path.is_file():
            return False
        size = QImageReader(str(path)).size()
        return max(size.width(), size.height()) <= 4 * SIDE  # an exported picture is larger

    def open(self) -> None:
        """Show the pad, with what was drawn last."""
        if self.dialog is None:
            dialog = self.dialog = DrawingDialog(self.window)
            values = self.window.workspace.parameters
            rows = getattr(values, PARAMETER, ())
            self._before = str(getattr(values, "start_from", "")), rows
            if rows:
                dialog.pad.ink = np.array(rows, dtype=np.float32)
            dialog.drawn.connect(self._drawn)
            dialog.wanted.connect(self._choose)
            dialog.rejected.connect(self._restore)
            dialog.finished.connect(self._close)
        self.dialog.show()
        self.dialog.raise_()

    def read(self, path: Path) -> None:
        """Start from a picture; what is wrong with it is said on the card, or in the picture."""
        try:
            ink = read_picture(path)
        except SeparatrixError as error:
            if self.dialog is not None:
                self.dialog.say(str(error))
            else:
                self.window.workspace.trouble.emit(str(error))
            return
        if self.dialog is not None:
            self.dialog.pad.set_ink(ink)  # which tells it
        else:
            self._hand_over(ink)

    def _offer(self, values: object) -> None:
        """Who chooses a drawing as the start and has none gets the pad, once."""
        wanted = self.possible() and getattr(values, "start_from", "") == PARAMETER
        missing = wanted and not getattr(values, PARAMETER, ())
        if missing and not self._offered:
            self.open()
        self._offered = missing

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.window,
            "Open a picture",
            str(Path.home()),
            f"Pictures of {SIDE} x {SIDE} pixels ({' '.join(f'*{end}' for end in PICTURES)})",
        )
        if name:
            self.read(Path(name))

    def _drawn(self) -> None:
        if self.dialog is not None:
            self._hand_over(self.dialog.pad.ink)

    def _hand_over(self, ink: np.ndarray) -> None:
        if not self.possible():
            return
        place = tuple(round(float(c), 2) for c in ink.ravel())
        self.window.workspace.gesture(Gesture("draw", "", place))

    def _restore(self) -> None:
        """The start is again what it was before the card was opened."""
        if self._before is None or not self.possible():
            return
        start, rows = self._before
        if getattr(self.window.workspace.parameters, PARAMETER, ()) != rows:
            values = self.window.workspace.parameters
            if values is not None:
                known = declarations(type(values))["start_from"].default
                self.window.workspace.edit("start_from", start if rows else known)
            self.window.workspace.edit(PARAMETER, rows)

    def _close(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
