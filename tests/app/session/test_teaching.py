from __future__ import annotations

import threading

import pytest

from app.session.teaching import KEEPING, Pausing, Teaching
from engines.layers.frame import Frame
from engines.protocols.experiment import Learning
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket, Withdrawn


class Short(Recipe):
    def __init__(self):
        self.saved = None

    def fit(self, seed, steps, ticket):
        for step in (1, 2, 3):
            yield Snapshot(step, 3, 1.0 / step, None)

    def save(self, weights, card):
        self.saved = weights, card


def test_a_training_that_is_held_tells_its_last_step_until_it_goes_on():
    held = threading.Event()
    run = Pausing(Short(), held).fit(0, None, Ticket())
    held.set()
    first, *again = (next(run) for _ in range(4))
    assert (first.step, first.what) == (1, "Training")
    assert {(s.step, s.what) for s in again} == {(1, "Held, training")}
    held.clear()
    assert [s.step for s in run] == [2, 3]


def test_a_training_that_is_held_can_be_stopped():
    held, ticket = threading.Event(), Ticket()
    held.set()
    run = Pausing(Short(), held).fit(0, None, ticket)
    next(run)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        next(run)


class Watches(Learning):
    model = "short"

    def about(self, recipe, parameters):
        return parameters(recipe)

    def training_frames(self, recipe, parameters, ticket, now=None):
        for snapshot in recipe.fit(0, None, ticket):
            yield Frame({}, progress=snapshot.step / snapshot.steps)


def test_what_was_learned_comes_behind_the_last_frame():
    recipe, about, found = Short(), [], object()
    teaching = Teaching(Watches(), lambda: recipe, lambda taught: found, threading.Event())
    frames = list(teaching.frames(lambda one: about.append(one) or one, Ticket(), None))
    assert [frame.progress for frame in frames[:3]] == [1 / 3, 2 / 3, 1.0]
    assert (frames[3].progress, frames[3].task) == (KEEPING, "Measuring what was learned")
    assert frames[4] is found
    assert about == [recipe]


def test_saving_is_left_to_the_recipe(tmp_path):
    recipe = Short()
    Pausing(recipe, threading.Event()).save(tmp_path / "w", tmp_path / "c")
    assert recipe.saved == (tmp_path / "w", tmp_path / "c")
