"""`separatrix train`: weights and their card, made on this machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.catalogue import model_card
from engines.errors import SeparatrixError


def train(
    model: Annotated[str, typer.Argument(metavar="MODEL")],
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of data and weights.")] = 0,
    steps: Annotated[int | None, typer.Option(metavar="N", help="Optimiser steps.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write here and leave the shipped ones.")
    ] = None,
) -> None:
    """Train MODEL and write its weights and card.

    They replace the shipped ones, unless --out names a folder.
    """
    if seed < 0:
        raise SeparatrixError(f"--seed = {seed}, allowed a whole number from 0")
    if steps is not None and steps < 1:
        raise SeparatrixError(f"--steps = {steps}, allowed a whole number from 1")
    from app.cli.parts.progress import shown
    from engines.training import command

    with shown(f"Training {model}") as report:
        for snapshot in command.train(model, seed, steps, out=out):
            words = f"{snapshot.what}, loss {snapshot.loss:.4g}"
            report(words, snapshot.step / max(snapshot.steps, 1))
    card = model_card(model) if out is None else out / f"{model}.toml"
    print(f"wrote {card}", file=sys.stderr)
