"""Weights rounded to few bits, to see what a network bears."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engines.errors import WeightsError

LEAST = 2


def quantised(arrays: Mapping[str, np.ndarray], bits: int) -> dict[str, np.ndarray]:
    r"""Every array on 2^b evenly spaced values from its lowest to its highest.

        q = low + step round((w - low) / step),   step = (high - low) / (2^b - 1)

    Args:
        arrays: Name to array.
        bits: b.

    Raises:
        WeightsError: If there are fewer than 2 bits.
    """
    if bits < LEAST:
        raise WeightsError(f"bits = {bits}, allowed {LEAST} and above")
    found = {}
    for name, array in arrays.items():
        low, high = float(array.min()), float(array.max())
        step = (high - low) / (2.0**bits - 1.0)
        kept = low + step * np.round((array - low) / step) if step > 0.0 else array
        found[name] = np.asarray(kept, dtype=array.dtype)
    return found
