from __future__ import annotations

import ctypes
from pathlib import Path

import numpy as np

from engines.numerics.one_thread import one_thread


def test_the_library_inside_numpy_answers_one_thread():
    found = sorted((Path(np.__file__).parents[1] / "numpy.libs").glob("*openblas*"))
    assert one_thread() is bool(found)
    for library in found:
        handle = ctypes.CDLL(str(library))
        assert handle["scipy_openblas_get_num_threads64_"]() == 1


def test_matrices_are_still_multiplied():
    one_thread()
    a = np.random.default_rng(0).standard_normal((300, 300))
    np.testing.assert_allclose((a @ a)[0, 0], (a[0] * a[:, 0]).sum())
