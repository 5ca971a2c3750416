from __future__ import annotations

import pytest

from engines.evidence.portraits import portrait
from engines.evidence.running import measured


@pytest.mark.parametrize("claim", portrait.CLAIMS, ids=lambda c: f"{c.id}: {c.check}")
def test_what_is_known_about_a_system_is_found_again(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"
    assert check.source


def test_a_wrong_area_is_noticed():
    _, passed, _ = portrait._area("henon", 0.3)
    assert not passed


def test_a_pendulum_that_is_damped_does_not_return(monkeypatch):
    honest = portrait.flow
    monkeypatch.setattr(portrait, "flow", lambda id, **values: honest(id, c=0.01))
    _, passed, _ = portrait._pendulum_swing()
    assert not passed
