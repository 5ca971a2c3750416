"""Codes and factors that belong to the same pictures, checked before they are measured."""

from __future__ import annotations

import numpy as np

from engines.errors import ParameterError


def matched(codes: np.ndarray, factors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Codes as float64, shape (n, d), and each factor's values numbered from 0, shape (n, F).

    Args:
        codes: Shape (n, d).
        factors: Any numbers, one of few values each, shape (n, F).

    Raises:
        ParameterError: If shapes do not agree, a code is not finite, or a factor never changes.
    """
    codes = np.asarray(codes, dtype=np.float64)
    factors = np.asarray(factors)
    if codes.ndim != 2 or factors.ndim != 2 or len(codes) != len(factors) or not len(codes):
        raise ParameterError(
            f"codes of shape {codes.shape} and factors of shape {factors.shape}, "
            "must be (n, d) and (n, F)"
        )
    if not np.isfinite(codes).all():
        raise ParameterError("codes hold numbers that are not finite")
    numbered = np.stack([np.unique(column, return_inverse=True)[1] for column in factors.T], axis=1)
    for f, most in enumerate(numbered.max(axis=0)):
        if most == 0:
            raise ParameterError(f"factor {f + 1} never changes")
    return codes, numbered
