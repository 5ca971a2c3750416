import numpy as np
import pytest

from engines.instruments.dye.stain import filled, stain

ONE = np.array([[0.3, 0.4]])


def test_a_disc_is_filled_evenly():
    places, step = filled(ONE, 0.1, 2000)
    assert 1700 < len(places) < 2300
    assert np.hypot(*(places - ONE).T).max() <= 0.1
    np.testing.assert_allclose(places.mean(axis=0), ONE[0], atol=0.1 * step)
    assert len(places) * step**2 * np.sqrt(3.0) / 2.0 == pytest.approx(np.pi * 0.01, rel=0.05)


def test_discs_that_overlap_are_filled_once():
    both = np.array([[0.3, 0.4], [0.35, 0.4]])
    places, step = filled(both, 0.1, 2000)
    assert 1600 < len(places) < 2400
    assert len(np.unique(np.round(places / (0.2 * step)), axis=0)) == len(places)


def test_even_a_single_place_is_dye():
    places, _ = filled(ONE, 1e-9, 1)
    assert len(places) >= 1
    np.testing.assert_allclose(places, ONE, atol=2e-9)


def pulled(factor):
    """A flow that pulls x apart by `factor` and squeezes y: two moments."""

    def carry(states):
        return np.stack([states, states * [factor, 1.0 / factor]], axis=1)

    return carry


def test_where_neighbours_part_there_are_more_of_them():
    gap = 0.02
    few = stain(ONE, 0.1, pulled(30.0), 500, gap, most=0)
    many = stain(ONE, 0.1, pulled(30.0), 500, gap, most=20_000)
    assert len(few) < 700 < len(many) <= 20_000
    # the strip is connected: along it no hole is wider than the gap
    along = np.sort(many[:, 1, 0])
    assert np.diff(along).max() < gap
    for line in (few, many):
        np.testing.assert_allclose(line[:, 1], line[:, 0] * [30.0, 1.0 / 30.0])
    assert np.hypot(*(many[:, 0] - ONE).T).max() <= 0.1 + 1e-12


def test_the_number_is_kept_within_what_is_allowed():
    found = stain(ONE, 0.1, pulled(500.0), 500, 0.01, most=900)
    assert 600 < len(found) <= 900


def test_what_is_lost_is_left_out():
    def carry(states):
        tracks = pulled(2.0)(states)
        tracks[states[:, 0] > 0.3, 1] = np.nan
        return tracks

    found = stain(ONE, 0.1, carry, 400, 0.01, most=2000)
    assert np.isfinite(found).all()
    assert found[:, 0, 0].max() <= 0.3


@pytest.mark.parametrize("far", [1e200, 1e307, np.inf])
def test_what_blows_up_is_only_far_away(far):
    def carry(states):
        tracks = pulled(2.0)(states)
        beyond = states[:, 0] > 0.3
        tracks[beyond, 1] = far * np.sign(states[beyond] - ONE)
        return tracks

    found = stain(ONE, 0.1, carry, 400, 0.01, most=2000)
    assert len(found) > 400
    near = found[np.abs(found[:, 1]).max(axis=1) < 1.0]
    assert near[:, 0, 0].max() <= 0.3
    assert np.isfinite(found).all()
