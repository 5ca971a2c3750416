"""Maps whose exponents are known by hand."""

from __future__ import annotations

import pytest

from engines.systems.system_file import system_from_text


@pytest.fixture(scope="session")
def mapped():
    """`mapped(x="2*x")` is the map of these formulas over the unit square, or the unit line."""

    def flow(start=0.3, low=0.0, high=1.0, **formulas):
        states = "\n".join(
            f"{name} = {{ low = {low}, high = {high}, start = {start} }}" for name in formulas
        )
        rates = "\n".join(f'{name} = "{text}"' for name, text in formulas.items())
        text = f'title = "Map"\n[next]\n{rates}\n[states]\n{states}\n'
        return system_from_text(text, "mapped").flow_at({})

    return flow


@pytest.fixture(scope="session")
def late():
    """x' = -x(t - 1)."""
    text = """
    title = "Feedback after a while"
    kind = "dde"
    step = 0.01
    duration = 20.0
    [rates]
    x = "-x@tau"
    [states]
    x = { low = -1.5, high = 1.5, start = 1.0 }
    [parameters]
    tau = { value = 1.0, low = 0.1, high = 2.0 }
    """
    system = system_from_text(text, "late")
    return system.flow_at(system.defaults())
