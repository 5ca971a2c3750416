"""Shipped systems and flows from two formulas, for tests of instruments."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engines.systems.system_file import read_system, system_from_text

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def shipped():
    """`shipped("double-gyre", A=0.2)` is the flow of that system."""

    def flow(id, **values):
        (path,) = (ROOT / "presets" / "systems").rglob(f"{id}.toml")
        system = read_system(path)
        return system.flow_at(system.defaults() | values)

    return flow


@pytest.fixture(scope="session")
def written():
    """A flow from two formulas over the square from -2 to 2."""

    def flow(u, v, periodic=False):
        ends = f"low = -2.0, high = 2.0, periodic = {str(periodic).lower()}"
        text = f"""
        title = "Written"
        step = 0.05
        duration = 4.0
        [rates]
        x = "{u}"
        y = "{v}"
        [states]
        x = {{ {ends} }}
        y = {{ low = -2.0, high = 2.0 }}
        """
        return system_from_text(text, "written").flow_at({})

    return flow


@pytest.fixture(scope="session")
def tilted():
    """A shear on the sphere, the same with its axis leaning, and the turn that leans it."""
    angle = 0.7
    tilt = np.array(
        [[np.cos(angle), 0.0, np.sin(angle)], [0.0, 1.0, 0.0], [-np.sin(angle), 0.0, np.cos(angle)]]
    )
    text = """
    title = "Shear"
    step = 0.02
    [rates]
    x = "rate*(b*z - c*y)"
    y = "rate*(c*x - a*z)"
    z = "rate*(a*y - b*x)"
    [where]
    rate = "1 + 2*(a*x + b*y + c*z)"
    [sphere]
    [states]
    x = { low = -1.0, high = 1.0 }
    y = { low = -1.0, high = 1.0 }
    z = { low = -1.0, high = 1.0 }
    [parameters]
    a = { value = 0.0, low = -1.0, high = 1.0 }
    b = { value = 0.0, low = -1.0, high = 1.0 }
    c = { value = 1.0, low = -1.0, high = 1.0 }
    """
    system = system_from_text(text, "shear")
    axis = tilt @ [0.0, 0.0, 1.0]
    return (
        system.flow_at({"a": 0.0, "b": 0.0, "c": 1.0}),
        system.flow_at(dict(zip("abc", map(float, axis), strict=True))),
        tilt,
    )


@pytest.fixture(scope="session")
def from_text():
    """The flow of a system written down where it is used."""

    def flow(text):
        system = system_from_text(text, "written")
        return system.flow_at(system.defaults())

    return flow


@pytest.fixture(scope="session")
def circling(from_text):
    """x' = w y, y' = -w x from (1, 0), with w = 1.7."""
    ends = "low = -2.0, high = 2.0"
    return from_text(
        f"""
        title = "Circling"
        step = 0.05
        duration = 4.0
        [rates]
        x = "1.7*y"
        y = "-1.7*x"
        [states]
        x = {{ {ends}, start = 1.0 }}
        y = {{ {ends}, start = 0.0 }}
        """
    )


@pytest.fixture(scope="session")
def remembering():
    """x' = -x(t - 1) on the plane of x and x(t - 1)."""
    text = """
    title = "Feedback"
    kind = "dde"
    step = 0.02
    duration = 4.0
    [rates]
    x = "-x@1"
    [states]
    x = { low = -2.0, high = 2.0, start = 1.0 }
    """
    return system_from_text(text, "feedback").flow_at({})
