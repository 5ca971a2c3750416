from __future__ import annotations

import numpy as np
import pytest

from app.cli.benches.generative import sampling


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(sampling, "NUMBER", 60)
    monkeypatch.setattr(sampling, "FEW", 20)


def test_the_fewest_steps_that_are_good_enough_are_taken(monkeypatch):
    def rough(arrays, stem):
        flow = sampling.RectifiedFlow(arrays, 1, "RK4", 8)
        return lambda x: flow.advance(x, 0.0, 1.0)

    monkeypatch.setattr(sampling, "torchdiffeq_ends", rough)
    entry = sampling._sampling()
    assert entry.note.startswith("RK4, 8 steps; ")
    assert entry.ratio == pytest.approx(entry.peer_s / entry.ours_s)


def test_a_peer_without_error_cannot_be_beaten_by_being_quick(monkeypatch):
    monkeypatch.setattr(sampling, "STEPS", (4,))
    monkeypatch.setattr(
        sampling,
        "torchdiffeq_ends",
        lambda arrays, stem: (
            lambda x: sampling.RectifiedFlow(arrays, 1, "RK4", 200).advance(x, 0.0, 1.0)
        ),
    )
    assert sampling._sampling().passed is False


def test_targets_that_differ_are_found_out(monkeypatch):
    def off(sigma):
        return lambda first, last, times: (
            times[:, None] * last + (1.0 - times[:, None]) * first,
            last - first + 1e-3,
        )

    monkeypatch.setattr(sampling, "torchcfm_targets", off)
    entry = sampling._targets(0.0)
    assert entry.passed is False
    assert entry.note == "largest difference 1.0e-03"


def test_without_peers_nothing_is_claimed(monkeypatch):
    monkeypatch.setattr(sampling, "torchdiffeq_ends", lambda arrays, stem: None)
    monkeypatch.setattr(sampling, "torchcfm_targets", lambda sigma: None)
    assert [entry.passed for entry in sampling.measure()] == [None] * 3
    assert all(np.isnan(entry.ours_s) for entry in sampling.measure())
