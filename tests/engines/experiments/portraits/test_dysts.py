from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.evidence.shipped import system
from engines.experiments.portraits.dysts import LEAST, SCATTER, Dysts
from engines.instruments.forecast.models import NAMES
from engines.instruments.forecast.table import read_table, shipped_table
from engines.parameters.reading import changed
from engines.protocols.gesture import Gesture
from engines.running.ticket import Ticket, Withdrawn


@pytest.fixture(scope="module")
def page():
    return Dysts(system("lorenz-1963"))


def test_a_dot_stands_for_each_system_of_the_table(page):
    entries = read_table(shipped_table()).entries
    p = changed(page.parameters(), {"horizon": 150.0, "model": "linear"})
    places = page.places(p)
    assert len(places) == len(entries)
    lorenz = list(entries).index("lorenz-1963")
    entry = entries["lorenz-1963"]
    assert places[lorenz] == pytest.approx([np.log10(entry.chaos()), entry.error("linear", 150)])
    assert places[:, 0].min() >= np.log10(LEAST)
    dots = page.dots(p)
    assert dots["chosen"].positions.tolist() == [places[lorenz].tolist()]
    assert dots["chosen"].labels == ("Lorenz 1963",)


def test_a_click_on_a_dot_chooses_its_system(page):
    p = page.parameters()
    ids = list(read_table(shipped_table()).entries)
    there = page.places(p)[ids.index("rossler")]
    clicked = page.respond(p, Gesture("launch", SCATTER, (there[0] + 1e-4, there[1])))
    assert clicked.of == "rossler"
    assert page.views(clicked)[1].title == "Rössler"
    assert page.flow(clicked) is not page.flow(p)
    assert page.respond(p, Gesture("launch", SCATTER, (40.0, 0.0))) is p
    assert page.respond(p, Gesture("launch", "forecast", tuple(there))) is p


def test_dots_are_there_at_once_and_the_forecast_follows(page):
    first, *_, last = page.frames(page.parameters(), Ticket())
    assert set(first.layers) == {SCATTER, "chosen"}
    assert set(last.layers) == {SCATTER, "chosen", "forecast", "forecast_analogue", "moment"}
    assert last.progress == 1.0


def test_another_horizon_asks_for_no_other_forecast(page):
    p = page.parameters()
    *_, before = page.frames(p, Ticket())
    *_, after = page.frames(changed(p, {"horizon": 40.0}), Ticket())
    assert after.layers["forecast"] is before.layers["forecast"]
    assert after.layers["moment"].positions[0, 0] == pytest.approx(0.4)
    clock = page.clock(p)
    assert (clock.parameter, clock.low, clock.high) == ("horizon", 1.0, 200.0)


def test_the_forecast_is_the_one_the_table_was_made_of(page):
    p = changed(page.parameters(), {"horizon": 200.0, "everybody": True})
    *_, last = page.frames(p, Ticket())
    entry = read_table(shipped_table()).entries["lorenz-1963"]
    for name in ("mean", "naive", "linear", "analogue"):
        end = last.layers[f"forecast_{name}"].label.rpartition(" ")[2]
        assert float(end) == pytest.approx(entry.error(name, 200), abs=1.0)
    assert set(last.layers) >= {f"forecast_{name}" for name in NAMES}
    assert last.readings[SCATTER].value == pytest.approx(entry.error("analogue", 200))


def test_views_are_two_charts_of_which_one_takes_clicks(page):
    first, second = page.views(page.parameters())
    assert (first.kind, first.clicks) == ("chart", True)
    assert (second.kind, second.clicks) == ("chart", False)
    assert first.subtitle == "nearest analogues, 1.00 periods ahead; click one"


def test_what_did_not_race_has_no_page():
    with pytest.raises(UnfitError, match="pendulum: is not in the table of forecasts"):
        Dysts(system("pendulum"))


def test_a_withdrawn_ticket_ends_it(page):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(page.frames(page.parameters(), ticket))
