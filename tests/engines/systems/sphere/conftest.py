"""The shipped flow on a sphere."""

from pathlib import Path

import pytest

from engines.systems.system_file import read_system

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def shipped():
    """`shipped("rossby-haurwitz")` is the flow of that system at rest."""

    def flow(id):
        (path,) = (ROOT / "presets" / "systems").rglob(f"{id}.toml")
        system = read_system(path)
        return system.flow_at(system.defaults())

    return flow
