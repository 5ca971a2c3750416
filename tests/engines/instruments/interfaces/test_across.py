from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines.instruments.interfaces.across import CURVES, AcrossEdge
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket, Withdrawn


def test_fast_averages_come_first_and_walls_later(stripe: Flow, asked: Callable[..., Any]) -> None:
    frames = list(AcrossEdge(stripe).frames(asked(AcrossEdge, stripe, clusters=3), Ticket()))
    assert "across_vorticity" in frames[0].layers
    assert "across_ftle" not in frames[0].layers
    assert (
        {"across_ftle", "across_walls"} < set(frames[-1].layers) <= {name for name, _, _ in CURVES}
    )
    assert set(frames[-1].layers) <= set(AcrossEdge.draws)
    assert frames[-1].readings["across"].value is not None


def test_dye_is_flat_outside_and_rises_inwards(stripe: Flow, asked: Callable[..., Any]) -> None:
    frames = list(AcrossEdge(stripe).frames(asked(AcrossEdge, stripe, clusters=3), Ticket()))
    line: Any = frames[-1].layers["across_dye"]
    assert line.y.max() == pytest.approx(1.0)
    assert line.y[line.x < 0.0].max() < 0.2 < line.y[(line.x > 0.0) & (line.x < 2.0)].min()


def test_the_chart_says_which_edge_it_shows(stripe: Flow, asked: Callable[..., Any]) -> None:
    values = asked(AcrossEdge, stripe, edge="inner")
    assert AcrossEdge.heading(stripe, values)[1].startswith("inner edge")
    across, up = AcrossEdge.axes(stripe, values)
    assert (across.low, across.high, up.low) == (-15.0, 15.0, 0.0)


def test_a_withdrawn_ticket_ends_it(stripe: Flow, asked: Callable[..., Any]) -> None:
    ticket = Ticket()
    frames = AcrossEdge(stripe).frames(asked(AcrossEdge, stripe, clusters=3), ticket)
    next(frames)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        np.array(list(frames))
