from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.latent.sensitivity import INSTRUMENT, in_bands, stretching
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def test_a_linear_decoder_stretches_by_its_largest_singular_value():
    j = np.random.default_rng(0).standard_normal((6, 2))
    x, y = np.linspace(-1, 1, 7), np.linspace(0, 1, 5)
    places = np.stack(np.meshgrid(x, y), axis=-1)
    pictures = (places @ j.T).reshape(5, 7, 2, 3)
    expected = np.linalg.svd(j, compute_uv=False)[0]
    np.testing.assert_allclose(stretching(pictures, x[1] - x[0], y[1] - y[0]), expected)
    coloured = pictures.reshape(5, 7, 1, 2, 3)
    np.testing.assert_allclose(stretching(coloured, x[1] - x[0], y[1] - y[0]), expected)


def test_a_coarse_field_comes_first(plane):
    values = parameters_model("p", INSTRUMENT.declared(plane))(sensitivity_nodes=40)
    frames = list(INSTRUMENT(plane).frames(values, Ticket()))
    assert [f.layers["sensitivity"].values.shape for f in frames] == [(20, 20), (40, 40)]
    np.testing.assert_allclose(frames[-1].layers["sensitivity"].values, 1.0)
    assert frames[-1].progress == 1.0


@pytest.mark.parametrize("rows", [2, 6, 7, 13])
def test_comparing_a_few_rows_at_a_time_changes_nothing(rows):
    pictures = np.random.default_rng(1).random((rows, 5, 4, 4))
    expected = stretching(pictures, 0.1, 0.2)
    np.testing.assert_array_equal(in_bands(pictures, 0.1, 0.2, Ticket()), expected)


def test_a_withdrawn_ticket_ends_it(plane):
    ticket = Ticket()
    ticket.withdraw()
    values = parameters_model("p", INSTRUMENT.declared(plane))()
    with pytest.raises(Withdrawn):
        next(INSTRUMENT(plane).frames(values, ticket))
