from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.pictures.copied import told

KNOWN = np.random.default_rng(0).random((40, 4, 4))


def test_copies_are_called_memory():
    reading, trust = told(KNOWN[:9] + 1e-3, KNOWN)
    assert reading.text == "of usual gap: memorising"
    assert trust is not None
    assert trust.level == "warn"
    assert trust.sentence.startswith("Memorising: pictures lie ")


def test_others_are_as_far_away_as_known_ones_are_from_each_other():
    reading, trust = told(np.random.default_rng(1).random((200, 4, 4)), KNOWN)
    assert reading.value == pytest.approx(1.0, abs=0.15)
    assert reading.text == "of usual gap"
    assert trust is None
