"""Pictures in rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from engines.layers.arrays import frozen


@dataclass(frozen=True, slots=True, eq=False)
class ImageGrid:
    """A contact sheet of small grey pictures.

    Attributes:
        images: Shape (rows, columns, height, width), from 0 (ground) to 1 (ink).
        row_labels: One text per row, or empty.
        column_labels: One text per column, or empty.
        selected: Row and column of the picture that belongs to the handle, or None.

    Raises:
        LayerError: If `images` has not four axes.
    """

    images: np.ndarray
    row_labels: tuple[str, ...] = ()
    column_labels: tuple[str, ...] = ()
    selected: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        keep = partial(object.__setattr__, self)
        keep("images", frozen("ImageGrid.images", self.images, (None,) * 4, np.float32))
