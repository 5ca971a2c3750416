"""Trains the reader of drawn figures on shifted and noisy ones."""

from __future__ import annotations

import numpy as np

from engines.learned.generative.figures.reader import SIZES
from engines.systems.samples.figures import COUNT, SIDE, figures, kinds
from engines.training.diffusion.reading import ReaderRecipe, Told

TESTED, UNSEEN = 1000, 1  # figures it is tested on, and their seed


class FiguresReaderRecipe(ReaderRecipe):
    """The 10,000 figures to learn from, 1,000 of another seed that it has never seen."""

    title = "Figures, reader"
    place = "generative.figures.reader"
    source = "Separatrix"
    words = f"{COUNT:,} figures of {SIDE} by {SIDE} pixels, drawn by rule, shifted and under noise"
    layers, steps = SIZES, 2000

    def told(self) -> tuple[Told, Told]:
        train = Told(figures(), kinds())
        return train, Told(np.array(figures(TESTED, UNSEEN)), kinds(TESTED, UNSEEN))


RECIPE = FiguresReaderRecipe
