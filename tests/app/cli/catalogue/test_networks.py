from __future__ import annotations

import numpy as np
import pytest

from app.cli.catalogue.networks import lacking, with_networks
from engines.evidence.forecasting import Course, raced
from engines.evidence.shipped import system
from engines.instruments.forecast.models import NETWORKS
from engines.instruments.forecast.table import Table

IDS = ("chua", "rossler")


def course(k):
    curves = {
        n: np.sin((6.0 + k) / n * np.arange(12 * n)) + 0.5 * np.sin(9.3 / n * np.arange(12 * n))
        for n in (100, 15)
    }
    return Course(
        IDS[k], curves, {n: c[::-1].copy() for n, c in curves.items()}, {100: 200, 15: 30}, 2.0
    )


@pytest.fixture(scope="module")
def courses():
    return {id: course(k) for k, id in enumerate(IDS)}


def test_networks_join_those_that_raced(courses, capsys):
    systems = tuple(system(id) for id in IDS)
    names = ("mean", "naive")
    table = Table({s.id: raced(s, courses[s.id], names=names) for s in systems})
    assert lacking(systems, table) == systems
    assert lacking((system("chen"),), table) == ()
    heard = []
    found = with_networks(systems, table, courses, lambda what, share: heard.append(what), steps=8)
    assert lacking(systems, found) == ()
    for id in IDS:
        for n, scores in found.entries[id].at.items():
            assert tuple(scores.smape) == (*names, "gru", "nbeats")
            assert len(scores.told["gru"]) == 2 * n
            assert scores.smape["naive"] == table.entries[id].at[n].smape["naive"]
    assert all(any(what.startswith(one.title) for what in heard) for one in NETWORKS)
    assert "samples a period: median sMAPE" in capsys.readouterr().out


def test_nothing_to_train_leaves_the_table(courses):
    table = Table()
    assert with_networks((), table, courses, lambda what, share: None) is table
