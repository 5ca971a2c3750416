from __future__ import annotations

import numpy as np
import pytest

from engines.systems.system_file import system_from_text

# Robertson's reactions: rates apart by nine powers of ten.
ROBERTSON = """
title = "Robertson"
flags = ["stiff"]
step = 0.01
[rates]
x = "-k1*x + k3*y*z"
y = "k1*x - k3*y*z - k2*y^2"
z = "k2*y^2"
[states]
x = { low = 0.0, high = 1.0, start = 1.0 }
y = { low = 0.0, high = 1.0e-4, start = 0.0 }
z = { low = 0.0, high = 1.0, start = 0.0 }
[parameters]
k1 = { value = 0.04, low = 0.0, high = 2.0 }
k2 = { value = 3e7, low = 0.1, high = 1e8 }
k3 = { value = 1e4, low = 0.1, high = 1e8 }
"""

# Its Jacobian changes with time and place, and one direction is fast.
DRIVEN = """
title = "Driven"
flags = ["stiff"]
step = 0.01
[rates]
x = "-1000*(x - cos(t)) - sin(t)"
y = "-y^3*(1 + 0.5*sin(t)) + x*y"
[states]
x = { low = -2.0, high = 2.0, start = 0.0 }
y = { low = -2.0, high = 2.0, start = 0.5 }
"""


@pytest.fixture
def robertson():
    return system_from_text(ROBERTSON, "robertson")


@pytest.fixture
def driven():
    return system_from_text(DRIVEN, "driven")


@pytest.fixture
def right():
    """f(t, x) of a system at rest, for scipy."""

    def make(system):
        values = system.defaults()
        return lambda t, x: system.equations.evaluate(np.array([x]), t, values)[0]

    return make
