from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.program import run
from engines.systems.pde import simulations


def test_the_command_writes_a_file_that_says_how_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[object] = []

    def simulate(
        name: str, path: Path, seed: int, size: int | None, **about: object
    ) -> Iterator[float]:
        asked.extend([name, seed, size, about["provenance"]])
        path.write_bytes(b"fields")
        yield 1.0

    monkeypatch.setattr(simulations, "simulate", simulate)
    target = tmp_path / "jet.nc"
    assert run(["simulate", "jet", "-o", str(target), "--seed", "7", "--size", "64"]) == 0
    assert asked[:3] == ["jet", 7, 64]
    assert "separatrix simulate jet --seed 7 --size 64" in asked[3]["history"]  # type: ignore[index]
    assert target.read_bytes() == b"fields"
    assert f"wrote {target}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["jett", "-o", "a.nc"], "no simulation 'jett', did you mean 'jet'?"),
        (["jet", "-o", "a.csv"], "cannot write 'a.csv'"),
        (["jet", "-o", "a.nc", "--seed", "-1"], "--seed = -1, allowed a whole number from 0"),
        (["jet", "-o", "a.nc", "--size", "7"], "size = 7, allowed an even number"),
    ],
)
def test_mistakes_are_one_sentence_and_leave_no_file(
    words: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["simulate", *words]) == 2
    assert sentence in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
