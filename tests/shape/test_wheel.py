"""A wheel carries what the program reads, computed from pyproject without building one."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from importlib.machinery import SOURCE_SUFFIXES

import pytest

PACKAGES = ("app", "widgets", "engines", "presets", "assets")
# Shown on the web beside the README; the program never reads them.
FOR_READERS = "assets/pictures/readme/"


@pytest.fixture(scope="module")
def setuptools_table(root):
    return tomllib.loads((root / "pyproject.toml").read_text())["tool"]["setuptools"]


@pytest.fixture(scope="module")
def packed(root, setuptools_table):
    """Every file that setuptools puts into a wheel: sources, and data by pattern."""
    find = setuptools_table["packages"]["find"]
    assert find.get("namespaces", True), "folders of data have no __init__.py"
    patterns = setuptools_table["package-data"]["*"]
    found = set()
    for folder in (path for top in PACKAGES for path in (root / top, *(root / top).rglob("*"))):
        name = ".".join(folder.relative_to(root).parts)
        if not folder.is_dir() or not any(fnmatch(name, one) for one in find["include"]):
            continue
        wanted = (*(f"*{suffix}" for suffix in SOURCE_SUFFIXES), *patterns)
        found |= {
            path.relative_to(root).as_posix()
            for path in folder.iterdir()
            if path.is_file() and any(fnmatch(path.name, pattern) for pattern in wanted)
        }
    return found


def test_every_file_of_the_packages_is_in_the_wheel(texts, root, packed):
    kept = {path.relative_to(root).as_posix() for path in texts}
    needed = {name for name in kept if name.startswith(tuple(f"{top}/" for top in PACKAGES))}
    assert len(needed) > 300
    missing = sorted(n for n in needed - packed if not n.startswith(FOR_READERS))
    assert missing == []


@pytest.mark.parametrize(
    "pattern",
    [
        "presets/experiments/*.toml",
        "presets/systems/*.toml",
        "presets/models/*.toml",
        "assets/weights/*.safetensors",
        "assets/fonts/*.ttf",
        "assets/fonts/*LICENSE.txt",
        "assets/icons/*.svg",
        "assets/pictures/*.png",
        "widgets/painters/shaders/*.frag",
    ],
)
def test_each_kind_of_data_is_in_the_wheel(packed, pattern):
    assert any(fnmatch(name, pattern) for name in packed)


def test_no_test_is_in_the_wheel(packed):
    assert not {name for name in packed if name.startswith("tests") or "/test_" in name}
