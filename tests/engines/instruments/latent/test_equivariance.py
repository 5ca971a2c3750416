from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.latent.equivariance import INSTRUMENT, left_over
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def shown(flow):
    values = parameters_model("p", INSTRUMENT.declared(flow))()
    (frame,) = INSTRUMENT(flow).frames(values, Ticket())
    return frame


def test_what_is_made_as_meant_misses_nothing_and_rest_misses_all():
    meant = np.random.default_rng(0).random((4, 3, 3, 3))
    assert left_over(meant, meant) == 0.0
    assert left_over(meant, np.repeat(meant[:1], 4, axis=0)) == pytest.approx(1.0)
    assert left_over(meant[:1], meant[:1]) == 0.0


def test_three_rows_begin_at_the_handle_and_tell_what_they_miss(meant):
    frame = shown(meant)
    grid = frame.layers["equivariance"]
    assert grid.images.shape == (3, 4, 1, 3, 3)
    np.testing.assert_allclose(grid.images[:, 0, 0, :, 0], np.tile(meant.box.start, (3, 1)))
    # The way moves b by 1 a step as is meant, the constant step by a half.
    assert grid.row_labels == ("two, pixels", "this way, 0.00", "constant, 0.25")
    assert grid.column_labels == ("0", "1", "2", "3")
    assert frame.readings["equivariance"].value == pytest.approx(0.0, abs=1e-12)


def test_ways_nobody_has_given_a_meaning_are_refused(codes, saddle):
    assert INSTRUMENT.refuses(codes) == "needs ways whose change of a picture is known"
    assert INSTRUMENT.refuses(saddle()) == "needs states that stand for pictures"


def test_a_withdrawn_ticket_ends_it(meant):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        next(INSTRUMENT(meant).frames(parameters_model("p", ())(), ticket))
