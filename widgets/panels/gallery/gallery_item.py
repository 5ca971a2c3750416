"""What the gallery knows of a preset. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GalleryItem:
    """One preset as the gallery shows it.

    Attributes:
        id: Preset id.
        title: At most 22 characters fit one line.
        line: One line in plain words, at most 26 characters.
        room: Heading under which it stands, e.g. "Transport".
        tags: Kinds, the first two are shown on the card.
        picture: Path of a picture; "" shows the mark instead.
        words: Two sentences for the preview.
        source: Paper or book.
        checks: Pairs of check and measured number, for the preview.
        chaos: Largest Lyapunov exponent times the period, by which systems can be sorted; None
            where nobody knows it.
    """

    id: str
    title: str
    line: str = ""
    room: str = ""
    tags: tuple[str, ...] = ()
    picture: str = ""
    words: str = ""
    source: str = ""
    checks: tuple[tuple[str, str, bool], ...] = ()
    chaos: float | None = None


def found(items: Iterable[GalleryItem], text: str) -> tuple[GalleryItem, ...]:
    """Items in which every word of `text` begins or lies inside some word of theirs.

    Title, line, room, tags, id and source are looked at; capitals do not matter.
    """
    words = text.casefold().split()
    hits = []
    for item in items:
        about = " ".join((item.title, item.line, item.room, *item.tags, item.id, item.source))
        if all(word in about.casefold() for word in words):
            hits.append(item)
    return tuple(hits)


def rooms_of(items: Sequence[GalleryItem]) -> dict[str, int]:
    """Rooms in the order of their first item, each with its number of items."""
    counts: dict[str, int] = {}
    for item in items:
        counts[item.room] = counts.get(item.room, 0) + 1
    return counts


def kinds_of(items: Sequence[GalleryItem], most: int = 10) -> tuple[str, ...]:
    """The most frequent tags, the most frequent first."""
    counts: dict[str, int] = {}
    for item in items:
        for tag in item.tags:
            counts[tag] = counts.get(tag, 0) + 1
    return tuple(sorted(counts, key=lambda t: (-counts[t], t))[:most])


def in_order(items: Iterable[GalleryItem], order: str) -> tuple[GalleryItem, ...]:
    """Items by "name", by "field" and then by name, or by "chaos", the most chaotic first."""
    if order == "chaos":
        return tuple(sorted(items, key=lambda i: (-(i.chaos or 0.0), i.title)))
    if order == "field":
        return tuple(sorted(items, key=lambda i: (i.room, i.title)))
    return tuple(sorted(items, key=lambda i: i.title.casefold()))
