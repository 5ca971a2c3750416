"""A small network that reads which figure a picture of 28 by 28 pixels shows."""

from __future__ import annotations

from engines.learned.generative.digits.reader import PictureReaderModel

SIDE = 28
KINDS = ("ellipse", "cross", "ring")
SIZES = (SIDE * SIDE, 48, 24, len(KINDS))


class FiguresReaderModel(PictureReaderModel):
    """Reads whether a picture shows an ellipse, a cross or a ring."""

    side, layers, kinds = SIDE, SIZES, KINDS


MODEL = FiguresReaderModel
