import numpy as np
import pytest

from engines.numerics.diffusion.path import Linear, Trig, VariancePreserving
from engines.numerics.kinetic.chord import KineticOptimal
from engines.numerics.kinetic.energy import integrand, kinetic_energy

KNOWN = ((Linear(), 0.98240), (Trig(), 0.86896), (VariancePreserving(), 1.80))


@pytest.mark.parametrize(("path", "known"), KNOWN, ids=lambda x: getattr(x, "name", None))
def test_energies_for_two_points_are_the_known_ones(two_points, path, known):
    assert kinetic_energy(path, two_points) == pytest.approx(known, abs=0.01)


def test_the_chord_has_the_least_and_lies_above_the_transport_bound(two_points):
    best = KineticOptimal(two_points)
    found = kinetic_energy(best, two_points)
    assert found == pytest.approx(best.energy, abs=1e-4)
    assert 2.0 - 2.0 * np.sqrt(2.0 / np.pi) < found
    assert all(found < kinetic_energy(path, two_points) for path, _ in KNOWN)


def test_for_gaussian_data_circles_cost_nothing_and_the_line_what_it_must(gaussian):
    assert kinetic_energy(Trig(), gaussian) < 1e-9
    assert kinetic_energy(Linear(), gaussian) == pytest.approx(2.0 - np.pi / 2.0, abs=2e-5)


def test_the_integrand_is_that_of_the_definition(two_points):
    t = np.linspace(0.1, 0.9, 9)
    for path in (Linear(), Trig()):
        a, s, da, ds = path.a(t), path.s(t), path.da(t), path.ds(t)
        plain = da**2 + ds**2 - (da - a * ds / s) ** 2 * (1.0 - two_points.at(a / s))
        assert integrand(path, two_points, t) == pytest.approx(plain, rel=1e-9)
