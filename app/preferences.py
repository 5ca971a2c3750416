"""What the program remembers between two starts: theme, text size, last folder."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from platformdirs import user_config_dir

THEMES = ("dark", "light")
SCALES = (1.0, 1.25, 1.5)


@dataclass(frozen=True, slots=True)
class Preferences:
    """Remembered choices.

    Attributes:
        theme: "dark" or "light".
        text: Scale of the text: 1, 1.25 or 1.5.
        folder: Where exports went last; "" for the home folder.
        still: No animation of the interface (tracers still move).
    """

    theme: str = "dark"
    text: float = 1.0
    folder: str = ""
    still: bool = False


def place() -> Path:
    """The file; SEPARATRIX_CONFIG names another folder."""
    folder = os.environ.get("SEPARATRIX_CONFIG") or user_config_dir("separatrix")
    return Path(folder) / "preferences.json"


def load() -> Preferences:
    """The remembered choices; whatever cannot be read is as on the first day."""
    try:
        table: Any = json.loads(place().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Preferences()
    if not isinstance(table, dict):
        return Preferences()
    kept = Preferences()
    if table.get("theme") in THEMES:
        kept = replace(kept, theme=table["theme"])
    if table.get("text") in SCALES:
        kept = replace(kept, text=float(table["text"]))
    if isinstance(table.get("folder"), str):
        kept = replace(kept, folder=table["folder"])
    if isinstance(table.get("still"), bool):
        kept = replace(kept, still=table["still"])
    return kept


def save(preferences: Preferences) -> bool:
    """Remember; False where nothing can be written, which harms nobody."""
    path = place()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(preferences)), encoding="utf-8")
        os.replace(part, path)
    except OSError:
        return False
    return True
