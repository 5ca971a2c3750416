import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.expressway.leap import (
    Leap,
    best_two,
    edge_distances,
    facet_angles,
    normalised,
)
from engines.numerics.semidiscrete.power_cells import PowerCells
from engines.numerics.semidiscrete.sources import Source
from engines.running.ticket import Ticket, Withdrawn


@pytest.fixture
def cells():
    draw = np.random.default_rng(3)
    return PowerCells(2.0 * draw.standard_normal((20, 2)), 0.2 * draw.standard_normal(20))


@pytest.fixture
def states():
    return np.random.default_rng(4).standard_normal((400, 2))


def test_the_two_best_cells_and_the_distance_of_the_edge(cells, states):
    first, second, away = best_two(cells, states)
    assert (first == cells.assigned(states)).all()
    y, h = cells.points, cells.heights
    across = (
        states
        + (away * 1.0)[:, None]
        * (y[second] - y[first])
        / np.linalg.norm(y[second] - y[first], axis=1)[:, None]
    )
    one = (across * y[first]).sum(axis=1) + h[first]
    two = (across * y[second]).sum(axis=1) + h[second]
    assert one == pytest.approx(two)
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        best_two(cells, states, ticket)


def test_no_cell_ends_nearer_than_its_nearest_edge(cells, states):
    away = edge_distances(cells, states)
    assert (away <= best_two(cells, states)[2] + 1e-12).all()
    owner, turns = cells.assigned(states), np.linspace(0.0, 2.0 * np.pi, 60)
    left = np.zeros(len(states), dtype=bool)
    for turn in turns:
        step = away[:, None] * np.array([np.cos(turn), np.sin(turn)])
        assert (cells.assigned(states + 0.99 * step) == owner).all()
        left |= cells.assigned(states + 1.05 * step) != owner
    assert left.mean() > 0.95


def test_angles_of_facets_are_those_of_their_normals():
    points = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])
    found = facet_angles(points, np.array([0, 0, 0]), np.array([0, 1, 2]))
    assert found == pytest.approx([0.0, np.pi / 2.0, np.pi / 3.0], abs=1e-7)


def test_a_batch_of_one_is_no_measure_of_itself():
    assert normalised(np.array([1.0, 3.0, 2.0])) == pytest.approx([0.0, 1.0, 0.5])
    assert normalised(np.array([2.0]), 1.0, 3.0) == pytest.approx([0.5])
    with pytest.raises(FlowError, match="angles of 1 samples"):
        normalised(np.array([2.0]))


def test_without_smoothing_it_is_the_lookup(cells, states):
    assert (Leap(cells, Source()).sent(states) == cells.sent(states)).all()


@pytest.mark.parametrize("smoothing", [0.3, 1.0])
def test_smoothing_sends_the_wished_share_in_between_and_is_continuous(cells, states, smoothing):
    leap = Leap(cells, Source(), smoothing)
    found, lookup = leap.sent(states), cells.sent(states)
    between = (found != lookup).any(axis=1).mean()
    assert between == pytest.approx(smoothing, abs=0.08)
    first, second, away = best_two(cells, states)
    y = cells.points
    off = y[second] - y[first]
    edge = states + away[:, None] * off / np.linalg.norm(off, axis=1)[:, None]
    ahead, behind = (leap.sent(edge + s * 1e-6 * (states - edge)) for s in (1.0, -1.0))
    assert np.median(np.linalg.norm(ahead - behind, axis=1)) < 1e-4


def test_angles_of_states_run_from_0_to_1(cells, states):
    found = Leap(cells, Source()).angles(states)
    assert -0.01 <= found.min() < 0.2
    assert 0.8 < found.max() <= 1.01


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_on_the_way_the_target_is_still_known(cells, states, share):
    leap = Leap(cells, Source())
    on_the_way = (1.0 - share) * states + share * leap.sent(states)
    assert leap.target(on_the_way, share) == pytest.approx(leap.sent(states), abs=1e-6)


def test_in_a_gap_between_cells_the_target_lies_between_their_latents():
    cells = PowerCells(np.array([[-1.0, 0.0], [1.0, 0.0]]), np.zeros(2))
    found = Leap(cells, Source()).target(np.array([[0.1, 0.7]]), 0.5)
    assert found == pytest.approx(np.array([[0.2, 0.0]]), abs=1e-9)  # from (0, 1.4), on the edge


def test_more_than_memory_holds_is_looked_at_in_blocks(cells, states, monkeypatch):
    whole = best_two(cells, states), edge_distances(cells, states)
    monkeypatch.setattr("engines.numerics.expressway.leap.BLOCK", 100)
    parts = best_two(cells, states), edge_distances(cells, states)
    for one, other in zip((*whole[0], whole[1]), (*parts[0], parts[1]), strict=True):
        assert one == pytest.approx(other)
