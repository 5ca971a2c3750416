from __future__ import annotations

import pytest

from app.export.running import last_frame
from engines.errors import ExportError
from engines.running.ticket import Ticket, Withdrawn


def test_the_last_frame_is_the_sharpest_and_progress_is_told(toy):
    told: list = []
    frame = last_frame(toy, lambda words, share: told.append((words, share)))
    assert frame.layers["ftle"].values.shape == (32, 64)
    assert told == [("level 1 of 2", 0.5), ("level 2 of 2", 1.0)]


def test_a_withdrawn_run_gives_no_frame(toy):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        last_frame(toy, None, ticket)


def test_an_experiment_that_shows_nothing_is_named(toy, monkeypatch):
    monkeypatch.setattr(type(toy.experiment), "frames", lambda self, p, t: iter(()))
    with pytest.raises(ExportError, match="'toy' shows nothing"):
        last_frame(toy)
