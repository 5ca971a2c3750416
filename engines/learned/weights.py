"""Reading models: the card says what a weights file must hold, and nothing else is believed."""

from __future__ import annotations

import hashlib
import json
import math
import re
import struct
import tomllib
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from engines.errors import WeightsError
from engines.protocols.subject import Subject

ROOT = Path(__file__).parents[2]
CARDS, WEIGHTS = ROOT / "presets" / "models", ROOT / "assets" / "weights"
PLACE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,2}")
FILE = re.compile(r"[a-z0-9][a-z0-9-]*\.safetensors")
LARGEST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says.

    Attributes:
        path: The card itself.
        id: Its file name without suffix.
        title: Words for a heading.
        place: Room and module under engines/learned, e.g. "generative.rectified_flow", or in a
            folder there, e.g. "generative.digits.reader".
        source: Where the method comes from.
        data: What it was trained on.
        weights: The file with its arrays.
        bytes: Length of that file.
        sha256: Digest of that file.
        sizes: Numbers that fix the architecture.
        training: Seed, steps, seconds and the rest.
        metrics: What was measured after training.
    """

    path: Path
    id: str
    title: str
    place: str
    source: str
    data: str
    weights: Path
    bytes: int
    sha256: str
    sizes: Mapping[str, Any]
    training: Mapping[str, Any]
    metrics: Mapping[str, Any]


class Model(Subject):
    """A subject made from a card and its arrays. A module `engines/learned/<room>/<model>.py` names
    its own `MODEL`.

    Attributes:
        card: What it was made from.
    """

    card: Card

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        self.card = card
        self.id, self.title, self.source = card.id, card.title, card.source

    @staticmethod
    @abstractmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        """Name to shape of every float32 array; raises ValueError for sizes it does not know."""


def read_card(path: Path) -> Card:
    """The card at `path`.

    Raises:
        WeightsError: If it is missing, malformed, or names a place or file it may not.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WeightsError(f"{path}: no such model card, known: {', '.join(known())}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise WeightsError(f"{path.name}: not a readable model card, {error}") from None
    texts = ("title", "class", "source", "data", "weights", "sha256")
    kinds: dict[str, type] = {**dict.fromkeys(texts, str), "bytes": int}
    kinds |= dict.fromkeys(("sizes", "training", "metrics"), dict)
    for key, kind in kinds.items():
        if not isinstance(raw.get(key), kind):
            what = {str: "a text", int: "a whole number", dict: "a table"}[kind]
            raise WeightsError(f"{path.name}: {key} = {raw.get(key)!r}, must be {what}")
    for key in raw:
        if key not in kinds:
            raise WeightsError(f"{path.name}: unknown key '{key}', known: {', '.join(kinds)}")
    if not PLACE.fullmatch(raw["class"]):
        raise WeightsError(
            f"{path.name}: class = '{raw['class']}', must be room.model or room.folder.model"
        )
    if not FILE.fullmatch(raw["weights"]):
        raise WeightsError(f"{path.name}: weights = '{raw['weights']}', must be name.safetensors")
    folder = path.resolve().parent
    # A card that lies outside the tree keeps its weights beside itself.
    if folder.is_relative_to(CARDS):
        folder = WEIGHTS / folder.relative_to(CARDS)
    weights = folder / raw["weights"]
    keep = {key: raw[key] for key in kinds if key not in ("class", "weights")}
    return Card(path=path, id=path.stem, place=raw["class"], weights=weights, **keep)


def known() -> tuple[str, ...]:
    """Ids of the models that are shipped."""
    return tuple(sorted(path.stem for path in CARDS.rglob("*.toml")))


def card_of(model: str) -> Path:
    """Path of the card of the shipped model with this id.

    Raises:
        WeightsError: If there is none.
    """
    for path in CARDS.rglob("*.toml"):
        if path.stem == model:
            return path
    raise WeightsError(f"no model '{model}', known: {', '.join(known())}")


def stands_for(card: Card) -> str:
    """Id of the shipped model that `card` is another training of; its own if there is none.

    The same recipe writes the same class and title, whatever the file is called.
    """
    if card.id in known():
        return card.id
    shipped = [read_card(card_of(id)) for id in known()]
    same = (one.id for one in shipped if (one.place, one.title) == (card.place, card.title))
    return next(same, card.id)


def open_model(path: Path) -> Model:
    """The model that the card at `path` describes.

    Raises:
        WeightsError: If card or weights are missing, damaged, or do not fit the architecture.
    """
    card = read_card(path)
    module = Path(__file__).parent.joinpath(*card.place.split(".")).with_suffix(".py")
    if not module.is_file():
        raise WeightsError(f"{path.name}: class = '{card.place}', there is no such model")
    kind: type[Model] | None = vars(import_module(f"engines.learned.{card.place}")).get("MODEL")
    if kind is None:
        raise WeightsError(f"{path.name}: class = '{card.place}', there is no model")
    try:
        shapes = kind.shapes(card.sizes)
    except (KeyError, ValueError, TypeError) as error:
        raise WeightsError(f"{path.name}: sizes do not fit {card.place}, {error}") from None
    return kind(card, read_arrays(card, shapes))


def read_arrays(card: Card, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """The float32 arrays of `card`, once their names, shapes, length and digest are what they must be.

    Raises:
        WeightsError: If anything differs; nothing is allocated for the arrays before.
    """
    path, name = card.weights, card.weights.name
    numbers = sum(math.prod(shape) for shape in shapes.values())
    try:
        length = path.stat().st_size
        if length != card.bytes or length > LARGEST or length < 4 * numbers:
            raise WeightsError(f"{name}: {length} bytes, {card.path.name} says {card.bytes}")
        content = path.read_bytes()
    except FileNotFoundError:
        raise WeightsError(
            f"{path}: no such weights file, make it with: separatrix train {card.id}"
        ) from None
    except OSError as error:
        raise WeightsError(f"{path}: cannot be read, {error.strerror}") from None
    if hashlib.sha256(content).hexdigest() != card.sha256:
        raise WeightsError(f"{name}: sha256 differs from {card.path.name}, the file was changed")
    spans, body = _header(content, name)
    if set(spans) != set(shapes):
        odd = sorted(set(spans) ^ set(shapes))[0]
        word = "unknown" if odd in spans else "missing"
        raise WeightsError(f"{name}: array '{odd}' is {word} for {card.place}")
    arrays: dict[str, np.ndarray] = {}
    for key, shape in shapes.items():
        kind, got, first, last = spans[key]
        if kind != "F32":
            raise WeightsError(f"{name}: array '{key}' is {kind}, must be F32")
        if got != shape:
            raise WeightsError(f"{name}: array '{key}' has shape {got}, must be {shape}")
        if last - first != 4 * math.prod(shape) or not 0 <= first <= last <= len(content) - body:
            raise WeightsError(f"{name}: array '{key}' lies outside the file")
        flat = np.frombuffer(content, "<f4", math.prod(shape), body + first)
        if not np.isfinite(flat).all():
            raise WeightsError(f"{name}: array '{key}' holds numbers that are not finite")
        arrays[key] = flat.reshape(shape)
    return arrays


def _header(
    content: bytes, name: str
) -> tuple[dict[str, tuple[str, tuple[int, ...], int, int]], int]:
    """Name to kind, shape, first and last byte of each array, and where the bytes begin."""
    broken = WeightsError(f"{name}: not a safetensors file")
    if len(content) < 8:
        raise broken
    (size,) = struct.unpack("<Q", content[:8])
    if not 2 <= size <= min(len(content) - 8, 2**20):
        raise broken
    try:
        table = json.loads(content[8 : 8 + size])
        spans = {
            str(key): (
                str(entry["dtype"]),
                tuple(int(s) for s in entry["shape"]),
                int(entry["data_offsets"][0]),
                int(entry["data_offsets"][1]),
            )
            for key, entry in table.items()
            if key != "__metadata__"
        }
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        raise broken from None
    return spans, 8 + size
