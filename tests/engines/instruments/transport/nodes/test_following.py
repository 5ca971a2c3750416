from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.transport.ftle import INSTRUMENT, ftle
from engines.instruments.transport.nodes.following import (
    COARSE,
    COARSER,
    TOLERANCE,
    TRUSTED,
    WIDE,
    exponents,
    first_nodes,
)
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket

SIDES = {"nx": 120, "ny": 60, "horizon": 8.0}


def dense(flow):
    x, y = np.linspace(0.0, 2.0, 120), np.linspace(0.0, 1.0, 60)
    return ftle(flow.gyre, x, y, start=0.0, horizon=8.0)


@pytest.mark.parametrize("method", ["variational", "auxiliary"])
def test_a_costly_picture_is_that_of_all_nodes_from_a_part_of_them(slow, measured, method):
    frames = measured(INSTRUMENT, slow, method=method, **SIDES)
    exact, found = dense(slow), frames[-1].layers["ftle"].values
    assert np.quantile(np.abs(found - exact), 0.99) < TRUSTED * exact.max()
    assert "% of nodes are guessed from their neighbours" in frames[-1].trust.sentence
    shown = [frame.layers["ftle"].values for frame in frames if "ftle" in frame.layers]
    assert shown[0].shape < shown[-1].shape
    whole = next(values for values in shown if values.shape == exact.shape)
    assert np.isfinite(whole).all()  # every node has a value at half of the way
    assert np.abs(whole - exact).mean() < 10.0 * TOLERANCE * exact.max()


def test_fewer_states_move(slow, measured):
    measured(INSTRUMENT, slow, **SIDES)
    few, slow.followed = slow.followed, 0
    measured(INSTRUMENT, slow, every_node=True, **SIDES)
    assert few < slow.followed


def test_every_node_is_followed_on_request(slow, measured):
    last = measured(INSTRUMENT, slow, every_node=True, **SIDES)[-1]
    np.testing.assert_array_equal(last.layers["ftle"].values, dense(slow))
    assert "guessed" not in last.trust.sentence


def test_both_directions_say_what_was_guessed(slow, measured):
    last = measured(INSTRUMENT, slow, direction="both", **SIDES)[-1]
    assert last.trust.sentence.count("are guessed") == 2
    back = ftle(
        slow.gyre, np.linspace(0.0, 2.0, 120), np.linspace(0.0, 1.0, 60), start=0.0, horizon=-8.0
    )
    off = np.abs(last.layers["ftle_over"].values - back)
    assert np.quantile(off, 0.99) < TRUSTED * back.max()


def test_a_flow_that_is_quick_has_no_such_switch(shipped, measured):
    assert "every_node" not in {d.name for d in INSTRUMENT.declared(shipped("double-gyre"))}
    last = measured(INSTRUMENT, shipped("double-gyre"), **SIDES)[-1]
    assert "guessed" not in last.trust.sentence


def test_the_switch_rests_while_a_quick_flow_stands_in(slow, shipped):
    model = parameters_model("both", INSTRUMENT.declared(slow))
    quick = shipped("double-gyre")
    assert INSTRUMENT.idle(slow, model()) == {}
    assert set(INSTRUMENT.idle(quick, model())) == {"every_node"}


def test_a_flow_without_a_domain_is_refused():
    with pytest.raises(UnfitError, match="knows its domain"):
        exponents(object(), None, 1.0, False, Ticket())


def test_the_first_picture_has_fewer_nodes_where_each_has_very_many_coordinates(slow, shipped):
    assert first_nodes(slow) == first_nodes(shipped("double-gyre")) == COARSE
    slow.dimension = WIDE
    assert first_nodes(slow) == COARSER < COARSE
