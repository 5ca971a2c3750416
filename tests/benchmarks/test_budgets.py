"""Budgets of the house. Without options each runs once and proves only that it can be measured;
`pytest tests/benchmarks --benchmark-enable` measures and judges."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import pytest

from app.catalogue import opened, preset, presets
from app.cli.benches import withdrawal
from engines.instruments.transport.ftle import ftle
from engines.protocols.capabilities import Decoding
from engines.running.ticket import Ticket

FIRST_PICTURE = 0.100
WITHDRAWAL = 0.100
DECODED = {1: 0.005, 64: 0.100}


def judged(benchmark, budget):
    if benchmark.stats is not None:
        assert benchmark.stats.stats.median < budget


@pytest.mark.parametrize("shown", presets(), ids=lambda p: p.id)
def test_the_first_picture_arrives_while_the_hand_is_still_on_the_slider(benchmark, shown):
    ready = opened(shown)

    def first():
        run = ready.experiment.frames(ready.parameters, Ticket())
        frame = next(run)
        if isinstance(run, Generator):
            run.close()
        return frame

    if benchmark.enabled:
        first()
    assert benchmark(first).layers
    judged(benchmark, FIRST_PICTURE)


def test_a_withdrawn_run_lets_go(benchmark):
    ready = opened(preset("double-gyre"), {"nx": "128", "ny": "64"})
    delay = benchmark.pedantic(lambda: withdrawal._delay(ready, 0.02), rounds=3)
    assert delay >= 0
    if benchmark.enabled:
        assert delay < WITHDRAWAL


def test_ftle_on_the_cpu(benchmark):
    ready = opened(preset("double-gyre"))
    flow = ready.experiment.flow(ready.parameters)
    size = (512, 256) if benchmark.enabled else (32, 16)
    x, y = np.linspace(0, 2, size[0]), np.linspace(0, 1, size[1])
    values = benchmark(lambda: ftle(flow, x, y, start=0.0, horizon=10.0, method="grid"))
    assert np.isfinite(values).all()
    judged(benchmark, 0.5)


@pytest.mark.parametrize("count", DECODED)
def test_pictures_follow_the_handle(benchmark, count):
    ready = opened(preset("sprites"))
    flow = ready.experiment.flow(ready.parameters)
    assert isinstance(flow, Decoding)
    states = np.zeros((count, flow.dimension))
    assert len(benchmark(flow.decode, states)) == count
    judged(benchmark, DECODED[count])
