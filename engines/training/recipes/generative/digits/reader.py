"""Trains the reader of small handwritten digits on shifted and noisy ones."""

from __future__ import annotations

from engines.learned.generative.digits.reader import SIZES
from engines.systems.samples.digits import ink, labels, split
from engines.training.diffusion.reading import ReaderRecipe, Told


class DigitsReaderRecipe(ReaderRecipe):
    """1,500 digits to learn from, 297 it has never seen."""

    title = "Digits, reader"
    place = "generative.digits.reader"
    source = "Separatrix; data of Alpaydin & Kaynak (1998), UCI"
    words = "1,500 handwritten digits of 8 by 8 pixels, shifted and under noise"
    layers, steps = SIZES, 4000

    def told(self) -> tuple[Told, Told]:
        train, test = split(0)
        return Told(ink(train), labels(train)), Told(ink(test), labels(test))


RECIPE = DigitsReaderRecipe
