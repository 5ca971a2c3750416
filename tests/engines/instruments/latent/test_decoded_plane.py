from __future__ import annotations

import numpy as np

from engines.instruments.latent.decoded_plane import INSTRUMENT
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


def test_the_top_row_is_the_highest_and_pictures_stand_where_their_codes_are(plane):
    values = parameters_model("p", INSTRUMENT.declared(plane))(plane_pictures=4)
    layer = list(INSTRUMENT(plane).frames(values, Ticket()))[-1].layers["decoded_plane"]
    np.testing.assert_allclose(layer.images[0, 0, 0], [-1.5, 1.5, -0.5])
    np.testing.assert_allclose(layer.images[3, 2, 0], [0.5, -1.5, -0.5])


def test_only_a_plane_of_pictures_is_shown(codes, saddle):
    assert INSTRUMENT.refuses(codes) == "needs a plane of pictures"
    assert INSTRUMENT.refuses(saddle()) == "needs states that stand for pictures"
