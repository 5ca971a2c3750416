from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.basins.basins import INSTRUMENT, fractions
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def field_of(frame):
    return frame.layers["basins"].values


def test_a_straight_boundary_halves_the_plane(put, written):
    frames = put(INSTRUMENT, written("x - x^3", "-y"), basin_nodes=40, basin_time=30.0)
    field = field_of(frames[-1])
    assert field.shape == (40, 40)
    np.testing.assert_array_equal(field[:, :20], 0.5)
    np.testing.assert_array_equal(field[:, 20:], 1.5)
    assert len(frames) >= 3
    assert frames[-1].trust.level == "good"
    assert frames[-1].readings["basins"].value == 2.0


def test_the_double_well_is_symmetric_about_its_middle(put, shipped):
    """(x, v) -> (-x, -v) exchanges the valleys: each has half of the plane."""
    flow = shipped("duffing", gamma=0.0, delta=0.25, alpha=-1.0, beta=1.0)
    last = put(INSTRUMENT, flow, basin_nodes=48, basin_time=120.0)[-1]
    field = field_of(last)
    np.testing.assert_array_equal(field[::-1, ::-1], 2.0 - field)
    names = last.layers["attractor_names"].labels
    assert [name.split(" ±")[0] for name in names] == ["A: 50.0", "B: 50.0"]


def test_three_roots_share_the_plane_as_their_symmetry_says(put, newton):
    last = put(INSTRUMENT, newton, basin_nodes=60, basin_time=60.0)[-1]
    heads = np.sort_complex(last.layers["attractor_names"].positions @ [1.0, 1.0j])
    roots = np.sort_complex(np.exp(2j * np.pi * np.arange(3) / 3))
    np.testing.assert_allclose(heads, roots, atol=1e-9)
    field = field_of(last)
    mirrored = field[::-1]  # conjugation exchanges the two that are not real
    real = np.nanmax(field)
    np.testing.assert_array_equal(mirrored == real, field == real)
    assert np.count_nonzero(field == 0.5) == np.count_nonzero(field == 1.5)


def test_what_leaves_has_no_colour(put, written):
    """x' = x^2 - 1 settles at -1 from below 1 and leaves from above."""
    last = put(INSTRUMENT, written("x^2 - 1", "-y"), basin_nodes=40, basin_time=30.0)[-1]
    field = field_of(last)
    assert np.isfinite(field[:, :30]).all()
    assert np.isnan(field[:, 30:]).all()
    assert last.readings["basins"].text == "found, 25 % leave"


def test_in_space_a_plane_is_cut(put, shipped):
    lorenz = shipped("lorenz-1963", rho=15.0)
    last = put(INSTRUMENT, lorenz, basin_nodes=24, basin_time=60.0)[-1]
    field = field_of(last)
    assert set(np.unique(field)) == {0.5, 1.5}
    np.testing.assert_array_equal(field[::-1, ::-1], 2.0 - field)  # (x, y) -> (-x, -y)
    p = parameters_model("b", INSTRUMENT.declared(lorenz))()
    assert INSTRUMENT.section(lorenz, p).plane == (0, 1)
    assert "full" not in type(p).model_fields


def test_shares_have_the_error_of_a_draw():
    ((part, off),) = fractions(np.array([0, 0, 0, -1]), 1)
    assert (part, off) == (0.75, pytest.approx(np.sqrt(0.75 * 0.25 / 4)))


def test_recordings_and_levels_of_energy_have_no_basins(shipped):
    assert INSTRUMENT.refuses(shipped("henon-heiles")) == "needs a flow that settles"
    assert INSTRUMENT.refuses(shipped("duffing")) == ""


def test_a_withdrawn_field_ends(written):
    flow, ticket = written("x - x^3", "-y"), Ticket()
    p = parameters_model("b", INSTRUMENT.declared(flow))()
    work = INSTRUMENT(flow).frames(p, ticket)
    next(work)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(work)
