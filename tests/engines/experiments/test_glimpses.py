from __future__ import annotations

import pytest

from engines.experiments.glimpses import PAUSE, Glimpses, told
from engines.experiments.merging import Part
from engines.layers.frame import Frame, Reading
from engines.protocols.recipe import Snapshot


@pytest.fixture
def watched(saddle):
    """Glimpses at a cost of 1 s each on a clock moved by hand, and the flows that were drawn."""
    clock, drawn = [0.0], []

    def parts(flow):
        def work():
            clock[0] += 1.0
            drawn.append(flow.rate)
            yield Frame({}, readings={"rate": Reading(flow.rate)})

        return [Part("a", "A", work(), (), 0)]

    glimpses = Glimpses(parts, lambda: clock[0])

    def see(step, rate, moved=False):
        flow = None if rate is None else saddle(rate)
        return glimpses.of(Snapshot(step, 10, 1.0, flow), moved).readings

    return see, clock, drawn


def test_between_copies_the_last_picture_stays(watched):
    see, _, drawn = watched
    assert see(1, 0.5)["rate"].value == 0.5
    assert see(2, None)["rate"].value == 0.5
    assert drawn == [0.5]


def test_training_gets_twice_the_time_of_a_picture(watched):
    see, clock, drawn = watched
    see(1, 0.5)
    clock[0] += 0.9 * PAUSE
    see(2, 0.6)
    clock[0] += 0.2 * PAUSE
    see(3, 0.7)
    assert drawn == [0.5, 0.7]


def test_a_hand_that_moves_waits_for_no_new_copy_and_no_pause(watched):
    see, _, drawn = watched
    see(1, None, moved=True)
    see(2, 0.5)
    see(3, None, moved=True)
    see(4, 0.6)
    assert drawn == [0.5, 0.5]


def test_the_end_is_always_drawn(watched):
    see, _, drawn = watched
    see(1, 0.5)
    assert see(10, 0.9)["rate"].value == 0.9
    assert drawn == [0.5, 0.9]


def test_the_task_tells_step_and_loss():
    assert told(Snapshot(3, 10, 0.123456, None)) == "Training 3 of 10, loss 0.123"
