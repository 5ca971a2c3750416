from __future__ import annotations

import pytest

from engines.experiments.glimpses import CALM, SHARE, Glimpses, moves, told
from engines.experiments.merging import Part
from engines.layers.frame import Frame, Reading
from engines.parameters.declare import parameters_model, real
from engines.protocols.recipe import Snapshot


class Watched:
    """Glimpses on a clock moved by hand, and what was drawn: name of the part and rate of the flow.

    Args:
        saddle: Makes flows.
        costs: Seconds that a picture of each part takes.
    """

    def __init__(self, saddle, **costs):
        self.time, self.drawn, self._saddle = 0.0, [], saddle

        def work(name, cost, flow):
            self.time += cost
            self.drawn.append((name, flow.rate))
            yield Frame({}, readings={name: Reading(flow.rate)})

        def parts(flow):
            return [Part(n, n, work(n, c, flow), (), 0) for n, c in costs.items()]

        self._glimpses = Glimpses(parts, ("now",), lambda: self.time)

    def see(self, step, rate, **moves):
        """What the readings show after one more snapshot."""
        flow = None if rate is None else self._saddle(rate)
        found = self._glimpses.of(Snapshot(step, 1000, 1.0, flow), **moves).readings
        return {name: reading.value for name, reading in found.items()}

    def train(self, seconds, every=0.1):
        """Snapshots with fresh copies; how often each part was drawn in a second."""
        begun, known = self.time, len(self.drawn)
        step = 1
        while self.time < begun + seconds:
            self.time += every
            step += 1
            self.see(step, float(step))
        names = [name for name, _ in self.drawn[known:]]
        return {n: names.count(n) / (self.time - begun) for n in set(names)}


@pytest.fixture
def watched(saddle):
    return lambda **costs: Watched(saddle, **costs)


def test_between_copies_the_last_picture_stays(watched):
    one = watched(a=1.0)
    assert one.see(1, 0.5) == {"a": 0.5}
    assert one.see(2, None) == {"a": 0.5}
    assert one.drawn == [("a", 0.5)]


def test_training_keeps_most_of_its_time(watched):
    rates = watched(a=1.0).train(60.0)
    assert rates["a"] == pytest.approx(SHARE, rel=0.1)


def test_what_costs_little_is_seen_often_beside_what_costs_much(watched):
    rates = watched(cheap=0.005, field=0.06, dear=1.0).train(60.0)
    assert rates["cheap"] > 2.0
    assert rates["field"] > 1.5
    assert 0.1 < rates["dear"] < 0.3
    assert watched(cheap=0.005, field=0.03).train(20.0)["cheap"] > 4.0


def test_what_costs_little_is_drawn_at_every_turn_whatever_waits_longer(watched):
    rates = watched(cheap=0.025, field=0.1, dear=0.2).train(60.0)
    assert rates["cheap"] > 3.7
    assert rates["field"] > 0.8
    assert rates["dear"] > 0.4


def test_a_hand_that_moves_waits_for_no_new_copy_and_no_pause(watched):
    one = watched(a=1.0)
    one.see(1, None, moved=True)
    one.see(2, 0.5)
    one.see(3, None, moved=True)
    one.see(4, 0.6)
    assert one.drawn == [("a", 0.5), ("a", 0.5)]


def test_a_clock_that_runs_draws_only_what_depends_on_it_and_leaves_time_to_learn(watched):
    one = watched(now=0.01, field=1.0)
    one.see(1, 0.5)
    for step in range(2, 102):
        one.time += 0.1
        one.see(step, None, passed=True)
    assert [name for name, _ in one.drawn].count("field") == 1
    assert [name for name, _ in one.drawn].count("now") == 101
    slow = watched(now=1.0)
    slow.see(1, 0.5)
    for step in range(2, 202):
        slow.time += 0.1
        slow.see(step, None, passed=True)
    assert slow.time > 1.0 + (len(slow.drawn) - 2) * (1.0 + CALM)


def test_another_moment_is_seen_on_the_copy_whose_ways_are_known(watched):
    one = watched(now=0.2)
    one.see(1, 0.5)
    one.time += 1.0  # enough for another moment, and too early for the next copy
    one.see(2, 0.6, passed=True)
    assert one.drawn == [("now", 0.5), ("now", 0.6)]
    one.time += 0.1
    one.see(3, 0.7, passed=True)
    assert one.drawn[2:] == []


def test_the_end_is_always_drawn(watched):
    one = watched(a=1.0, b=1.0)
    one.see(1, 0.5)
    assert one.see(1000, 0.9) == {"a": 0.9, "b": 0.9}
    assert one.drawn[2:] == [("a", 0.9), ("b", 0.9)]


def test_time_that_passes_is_told_from_a_hand():
    values = parameters_model("x", (real("t", 0.0, 0.0, 1.0), real("a", 0.0, 0.0, 1.0)))
    rest = values()
    assert moves("t", rest, rest) == {"moved": False, "passed": False}
    assert moves("t", rest, values(t=0.5)) == {"moved": False, "passed": True}
    assert moves("t", rest, values(t=0.5, a=0.5)) == {"moved": True, "passed": True}
    assert moves("", rest, values(a=0.5)) == {"moved": True, "passed": False}


def test_the_task_tells_step_and_loss():
    assert told(Snapshot(3, 10, 0.123456, None)) == "Training 3 of 10, loss 0.123"
