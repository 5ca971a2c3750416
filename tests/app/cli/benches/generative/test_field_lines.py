from __future__ import annotations

import itertools

import numpy as np
import pytest

from app.cli.benches.generative import field_lines
from app.cli.benches.generative.field_lines import STEPS
from engines.systems.clouds.charged_flow import HIGH, LOW


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(field_lines, "NUMBER", 6)
    monkeypatch.setattr(field_lines, "CHARGES", 12)


def heun(charges, x):
    """Algorithm 1 of Karras et al. (2022), arXiv:2206.00364, without noise on the way."""
    share = np.linspace(0.0, 1.0, STEPS)
    sigmas = [*(HIGH ** (1 / 7) + share * (LOW ** (1 / 7) - HIGH ** (1 / 7))) ** 7, 0.0]
    for now, then in itertools.pairwise(sigmas):
        slope = (x - charges.denoised(x, now)) / now
        end = x + (then - now) * slope
        if then > 0.0:
            other = (end - charges.denoised(end, then)) / then
            end = x + (then - now) * 0.5 * (slope + other)
        x = end
    return x


def test_ours_walks_as_the_published_algorithm_does(monkeypatch):
    monkeypatch.setattr(field_lines, "heun_of_peer", lambda: heun)
    (entry,) = field_lines.measure()
    assert entry.passed
    assert float(entry.note.rpartition(" ")[2]) < 1e-10


def test_another_walk_is_found_out(monkeypatch):
    monkeypatch.setattr(
        field_lines, "heun_of_peer", lambda: lambda charges, x: heun(charges, x) + 1
    )
    (entry,) = field_lines.measure()
    assert not entry.passed


def test_without_the_peer_ours_is_timed_alone(monkeypatch):
    monkeypatch.setattr(field_lines, "heun_of_peer", lambda: None)
    (entry,) = field_lines.measure()
    assert (entry.passed, entry.must) == (None, field_lines.MUST)
    assert entry.ours_s > 0.0
