from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.forecast.reservoir import QuadraticReservoir, products
from engines.running.ticket import Ticket, Withdrawn


def henon(count):
    path = [0.1, 0.2]
    while len(path) < count:
        path.append(1.0 - 1.4 * path[-1] ** 2 + 0.3 * path[-2])
    return np.array(path)


def test_products_are_all_pairs():
    assert products(np.array([[2.0, 3.0]])).tolist() == [[1.0, 2.0, 3.0, 4.0, 6.0, 9.0]]


def test_it_learns_the_map_of_henon():
    """x_(n+1) - x_n = 1 - x_n + 0.3 x_(n-1) - 1.4 x_n^2."""
    path = henon(400)
    found = QuadraticReservoir.fit(path[:350], 1, number=2, stride=1, penalty=0.0)
    assert found.weights == pytest.approx([1.0, -1.0, 0.3, -1.4, 0.0, 0.0], abs=1e-9)
    # rounding grows by exp(0.42) at each step
    assert found.forecast(20) == pytest.approx(path[350:370], abs=1e-6)


def test_it_learns_the_logistic_map():
    path = [0.3]
    for _ in range(299):
        path.append(3.9 * path[-1] * (1.0 - path[-1]))
    found = QuadraticReservoir.fit(np.array(path), 1, number=1, stride=1, penalty=0.0)
    assert found.weights == pytest.approx([0.0, 2.9, -3.9], abs=1e-9)


def test_delays_are_a_stride_apart(waves):
    found = QuadraticReservoir.fit(waves[:1000], 100)
    first = found.forecast(1)[0]
    delayed = waves[[999, 994, 989, 984]]
    assert first == pytest.approx(waves[999] + products(delayed[None])[0] @ found.weights)


def test_a_withdrawn_ticket_ends_it(waves):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        QuadraticReservoir.fit(waves, 100, ticket)
