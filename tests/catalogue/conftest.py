"""Every system that is also in the collection dysts, beside its right-hand side there."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from engines.evidence.dysts_pair import DystsPair, distance
from engines.evidence.portraits.catalogue import catalogued


@cache
def _pairs():
    return {system.id: DystsPair(system) for system in catalogued()}


@pytest.fixture
def pairs():
    """Id to pair, each at dysts' own values."""
    found = _pairs()
    for pair in found.values():
        pair.set(np.ones)
    return found


@pytest.fixture
def off():
    """How far numbers are from others, in units of the largest of each component."""

    def measure(found, wanted):
        assert np.shape(found) == np.shape(wanted)
        return distance(found, wanted)

    return measure
