from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.experiments.merging import Part, merged, together, worst
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.points import Points
from engines.running.ticket import Ticket, Withdrawn

DOT = Points(np.zeros((1, 2)))


def _part(name, frames, depth=0):
    def work():
        for frame in frames:
            if isinstance(frame, Exception):
                raise frame
            yield frame

    return Part(name, name.title(), work(), (name,), depth)


def _frames(name, levels, **more):
    return [Frame({name: DOT}, progress=(i + 1) / levels, level=i, **more) for i in range(levels)]


def test_coarse_levels_of_all_come_before_the_fine_ones_of_any():
    parts = [_part("a", _frames("a", 3)), _part("b", _frames("b", 3))]
    seen = list(merged(parts, Ticket(), now=lambda: 0.0))
    assert [set(f.layers) for f in seen] == [{"a", "b"}] * len(seen)
    assert [f.level for f in seen] == sorted(f.level for f in seen)
    assert seen[-1].progress == 1.0


def test_the_first_frame_does_not_wait_for_ever():
    moments = iter(np.arange(0.0, 20.0))
    parts = [_part("a", _frames("a", 1)), _part("b", _frames("b", 1))]
    first = next(merged(parts, Ticket(), now=lambda: next(moments)))
    assert set(first.layers) == {"a"}


def test_one_that_is_known_to_be_late_is_not_waited_for():
    parts = [_part("slow", _frames("slow", 2)), _part("quick", _frames("quick", 2))]
    parts[0].awaited = False
    seen = list(merged(parts, Ticket(), now=lambda: 0.0))
    assert [set(f.layers) for f in seen[:2]] == [{"quick"}, {"slow", "quick"}]
    assert set(seen[-1].layers) == {"slow", "quick"}


def test_one_that_is_known_to_be_late_never_begins_where_something_new_is_asked_for_at_once():
    begun, ticket = [], Ticket()

    def slow():
        begun.append(True)
        yield Frame({"slow": DOT})

    parts = [Part("slow", "Slow", slow(), ("slow",), 0), _part("quick", _frames("quick", 1))]
    parts[0].awaited = False
    run = merged(parts, ticket)
    assert set(next(run).layers) == {"quick"}
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        next(run)
    assert not begun


def test_who_is_late_is_told_by_its_own_work_alone():
    clock = [0.0]

    def takes(name, seconds):
        def work():
            for _ in range(2):
                clock[0] += seconds
                yield Frame({name: DOT})

        return Part(name, name, work(), (name,), 0)

    parts = [takes("slow", 0.5), takes("quick", 0.01)]
    list(merged(parts, Ticket(), now=lambda: clock[0]))
    assert [part.late for part in parts] == [True, False]
    assert [part.hopeless for part in parts] == [True, False]
    assert parts[0].spent == pytest.approx(0.5)  # until it showed something, not to its end


def test_layers_lie_as_deep_as_their_instruments():
    parts = [_part("high", _frames("high", 1), depth=4), _part("low", _frames("low", 1), depth=0)]
    assert list(list(merged(parts, Ticket()))[-1].layers) == ["low", "high"]


def test_a_failing_instrument_becomes_a_sentence_and_the_others_go_on():
    parts = [
        _part("bad", [UnfitError("needs a steady flow")]),
        _part("worse", [Frame({"worse": DOT}), ZeroDivisionError("\x1b[1mby zero\n" + "at " * 99)]),
        _part("good", _frames("good", 2)),
    ]
    last = list(merged(parts, Ticket()))[-1]
    assert last.notes == (
        "Bad: needs a steady flow",
        "Worse failed: ZeroDivisionError: [1mby zero",
    )
    assert set(last.layers) == {"worse", "good"}


def test_a_withdrawn_ticket_ends_everything_and_closes_the_generators():
    closed = []

    def work():
        try:
            while True:
                yield Frame({"a": DOT})
        finally:
            closed.append("a")

    ticket = Ticket()
    stream = merged([Part("a", "A", work(), ("a",), 0)], ticket)
    next(stream)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        next(stream)
    assert closed == ["a"]


def test_withdrawal_inside_an_instrument_is_no_failure():
    with pytest.raises(Withdrawn):
        list(merged([_part("a", [Withdrawn()])], Ticket()))


def test_without_instruments_there_is_one_empty_frame():
    assert [dict(f.layers) for f in merged([], Ticket(), ("a note",))] == [{}]


def test_readings_and_notes_of_all_are_kept():
    parts = [
        _part("a", [Frame({"a": DOT}, readings={"a": Reading(1.0)}, notes=("said",))]),
        _part("b", [Frame({"b": DOT}, readings={"b": Reading(2.0)}, notes=("said",))]),
    ]
    last = list(merged(parts, Ticket()))[-1]
    assert {name: r.value for name, r in last.readings.items()} == {"a": 1.0, "b": 2.0}
    assert last.notes == ("said",)


def test_the_least_trusted_speaks():
    good, warn, other = Trust("good", "a"), Trust("warn", "b"), Trust("warn", "c")
    assert worst([good, warn, other]) is warn
    assert worst([]) is None
    assert together([]).trust is None
