from __future__ import annotations

import pytest
from PyQt6.QtGui import QOpenGLContext

from widgets.painters.gl.fence import Fence


def _address(name):
    return int(QOpenGLContext.currentContext().getProcAddress(name) or 0)


@pytest.mark.parametrize("lookup", [_address, lambda name: 0], ids=["fences", "no_fences"])
def test_a_fence_is_passed_once_the_driver_has_come_that_far(context, qtbot, lookup):
    fence = Fence(lookup)
    fence.set()
    qtbot.waitUntil(fence.passed)
    assert fence.passed()


def test_a_mark_that_nobody_waits_for_is_taken_away(context):
    fence = Fence(_address)
    fence.set()
    first = fence._mark
    fence.set()
    assert first is not None
    assert fence._mark is not None
    fence.release()
    assert fence._mark is None
