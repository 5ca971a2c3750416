import numpy as np

from engines.numerics.sphere import degrees_of, tangent_bases, unit_vectors

PLACES = np.array([[lon, lat] for lon in (-180.0, -90.0, 0.0, 33.0) for lat in (-89.0, 0.0, 61.0)])


def test_the_axes_of_space_are_where_maps_have_them():
    found = unit_vectors(np.array([[0.0, 0.0], [90.0, 0.0], [12.0, 90.0], [180.0, 0.0]]))
    wanted = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, 0, 0]]
    np.testing.assert_allclose(found, wanted, atol=1e-15)


def test_degrees_come_back():
    back = degrees_of(3.0 * unit_vectors(PLACES))
    np.testing.assert_allclose(back[:, 1], PLACES[:, 1], atol=1e-12)
    turns = (back[:, 0] - PLACES[:, 0]) / 360.0
    np.testing.assert_allclose(turns, np.round(turns), atol=1e-14)


def test_bases_are_orthonormal_and_right_handed_everywhere():
    poles = np.array([[0.0, 0.0, 1.0], [0.0, 0.0, -1.0]])
    vectors = np.concatenate([unit_vectors(PLACES), poles])
    bases = tangent_bases(vectors)
    whole = np.concatenate([bases, vectors[:, :, None]], axis=2)
    np.testing.assert_allclose(
        whole.transpose(0, 2, 1) @ whole, np.tile(np.eye(3), (14, 1, 1)), atol=1e-14
    )
    np.testing.assert_allclose(np.linalg.det(whole), 1.0, rtol=1e-14)


def test_east_and_north_are_the_derivatives_by_longitude_and_latitude():
    h = 1e-4
    east = (
        unit_vectors(PLACES + np.array([h, 0])) - unit_vectors(PLACES - np.array([h, 0]))
    ) / np.radians(2 * h)
    north = (
        unit_vectors(PLACES + np.array([0, h])) - unit_vectors(PLACES - np.array([0, h]))
    ) / np.radians(2 * h)
    bases = tangent_bases(unit_vectors(PLACES))
    np.testing.assert_allclose(east, bases[..., 0] * np.cos(np.radians(PLACES[:, 1:])), atol=1e-9)
    np.testing.assert_allclose(north, bases[..., 1], atol=1e-9)
