"""By how much a linear map stretches, on a logarithmic scale."""

from __future__ import annotations

import math

import numpy as np
from numba import njit


@njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "nsz"})
def _log_stretches(d: np.ndarray, out: np.ndarray) -> None:
    for i in range(d.shape[0]):
        scale = 0.0
        # C - 1 = E + E^T + E^T E with E = D - 1: an exponent near zero keeps its digits.
        c11, c22, c12 = 0.0, 0.0, 0.0
        for r in range(d.shape[1]):
            u, w = d[i, r, 0], d[i, r, 1]
            scale = max(scale, abs(u), abs(w))
            if r == 0:
                u -= 1.0
                c11 += 2.0 * u
                c12 += w
            elif r == 1:
                w -= 1.0
                c22 += 2.0 * w
                c12 += u
            c11 += u * u
            c22 += w * w
            c12 += u * w
        half = 0.5 * (c11 - c22)
        above_one = 0.5 * (c11 + c22) + math.sqrt(half * half + c12 * c12)
        if abs(above_one) < 0.5:
            out[i] = 0.5 * math.log1p(above_one)
            continue
        # Far from one the eigenvalue itself serves better, of D over its largest entry.
        c11, c22, c12 = 0.0, 0.0, 0.0
        for r in range(d.shape[1]):
            u, w = d[i, r, 0] / scale, d[i, r, 1] / scale
            c11 += u * u
            c22 += w * w
            c12 += u * w
        half = 0.5 * (c11 - c22)
        largest = 0.5 * (c11 + c22) + math.sqrt(half * half + c12 * c12)
        out[i] = 0.5 * math.log(largest) + math.log(scale)


def log_stretch(d: np.ndarray) -> np.ndarray:
    """Logarithm of the largest singular value.

        ln s,   s^2 = largest eigenvalue of D^T D

    Args:
        d: Matrices of c columns, shape (..., k, c), k at least c, c at least 2.

    Returns:
        Shape (...); NaN where an entry is not finite.
    """
    flat = np.ascontiguousarray(d, dtype=np.float64).reshape(-1, *d.shape[-2:])
    out = np.empty(len(flat))
    if flat.shape[2] == 2:  # in closed form
        _log_stretches(flat, out)
    else:
        whole = np.isfinite(flat).all(axis=(1, 2))
        out[:] = np.nan
        scale = np.abs(flat[whole]).max(axis=(1, 2), initial=0.0)
        scale[scale == 0.0] = 1.0
        with np.errstate(divide="ignore"):  # nothing stretches to nothing
            largest = np.linalg.norm(flat[whole] / scale[:, None, None], 2, axis=(1, 2))
            out[whole] = np.log(largest) + np.log(scale)
    out[~np.isfinite(out)] = np.nan
    return out.reshape(d.shape[:-2])
