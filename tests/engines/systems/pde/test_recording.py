from __future__ import annotations

import numpy as np
import pytest

from engines.systems.pde.recording import Variable


def test_values_are_kept_to_half_a_step_and_holes_as_the_number_for_nothing() -> None:
    one = Variable("u", {"units": "m s-1"}, step=0.01, offset=0.5)
    values = np.array([[-1.234, 0.5, np.nan], [2.005, 1e9, -1e9]])
    packed = one.packed(values)
    assert packed.dtype == np.int16
    back = one.step * packed + one.offset
    assert back.ravel()[[0, 1, 3]] == pytest.approx([-1.234, 0.5, 2.005], abs=0.0051)
    assert packed[0, 2] == one.missing
    assert packed[1].tolist()[1:] == [32767, -32767]
