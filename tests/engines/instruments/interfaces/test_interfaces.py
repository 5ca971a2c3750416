from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines.instruments.interfaces.interfaces import EdgesOfDye
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


def test_both_edges_are_drawn_and_the_outer_one_is_measured(
    stripe: Flow, asked: Callable[..., Any]
) -> None:
    (frame,) = EdgesOfDye(stripe).frames(asked(EdgesOfDye, stripe, clusters=3), Ticket())
    curves: Any = frame.layers["interfaces"]
    assert set(curves.roles) == {"interface_outer", "interface_inner"}
    assert frame.readings["interfaces"].value == pytest.approx(4.0 * np.pi, rel=1e-6)


def test_two_groups_have_one_edge(stripe: Flow, asked: Callable[..., Any]) -> None:
    (frame,) = EdgesOfDye(stripe).frames(asked(EdgesOfDye, stripe, clusters=2), Ticket())
    curves: Any = frame.layers["interfaces"]
    assert set(curves.roles) == {"interface_outer"}
    assert len(curves.labels) == 1
