import numpy as np
import pytest

from engines.instruments.lcs.lines.linking import compiled, joined, strung
from engines.instruments.lcs.lines.steger import RidgePoints, ridge_points
from engines.running.ticket import Ticket, Withdrawn

X = np.linspace(-1.0, 1.0, 81)
CELL = X[1] - X[0]


def _points(values, normals):
    return ridge_points(X, X, values, normals, sdd=1.0, percentile=0.0)


def _straight(angle):
    x, y = np.meshgrid(X, X)
    n = np.array([-np.sin(angle), np.cos(angle)])
    across = n[0] * x + n[1] * y - 0.0371
    return np.exp(-((across / 0.2) ** 2)), np.broadcast_to(n, (*x.shape, 2)), n


@pytest.mark.parametrize("degrees", [0.0, 13.0, 45.0, 60.0, 90.0, 130.0])
def test_a_straight_ridge_is_one_straight_line(degrees):
    values, normals, n = _straight(np.radians(degrees))
    (line,) = strung(_points(values, normals), CELL, CELL)
    assert np.abs(line @ n - 0.0371).max() < 0.01 * CELL
    along = line @ np.array([n[1], -n[0]])
    assert np.all(np.diff(along) > 0.0) or np.all(np.diff(along) < 0.0)
    assert np.ptp(along) > 1.85


def test_a_ring_is_closed():
    x, y = np.meshgrid(X, X)
    r = np.hypot(x, y)
    normals = np.stack([x, y], axis=-1) / np.maximum(r, 1e-9)[..., None]
    (line,) = joined(strung(_points(np.exp(-(((r - 0.6) / 0.2) ** 2)), normals), CELL, CELL), CELL)
    np.testing.assert_array_equal(line[0], line[-1])
    length = np.hypot(*np.diff(line, axis=0).T).sum()
    np.testing.assert_allclose(length, 2.0 * np.pi * 0.6, rtol=2e-3)


def test_where_nothing_was_found_there_is_no_line():
    empty = np.zeros((5, 5), bool)
    nothing = np.zeros((5, 5, 2))
    assert strung(RidgePoints(empty, nothing, nothing, np.zeros((5, 5))), 1.0, 1.0) == []


def test_a_gap_is_closed_where_both_ends_point_into_it():
    one = np.stack([np.linspace(0.0, 1.0, 9), np.zeros(9)], axis=1)
    ahead = one + np.array([1.3, 0.1])
    for other in (ahead, ahead[::-1]):
        (line,) = joined([one, other], 0.5)
        assert len(line) == 18
        assert abs(line[-1, 0] - line[0, 0]) == pytest.approx(2.3)
        assert len(joined([one, other], 0.2)) == 2
        assert len(joined([one, other], 0.0)) == 2


def test_ends_that_look_elsewhere_are_left_apart():
    one = np.stack([np.linspace(0.0, 1.0, 9), np.zeros(9)], axis=1)
    upwards = np.stack([np.full(9, 1.1), np.linspace(0.2, 1.2, 9)], axis=1)
    assert len(joined([one, upwards], 0.5)) == 2


def test_lines_in_a_row_become_one_in_their_order():
    pieces = [
        np.stack([np.linspace(k, k + 0.9, 9), np.zeros(9)], axis=1)[:: (-1) ** k] for k in range(4)
    ]
    (line,) = joined([pieces[2], pieces[0], pieces[3], pieces[1]], 0.2)
    assert np.all(np.diff(line[:, 0]) > 0.0) or np.all(np.diff(line[:, 0]) < 0.0)
    assert len(line) == 36


def test_pieces_around_a_ring_end_where_they_began():
    turns = [np.linspace(a, a + 1.5, 30) for a in np.arange(4) * np.pi / 2.0]
    (line,) = joined([np.stack([np.cos(t), np.sin(t)], axis=1) for t in turns], 0.2)
    np.testing.assert_array_equal(line[0], line[-1])
    assert len(line) == 121


def test_whoever_waits_for_machine_code_can_leave():
    compiled(Ticket())
    ticket = Ticket()
    ticket.withdraw()
    compiled(ticket)  # there is nothing to wait for any more
    with pytest.raises(Withdrawn):
        ticket.check()
