from __future__ import annotations

import numpy as np
import pytest

from engines.systems.pde.periodic_plane import PeriodicPlane


def wave(plane: PeriodicPlane, k: int, m: int) -> np.ndarray:
    return np.sin(k * plane.nodes[None, :] + 0.3) * np.cos(m * plane.nodes[:, None] - 0.2)


def test_fields_come_back_from_their_waves() -> None:
    plane = PeriodicPlane(16)
    fields = np.random.default_rng(0).normal(size=(2, 16, 16))
    assert plane.fields(plane.waves(fields)) == pytest.approx(fields, abs=1e-14)


def test_derivatives_of_waves_are_exact() -> None:
    plane = PeriodicPlane(16)
    x, y = plane.nodes[None, :], plane.nodes[:, None]
    waves = plane.waves(wave(plane, 3, 2))
    along = 3.0 * np.cos(3.0 * x + 0.3) * np.cos(2.0 * y - 0.2)
    across = -2.0 * np.sin(3.0 * x + 0.3) * np.sin(2.0 * y - 0.2)
    assert plane.fields(plane.ik_x * waves) == pytest.approx(along, abs=1e-13)
    assert plane.fields(plane.ik_y * waves) == pytest.approx(across, abs=1e-13)


def test_the_velocity_has_the_vorticity_it_was_made_of_and_no_divergence() -> None:
    plane = PeriodicPlane(16)
    vorticity = wave(plane, 2, 3)
    u, v = plane.velocity(plane.waves(vorticity))
    curl = plane.fields(plane.ik_x * v - plane.ik_y * u)
    assert curl == pytest.approx(vorticity, abs=1e-13)
    assert plane.fields(plane.ik_x * u + plane.ik_y * v) == pytest.approx(0.0, abs=1e-13)


def test_two_thirds_of_the_waves_are_resolved_along_each_axis() -> None:
    resolved = PeriodicPlane(24).resolved
    assert resolved[0].sum() == 8  # 0 to 7 of 0 to 12
    assert resolved[:, 0].sum() == 15  # -7 to 7


@pytest.mark.parametrize(("coarse", "fine"), [(16, 24), (24, 16)])
def test_resampling_is_exact_for_waves_that_both_grids_carry(coarse: int, fine: int) -> None:
    before, after = PeriodicPlane(coarse), PeriodicPlane(fine)
    moved = after.resampled(np.stack([wave(before, 3, 5), 1.0 + wave(before, 5, 1)]))
    assert moved[0] == pytest.approx(wave(after, 3, 5), abs=1e-13)
    assert moved[1] == pytest.approx(1.0 + wave(after, 5, 1), abs=1e-13)
