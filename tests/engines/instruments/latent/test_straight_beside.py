from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.latent.straight_beside import (
    INSTRUMENT,
    at_equal_lengths,
    beyond,
    straightened,
)
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def frames(flow, ticket=None):
    model = parameters_model("p", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(), ticket or Ticket()))


def arc(count):
    angle = np.linspace(0.0, np.pi, count)
    return np.stack([np.sin(angle), 1.0 - np.cos(angle)], axis=1)


def test_places_stand_at_equal_lengths_of_arc():
    uneven = arc(400)[np.r_[0:100:5, 100:400]]
    places, lengths = at_equal_lengths(uneven, 5)
    assert lengths[-1] == pytest.approx(np.pi, rel=1e-3)
    np.testing.assert_allclose(places, arc(5), atol=1e-2)


def test_a_straight_line_leaves_as_the_path_does_and_is_as_long():
    path = arc(2000)
    line = straightened(path, np.array([0.0, np.pi]))
    assert np.linalg.norm(line[1]) == pytest.approx(np.pi)
    assert line[1][0] > 0.95 * np.pi  # the path begins along the first axis


def test_a_path_that_never_moves_has_no_line():
    np.testing.assert_array_equal(straightened(np.zeros((3, 2)), np.zeros(2)), np.zeros((2, 2)))


def test_data_are_as_far_from_the_data_as_usual_and_what_leaves_them_is_farther():
    known = np.random.default_rng(0).standard_normal((400, 3))
    near = beyond(np.random.default_rng(1).standard_normal((400, 3)), known)
    assert np.median(near) == pytest.approx(1.0, abs=0.1)
    assert beyond(np.full((1, 3), 9.0), known)[0] > 5.0


def test_a_way_that_is_straight_is_its_own_line(read_codes):
    frame = frames(read_codes)[-1]
    grid = frame.layers["straight_beside"]
    np.testing.assert_allclose(grid.images[0], grid.images[1], atol=1e-6)
    assert frame.readings["straight_beside"].value == pytest.approx(0.0)
    assert grid.row_labels[0].startswith("two: ")
    assert grid.row_labels[0].endswith("pure 1.00")


def test_pictures_nobody_can_read_are_refused(codes):
    assert INSTRUMENT.refuses(codes) == "needs a reader of what is in the pictures"


def test_a_withdrawn_ticket_ends_it(read_codes):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        frames(read_codes, ticket)
