"""A clean look for the tests of the theme."""

from __future__ import annotations

import pytest

from widgets.theme.look import LOOK
from widgets.theme.tokens import DARK


@pytest.fixture
def look():
    """The look, dark at 100 % before and after."""
    LOOK.still = False
    LOOK.fit(1440, 900)
    LOOK.set(DARK, 1.0)
    yield LOOK
    LOOK.still = True
    LOOK.fit(1440, 900)
    LOOK.set(DARK, 1.0)
