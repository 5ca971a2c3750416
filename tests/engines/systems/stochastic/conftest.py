from __future__ import annotations

import pytest

from engines.systems.system_file import system_from_text

OU = """
title = "Ornstein-Uhlenbeck"
kind = "sde"
step = 0.02
[rates]
x = "-k*x"
[noise]
x = "s"
[states]
x = { low = -2.0, high = 2.0, start = 1.0 }
[parameters]
k = { value = 1.0, low = 0.0, high = 2.0 }
s = { value = 0.5, low = 0.0, high = 2.0 }
"""
GROWTH = OU.replace('x = "-k*x"', 'x = "k*x"').replace('x = "s"', 'x = "s*x"')
# The noise of x depends on y.
MIXED = """
title = "Mixed"
kind = "sde"
step = 0.02
[rates]
x = "-x"
y = "-y + 0.3*sin(x)"
[noise]
x = "0.2*y"
y = "0.1"
[states]
x = { low = -2.0, high = 2.0 }
y = { low = -2.0, high = 2.0 }
"""


@pytest.fixture
def ou():
    return system_from_text(OU, "ou")


@pytest.fixture
def growth():
    return system_from_text(GROWTH, "growth")


@pytest.fixture
def mixed():
    return system_from_text(MIXED, "mixed")
