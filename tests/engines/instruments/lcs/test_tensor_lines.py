import numpy as np
import pytest

from engines.instruments.lcs.cauchy_green import eigenfield
from engines.instruments.lcs.lines.chart import Chart
from engines.instruments.lcs.tensor_lines import compiled, rate_lines, sampled, tensor_lines
from engines.running.ticket import Ticket, Withdrawn

X = np.linspace(-1.0, 1.0, 101)
Y = np.linspace(-1.0, 1.0, 81)


def _circles():
    """Directions around the origin: the double of the angle across the radius."""
    x, y = np.meshgrid(X, Y)
    turned = 2.0 * (np.arctan2(y, x) + np.pi / 2.0)
    return np.stack([np.cos(turned), np.sin(turned)], axis=-1)


def test_lines_go_round_in_circles_though_their_directions_have_no_sign():
    (line,) = tensor_lines(
        X, Y, _circles(), np.array([[0.6, 0.0]]), step=2e-3, longest=1.5 * np.pi * 0.6
    )
    radius = np.hypot(*line.places.T)
    assert np.abs(radius - 0.6).max() < 1e-5
    turned = np.unwrap(np.arctan2(line.places[:, 1], line.places[:, 0]))
    assert abs(turned[-1] - turned[0]) > 2.9 * np.pi
    np.testing.assert_array_equal(line.places[line.origin], [0.6, 0.0])


def test_a_line_ends_at_the_border_and_beside_what_has_no_value():
    along = np.zeros((81, 101, 2))
    along[..., 0] = 1.0
    (line,) = tensor_lines(X, Y, along, np.array([[0.0, 0.3]]), step=0.01, longest=9.0)
    np.testing.assert_allclose(np.abs(line.places[[0, -1], 0]), 1.0, atol=0.011)
    np.testing.assert_allclose(line.places[:, 1], 0.3, atol=1e-12)
    along[:, 80:] = np.nan
    (line,) = tensor_lines(X, Y, along, np.array([[0.0, 0.3]]), step=0.01, longest=9.0)
    assert X[75] < line.places[:, 0].max() < X[80]


def test_a_line_stops_at_a_degenerate_point():
    """The tensor (y, x; x, -y) of a trisector: its directions are lost at the origin."""
    x, y = np.meshgrid(X, Y)
    eigen = eigenfield(X, Y, -x, y, x)
    speed = np.minimum(1.0, 5.0 * np.hypot(x, y))[..., None]
    (line,) = tensor_lines(
        X, Y, -eigen.double * speed, np.array([[0.5, 0.0]]), step=5e-3, longest=5.0
    )
    assert np.hypot(*line.places.T).min() < 0.03
    np.testing.assert_allclose(line.places[:, 1], 0.0, atol=1e-9)
    assert line.places[:, 0].min() > -0.03


def test_outside_of_the_region_a_line_goes_on_for_the_failure_length_only():
    along = np.zeros((81, 101, 2))
    along[..., 0] = 1.0
    inside = np.broadcast_to((X < 0.0) | ((X > 0.2) & (X < 0.4)), (81, 101)).copy()
    seed = np.array([[-0.5, 0.1]])

    def end(failure):
        (line,) = tensor_lines(
            X, Y, along, seed, step=5e-3, longest=9.0, inside=inside, failure=failure
        )
        return line.places[:, 0].max()

    assert end(0.1) == pytest.approx(0.0, abs=0.03)
    assert end(0.3) == pytest.approx(0.4, abs=0.03)
    assert end(0.9) == pytest.approx(0.4, abs=0.03)


def test_the_core_of_a_saddle_in_the_rate_of_strain_grows_along_its_decay():
    x = np.broadcast_to(X, (81, 101))
    rate = 1.0 - 0.5 * x**2
    eigen = eigenfield(X, Y, rate, 0.0 * x, -rate)
    (up,) = rate_lines(eigen, np.array([[0.0, 0.0]]), attracting=False, step=0.01, longest=0.5)
    np.testing.assert_allclose(up[:, 0], 0.0, atol=1e-12)
    assert np.ptp(up[:, 1]) == pytest.approx(1.0, abs=0.02)
    (across,) = rate_lines(
        eigen, np.array([[0.0, 0.0]]), attracting=True, step=0.01, longest=5.0, least=0.875
    )
    np.testing.assert_allclose(np.abs(across[[0, -1], 0]), 0.5, atol=0.02)


def test_a_field_is_read_off_between_its_nodes():
    values = 2.0 * X[None, :] + 3.0 * Y[:, None]
    places = np.array([[0.123, -0.456], [1.0, 1.0], [-1.0, -1.0]])
    np.testing.assert_allclose(sampled(X, Y, values, places), places @ [2.0, 3.0], atol=1e-12)


def test_a_withdrawn_ticket_ends_it():
    compiled(None)
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        tensor_lines(X, Y, _circles(), np.ones((50, 2)), step=1e-3, longest=9.0, ticket=ticket)


def test_a_line_goes_on_beyond_the_seam_and_once_round():
    """Directions that lean by an angle which depends on the height and repeats along x."""
    x, y = np.linspace(0.0, 4.0, 81), np.linspace(-1.0, 1.0, 41)
    slope = 0.2 * np.cos(0.5 * np.pi * x)[None, :] + 0.0 * y[:, None]
    size = 1.0 + slope**2
    double = np.stack([(1.0 - slope**2) / size, 2.0 * slope / size], axis=-1)
    chart = Chart((0.0, -1.0), (4.0, np.inf))
    (line,) = tensor_lines(
        x, y, double, np.array([[3.6, 0.1]]), step=0.01, longest=50.0, chart=chart
    )
    places = line.places
    exact = 0.1 + 0.4 / np.pi * (np.sin(0.5 * np.pi * places[:, 0]) - np.sin(1.8 * np.pi))
    np.testing.assert_allclose(places[:, 1], exact, atol=2e-5)
    assert np.ptp(places[:, 0]) == pytest.approx(8.0, abs=0.05)  # once round each way


def test_on_a_sphere_a_line_of_one_bearing_is_a_loxodrome():
    """tan(lat/2 + 45) = exp((lon - lon0) / tan bearing), exactly."""
    lon, lat = np.linspace(-180.0, 180.0, 181), np.linspace(-90.0, 90.0, 91)
    bearing = np.radians(60.0)  # from north
    double = np.broadcast_to(
        [np.cos(2.0 * (np.pi / 2 - bearing)), np.sin(2.0 * (np.pi / 2 - bearing))], (91, 181, 2)
    )
    globe = Chart((-180.0, -90.0), (360.0, np.inf), sphere=True)
    (line,) = tensor_lines(
        lon, lat, double, np.array([[170.0, 0.0]]), step=0.2, longest=60.0, chart=globe
    )
    east, north = line.places.T
    wanted = 170.0 + np.degrees(np.tan(bearing) * np.arctanh(np.sin(np.radians(north))))
    np.testing.assert_allclose(east, wanted, atol=1e-5)
    assert east.max() > 200.0  # beyond the date line
    assert globe.length(line.places) == pytest.approx(120.0, rel=1e-3)
