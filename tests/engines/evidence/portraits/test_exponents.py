from __future__ import annotations

import pytest

from engines.evidence.portraits import exponents
from engines.evidence.running import measured


@pytest.mark.parametrize("claim", exponents.CLAIMS, ids=lambda c: f"{c.id}: {c.check}")
def test_exponents_are_those_of_the_literature(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"
    assert check.source


def test_exponents_of_another_parameter_are_noticed():
    wrong = exponents._largest(0.9056, 0.01, lambda: exponents.run("lorenz-1963", 40.0, rho=60.0))
    assert not wrong()[1]


def test_an_orbit_that_leaves_proves_nothing():
    _, passed, _ = exponents._largest(0.69, 10.0, lambda: exponents.run("logistic", 400.0, r=5.0))()
    assert not passed
    _, passed, _ = exponents._dimension(
        1.0, 10.0, lambda: exponents.run("logistic", 400.0, r=5.0)
    )()
    assert not passed
