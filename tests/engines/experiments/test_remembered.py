from __future__ import annotations

from engines.experiments.remembered import Remembered
from engines.layers.frame import Frame
from engines.running.card import CARD


def test_a_finished_measurement_is_shown_again_and_not_made_again():
    kept, runs = Remembered(), []

    def work():
        runs.append(1)
        yield Frame({}, level=0)
        yield Frame({}, level=1)

    assert [f.level for f in kept.frames("a", 1, work)] == [0, 1]
    assert [f.level for f in kept.frames("a", 1, work)] == [1]
    assert [f.level for f in kept.frames("a", 2, work)] == [0, 1]
    assert [f.level for f in kept.frames("b", 2, work)] == [0, 1]
    assert len(runs) == 3


def test_an_unfinished_measurement_is_made_again():
    kept = Remembered()

    def work():
        yield Frame({}, level=0)
        yield Frame({}, level=1)

    started = kept.frames("a", 1, work)
    next(started)
    started.close()
    assert [f.level for f in kept.frames("a", 1, work)] == [0, 1]


def test_a_finished_measurement_is_known_by_what_it_depended_on():
    kept = Remembered()
    assert kept.known("a", 1) is None
    list(kept.frames("a", 1, lambda: iter([Frame({}, level=3)])))
    assert kept.known("a", 1).level == 3
    assert kept.known("a", 2) is None


def test_what_was_measured_without_a_card_is_measured_again_with_one(monkeypatch):
    kept = Remembered()
    list(kept.frames("a", 1, lambda: iter([Frame({}, level=0)])))
    monkeypatch.setattr(CARD, "there", not CARD.there)
    assert kept.known("a", 1) is None
