import numpy as np
import pytest

from engines.numerics.sphere import degrees_of, unit_vectors
from engines.protocols.capabilities import Spherical
from engines.systems.sphere.sphere_flow import outward

PLACES = np.array([[-170.0, 10.0], [0.0, 0.0], [40.0, -60.0], [100.0, 89.9], [179.5, 30.0]])


def test_a_rigid_turn_round_the_pole_moves_longitudes_only(turning):
    flow = turning(axis=(0.0, 0.0, 1.0))  # one radian a day
    assert isinstance(flow, Spherical)
    moved = flow.advance(PLACES, 0.0, 0.5)
    np.testing.assert_allclose(moved[:, 1], PLACES[:, 1], atol=1e-9)
    turned = (moved[:, 0] - PLACES[:, 0] - np.degrees(0.5)) / 360.0
    np.testing.assert_allclose(turned, np.round(turned), atol=1e-10)
    np.testing.assert_allclose(flow.velocity(PLACES, 0.0), [[np.degrees(1.0), 0.0]] * 5, atol=1e-9)


def test_a_path_over_the_date_line_runs_on(turning):
    flow = turning(axis=(0.0, 0.0, 1.0))
    times = np.linspace(0.0, 12.0, 100)
    path = flow.record(PLACES, times)
    np.testing.assert_allclose(path[..., 0], PLACES[:, :1] + np.degrees(times), rtol=0.0, atol=1e-6)


def test_a_path_over_the_pole_is_a_great_circle(turning):
    flow = turning(axis=(0.0, -1.0, 0.0))
    path = flow.record(np.array([[0.0, 0.0]]), np.linspace(0.0, 2.0, 41))[0]
    before = path[:31]
    np.testing.assert_allclose(before[:, 1], np.degrees(np.linspace(0.0, 1.5, 31)), atol=1e-6)
    np.testing.assert_allclose(np.abs(path[-1, 0]), 180.0, atol=1e-6)
    np.testing.assert_allclose(path[-1, 1], 180.0 - np.degrees(2.0), atol=1e-6)


def test_longitude_has_no_rate_at_a_pole(turning):
    rates = turning(axis=(0.0, 1.0, 0.0)).velocity(np.array([[0.0, 90.0], [0.0, 0.0]]), 0.0)
    np.testing.assert_allclose(rates[1], [0.0, -np.degrees(1.0)], atol=1e-12)
    assert np.isfinite(rates[0, 1])


def test_what_points_out_of_the_sphere_is_seen():
    assert outward(lambda x, t: np.cross([0.0, 0.0, 1.0], x)) < 1e-15
    assert outward(lambda x, t: x) == pytest.approx(1.0)


def test_the_wave_travels_unchanged_with_its_phase_speed(shipped):
    flow = shipped("rossby-haurwitz")
    speed = 2.46347e-6 * 86400.0  # radians a day
    later = 3.7
    ahead = PLACES + np.array([np.degrees(speed * later), 0.0])
    np.testing.assert_allclose(
        flow.velocity(ahead, later), flow.velocity(PLACES, 0.0), rtol=1e-4, atol=1e-4
    )


def test_the_wave_has_the_velocity_of_the_textbook(shipped):
    flow = shipped("rossby-haurwitz")
    lon, lat = np.radians(PLACES.T)
    w = 7.848e-6 * 86400.0
    u = w * np.cos(lat) + w * np.cos(lat) ** 3 * (
        4.0 * np.sin(lat) ** 2 - np.cos(lat) ** 2
    ) * np.cos(4.0 * lon)
    v = -4.0 * w * np.cos(lat) ** 3 * np.sin(lat) * np.sin(4.0 * lon)
    wanted = np.degrees(np.stack([u / np.cos(lat), v], axis=1))
    np.testing.assert_allclose(flow.velocity(PLACES, 0.0), wanted, rtol=1e-9, atol=1e-9)


def test_paths_agree_with_longitude_and_latitude_away_from_the_poles(shipped):
    flow = shipped("rossby-haurwitz").refined()
    start, times = np.array([[20.0, 30.0], [-100.0, -20.0]]), np.linspace(0.0, 2.0, 401)
    path = flow.record(start, times)
    seen, h = start.copy(), times[1]
    for t in times[:-1]:  # RK4 in degrees
        k1 = flow.velocity(seen, t)
        k2 = flow.velocity(seen + h / 2 * k1, t + h / 2)
        k3 = flow.velocity(seen + h / 2 * k2, t + h / 2)
        seen = seen + h / 6 * (k1 + 2 * k2 + 2 * k3 + flow.velocity(seen + h * k3, t + h))
    np.testing.assert_allclose(path[:, -1], seen, atol=1e-6)


def test_states_are_lifted_and_seen(turning):
    flow = turning(axis=(0.0, 0.0, 1.0))
    np.testing.assert_array_equal(flow.lifted(PLACES), unit_vectors(PLACES))
    np.testing.assert_array_equal(flow.seen(flow.lifted(PLACES)), degrees_of(unit_vectors(PLACES)))
    assert flow.refined().integrator.startswith("Dormand-Prince")
    assert flow.box.periodic == (True, False)
