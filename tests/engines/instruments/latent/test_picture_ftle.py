from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.latent.picture_ftle import (
    DULL,
    INSTRUMENT,
    exponent_between,
    pulled_back,
)
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def field(flow, ticket=None, **values):
    model = parameters_model("p", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(**values), ticket or Ticket()))[-1].layers[
        "picture_ftle"
    ]


def test_a_linear_decoder_pulls_back_its_gram_matrix():
    j = np.random.default_rng(0).standard_normal((6, 2))
    x, y = np.linspace(-1, 1, 7), np.linspace(0, 1, 5)
    places = np.stack(np.meshgrid(x, y), axis=-1)
    pictures = (places @ j.T).reshape(5, 7, 2, 3)
    found = pulled_back(pictures, x[1] - x[0], y[1] - y[0])
    np.testing.assert_allclose(found, np.broadcast_to(j.T @ j, (5, 7, 2, 2)))


def test_a_metric_that_grows_by_a_factor_has_its_exponent():
    before = np.tile(np.eye(2), (3, 3, 1, 1))
    found = exponent_between(before, np.diag([9.0, 1.0]) * np.ones((3, 3, 1, 1)), 2.0)
    np.testing.assert_allclose(found, np.log((9.0 + DULL**2) / (1.0 + DULL**2)) / 4.0)


def test_pictures_that_never_change_have_the_exponent_zero():
    nothing = np.zeros((3, 3, 2, 2))
    np.testing.assert_allclose(exponent_between(nothing, nothing, 1.0), 0.0, atol=1e-9)


def test_a_hill_that_spreads_all_codes_stretches_all_pictures_alike(hill):
    # z(T) = z_0 (1 + T), and the decoder is linear
    found = field(hill.walked(), horizon=3.0, picture_nodes=9).values
    expected = np.log((16.0 + DULL**2) / (1.0 + DULL**2)) / 6.0
    np.testing.assert_allclose(found, expected, rtol=1e-3)


def test_flows_without_pictures_are_refused(saddle):
    assert INSTRUMENT.refuses(saddle()) == "needs states that stand for pictures"


def test_a_withdrawn_ticket_ends_it(plane):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        field(plane, ticket)
