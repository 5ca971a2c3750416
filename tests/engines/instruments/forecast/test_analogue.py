from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.forecast.analogue import Analogue
from engines.running.ticket import Ticket, Withdrawn


def test_a_periodic_curve_is_repeated(beat):
    assert Analogue.fit(beat[:1000], 40).forecast(200) == pytest.approx(beat[1000:], abs=1e-6)


def test_it_needs_no_period_but_the_past(beat):
    said = Analogue.fit(beat[:60], 40, stride=2).forecast(30)
    assert said == pytest.approx(beat[60:90], abs=1e-6)


def test_what_is_far_from_all_that_was_is_not_told(waves):
    said = Analogue.fit(waves[:1000], 100).forecast(200)
    assert np.abs(said - waves[1000:]).max() > 1e-2
    assert np.abs(said).max() < np.abs(waves).max() + 1e-9  # a mean of what was


def test_near_moments_weigh_more():
    series = np.array([0.0, 10.0, 1.0, 20.0, 5.0, 30.0, 0.1])
    said = Analogue.fit(series, 1, number=1, stride=1, neighbours=2).forecast(1)
    # 0 is 0.1 away and was followed by 10, 1 is 0.9 away and was followed by 20
    assert said[0] == pytest.approx((10.0 / 0.1 + 20.0 / 0.9) / (1 / 0.1 + 1 / 0.9))


def test_a_withdrawn_ticket_ends_it(waves):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        Analogue.fit(waves, 100, ticket)
