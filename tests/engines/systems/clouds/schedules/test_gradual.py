from __future__ import annotations

import numpy as np
import pytest

from engines.numerics.kinetic.chord import KineticOptimal
from engines.numerics.kinetic.separation import Blobs
from engines.running.ticket import Ticket, Withdrawn
from engines.systems.clouds.schedules import gradual
from engines.systems.clouds.schedules.gradual import Gradual


@pytest.fixture(autouse=True)
def little_time(monkeypatch):
    monkeypatch.setattr(gradual, "WELL", 2e8)
    monkeypatch.setattr(gradual, "ROUGH", 1e7)


def points(n, d):
    return Blobs.of_points(np.random.default_rng(0).standard_normal((n, d))).normalised()[0]


def test_few_points_are_known_well_at_once():
    known, few = Gradual(), points(8, 4)
    found = known.now("few", few)
    assert found.draws == 2000
    assert not known.is_rough("few")
    assert known.now("few", few) is found


def test_many_are_known_roughly_until_there_was_time():
    known, many = Gradual(), points(600, 12)
    rough = known.now("many", many)
    assert known.is_rough("many")
    assert known.now("many", many) is rough
    known.improve("many", many)
    well = known.now("many", many)
    assert well.draws > 1.5 * rough.draws
    angles = [KineticOptimal(one).opening for one in (rough, well)]
    assert angles == pytest.approx([angles[1]] * 2, abs=0.1)


def test_a_better_one_can_be_given_up():
    ticket, known = Ticket(), Gradual()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        known.improve("many", points(600, 12), ticket)
    assert known.is_rough("many")


def test_only_the_last_few_are_kept():
    known = Gradual(kept=2)
    for n in (3, 4, 5):
        known.now(n, points(n, 2))
    assert known.is_rough(3)
    assert not known.is_rough(5)
