"""Which release of the program this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """Version of the installed distribution, or "0" if it runs from a bare tree."""
    try:
        return version("separatrix")
    except PackageNotFoundError:
        return "0"
