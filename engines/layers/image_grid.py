"""Pictures in rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from engines.layers.arrays import frozen

COLOURS = 3  # red, green and blue


@dataclass(frozen=True, slots=True, eq=False)
class ImageGrid:
    """A contact sheet of small pictures, grey or coloured.

    Attributes:
        images: Grey, shape (rows, columns, height, width), from 0 (ground) to 1 (ink), drawn from
            the canvas to the colour of text; or red, green and blue from 0 to 1, shape (rows,
            columns, height, width, 3), drawn as they are.
        row_labels: One text per row, or empty.
        column_labels: One text per column, or empty.
        selected: Row and column of the picture that belongs to the handle, or None.

    Raises:
        LayerError: If `images` has neither four axes nor five, the last of three colours.
    """

    images: np.ndarray
    row_labels: tuple[str, ...] = ()
    column_labels: tuple[str, ...] = ()
    selected: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        keep = partial(object.__setattr__, self)
        last = (COLOURS,) if np.ndim(self.images) == 5 else ()
        shape: tuple[int | None, ...] = ((None,) * 4) + last
        keep("images", frozen("ImageGrid.images", self.images, shape, np.float32))

    @property
    def coloured(self) -> bool:
        """Whether the pictures have colours of their own."""
        return self.images.ndim == 5

    @property
    def sizes(self) -> tuple[int, int, int, int]:
        """Rows, columns, and height and width of a picture."""
        rows, columns, height, width = self.images.shape[:4]
        return rows, columns, height, width
