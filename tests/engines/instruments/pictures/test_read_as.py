from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.pictures.read_as import INSTRUMENT, borders, patches
from engines.parameters.declare import parameters_model
from engines.protocols.pictures import Reader
from engines.running.ticket import Ticket, Withdrawn

X = np.linspace(-2.0, 2.0, 41)
ACROSS, UP = np.meshgrid(X, X)


def odds(*heights):
    raised = np.exp(np.stack(heights, axis=-1))
    return raised / raised.sum(axis=-1, keepdims=True)


def test_a_border_is_where_two_kinds_are_as_likely_and_is_drawn_once():
    lines = borders(X, X, odds(ACROSS - 0.33, 0.33 - ACROSS))
    assert len(lines) == 1
    np.testing.assert_allclose(lines[0][:, 0], 0.33, atol=1e-9)
    assert np.ptp(lines[0][:, 1]) == pytest.approx(4.0)


def test_three_kinds_meet_in_a_point():
    turns = [0.0, 2.0 * np.pi / 3.0, 4.0 * np.pi / 3.0]
    lines = borders(X, X, odds(*(np.cos(a) * ACROSS + np.sin(a) * UP for a in turns)))
    assert len(lines) == 2  # that of the first kind, and that of the two others
    vertices = np.concatenate(lines)
    angles = np.arctan2(vertices[:, 1], vertices[:, 0])
    away = np.linalg.norm(vertices, axis=1) > 0.3
    off = np.abs(np.exp(3j * angles[away]) + 1.0)  # at 60, 180 and 300 degrees
    assert off.max() < 0.05


def test_one_kind_has_no_border_and_a_name_in_the_middle():
    everywhere = odds(np.ones_like(UP), np.zeros_like(UP))
    assert borders(X, X, everywhere) == ()
    ((kind, place),) = patches(X, X, everywhere)
    assert kind == 0
    np.testing.assert_allclose(place, 0.0, atol=0.11)


def test_patches_that_are_apart_are_named_each_and_small_ones_not():
    found = patches(X, X, odds(np.abs(ACROSS) - 1.0, 1.0 - np.abs(ACROSS)))
    assert sorted(kind for kind, _ in found) == [0, 0, 1]
    small = patches(X, X, odds(0.15 - np.hypot(ACROSS, UP), np.hypot(ACROSS, UP) - 0.15))
    assert [kind for kind, _ in small] == [1]


class Signs(Reader):
    """Whether the first pixel is dark or bright."""

    kinds = ("dark", "bright")

    def read(self, pictures):
        first = pictures[:, 0, 0]
        return odds(-first, first)


def frames(flow, ticket=None, **values):
    model = parameters_model("p", INSTRUMENT.declared(flow))
    return INSTRUMENT(flow).frames(model(**values), ticket or Ticket())


def test_the_plane_is_parted_where_the_first_pixel_changes_its_sign(plane, growing):
    flow = plane().read_by(Signs())
    *_, last = frames(flow, read_nodes=30)
    for line in last.layers["kind_borders"].lines:
        np.testing.assert_allclose(flow.decode(line)[:, 0, 0], 0.0, atol=1e-9)
    assert set(last.layers["kind_names"].labels) == {"dark", "bright"}
    assert last.readings["read_as"].value == 2.0


def test_pictures_that_nobody_reads_are_refused_and_a_withdrawn_ticket_ends_it(plane, saddle):
    for flow in (plane(), saddle()):
        assert INSTRUMENT.refuses(flow) == "needs pictures that somebody can read"
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(frames(plane().read_by(Signs()), ticket))
