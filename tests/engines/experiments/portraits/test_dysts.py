from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import rankdata, spearmanr

from engines.errors import UnfitError
from engines.evidence.shipped import system
from engines.experiments.portraits.dysts import GROWTH, LEAST, SCATTER, Dysts, _ranks
from engines.instruments.forecast.models import NAMES, RACERS
from engines.instruments.forecast.table_file import read_table, shipped_table
from engines.parameters.reading import changed
from engines.protocols.gesture import Gesture
from engines.running.ticket import Ticket, Withdrawn


@pytest.fixture(scope="module")
def page():
    return Dysts(system("lorenz-1963"))


def test_a_dot_stands_for_each_system_of_the_table(page):
    entries = read_table(shipped_table()).entries
    p = changed(page.parameters(), {"horizon": 1.5, "model": "linear"})
    places = page.places(p, "linear")
    assert len(places) == len(entries)
    lorenz = list(entries).index("lorenz-1963")
    entry = entries["lorenz-1963"]
    assert places[lorenz] == pytest.approx([np.log10(entry.chaos()), entry.error("linear", 150)])
    assert places[:, 0].min() >= np.log10(LEAST)
    dots = page.dots(p)
    assert dots["chosen"].positions.tolist() == [places[lorenz].tolist()]
    models = [racer.name for racer in page.racers]
    assert dots["chosen"].labels == ("Lorenz 1963",)
    for name, place in zip(models, dots["models"].positions, strict=True):
        assert place == pytest.approx([places[lorenz, 0], entry.error(name, 150)])


def test_a_click_on_a_dot_chooses_its_system(page):
    p = page.parameters()
    ids = list(read_table(shipped_table()).entries)
    there = page.places(p, p.model)[ids.index("rossler")]
    clicked = page.respond(p, Gesture("launch", SCATTER, (there[0] + 1e-4, there[1])))
    assert clicked.of == "rossler"
    assert page.views(clicked)[2].title == "Rössler"
    assert page.flow(clicked) is not page.flow(p)
    assert page.subject_at(clicked).title == "Rössler"
    assert page.respond(p, Gesture("launch", SCATTER, (40.0, 0.0))) is p
    assert page.respond(p, Gesture("launch", "forecast", tuple(there))) is p


def test_dots_are_there_at_once_and_the_forecast_follows(page):
    first, *_, last = page.frames(page.parameters(), Ticket())
    grown = {f"{GROWTH}_{racer.name}" for racer in page.racers}
    assert set(first.layers) == {SCATTER, "models", "chosen", "now", *grown}
    told = {"forecast", "forecast_analogue", "moment"}
    assert set(last.layers) == set(first.layers) | told
    assert last.progress == 1.0


def test_another_horizon_asks_for_no_other_forecast(page):
    p = page.parameters()
    *_, before = page.frames(p, Ticket())
    *_, after = page.frames(changed(p, {"horizon": 0.4}), Ticket())
    assert after.layers["forecast"] is before.layers["forecast"]
    assert after.layers["moment"].positions[0, 0] == pytest.approx(0.4)
    clock = page.clock(p)
    assert (clock.parameter, clock.low, clock.high) == ("horizon", 0.01, 2.0)


def test_the_forecast_is_the_one_the_table_was_made_of(page):
    p = changed(page.parameters(), {"horizon": 2.0, "everybody": True})
    *_, last = page.frames(p, Ticket())
    entry = read_table(shipped_table()).entries["lorenz-1963"]
    for name in ("mean", "naive", "linear", "analogue", "echo"):
        end = last.layers[f"forecast_{name}"].label.rpartition(" ")[2]
        assert float(end) == pytest.approx(entry.error(name, 200), abs=1.0)
    assert set(last.layers) >= {f"forecast_{name}" for name in NAMES}
    assert last.readings[SCATTER].value == pytest.approx(entry.error("analogue", 200))


def test_views_are_three_charts_of_which_one_takes_clicks(page):
    views = page.views(page.parameters())
    assert [(view.kind, view.clicks) for view in views] == [
        ("chart", True), ("chart", False), ("chart", False)]  # fmt: skip
    assert views[0].subtitle.startswith("nearest analogues, 1.00 periods ahead; rank corr")
    mean = changed(page.parameters(), {"model": "mean"})
    assert page.views(mean)[0].subtitle == "mean, 1.00 periods ahead"


def test_ranks_are_those_of_spearman(page):
    values = np.array([3.0, 1.0, 3.0, 2.0, 3.0, 2.0])
    assert _ranks(values).tolist() == rankdata(values).tolist()
    p = page.parameters()
    known = spearmanr(*page.places(p, p.model).T).statistic
    assert page.rank(p) == pytest.approx(known)


def test_a_click_on_the_dot_of_a_model_chooses_it(page):
    p = changed(page.parameters(), {"of": "rossler"})
    ids = list(read_table(shipped_table()).entries)
    for name in ("naive", "echo"):
        there = page.places(p, name)[ids.index("rossler")]
        apart = np.abs(page.places(p, p.model) - there).min(axis=0)
        assert apart.max() > 0.0
        clicked = page.respond(p, Gesture("launch", SCATTER, tuple(there)))
        assert (clicked.of, clicked.model) == ("rossler", name)


def test_errors_grow_in_the_middle_of_all_systems(page):
    p = changed(page.parameters(), {"horizon": 2.0, "model": "linear"})
    entries = read_table(shipped_table()).entries.values()
    grown = page.growth(p)
    for racer in page.racers:
        line = grown[f"{GROWTH}_{racer.name}"]
        middle = np.median([entry.error(racer.name, 200) for entry in entries])
        assert line.y[-1] == pytest.approx(middle)
        assert line.label == f"{racer.title} {middle:.0f}"
        assert (line.low is not None) == (racer.name == "linear")
    assert grown["now"].positions[0] == pytest.approx([2.0, grown[f"{GROWTH}_linear"].y[-1]])


def test_fifteen_samples_a_period_are_a_race_of_their_own(page):
    p = changed(page.parameters(), {"sampling": "15", "horizon": 2.0})
    *_, last = page.frames(p, Ticket())
    entry = read_table(shipped_table()).entries["lorenz-1963"]
    assert len(last.layers["forecast"].x) == 45
    end = last.layers["forecast_analogue"].label.rpartition(" ")[2]
    assert float(end) == pytest.approx(entry.error("analogue", 30, 15), abs=1.0)
    assert page.dots(p)["chosen"].positions[0, 1] == entry.error("analogue", 30, 15)


def test_all_models_at_once_are_a_crowd_in_their_colours(page):
    crowd = page.dots(changed(page.parameters(), {"everybody": True}))["crowd"]
    assert len(crowd.positions) == len(page.racers) * len(read_table(shipped_table()).entries)
    assert len(set(crowd.values)) == len(page.racers) <= len(RACERS)


def test_what_did_not_race_has_no_page():
    with pytest.raises(UnfitError, match="pendulum: is not in the table of forecasts"):
        Dysts(system("pendulum"))


def test_a_withdrawn_ticket_ends_it(page):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(page.frames(page.parameters(), ticket))
