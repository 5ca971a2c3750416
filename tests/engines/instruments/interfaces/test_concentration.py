from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines.instruments.interfaces.concentration import Concentration
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


def test_the_dye_is_shown_with_its_repeated_end(stripe: Flow, asked: Callable[..., Any]) -> None:
    (frame,) = Concentration(stripe).frames(asked(Concentration, stripe), Ticket())
    field: Any = frame.layers["concentration"]
    _, _, dye = stripe.concentration(0.0)  # type: ignore[attr-defined]
    assert np.array_equal(field.values[:-1, :-1], dye)
    assert np.array_equal(field.values[-1], field.values[0])
    assert field.x[-1] == pytest.approx(2.0 * np.pi)
    assert frame.readings["concentration"].value == pytest.approx(dye.mean())
