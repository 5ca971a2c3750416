from __future__ import annotations

import math

import pytest

from engines.instruments.sections.forcing import forcing_period
from engines.systems.system_file import system_from_text


def driven(rate, **parameters):
    rows = "\n".join(
        f"{n} = {{ value = {v}, low = 0.0, high = 20.0 }}" for n, v in parameters.items()
    )
    text = f"""
    title = "Driven"
    step = 0.05
    duration = 4.0
    [rates]
    x = "y"
    y = "{rate}"
    [states]
    x = {{ low = -2.0, high = 2.0 }}
    y = {{ low = -2.0, high = 2.0 }}
    [parameters]
    {rows}
    """
    system = system_from_text(text, "driven")
    return system.flow_at(system.defaults())


@pytest.mark.parametrize(
    ("rate", "parameters", "period"),
    [
        ("-x + cos(w*t)", {"w": 1.37, "k": 0.2}, 2 * math.pi / 1.37),
        ("-x + cos(2*pi*t/P)", {"P": 3.7}, 3.7),
        ("-x + sin(2*pi*f*t)", {"f": 0.21}, 1 / 0.21),
        ("-x + sin(t)*y", {}, 2 * math.pi),
        ("-x + cos(w*t) + cos(1.5*w*t)", {"w": 1.37}, 4 * math.pi / 1.37),
    ],
)
def test_the_period_is_found_whatever_the_parameter_is_called(rate, parameters, period):
    assert forcing_period(driven(rate, **parameters)) == pytest.approx(period, rel=1e-14)


def test_two_rhythms_that_never_meet_have_no_period():
    assert forcing_period(driven("-x + cos(t) + cos(w*t)", w=2**0.5)) is None


def test_a_steady_flow_and_a_map_are_not_driven(shipped):
    assert forcing_period(shipped("pendulum")) is None
    assert forcing_period(shipped("henon")) is None


def test_the_duffing_oscillator_follows_its_frequency(shipped):
    for omega in (0.7, 1.2):
        assert forcing_period(shipped("duffing", omega=omega)) == pytest.approx(
            2 * math.pi / omega, rel=1e-14
        )


def test_what_is_only_shaken_is_driven_by_nothing_that_repeats(from_text):
    text = """
    title = "Shaken"
    kind = "sde"
    [rates]
    x = "-a*x"
    [noise]
    x = "0.3"
    [states]
    x = { low = -1.0, high = 1.0 }
    [parameters]
    a = { value = 1.0, low = 0.1, high = 2.0 }
    """
    assert forcing_period(from_text(text)) is None
