from __future__ import annotations

import numpy as np

from engines.instruments.pictures.wishes import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.protocols.pictures import Wishing
from engines.running.ticket import Ticket


def frame(flow, **values):
    model = parameters_model("p", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(**values), Ticket()))[-1]


def asked(growing, number=None):
    """Pictures of a wish are those of the flow, times its number."""

    class Asked(type(growing), Wishing):
        wishes, wish = ("none", "once", "twice"), number

        def wishing(self, number):
            return asked(growing, number)

        def decode(self, states):
            factor = 1.0 if self.wish is None else float(self.wish)
            return factor * super().decode(states)

    return Asked()


def test_each_noise_is_carried_by_the_flow_of_each_wish(plane, growing):
    flow = plane(handle=(0.3, 0.4)).around(asked(growing, 2))
    grid = frame(flow, wishes_shown=2).layers["wishes"]
    assert grid.images.shape == (3, 3, 2, 2)
    assert grid.column_labels == ("none", "once", "twice")
    assert grid.selected == (0, 2)
    starts = np.concatenate([flow.lifted(np.array([[0.3, 0.4]])), flow.drawn[:2]])
    ends = growing.decode(growing.advance(starts, 0.0, 1.0))
    for number in range(3):
        np.testing.assert_allclose(grid.images[:, number], number * ends, rtol=1e-6)


def test_without_a_wish_no_column_is_marked(plane, growing):
    assert frame(plane().around(asked(growing))).layers["wishes"].selected is None


def test_flows_that_cannot_be_asked_are_refused(plane, saddle):
    for flow in (plane(), saddle()):
        reason = "needs a flow that can be asked for one kind of picture"
        assert INSTRUMENT.refuses(flow) == reason
