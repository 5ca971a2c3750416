from __future__ import annotations

import pytest

from engines.errors import SystemFileError
from engines.evidence.shipped import flow, system


def test_a_shipped_system_is_found_by_its_id():
    assert system("pendulum").title == "Damped pendulum"
    assert flow("pendulum", c=0.5).values["c"] == 0.5


def test_a_system_that_is_not_shipped_is_named():
    with pytest.raises(SystemFileError, match="no system 'pendulun' is shipped"):
        system("pendulun")
