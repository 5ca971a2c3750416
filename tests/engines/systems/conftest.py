"""The shipped systems, for tests of what is made from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.systems.system_file import read_system, system_from_text

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def shipped():
    """`shipped("pendulum")` is the system of that id."""

    def read(id):
        (path,) = (ROOT / "presets" / "systems").rglob(f"{id}.toml")
        return read_system(path)

    return read


@pytest.fixture(scope="session")
def explosion():
    """x' = x^2 and y' = -y: reaches infinity at t = 1/x(0), exactly x(t) = x0 / (1 - x0 t)."""
    return system_from_text(
        """
        title = "Explosion"
        step = 0.01
        [rates]
        x = "x^2"
        y = "-y"
        [states]
        x = { low = -2.0, high = 2.0 }
        y = { low = -1.0, high = 1.0 }
        """,
        "explosion",
    )
