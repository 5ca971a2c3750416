"""The systems that are shipped, by their ids."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from engines.errors import SystemFileError
from engines.protocols.flow import Flow
from engines.systems.system import System
from engines.systems.system_file import read_system


@cache
def system(id: str) -> System:
    """The shipped system of that id.

    Raises:
        SystemFileError: If none is shipped.
    """
    found = sorted(Path(str(resources.files("presets"))).glob(f"systems/*/{id}.toml"))
    if not found:
        raise SystemFileError(f"no system '{id}' is shipped")
    return read_system(found[0])


def flow(id: str, **values: float) -> Flow:
    """Its flow at its defaults, with some values replaced."""
    shipped = system(id)
    return shipped.flow_at({**shipped.defaults(), **values})
