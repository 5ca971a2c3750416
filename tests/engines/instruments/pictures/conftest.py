"""A plane through the noise of a flow to pictures that is known by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.noise.plane import NoisePlane, Where


@pytest.fixture
def plane(growing):
    """Ten draws, spanned by the first two, learned from the ends of the first three."""
    drawn = growing.noise(10, np.random.default_rng(4))
    known = growing.decode(growing.advance(drawn[:3], 0.0, 1.0))

    def made(**where):
        return NoisePlane(growing, drawn, known, Where(**where))

    return made
