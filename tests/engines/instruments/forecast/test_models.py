from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.forecast.models import MODELS, NAMES, Split, race, rehearsed, ways
from engines.running.ticket import Ticket, Withdrawn


def test_everybody_races_and_the_best_knows_the_beat(beat):
    found = {o.racer.name: o for o in race(1e3 + 5.0 * beat, 200, 40)}
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
    assert [o.racer.name for o in race(beat, 200, 40, names=("linear",))] == ["linear"]


def test_what_rests_is_no_race():
    assert not list(race(np.full(1200, 3.3), 200, 40))


def test_a_map_is_learned_without_delays():
    path = [0.1, 0.2]
    for _ in range(1038):
        path.append(1.0 - 1.4 * path[-1] ** 2 + 0.3 * path[-2])
    (found,) = race(np.array(path), 40, 2, discrete=True, names=("quadratic",))
    assert found.valid > 20
    (lost,) = race(np.array(path), 40, 100, names=("quadratic",))
    assert lost.valid < 5


def test_a_withdrawn_ticket_ends_it(beat):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(race(beat, 200, 40, ticket))


def test_delays_between_values_are_times(beat):
    linear, quadratic = MODELS[2], MODELS[3]
    assert [ways(quadratic, n, False)[0].keywords["stride"] for n in (100, 40, 15)] == [5, 2, 1]
    assert ways(linear, 15, False) == linear.fits


def test_a_rehearsal_chooses_the_better_way(beat):
    split = Split.of(beat[:1000], 200)

    class Said:
        def __init__(self, values):
            self.values = values

        def forecast(self, steps):
            return self.values

    bad, good = (lambda *_: Said(split.later + 1.0)), (lambda *_: Said(split.later))
    assert rehearsed((bad, good, bad), split, 40) == 1
    assert rehearsed((good, bad), split, 40) == 0
    assert rehearsed((bad, good), None, 40) == 0


def test_a_rehearsal_sees_no_more_of_the_series_than_a_model(beat):
    other = beat.copy()
    other[-200:] = 7.0
    one, two = (next(race(series, 200, 40, names=("echo",))) for series in (beat, other))
    assert one.setting == two.setting


def test_a_way_that_is_known_is_not_looked_for(beat):
    (found,) = race(beat, 200, 40, names=("echo",), settings={"echo": 3})
    assert found.setting == 3
    (other,) = race(beat, 200, 40, names=("echo",), practice=beat[::-1].copy())
    assert 0 <= other.setting < 4
