from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from app.catalogue import Opened, opened, preset
from engines.parameters.reading import changed
from engines.running.ticket import Ticket, Withdrawn


@pytest.fixture(scope="module")
def jet() -> Opened:
    return opened(preset("turbulent-interfaces"), {"nx": 32, "ny": 32, "barriers": False})


def until(jet: Opened, asked: Any, name: str) -> dict[str, Any]:
    """Layers of the first frame that shows `name`."""
    frames = jet.experiment.frames(asked, Ticket())
    return next(dict(frame.layers) for frame in frames if name in frame.layers)


def test_dye_and_walls_have_a_picture_each_under_the_same_edges(jet: Opened) -> None:
    shown = changed(jet.parameters, {"barriers": True, "tracers": True})
    views = jet.experiment.views(shown)
    assert [view.id for view in views] == ["portrait", "walls", "barriers", "across"]
    assert all("interfaces" in view.layers for view in views[:3])
    assert "concentration" not in views[1].layers
    assert "ftle" not in views[0].layers
    assert "the experiment was in space" in views[0].subtitle
    assert len({view.title for view in views}) == 4


def test_the_dye_is_seen_first_and_barriers_last(jet: Opened) -> None:
    asked = changed(jet.parameters, {"barriers": True, "tracers": True, "start": 14.0})
    names = [one.name for one in jet.experiment.on(asked)]  # type: ignore[attr-defined]
    assert set(names[:2]) == {"concentration", "interfaces"}
    assert names[-1] == "barriers"
    frames = jet.experiment.frames(asked, Ticket())
    first = next(frame for frame in frames if frame.progress > 0.0)  # all equations are compiled
    assert "concentration" in first.layers


def test_frames_end_with_edges_walls_and_averages(jet: Opened) -> None:
    frames = list(jet.experiment.frames(jet.parameters, Ticket()))
    assert {"concentration", "interfaces", "ftle", "across_ftle", "across_walls"} <= set(
        frames[-1].layers
    )
    assert not frames[-1].notes


def test_the_walls_move_to_the_edge_while_the_horizon_grows(jet: Opened) -> None:
    """What the preset says: attracting walls sharpen on the edge of the dye.

    A cell of the file is two of the simulation.
    """

    def peak(horizon: float) -> float:
        asked = changed(jet.parameters, {"horizon": horizon})
        last = list(jet.experiment.frames(asked, Ticket()))[-1]
        return float(last.readings["across"].value or np.nan)

    assert peak(-8.0) <= 1.5 < 4.0 < peak(-0.5)


def test_the_clock_moves_the_release_within_the_recording(jet: Opened) -> None:
    clock = jet.experiment.clock(jet.parameters)
    assert clock.parameter == "start"
    assert (clock.low, clock.high) == (13.0, 24.0)


def test_edges_are_not_found_again_when_only_the_horizon_moves(
    jet: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert until(jet, jet.parameters, "interfaces")
    from engines.instruments.interfaces import interfaces

    def never(*_: Any) -> None:
        raise AssertionError("found again")

    monkeypatch.setattr(interfaces, "seen", never)
    moved = changed(jet.parameters, {"horizon": -1.0})
    assert until(jet, moved, "interfaces")["interfaces"].lines


def test_a_moving_frame_shows_the_same_edges_elsewhere(jet: Opened) -> None:
    asked = changed(jet.parameters, {"frame": "moving"})
    still, moved = (
        until(jet, p, "concentration")["concentration"].values for p in (jet.parameters, asked)
    )
    assert moved[:-1, :-1].mean() == pytest.approx(still[:-1, :-1].mean(), rel=1e-6)
    assert np.abs(moved - still).max() > 0.3
    assert "moves along" in jet.experiment.views(asked)[0].subtitle


def test_a_withdrawn_ticket_ends_it(jet: Opened) -> None:
    ticket = Ticket()
    frames = jet.experiment.frames(changed(jet.parameters, {"start": 15.0}), ticket)
    next(frames)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(itertools.islice(frames, 50))
