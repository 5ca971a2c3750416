"""The one place where shapes of layers are checked."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.errors import LayerError


def frozen(
    name: str, array: Any, shape: tuple[int | None, ...], dtype: type = np.float64
) -> np.ndarray:
    """Return a read-only copy of `array`; one that is so already is kept as it is.

    Args:
        name: Field as the error names it, e.g. "ScalarField.values".
        array: Anything NumPy can read.
        shape: Expected shape; None accepts any length along that axis.
        dtype: Kind of number kept.

    Raises:
        LayerError: If the number of axes or a fixed length differs.
    """
    kept: np.ndarray = array if _settled(array, dtype) else np.array(array, dtype=dtype, order="C")
    fits = kept.ndim == len(shape) and all(
        wanted is None or wanted == got for wanted, got in zip(shape, kept.shape, strict=True)
    )
    if not fits:
        wanted_text = "(" + ", ".join("any" if s is None else str(s) for s in shape) + ")"
        raise LayerError(f"{name} has shape {kept.shape}, expected {wanted_text}")
    kept.flags.writeable = False
    return kept


def _settled(array: Any, dtype: type) -> bool:
    """Whether nobody writes to this array, and it needs no other form."""
    return (
        isinstance(array, np.ndarray)
        and array.dtype == dtype
        and bool(array.flags.owndata and array.flags.c_contiguous and not array.flags.writeable)
    )
