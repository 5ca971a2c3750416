"""Small dense systems of linear equations in machine code, by elimination with pivots."""

from __future__ import annotations

from typing import Any

from numba import njit


@njit(nogil=True, cache=True, error_model="numpy")  # type: ignore[untyped-decorator]
def factored(a: Any, order: Any) -> bool:
    """L and U of a matrix in its own place, rows exchanged.

    Args:
        a: The matrix, shape (d, d); overwritten.
        order: Filled with the row that took part in each exchange, shape (d,).

    Returns:
        Whether it is a matrix of finite numbers that has an inverse.
    """
    d = a.shape[0]
    for i in range(d):
        best, row = 0.0, i
        for r in range(i, d):
            size = abs(a[r, i])
            if not size < 1e300:
                return False
            if size > best:
                best, row = size, r
        if best == 0.0:
            return False
        order[i] = row
        if row != i:
            for c in range(d):
                kept = a[i, c]
                a[i, c] = a[row, c]
                a[row, c] = kept
        for r in range(i + 1, d):
            share = a[r, i] / a[i, i]
            a[r, i] = share
            if share != 0.0:
                for c in range(i + 1, d):
                    a[r, c] -= share * a[i, c]
    return True


@njit(nogil=True, cache=True, error_model="numpy")  # type: ignore[untyped-decorator]
def solved(a: Any, order: Any, b: Any) -> None:
    """The solution of A x = b in the place of b, shape (d,); see `factored`."""
    d = a.shape[0]
    for i in range(d):
        row = order[i]
        if row != i:
            kept = b[i]
            b[i] = b[row]
            b[row] = kept
    for i in range(d):
        for c in range(i):
            b[i] -= a[i, c] * b[c]
    for i in range(d - 1, -1, -1):
        for c in range(i + 1, d):
            b[i] -= a[i, c] * b[c]
        b[i] /= a[i, i]
