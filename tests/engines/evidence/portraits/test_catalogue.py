from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from engines.evidence.portraits import catalogue
from engines.evidence.running import measured

# the comparison with dysts is made three times over in tests/catalogue
HERE = [c for c in catalogue.CLAIMS if c.measure is not catalogue._equal and not c.full]


@pytest.mark.parametrize("claim", HERE, ids=lambda c: c.check)
def test_the_catalogue_is_what_its_files_say(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"


def test_a_flow_that_loses_volume_is_noticed():
    flows = {system.id: system for system in catalogue.catalogued()}
    assert np.abs(catalogue.growth(flows["chen"], catalogue.around(flows["chen"]))).max() > 0.1


def test_differences_are_slopes():
    (lorenz,) = (s for s in catalogue.catalogued() if s.id == "lorenz-1963")
    states = catalogue.around(lorenz)
    width = np.subtract(lorenz.box.high, lorenz.box.low)
    found = catalogue.differences(lorenz, states) * width[None, :, None] / width[None, None, :]
    assert found[:, 0, 1] == pytest.approx(10.0)
    assert found[:, 1, 2] == pytest.approx(-states[:, 0], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("id", ["hyper-cai", "belousov-zhabotinsky"])
def test_trajectories_end_where_those_of_scipy_end(id):
    """Two of those that `verify --full` goes through, each with loops of its own to compile."""
    (system,) = (s for s in catalogue.catalogued() if s.id == id)
    assert catalogue.arrival(system) < 1e-6


def test_equality_with_dysts_is_lost_by_a_changed_number(monkeypatch):
    (chen,) = (s for s in catalogue.catalogued() if s.id == "chen")
    monkeypatch.setattr(catalogue, "catalogued", lambda: (chen,))
    assert catalogue._equal()[0].startswith("1 of 158")
    other = dataclasses.replace(
        chen, equations=dataclasses.replace(chen.equations, rates=chen.equations.rates[::-1])
    )
    monkeypatch.setattr(catalogue, "catalogued", lambda: (other,))
    assert catalogue._equal()[0].startswith("0 of 158")
