import numpy as np
import pytest

from engines.systems.gridded.splines.between import interval, neighbours, weights

TIMES = np.cumsum(np.random.default_rng(1).uniform(0.5, 1.5, 9))


def _value(times: np.ndarray, values: np.ndarray, moment: float, way: str) -> float:
    k = interval(times, moment, moment)
    return float(weights(times, k, moment, way) @ values[list(neighbours(times, k, way))])


@pytest.mark.parametrize("count", [3, 4, 9])
def test_a_parabola_in_time_is_kept_even_with_uneven_steps(count: int) -> None:
    times = TIMES[:count]
    for t in np.linspace(times[0], times[-1], 60):
        found = _value(times, 1.0 + 2.0 * times - 3.0 * times**2, float(t), "cubic")
        assert found == pytest.approx(1.0 + 2.0 * t - 3.0 * t * t, abs=1e-11)


@pytest.mark.parametrize("way", ["cubic", "linear"])
def test_two_frames_are_joined_by_a_straight_line(way: str) -> None:
    times = np.array([0.0, 2.0])
    assert _value(times, np.array([1.0, 5.0]), 0.5, way) == pytest.approx(2.0, abs=1e-14)


def test_one_frame_holds_for_ever() -> None:
    assert _value(np.zeros(1), np.array([7.0]), 123.0, "cubic") == 7.0


@pytest.mark.parametrize(("way", "order"), [("cubic", 3.0), ("linear", 2.0)])
def test_a_sine_in_time_is_approached_at_the_order_of_the_way(way: str, order: float) -> None:
    errors = []
    for n in (41, 81):
        times = np.linspace(0.0, 6.0, n)
        moments = np.linspace(1.0, 5.0, 400)
        errors.append(max(abs(_value(times, np.sin(times), t, way) - np.sin(t)) for t in moments))
    assert np.log2(errors[0] / errors[1]) > order - 0.2


def test_the_curve_has_no_corner_at_a_frame() -> None:
    values, near = np.random.default_rng(0).normal(size=9), 1e-6
    for t in TIMES[1:-1]:
        left = (_value(TIMES, values, t, "cubic") - _value(TIMES, values, t - near, "cubic")) / near
        right = (
            _value(TIMES, values, t + near, "cubic") - _value(TIMES, values, t, "cubic")
        ) / near
        assert left == pytest.approx(right, abs=1e-4)
