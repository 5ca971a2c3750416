from __future__ import annotations

from typing import ClassVar

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.distance.along_ways import FIRST, AlongWays, arrival
from engines.layers.frame import Reading
from engines.layers.series import Series
from engines.parameters.declare import parameters_model
from engines.protocols.views import Axis
from engines.running.ticket import Ticket, Withdrawn


class Counted(AlongWays):
    name: ClassVar[str] = "counted"
    title: ClassVar[str] = "Counted"
    draws: ClassVar[tuple[str, ...]] = ("counted",)
    counted: ClassVar[str] = "counted_paths"
    counts: ClassVar[str] = "How many."
    moments: ClassVar[int] = 5

    @staticmethod
    def axes(flow, parameters):
        return Axis("time"), Axis("ways")

    def along(self, starts, times, ticket):
        if len(starts) == 100:
            return "Counted: a hundred are none."
        return {"counted": Series(times, np.full(len(times), len(starts)))}, Reading(len(starts))


def _frames(flow, ticket=None, **values):
    chosen = parameters_model("p", Counted.declared(flow))(**values)
    return list(Counted(flow).frames(chosen, ticket or Ticket()))


def test_a_few_ways_come_first_and_then_all(stretch):
    frames = _frames(stretch(), counted_paths=300)
    assert [f.readings["counted"].value for f in frames] == [FIRST, 300]
    assert [f.level for f in frames] == [0, 1]
    assert frames[-1].progress == 1.0
    np.testing.assert_allclose(frames[-1].layers["counted"].x, [0.0, 0.25, 0.5, 0.75, 1.0])


def test_a_reason_is_a_note_and_the_end(stretch):
    last = _frames(stretch(), counted_paths=100)[-1]
    assert last.notes == ("Counted: a hundred are none.",)


def test_it_needs_a_flow_from_noise_to_data(pendulum, stretch):
    assert Counted.refuses(pendulum()) == "needs a flow from noise to data"
    assert Counted.refuses(stretch()) == ""
    with pytest.raises(UnfitError, match="Counted needs a flow from noise to data"):
        _frames(pendulum())
    assert arrival(stretch()) == arrival(pendulum()) == 1.0


def test_a_withdrawn_ticket_ends_it(stretch):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        _frames(stretch(), ticket)
