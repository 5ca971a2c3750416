from __future__ import annotations

import os
import subprocess
import sys

import pytest

from app.cli import program
from app.cli.program import run

ALL_OFF = [w for n in ("ftle", "tracers", "tracks") for w in ("--set", f"{n}=off")]

# What was typed, and what the one sentence must hold. {out} is a folder that can be written.
MISTAKES = [
    (["render", "sadle", "-o", "{out}/a.png"], "no preset 'sadle', did you mean 'saddle'?"),
    (["render", "saddle", "-o", "{out}/a.pgn"], "did you mean '.png'"),
    (["render", "saddle", "-o", "{out}/a"], "with no ending, allowed .png"),
    (["render", "saddle", "-o", "{out}/none/a.png"], "does not exist"),
    (["render", "saddle", "-o", "{out}"], "no ending"),
    (["render", "saddle"], "missing option '-o'"),
    (["render", "saddle", "-o", "{out}/a.png", "--size", "big"], "--size = big, expected WIDTHx"),
    (["render", "saddle", "-o", "{out}/a.png", "--size", "0x9"], "--size = 0x9, allowed 16"),
    (["render", "saddle", "-o", "{out}/a.png", "--seconds", "2"], "--seconds is for movies"),
    (["render", "saddle", "-o", "{out}/a.png", "--theme", "blue"], "allowed dark, light"),
    (["render", "pendulum", "-o", "{out}/a.png", "--set", "c"], "--set c, expected name=value"),
    (["render", "pendulum", "-o", "{out}/a.png", "--set", "d=1"], "no parameter 'd'"),
    (["render", "pendulum", "-o", "{out}/a.png", "--set", "c=x"], "c = x, allowed"),
    (["render", "pendulum", "-o", "{out}/a.mp4", "--size", "321x200"], "needs even numbers"),
    (["render", "pendulum", "-o", "{out}/a.mp4", "--fps", "0"], "--fps = 0, allowed 1 to"),
    (["render", "pendulum", "-o", "{out}/a.mp4", "--seconds", "-1"], "--seconds = -1, allowed"),
    (["render", "pendulum", "-o", "{out}/a.mp4", "--fps", "x"], "invalid value for '--fps'"),
    (["data", "pendulum", "-o", "{out}/a.xls"], "with .xls, did you mean"),
    (["data", "pendulum", "-o", "{out}/a.npz", "--layer", "trackz"], "did you mean 'tracks'?"),
    (
        ["data", "saddle", "-o", "{out}/a.npz", *ALL_OFF],
        "'saddle' has no numbers to write",
    ),
    (["data", "pendulum", "-o", "{out}/a.npz", "--at", "1"], "no parameter of 'pendulum' is"),
    (["data", "pendulum", "-o", "{out}/a.npz", "--seed", "-4"], "--seed = -4, allowed a whole"),
    (["shot", "pendulum", "-o", "{out}/a.svg"], "did you mean '.png'"),
    (["shot", "pendulum", "-o", "{out}/a.png", "--scale", "3"], "--scale = 3, allowed 1, 2"),
    (["list", "--room", "transpot"], "did you mean 'transport'?"),
    (["verify", "pendulumm"], "no evidence for 'pendulumm', did you mean 'pendulum'?"),
    (["train", "sprite"], "sprite"),
    (["train", "sprites", "--steps", "0"], "--steps = 0, allowed a whole number from 1"),
    (["bench", "ftl"], "no benchmark 'ftl', did you mean 'ftle'?"),
    (["lst"], "did you mean 'separatrix list'?"),
    (["{out}/none.toml"], "no such file"),
    (["--nonsense"], "no such option"),
    (["list", "--sytems"], "no such option"),
]


@pytest.mark.parametrize(("words", "sentence"), MISTAKES, ids=[" ".join(w) for w, _ in MISTAKES])
def test_each_mistake_is_one_sentence_on_stderr_and_status_2(words, sentence, tmp_path, capsys):
    assert run([word.replace("{out}", str(tmp_path)) for word in words]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_defect_of_ours_has_status_70_and_a_log(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("SEPARATRIX_LOGS", str(tmp_path))

    def broken() -> None:
        raise RuntimeError("it broke")

    monkeypatch.setattr(program.doctoring, "examined", broken)
    assert run(["doctor"]) == 70
    told = capsys.readouterr().err
    (log,) = tmp_path.iterdir()
    assert told == f"separatrix: unexpected RuntimeError: it broke; details in {log}\n"


def test_an_interrupt_is_quiet(monkeypatch, capsys):
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(program.doctoring, "examined", interrupted)
    assert run(["doctor"]) == 130
    assert capsys.readouterr().err == ""


def test_a_broken_pipe_is_quiet():
    reader, writer = os.pipe()
    os.close(reader)
    told = subprocess.run(
        [sys.executable, "-m", "app", "list", "--json"],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert (told.returncode, told.stderr) == (0, "")


def test_a_full_disk_behind_the_output_is_one_sentence():
    with open("/dev/full", "w") as full:
        told = subprocess.run(
            [sys.executable, "-m", "app", "list"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    sentence = "separatrix: cannot write the output: No space left on device\n"
    assert (told.returncode, told.stderr) == (2, sentence)


def test_an_output_that_is_closed_is_no_mistake(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdout", None)
    assert run(["list", "--json"]) == 0
    sys.stdout.close()
    assert capsys.readouterr().err == ""


def test_help_names_every_command(capsys):
    assert run(["--help"]) == 0
    told = capsys.readouterr().out
    for command in (
        "list",
        "render",
        "data",
        "shot",
        "verify",
        "train",
        "bench",
        "doctor",
        "simulate",
    ):
        assert f"\n  {command} " in told
