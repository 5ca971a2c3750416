from __future__ import annotations

import numpy as np

from engines.instruments.latent.decoded import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


def test_two_pictures_show_the_handle_and_where_the_walk_led(plane):
    values = parameters_model("p", INSTRUMENT.declared(plane))(t=-2.0)
    layer = list(INSTRUMENT(plane).frames(values, Ticket()))[-1].layers["decoded"]
    np.testing.assert_allclose(layer.images[0, :, 0], [[0.5, 0.0, -0.5], [0.5, -2.0, -0.5]])
    assert layer.column_labels == ("start", "two, t = \N{MINUS SIGN}2.00")


def test_flows_without_pictures_are_refused(saddle):
    assert INSTRUMENT.refuses(saddle()) == "needs states that stand for pictures"
