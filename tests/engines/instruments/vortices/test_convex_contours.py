import numpy as np
import pytest

from engines.instruments.vortices.convex_contours import (
    area,
    convexity_deficiency,
    encloses,
    maxima,
    vortex_edges,
)
from engines.running.ticket import Ticket, Withdrawn

X = np.linspace(-3.0, 3.0, 241)
Y = np.linspace(-2.0, 2.0, 161)
GX, GY = np.meshgrid(X, Y)


def closed(*places):
    return np.array([*places, places[0]], float)


def hill(cx, cy, height=1.0, width=0.5):
    return height * np.exp(-((GX - cx) ** 2 + (GY - cy) ** 2) / (2 * width**2))


def test_the_area_of_a_triangle_anywhere():
    assert area(closed((0, 0), (2, 0), (0, 3)) + 100.0) == pytest.approx(3.0)


def test_an_l_lacks_half_a_square_of_its_hull():
    ell = closed((0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2))
    assert convexity_deficiency(ell) == pytest.approx(0.5 / 3.0)
    assert convexity_deficiency(closed((0, 0), (1, 0), (1, 1), (0, 1))) == pytest.approx(0.0)
    assert convexity_deficiency(closed((0, 0), (1, 0), (2, 0))) == np.inf


def test_a_place_lies_inside_or_outside():
    ell = closed((0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2))
    assert encloses(ell, (0.5, 1.5))
    assert not encloses(ell, (1.5, 1.5))
    assert not encloses(ell, (-0.5, 0.5))


def test_maxima_keep_their_distance():
    values = hill(-1.0, 0.0) + hill(1.0, 0.0, 0.8) + hill(1.6, 0.6, 0.3, 0.05)
    assert len(maxima(X, Y, values, 0.2)) == 3
    found = maxima(X, Y, values, 1.2)
    assert [round(x, 1) for x, _, _ in found] == [-1.0, 1.0]


def test_a_plateau_at_the_border_is_no_maximum():
    assert maxima(X, Y, GX, 0.5) == []


class Withdrawing(Ticket):
    """Withdrawn at the third look."""

    def __init__(self):
        super().__init__()
        self.looks = 0

    def check(self):
        self.looks += 1
        if self.looks == 3:
            self.withdraw()
        super().check()


def test_a_plateau_gives_few_maxima_and_a_withdrawn_ticket_is_noticed_among_them():
    flat = np.ones_like(GX)
    found = np.array(maxima(X, Y, flat, 1.0))
    gaps = np.hypot(*(found[:, None, :2] - found[None, :, :2]).transpose(2, 0, 1))
    assert len(found) > 3
    assert gaps[~np.eye(len(found), dtype=bool)].min() >= 1.0
    ticket = Withdrawing()
    with pytest.raises(Withdrawn):
        maxima(X, Y, flat, 1.0, ticket)
    assert ticket.looks == 3
    assert vortex_edges(X, Y, flat, apart=1.0) == []


def test_the_edge_of_a_lone_hill_is_its_widest_circle():
    (edge,) = vortex_edges(X, Y, hill(0.0, 0.0), apart=0.5)
    radius = np.hypot(*edge.line.T)
    assert radius.min() > 1.9  # the border of the grid is 2 away
    assert np.ptp(radius) < 0.02
    assert edge.centre == pytest.approx((0.0, 0.0))


def test_two_hills_have_two_edges_and_no_common_one():
    edges = vortex_edges(X, Y, hill(-1.0, 0.0) + hill(1.0, 0.0, 0.8), apart=0.5, tolerance=5e-3)
    assert [round(edge.centre[0]) for edge in edges] == [-1, 1]
    for edge in edges:
        assert edge.deficiency <= 5e-3
        assert encloses(edge.line, edge.centre)
        assert not encloses(edge.line, (-edge.centre[0], 0.0))


def test_the_edge_is_the_last_contour_that_is_convex_enough():
    """Contours of r + r^3 cos(4 a) / (5 + 5 r^2) turn from circles to clovers as they widen."""
    r, angle = np.hypot(GX, GY), np.arctan2(GY, GX)
    clover = -r - 0.2 * r**3 / (1.0 + r**2) * np.cos(4.0 * angle)
    (strict,) = vortex_edges(X, Y, clover, apart=3.0, tolerance=1e-3)
    (loose,) = vortex_edges(X, Y, clover, apart=3.0, tolerance=2e-2)
    assert loose.level < strict.level
    assert 0.5e-3 < strict.deficiency <= 1e-3
    assert 1e-2 < loose.deficiency <= 2e-2


def test_what_is_not_known_has_no_edge():
    values = hill(0.0, 0.0)
    assert vortex_edges(X, Y, np.full_like(values, np.nan), apart=0.5) == []
    values[:, X > 0.3] = np.nan  # the contours are cut open, but for those near the top
    for edge in vortex_edges(X, Y, values, apart=0.5):
        assert edge.line[:, 0].max() <= 0.3
