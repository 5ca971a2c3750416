"""What `separatrix train` calls."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from engines.errors import WeightsError, near_miss
from engines.learned.weights import CARDS, WEIGHTS
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket
from engines.training.checkpoint import writable

RECIPES = Path(__file__).parent / "recipes"


def recipes() -> dict[str, Path]:
    """Model id to the file of its recipe: "name" in a room, or "family-name" in a folder there."""
    found = {}
    for path in sorted([*RECIPES.glob("*/*.py"), *RECIPES.glob("*/*/*.py")]):
        if path.stem != "__init__":
            inside = path.relative_to(RECIPES).with_suffix("").parts[1:]
            found["-".join(inside).replace("_", "-")] = path
    return found


def trainable() -> dict[str, str]:
    """Model id to its folder, "room" or "room/family"; no recipe is imported."""
    folders = {model: path.parent.relative_to(RECIPES) for model, path in recipes().items()}
    return {model: folder.as_posix().replace("_", "-") for model, folder in folders.items()}


def recipe_of(model: str) -> Recipe:
    """A fresh recipe of the model.

    Raises:
        WeightsError: If no recipe bears that name.
    """
    known = recipes()
    if model not in known:
        raise WeightsError(f"no model '{model}' can be trained, {near_miss(model, known)}")
    place = ".".join(known[model].relative_to(RECIPES).with_suffix("").parts)
    module = import_module(f"engines.training.recipes.{place}")
    recipe: Recipe = module.RECIPE()
    return recipe


def places(model: str, out: Path | None = None) -> tuple[Path, Path]:
    """Where weights and card of `model` go: into the tree, or side by side into `out`.

    Raises:
        WeightsError: If the model is unknown or a folder is missing or read-only.
    """
    folders = trainable()
    recipe_of(model)
    if out is None:
        weights, card = WEIGHTS / folders[model], CARDS / folders[model]
    else:
        weights = card = out
    for folder in (weights, card):
        writable(folder)
    return weights / f"{model}.safetensors", card / f"{model}.toml"


def train(
    model: str,
    seed: int = 0,
    steps: int | None = None,
    ticket: Ticket | None = None,
    out: Path | None = None,
) -> Iterator[Snapshot]:
    """Train `model`, telling how far it is, and write weights and card when it is done.

    Args:
        model: Id of the model.
        seed: Seed of data and first weights.
        steps: Optimiser steps; the recipe's own number if left out.
        ticket: Withdraw it to stop; nothing is written then.
        out: Folder for both files; the tree itself if left out.

    Raises:
        WeightsError: If the model is unknown or the files cannot be written.
        Withdrawn: If the ticket was withdrawn.
    """
    weights, card = places(model, out)
    recipe = recipe_of(model)
    yield from recipe.fit(seed, steps, ticket or Ticket())
    recipe.save(weights, card)
