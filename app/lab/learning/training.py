"""Training what is open: begun, held, kept as an entry that can be undone, saved as a file."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QFileDialog

from app.catalogue import Opened, opened
from app.session.autosave import state_folder
from engines.errors import ExportError, SeparatrixError
from engines.parameters.declare import Parameters
from engines.protocols.experiment import Learning
from engines.protocols.recipe import Recipe

if TYPE_CHECKING:
    from app.window import MainWindow

CARD, WEIGHTS = ".toml", ".safetensors"
KEPT = 24  # trainings whose files wait in the folder of the program
BEGINS = "Training begins"
NOTHING = "Nothing here can be trained: open a model first."


class Training:
    """The training of a window.

    Attributes:
        window: What it belongs to.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        panel = window.left.model
        panel.train.connect(self.start)
        panel.stop.connect(window.cancel)
        panel.held.connect(self.hold)
        panel.saved.connect(self.save)
        window.workspace.parameters_changed.connect(self._look)

    def possible(self) -> bool:
        """Whether what is open can be trained."""
        found = self.window.workspace.open_now
        return found is not None and isinstance(found.experiment, Learning)

    def running(self) -> bool:
        """Whether something is trained."""
        return self.window.workspace.training

    def own(self) -> bool:
        """Whether weights are open that were trained here, or came from a file."""
        found = self.window.workspace.open_now
        here = found is not None and found.preset.model.startswith(".")
        return here and self.possible()

    def start(self) -> None:
        """Train what is shown from its seed, the formula giving way to the network."""
        space = self.window.workspace
        found, values = space.open_now, space.parameters
        if found is None or values is None or not isinstance(found.experiment, Learning):
            self.window.say(NOTHING)
            return
        try:
            model = found.experiment.trains(values)
            watched = found.experiment.to_watch(values)
        except SeparatrixError as error:
            self.window.say(str(error))
            return
        if not space.training:
            for name in type(values).model_fields:
                if getattr(watched, name) != getattr(values, name):
                    space.edit(name, getattr(watched, name))
        seed = int(getattr(watched, "seed", 0))
        space.train(lambda: _recipe(model), lambda taught: kept(taught, found, model, seed))
        self.window.tasks.begin(BEGINS)

    def hold(self, on: bool) -> None:
        """Let the training rest, or go on."""
        if self.running():
            self.window.workspace.hold(on)

    def hold_or_go_on(self) -> None:
        """The other of both."""
        self.hold(not self.window.workspace.held.is_set())

    def tick(self) -> None:
        """The panel says what is going on."""
        space = self.window.workspace
        self.window.left.model.set_training(space.training, space.held.is_set())

    def save(self) -> None:
        """Ask where the weights go, and write them there, their card beside them."""
        found = self.window.workspace.open_now
        if found is None or not self.own():
            return
        folder = self.window.exporting.folder()
        name, _ = QFileDialog.getSaveFileName(
            self.window,
            "Save weights",
            str(folder / f"{found.preset.path.stem}{CARD}"),
            f"Card, with its weights beside it (*{CARD})",
        )
        if name:
            self.write(Path(name if name.endswith(CARD) else name + CARD))

    def write(self, path: Path) -> bool:
        """Write card and weights; whether they could be written. Sessions name them from now on."""
        space = self.window.workspace
        found = space.open_now
        if found is None or not self.own():
            return False
        try:
            copied(found.preset.path, path)
        except SeparatrixError as error:
            self.window.say(str(error))
            return False
        preset = replace(found.preset, path=path, model=f"./{path.name}")
        space.rehome(replace(found, preset=preset))
        self.window.status.say(f"Saved {path.name}")
        return True

    def _look(self, values: Parameters) -> None:
        self.window.left.model.set_own(self.own())


def kept(taught: Recipe, found: Opened, model: str, seed: int) -> Opened:
    """What is open once the weights of a training are in the place of those of before.

    Args:
        taught: The recipe, its training over.
        found: What was open.
        model: Id of the model it belongs to.
        seed: Of the training.

    Raises:
        SeparatrixError: If they cannot be written.
    """
    folder = state_folder() / "trained"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{folder} cannot be made: {error.strerror}") from None
    for old in sorted(folder.glob(f"*{CARD}"), key=lambda p: p.stat().st_mtime)[: -KEPT + 1]:
        old.unlink(missing_ok=True)
        old.with_suffix(WEIGHTS).unlink(missing_ok=True)
    stem = f"{model}-seed-{seed}-{time.strftime('%Y%m%d-%H%M%S')}"
    card = folder / f"{stem}{CARD}"
    taught.save(card.with_suffix(WEIGHTS), card)
    preset = replace(found.preset, path=card, model=f"./{card.name}", system="", data="", family="")
    return opened(preset)


def copied(card: Path, to: Path) -> None:
    """Copy a card and its weights; the copy names its own weights.

    Raises:
        ExportError: If they cannot be read or written.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", to.stem.lower()).strip("-") or "weights"
    try:
        text = card.read_text(encoding="utf-8")
        old = re.search(r'^weights = "([^"]*)"$', text, re.MULTILINE)
        if old is None:
            raise ExportError(f"{card.name}: names no weights")
        content = (card.parent / old[1]).read_bytes()
        to.with_name(slug + WEIGHTS).write_bytes(content)
        to.write_text(text.replace(old[0], f'weights = "{slug}{WEIGHTS}"', 1), encoding="utf-8")
    except OSError as error:
        raise ExportError(f"{to} cannot be written: {error.strerror}") from None


def _recipe(model: str) -> Recipe:
    from engines.training.command import recipe_of

    return recipe_of(model)
