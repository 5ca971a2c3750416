from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.latent.purity_matrix import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def frames(flow, ticket=None, **values):
    model = parameters_model("p", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(**values), ticket or Ticket()))


def test_each_row_shows_the_share_of_each_factor(read_codes):
    frame = frames(read_codes)[-1]
    grid = frame.layers["purity_matrix"]
    # the first way moves the scale, the second x, nothing else
    np.testing.assert_allclose(grid.images[:, :, 0, 0], [[0, 1, 0, 0, 0], [0, 0, 0, 1, 0]])
    assert grid.row_labels == ("one 1.00", "two 1.00")
    assert grid.column_labels == ("shape", "scale", "turn", "x", "y")
    assert grid.selected == (1, 3)
    assert frame.readings["purity_matrix"].value == pytest.approx(1.0)


def test_a_few_starts_come_first(read_codes):
    assert [f.progress for f in frames(read_codes, purity_starts=12)] == [0.5, 1.0]


def test_pictures_nobody_can_read_are_refused(codes):
    assert INSTRUMENT.refuses(codes) == "needs a reader of what is in the pictures"


def test_a_withdrawn_ticket_ends_it(read_codes):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        frames(read_codes, ticket)
