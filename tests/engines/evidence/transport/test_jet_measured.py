from __future__ import annotations

import math

import numpy as np
import pytest

from engines.evidence.transport.jet_measured import CELLS, Jet, shipped, superlayer
from engines.instruments.interfaces.found import INNER, OUTER
from engines.instruments.interfaces.profiles import at, centres


@pytest.fixture(scope="module")
def jet() -> Jet:
    return shipped()


def test_a_superlayer_is_told_by_its_place_size_and_outer_half_width() -> None:
    s = centres()
    along = 4.0 * np.exp(-(((s - 2.5) / 3.0) ** 2)) + 9.0 * (s > 12.0)
    found = superlayer(along, np.full_like(s, 2.0))
    assert found.place == 2.5  # what lies deep inside does not count
    assert found.size == pytest.approx(4.0)
    assert found.ratio == pytest.approx(2.0)
    assert found.half_width == pytest.approx(3.0 * math.sqrt(math.log(2.0)), abs=0.05)
    assert math.isnan(superlayer(np.ones_like(s), np.ones_like(s)).half_width)


def test_cells_are_256_a_side_and_the_vorticity_has_no_mean(jet: Jet) -> None:
    found, spin = jet.at(16.0)
    assert spin.shape == found.dye.shape == (CELLS, CELLS)
    assert spin.mean() == pytest.approx(0.0, abs=1e-12)
    assert np.abs(spin).max() == pytest.approx(3.4, abs=0.3)
    assert jet.at(16.0)[1] is spin


def test_the_inner_edge_lies_inside_the_outer_one(jet: Jet) -> None:
    found, _ = jet.at(16.0)
    assert (found.outside[OUTER] <= found.outside[INNER]).all()
    assert found.outside[INNER].sum() > 1.05 * found.outside[OUTER].sum()


def test_shifting_by_a_whole_period_changes_nothing_and_shuffling_leaves_no_profile(
    jet: Jet,
) -> None:
    true = jet.vorticity(16.0, OUTER)
    assert np.array_equal(jet.vorticity(16.0, OUTER, CELLS), true)
    mixed = jet.shuffled(16.0, OUTER)
    assert abs(at(mixed, 2.0) - at(mixed, -2.0)) < 0.2 * (at(true, 2.0) - at(true, -2.0))


def test_the_layer_is_thin_beside_the_microscale(jet: Jet) -> None:
    assert 2.0 * superlayer(*jet.fluxes(16.0, OUTER)).half_width < jet.microscale(16.0)
