from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.evidence.shipped import system
from engines.instruments.interfaces.drift import edge_velocity, residence
from engines.protocols.flow import Flow


def test_the_edge_of_a_stripe_moves_with_the_stream_there(stripe: Flow) -> None:
    # the stream is antisymmetric about the middle of the stripe, but for its mean of 0.5
    assert edge_velocity(stripe, [0.0, 1.0], groups=3) == pytest.approx([0.5, 0.0], abs=0.05)


def test_residence_is_longest_in_a_window_that_moves_along(stripe: Flow) -> None:
    places = np.stack([np.linspace(1.01, 2.99, 41), np.full(41, math.pi)], axis=1)  # all at 0.5
    still = residence(stripe, places, 0.0, 6.0, (1.0, 3.0))
    assert still == pytest.approx(2.0, abs=0.12)  # half the window at speed 0.5
    assert residence(stripe, places, 0.0, 6.0, (1.0, 3.0), speed=0.5) == pytest.approx(6.0)
    assert math.isnan(residence(stripe, places, 0.0, 6.0, (4.0, 5.0)))


def test_without_dye_there_is_no_edge() -> None:
    shipped = system("double-gyre")
    with pytest.raises(UnfitError, match="carries dye"):
        edge_velocity(shipped.flow_at(shipped.defaults()), [0.0])
