from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.forecast.models import MODELS, NAMES, race
from engines.running.ticket import Ticket, Withdrawn


def test_everybody_races_and_the_best_knows_the_beat(beat):
    found = {o.model.name: o for o in race(1e3 + 5.0 * beat, 200, 40)}
    assert tuple(found) == NAMES == tuple(model.name for model in MODELS)
    assert found["naive"].smape[-1] == pytest.approx(0.0, abs=1e-9)
    assert found["naive"].forecast == pytest.approx(1e3 + 5.0 * beat[-200:])
    assert found["naive"].valid == 200
    assert found["analogue"].nrmse < 1e-6
    assert found["mean"].smape[-1] == pytest.approx(200.0)
    assert found["mean"].forecast == pytest.approx(np.full(200, (1e3 + 5.0 * beat[:-200]).mean()))


def test_the_future_is_not_seen(beat):
    other = beat.copy()
    other[-200:] = 7.0
    for one, two in zip(race(beat, 200, 40), race(other, 200, 40), strict=True):
        assert one.forecast.tolist() == two.forecast.tolist()


def test_only_those_asked_for_race(beat):
    assert [o.model.name for o in race(beat, 200, 40, names=("linear",))] == ["linear"]


def test_what_rests_is_no_race():
    assert not list(race(np.full(1200, 3.3), 200, 40))


def test_a_map_is_learned_without_delays():
    path = [0.1, 0.2]
    for _ in range(1038):
        path.append(1.0 - 1.4 * path[-1] ** 2 + 0.3 * path[-2])
    (found,) = race(np.array(path), 40, 2, discrete=True, names=("quadratic",))
    assert found.valid > 20
    (lost,) = race(np.array(path), 40, 2, names=("quadratic",))
    assert lost.valid < 5


def test_a_withdrawn_ticket_ends_it(beat):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(race(beat, 200, 40, ticket))
