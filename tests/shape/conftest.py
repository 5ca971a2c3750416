from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "widgets", "engines")


def pytest_generate_tests(metafunc):
    """`module` is every module of ours, `folder` every folder, `source` every Python file."""
    if "module" in metafunc.fixturenames:
        found = [p for top in PACKAGES for p in sorted((ROOT / top).rglob("*.py"))]
        found = [p for p in found if p.name != "__init__.py"]
        metafunc.parametrize("module", found, ids=lambda p: str(p.relative_to(ROOT)))


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def sources():
    """Every Python file of ours, tests included."""
    tops = (*PACKAGES, "tests", "presets", "assets")
    return [p for top in tops for p in sorted((ROOT / top).rglob("*.py"))]


@pytest.fixture(scope="session")
def texts():
    """Every text file that is kept in version control; all files of ours where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        files = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        tops = (*PACKAGES, "tests", "presets", "assets")
        files = [p for top in tops for p in (ROOT / top).rglob("*") if p.is_file()]
    endings = {".py", ".md", ".toml", ".txt", ".yml", ".yaml", ".glsl", ".frag", ".vert", ""}
    return [p for p in files if p.suffix in endings and p.is_file()]
