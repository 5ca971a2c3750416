from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.forecast.autoregression import Autoregression
from engines.running.ticket import Ticket, Withdrawn


def test_sums_of_sinusoids_go_on(waves):
    """Each sinusoid needs two lags: x_(n+1) = 2 cos(w) x_n - x_(n-1)."""
    said = Autoregression.fit(waves[:1000], 100, number=6, penalty=0.0).forecast(200)
    assert said == pytest.approx(waves[1000:], abs=1e-6)
    said = Autoregression.fit(waves[:1000], 100).forecast(200)
    assert said == pytest.approx(waves[1000:], abs=1e-2)


def test_its_weights_are_those_of_the_rule_that_made_the_series():
    w, series = 0.3, np.cos(0.3 * np.arange(300))
    found = Autoregression.fit(series, 0, number=2, penalty=0.0).weights
    assert found == pytest.approx([2.0 * np.cos(w), -1.0, 0.0], abs=1e-9)


def test_too_few_lags_do_not_do(waves):
    said = Autoregression.fit(waves[:1000], 100, number=3, penalty=0.0).forecast(200)
    assert np.abs(said - waves[1000:]).max() > 0.3


def test_a_withdrawn_ticket_ends_it(waves):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        Autoregression.fit(waves, 100, ticket)
