import pytest

from app.cli.benches.parts import scaling


@pytest.mark.parametrize("power", [0.0, 1.0, 2.0])
def test_the_slope_is_the_power_with_which_times_grow(monkeypatch, power):
    asked = []

    def clocked(*works, repeats):
        for work in works:
            work()
        return tuple(3.0 * n**power for n in asked)

    monkeypatch.setattr(scaling, "medians", clocked)
    slope, times = scaling.grown(asked.append, (10, 20, 80))
    assert asked == [10, 20, 80]
    assert slope == pytest.approx(power, abs=1e-12)
    assert times[0] == pytest.approx(3.0 * 10.0**power)
