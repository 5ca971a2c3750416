from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.interfaces.found import OUTER, interfaces
from engines.instruments.interfaces.nearby import (
    along_and_across,
    momentum_walls_on,
    spin_on,
    walls_on,
)
from engines.protocols.flow import Flow


def found(flow: Flow):  # type: ignore[no-untyped-def]
    x, y, dye = flow.concentration(0.0)  # type: ignore[attr-defined]
    return interfaces(x, y, dye, periodic=True, groups=3)


def test_vorticity_of_a_parallel_stream_is_that_of_its_row_at_once_and_along_paths(
    stripe: Flow,
) -> None:
    edges = found(stripe)
    exact = -np.cos(edges.y)[:, None] * np.ones((1, len(edges.x)))
    assert spin_on(stripe, edges, 0.0) == pytest.approx(exact)
    assert spin_on(stripe, edges, 0.0, 3.0) == pytest.approx(exact)


def test_walls_of_a_shear_are_those_of_the_formula(stripe: Flow) -> None:
    edges = found(stripe)
    exact = np.arcsinh(np.abs(np.cos(edges.y)) * 3.0 / 2.0) / 3.0
    assert walls_on(stripe, edges, 0.0, -3.0)[:, 5] == pytest.approx(exact)


def test_momentum_diffuses_across_the_stream_and_its_barriers_lie_along(stripe: Flow) -> None:
    edges = found(stripe)
    spin = spin_on(stripe, edges, 0.0)
    along, across = along_and_across(edges, edges.distance(OUTER), spin, (True, True))
    near = np.abs(edges.distance(OUTER)) < 4.0
    assert along[near] == pytest.approx(
        np.abs(np.sin(edges.y))[:, None].repeat(48, 1)[near], abs=2e-3
    )
    assert across[near].max() < 1e-9


def test_barriers_of_a_stream_stretch_as_a_shear_of_fictitious_velocity(stripe: Flow) -> None:
    edges = found(stripe)
    walls = momentum_walls_on(edges, spin_on(stripe, edges, 0.0), 1.0, (True, True))
    # b = (-sin y, 0), its root mean square 1 / sqrt(2): a shear of rate sqrt(2) cos y
    exact = np.arcsinh(np.abs(np.cos(edges.y)) / math.sqrt(2.0))
    assert walls[:, 7] == pytest.approx(exact, abs=0.02)
