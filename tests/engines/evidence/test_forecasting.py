from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.forecasting import NoRaceError, contenders, course, exponents, raced
from engines.evidence.shipped import system
from engines.instruments.forecast.models import NAMES
from engines.instruments.forecast.table import HORIZONS
from engines.instruments.forecast.table_file import read_table, shipped_table
from engines.systems.system_file import system_from_text


def written(u, v):
    return system_from_text(
        f"""
        title = "Written"
        step = 0.02
        duration = 4.0
        period = 3.0
        [rates]
        x = "{u}"
        y = "{v}"
        [states]
        x = {{ low = -2.0, high = 2.0, start = 1.0 }}
        y = {{ low = -2.0, high = 2.0 }}
        """,
        "written",
    )


def test_a_circle_is_told_at_both_samplings():
    found = raced(written("2*y", "-2*x"))
    assert found.period == 3.0
    assert found.at[100].valid["linear"] == 200
    assert found.error("linear", 200) < 1.0
    assert found.error("linear", 30, 15) < 1.0
    for n, horizons in HORIZONS.items():
        assert set(found.at[n].smape) == set(NAMES)
        assert {len(row) for row in found.at[n].smape.values()} == {len(horizons)}


@pytest.mark.parametrize(
    ("u", "words"), [("1 + x^2", "the orbit leaves the domain"), ("0", "the orbit rests")]
)
def test_no_race_without_an_orbit(u, words):
    with pytest.raises(NoRaceError, match=words):
        raced(written(u, "0"))


def test_flows_of_the_collection_race():
    lorenz, henon, pendulum = (system(id) for id in ("lorenz-1963", "henon", "pendulum"))
    assert contenders((lorenz, henon, pendulum)) == (lorenz,)
    assert exponents(lorenz)[0] == pytest.approx(0.89171)


def test_the_table_is_shipped():
    found = read_table(shipped_table())
    assert len(found.entries) + len(found.away) == 129
    assert len(found.entries) > 120


def test_practice_is_another_part_of_the_same_orbit():
    found = course(written("2*y", "-2*x"))
    for n, period in ((100, 3.0), (15, 3.0)):
        times = period * (60.0 + np.arange(12 * n) / n)
        assert found.practice[n] == pytest.approx(np.cos(2.0 * times), abs=1e-3)
        assert found.ahead[n] == 2 * n
