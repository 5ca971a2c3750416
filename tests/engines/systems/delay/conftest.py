from __future__ import annotations

import pytest

from engines.systems.system_file import system_from_text

FEEDBACK = """
title = "Feedback"
kind = "dde"
step = 0.02
[rates]
x = "-a*x@tau"
[states]
x = { low = -2.0, high = 2.0, start = 1.0 }
[parameters]
a = { value = 1.0, low = 0.0, high = 2.0 }
tau = { value = 1.0, low = 0.1, high = 2.0 }
"""

# Both states are delayed, by a parameter and by a number that does not divide it.
TWO = """
title = "Two"
kind = "dde"
step = 0.02
[rates]
x = "y@tau - x"
y = "-x@0.37 + 0.1*sin(t)"
[states]
x = { low = -2.0, high = 2.0, start = 0.5 }
y = { low = -2.0, high = 2.0, start = 0.25 }
[parameters]
tau = { value = 1.0, low = 0.1, high = 2.0 }
[history]
x = "0.5 + 0.3*t^2 - t/5"
"""


@pytest.fixture
def feedback():
    return system_from_text(FEEDBACK, "feedback")


@pytest.fixture
def two():
    return system_from_text(TWO, "two")


@pytest.fixture
def edited():
    """A system made of the first text with something replaced."""

    def make(old, new, text=FEEDBACK):
        return system_from_text(text.replace(old, new), "feedback")

    return make
