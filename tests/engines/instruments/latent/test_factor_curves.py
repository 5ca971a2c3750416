from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.latent.factor_curves import INSTRUMENT, departures
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def frames(flow, ticket=None, **values):
    model = parameters_model("p", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(**values), ticket or Ticket()))


def test_the_factor_a_way_moves_rises_and_the_others_stay(read_codes):
    layers = frames(read_codes)[-1].layers
    # the second way moves the second code, which is x, of spread 1
    steps, y = layers["factor_4"].x, layers["factor_4"].y
    np.testing.assert_allclose(y, steps, atol=1e-9)
    for name in ("factor_curves", "factor_2", "factor_3", "factor_5"):
        np.testing.assert_allclose(layers[name].y, 0.0, atol=1e-9)
    assert [layers[n].label for n in ("factor_curves", "factor_2", "factor_4")] == [
        "shape",
        "scale",
        "x",
    ]


def test_a_way_that_moves_one_factor_is_pure(read_codes):
    assert frames(read_codes)[-1].readings["factor_curves"].value == pytest.approx(1.0)


def test_departures_are_in_standard_deviations_with_their_sign(read_codes):
    codes = np.array([[0.0, 0.0, 0.0], [-1.0, 0.0, 4.0]])
    found, squares = departures(read_codes, codes)
    np.testing.assert_allclose(found, [[0.0, -2.0, 0.0, 0.0, 2.0]])
    np.testing.assert_allclose(squares, [[0.0, 4.0, 0.0, 0.0, 4.0]])


def test_the_moment_stands_as_a_line(read_codes):
    now = frames(read_codes, t=-1.0)[-1].layers["factor_now"]
    np.testing.assert_array_equal(now.x, [-1.0, -1.0])


def test_pictures_nobody_can_read_are_refused(codes, saddle):
    assert INSTRUMENT.refuses(codes) == "needs a reader of what is in the pictures"
    assert "ways" in INSTRUMENT.refuses(saddle())


def test_a_withdrawn_ticket_ends_it(read_codes):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        frames(read_codes, ticket)
