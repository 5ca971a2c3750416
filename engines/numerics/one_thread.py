"""Keeps the matrix library from starting threads of its own.

Batches are cut into pieces for all cores already (`engines.running.slices`). If each piece then
asks the matrix library for all cores once more, they wait for each other: measured here, up to
twenty times longer on a busy machine.
"""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path

import numpy as np

SETTERS = ("scipy_openblas_set_num_threads64_", "openblas_set_num_threads")


@cache
def one_thread() -> bool:
    """Tell the OpenBLAS inside NumPy's wheel to use one thread; whether that worked.

    Another matrix library (Accelerate on a Mac, MKL) is left as it is.
    """
    root = Path(np.__file__).parent
    for folder in (root.parent / "numpy.libs", root / ".dylibs"):
        for library in sorted(folder.glob("*openblas*")):
            try:
                handle = ctypes.CDLL(str(library))
            except OSError:
                continue
            for name in SETTERS:
                try:
                    handle[name](1)
                except AttributeError:
                    continue
                return True
    return False
