from __future__ import annotations

import dataclasses

import pytest

from engines.evidence.portraits.forecasts import benchmark
from engines.evidence.running import measured
from engines.instruments.forecast.models import NAMES
from engines.instruments.forecast.table import HORIZONS, Entry, Scores, Table
from engines.instruments.forecast.table_file import read_table, shipped_table


@pytest.mark.parametrize(
    "claim", [c for c in benchmark.CLAIMS if c.kind == "law"], ids=lambda c: c.check
)
def test_the_benchmark_says_what_the_paper_says(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"


@pytest.mark.parametrize("claim", [c for c in benchmark.CLAIMS if c.kind == "target"])
def test_no_target_falls_behind(claim):
    check = measured(claim)
    assert not check.behind, check.measured
    assert check.passed or check.attempts


def entry(chaos, error):
    at = {}
    for n, horizons in HORIZONS.items():
        each = dict.fromkeys(NAMES, (error,) * len(horizons))
        at[n] = Scores(0.0, 1.0, each, dict.fromkeys(NAMES, 1.0), dict.fromkeys(NAMES, 1), {}, {})
    return Entry(2.0, chaos / 2.0, None, at)


def test_ranks_are_those_of_errors_over_chaos():
    rising = Table({str(k): entry(k, 10.0 * k**2) for k in range(1, 9)})
    assert benchmark.ranked(rising, "linear", benchmark.by_published)[0] == pytest.approx(1.0)
    falling = Table({str(k): entry(k, 100.0 / k) for k in range(1, 9)})
    assert benchmark.ranked(falling, "linear", benchmark.by_published)[0] == pytest.approx(-1.0)
    assert benchmark.by_computed(entry(1.0, 1.0)) is None
    assert benchmark.median(rising, "naive") == pytest.approx(205.0)


def test_a_changed_table_is_noticed():
    table = read_table(shipped_table())
    known = table.entries["chua"]
    fine = known.at[100]
    smape = {**fine.smape, "linear": tuple(e + 1.0 for e in fine.smape["linear"])}
    at = {**known.at, 100: dataclasses.replace(fine, smape=smape)}
    other = Table({"chua": dataclasses.replace(known, at=at)})
    assert benchmark.apart(other, "chua") > benchmark.WITHIN
