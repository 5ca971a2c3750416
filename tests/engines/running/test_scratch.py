from __future__ import annotations

import threading

import numpy as np

from engines.running.scratch import MOST, Scratch


def test_the_same_memory_comes_back_in_another_shape_and_kind():
    scratch = Scratch()
    first = scratch.array("a", (4, 6), np.float64)
    second = scratch.array("a", (3, 5), np.float32)
    assert second.shape == (3, 5)
    assert second.dtype == np.float32
    assert np.shares_memory(first, second)


def test_two_names_never_share():
    scratch = Scratch()
    assert not np.shares_memory(
        scratch.array("a", (8,), np.float64), scratch.array("b", (8,), np.float64)
    )


def test_two_threads_never_share():
    scratch, theirs = Scratch(), []
    ours = scratch.array("a", (8,), np.float64)
    other = threading.Thread(target=lambda: theirs.append(scratch.array("a", (8,), np.float64)))
    other.start()
    other.join()
    assert not np.shares_memory(ours, theirs[0])


def test_what_is_large_is_not_kept():
    scratch = Scratch()
    first, second = (scratch.array("a", (MOST + 1,), np.uint8) for _ in range(2))
    assert not np.shares_memory(first, second)
