"""Shipped systems and flows from two formulas, for tests of instruments."""

from __future__ import annotations

from pathlib import Path

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
