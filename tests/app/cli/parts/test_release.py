from __future__ import annotations

from importlib import metadata

from app.cli.parts import release


def test_the_release_is_that_of_the_installed_distribution():
    assert release.program_version() == metadata.version("separatrix")


def test_a_bare_tree_has_no_release(monkeypatch):
    def absent(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(release, "version", absent)
    assert release.program_version() == "0"
