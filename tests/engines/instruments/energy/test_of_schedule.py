from __future__ import annotations

import pytest

from engines.instruments.energy.of_schedule import OfSchedule
from engines.instruments.shelf import instruments

EVERY = [one for one in instruments() if issubclass(one, OfSchedule)]


def test_there_are_six_of_them():
    assert len(EVERY) == 6


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_each_needs_a_schedule_and_little_to_set(one, pendulum, scheduled):
    assert one.refuses(pendulum()) == "needs a schedule and data whose lambda is known"
    assert one.refuses(scheduled()) == ""
    assert {d.name for d in one.declared(scheduled())} <= {"search"}
