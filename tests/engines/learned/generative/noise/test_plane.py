from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.transport.ftle import ftle
from engines.learned.generative.noise.plane import NoisePlane, Where

KNOWN = np.zeros((0, 2, 2))


@pytest.fixture
def drawn(growing):
    return growing.noise(6, np.random.default_rng(1))


def test_both_draws_lie_in_the_plane_and_the_first_along_its_axis(growing, drawn):
    plane = NoisePlane(growing, drawn, KNOWN)
    np.testing.assert_allclose(plane.lifted(plane.ends), drawn[:2])
    assert plane.ends[0, 1] == pytest.approx(0.0)
    assert plane.box.start == pytest.approx((np.linalg.norm(drawn[0]), 0.0))
    np.testing.assert_allclose(plane.axes @ plane.axes.T, np.eye(2), atol=1e-12)


def test_the_stretching_in_the_plane_counts_all_that_leaves_it(growing, drawn):
    """FTLE = ln of the largest singular value of diag(e^k) E, with E the axes of the plane."""
    plane = NoisePlane(growing, drawn, KNOWN, Where((2, 4)))
    grown = np.exp(np.array([0.5, -0.3, 0.1, -1.0]))[:, None] * plane.axes.T
    known = np.log(np.linalg.svd(grown, compute_uv=False)[0])
    nodes = np.linspace(-1.0, 1.0, 4)
    for method in ("variational", "grid", "auxiliary"):
        field = ftle(plane, nodes, nodes, start=0.0, horizon=1.0, method=method)
        np.testing.assert_allclose(field, known, rtol=1e-6)


def test_a_place_shows_what_becomes_of_it_at_the_moment(growing, drawn):
    places = np.array([[0.3, -0.8]])
    for moment in (0.0, 0.5, 1.0):
        plane = NoisePlane(growing, drawn, KNOWN, Where(moment=moment))
        wanted = growing.decode(growing.advance(plane.lifted(places), 0.0, moment))
        np.testing.assert_allclose(plane.decode(places), wanted)


def test_walks_lead_from_the_handle_to_the_second_draw(growing, drawn):
    plane = NoisePlane(growing, drawn, KNOWN, Where(handle=(0.5, 0.7), share=1.0))
    assert tuple(plane.walks) == ("line", "arc")
    for walk in plane.walks.values():
        np.testing.assert_allclose(walk[[0, -1]], [(0.5, 0.7), plane.ends[1]])
    np.testing.assert_allclose(plane.here, plane.ends[1])
    path = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    walked = plane.at(Where(drawn=path, walk="drawn", share=0.5))
    np.testing.assert_allclose(walked.here, [1.0, 0.0])


def test_a_walk_that_was_not_drawn_is_another_one(growing, drawn):
    assert NoisePlane(growing, drawn, KNOWN, Where(walk="drawn")).walk == "line"


def test_noise_is_as_long_as_most_of_it(growing, drawn):
    plane = NoisePlane(growing, drawn, KNOWN)
    assert plane.typical == pytest.approx(np.sqrt((drawn**2).sum(axis=1).mean()))
    assert plane.box.high[0] > plane.typical


def test_shadows_move_as_the_whole_does(growing, drawn):
    plane = NoisePlane(growing, drawn, KNOWN)
    places = np.array([[0.4, 0.1], [-1.0, 2.0]])
    whole = growing.advance(plane.lifted(places), 0.0, 1.0) @ plane.axes.T
    np.testing.assert_allclose(plane.advance(places, 0.0, 1.0), whole)
    np.testing.assert_allclose(plane.record(places, np.array([0.0, 1.0]))[:, 1], whole)
    h = 1e-6
    np.testing.assert_allclose(
        plane.velocity(places, 0.0), (plane.advance(places, 0.0, h) - places) / h, atol=1e-5
    )


def test_draws_on_one_line_span_nothing(growing, drawn):
    along = np.stack([drawn[0], -2.0 * drawn[0]])
    with pytest.raises(UnfitError, match="draws 1 and 2 span no plane"):
        NoisePlane(growing, along, KNOWN)


def test_another_flow_takes_the_same_plane(growing, drawn):
    plane = NoisePlane(growing, drawn, KNOWN, Where((1, 3), share=0.25))
    other = plane.around(growing)
    np.testing.assert_array_equal(other.axes, plane.axes)
    np.testing.assert_array_equal(other.here, plane.here)
