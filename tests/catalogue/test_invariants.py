"""What this program measured of the systems of the catalogue obeys what must hold."""

from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.portraits.catalogue import catalogued

FEWEST = 140  # systems that must have been measured


@pytest.fixture(scope="module")
def measured():
    """Systems whose computed invariants stand in their files."""
    return [s for s in catalogued() if s.catalogued.computed.lyapunov_spectrum]


def test_nearly_all_have_been_measured(measured):
    assert len(measured) >= FEWEST


def test_exponents_add_up_to_the_mean_divergence(measured):
    for system in measured:
        found = system.catalogued.computed
        if found.mean_divergence is None or "polar" in system.catalogued.flags:
            continue  # a distance near zero: the divergence of its rate is not integrated well
        gap = abs(sum(found.lyapunov_spectrum) - found.mean_divergence)
        bound = max(1e-3, 0.01 * abs(found.mean_divergence))
        # a thousandth part is lost where numbers are written with six figures
        assert gap <= bound + 1e-5 * max(map(abs, found.lyapunov_spectrum)), system.id


def test_flows_that_move_have_an_exponent_that_is_zero(measured):
    for system in measured:
        if system.kind != "ode" or not system.equations.steady:  # of a delay not all are known
            continue
        found = system.catalogued.computed
        sizes = np.abs(found.lyapunov_spectrum)
        nearest = int(sizes.argmin())
        error = found.lyapunov_error[nearest]
        assert sizes[nearest] <= max(1e-3, 0.01 * sizes.max(), 3.0 * error), system.id


def test_no_dimension_is_larger_than_its_space(measured):
    for system in measured:
        found = system.catalogued.computed
        if system.kind != "dde" and found.kaplan_yorke is not None:
            assert found.kaplan_yorke <= system.equations.dimension + 1e-9, system.id


def test_every_number_has_its_error(measured):
    for system in measured:
        found = system.catalogued.computed
        assert len(found.lyapunov_error) == len(found.lyapunov_spectrum), system.id
        assert "orbits" in found.settings, system.id
        assert "max_lyapunov" in found.errors, system.id
