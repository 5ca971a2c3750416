"""Dots that move through a small picture and leave a fading trail."""

from __future__ import annotations

import numpy as np
from PyQt6.QtGui import QImage, qRgb

from widgets.theme.look import LOOK
from widgets.theme.maps import colour_table

WIDTH, HEIGHT = 240, 150  # 8 : 5, whatever size it is shown in
FADE = {True: 0.93, False: 0.985}  # what a frame leaves of the light of the one before
BETWEEN = 3  # places a dot lights between two frames, where it goes on
LIGHT = 0.55  # of a dot, from 0 to 1
FAR = 0.2  # of the picture: what moves further in a frame has begun anew
SHADES = 256


class MovingDots:
    """Plays recorded dots round and round.

    Attributes:
        frame: Number of the frame that was lit last; -1 before the first.
    """

    def __init__(self, places: np.ndarray, joined: bool) -> None:
        """Takes dots.

        Args:
            places: From 0 to 1 to the right and upwards, shape (frames, n, 2); NaN where none is.
            joined: Whether a dot goes on from frame to frame; otherwise it jumps.
        """
        self.frame = -1
        self._places, self._joined = places, joined
        self._light = np.zeros((HEIGHT, WIDTH), np.float32)

    def advance(self) -> None:
        """Light the next frame."""
        before = self._places[self.frame] if self.frame >= 0 else self._places[0]
        self.frame = (self.frame + 1) % len(self._places)
        now = self._places[self.frame]
        self._light *= FADE[self._joined]
        if not self._joined or self.frame == 0:
            self._lit(now, LIGHT)
            return
        stays = np.abs(now - before).max(axis=1) < FAR
        for part in range(1, BETWEEN + 1):
            self._lit(before[stays] + part / BETWEEN * (now - before)[stays], 0.6 * LIGHT)

    def image(self) -> QImage:
        """The picture in the colours of the theme."""
        shades = np.minimum(self._light * (SHADES - 1), SHADES - 1).astype(np.uint8)
        made = QImage(shades.tobytes(), WIDTH, HEIGHT, WIDTH, QImage.Format.Format_Indexed8)
        made.setColorTable(_colours(LOOK.theme.name))
        return made.copy()  # the bytes above live no longer than this call

    def _lit(self, places: np.ndarray, light: float) -> None:
        """Adds dots, each shared among the four pixels round it."""
        with np.errstate(invalid="ignore"):
            known = places[((places >= 0.0) & (places <= 1.0)).all(axis=1)]
        x = known[:, 0] * (WIDTH - 2)
        y = (1.0 - known[:, 1]) * (HEIGHT - 2)
        column, row = x.astype(int), y.astype(int)
        right, down = x - column, y - row
        for i, j, share in (
            (0, 0, (1 - down) * (1 - right)),
            (0, 1, (1 - down) * right),
            (1, 0, down * (1 - right)),
            (1, 1, down * right),
        ):
            np.add.at(self._light, (row + i, column + j), (light * share).astype(np.float32))
        np.minimum(self._light, 1.0, out=self._light)


_tables: dict[str, list[int]] = {}


def _colours(theme: str) -> list[int]:
    if theme not in _tables:
        table = colour_table("amount", theme)
        some = table[np.linspace(0, len(table) - 1, SHADES).astype(int), :3]
        _tables[theme] = [qRgb(*(round(255 * c) for c in row)) for row in some.tolist()]
    return _tables[theme]
