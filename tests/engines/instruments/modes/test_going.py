from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.modes.going import Going


def test_pieces_are_one_journey(shipped):
    flow = shipped("lorenz-1963")
    start = np.array([[1.0, 2.0, 20.0]])
    going = Going(flow, start)
    going.advance(0.5)
    times = np.linspace(0.5, 2.0, 4)
    found = going.record(times)
    np.testing.assert_allclose(
        found[0], flow.record(start, np.array([0, *times]))[0, 1:], rtol=1e-9
    )
    assert going.time == 2.0


def test_what_remembers_goes_on_with_its_past(shipped):
    flow = shipped("mackey-glass")
    start = np.array([flow.box.start])
    going = Going(flow, start)
    going.advance(40.0)
    pieces = [going.record(np.linspace(t, t + 20.0, 5))[0] for t in (40.0, 60.0)]
    at_once = flow.record(start, np.array([0.0, *np.linspace(40.0, 80.0, 9)]))[0, 1:]
    np.testing.assert_allclose(np.vstack([pieces[0], pieces[1][1:]]), at_once, atol=1e-6)
    # a new past at each call would give something else
    cut = flow.advance(flow.advance(start, 0.0, 60.0), 60.0, 80.0)
    assert np.abs(cut[0] - at_once[-1]).max() > 1e-3


def test_states_become_moments_of_the_first(circling):
    going = Going(circling, np.array([[1.0, 0.0]]))
    turn = 2.0 * np.pi / 1.7
    going.scattered(np.zeros((3, 2)), np.array([0.0, turn / 4, turn / 2]))
    found = going.record(np.array([0.0, 1e-9]))[:, 0]
    np.testing.assert_allclose(found, [[1, 0], [0, -1], [-1, 0]], atol=1e-5)


@pytest.mark.parametrize("name", ["power_spectrum", "recurrence"])
def test_instruments_follow_what_remembers(shipped, name):
    from importlib import import_module

    from engines.parameters.declare import parameters_model
    from engines.running.ticket import Ticket

    flow = shipped("mackey-glass")
    instrument = import_module(f"engines.instruments.modes.{name}").INSTRUMENT
    assert instrument.refuses(flow) == ""
    p = parameters_model("values", instrument.declared(flow))()
    *_, last = instrument(flow).frames(p, Ticket())
    assert last.progress == 1.0
    assert last.layers
