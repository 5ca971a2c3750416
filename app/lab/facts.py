"""The card of a model in the words of its panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engines.learned.weights import Model
from engines.protocols.subject import Subject
from widgets.theme.numbers import fixed, grouped, written

MINUTE = 60.0
FORMULA = ("Closed form", [("Fields", "all by formula, nothing to train")])
WORDS = {
    "hidden": "Layers",
    "rounds": "Rounds",
    "codes": "Codes",
    "w2": "W\N{SUBSCRIPT TWO} to data",
    "floor": "W\N{SUBSCRIPT TWO} floor",
    "kl": "KL, nat",
    "entropy": "Entropy, nat",
    "ratio": "Share of mean",
}


def facts_of(subject: Subject) -> list[tuple[str, str]]:
    """Label and value of each row; nothing for a system."""
    if not isinstance(subject, Model):
        return []
    card = subject.card
    rows = [(WORDS[k], _text(v)) for k, v in card.sizes.items() if k in WORDS]
    rows.append(("Data", grouped(card.data)))
    rows.append(("Trained", _training(card.training)))
    rows += [(WORDS[k], _text(v)) for k, v in card.metrics.items() if k in WORDS]
    rows.append(("File", f"{card.bytes / 1e6:.1f} MB"))
    return rows


def _training(about: Mapping[str, Any]) -> str:
    steps = about.get("steps", 0)
    whole = sum(steps) if isinstance(steps, list) else int(steps)
    # Networks that were trained one after the other tell their times one by one.
    parts = sum(float(v) for k, v in about.items() if k.endswith("_seconds"))
    seconds = float(about.get("seconds", parts))
    took = f"{seconds / MINUTE:.0f} min" if seconds >= MINUTE else f"{seconds:.0f} s"
    return f"{fixed(whole, 0)} steps, seed {about.get('seed', 0)}, {took}"


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " \N{EN DASH} ".join(str(v) for v in value)
    return written(value) if isinstance(value, float) else str(value)
