"""Every system as a card of the gallery."""

from __future__ import annotations

from app.catalogue import systems
from engines.errors import SeparatrixError
from engines.systems.system import System
from engines.systems.system_file import read_system
from widgets.panels.gallery.gallery_item import GalleryItem

KINDS = {"ode": "ODE", "map": "map", "dde": "delay", "sde": "noise"}


def read_all() -> tuple[dict[str, System], tuple[GalleryItem, ...]]:
    """All systems of the tree that can be read, by id, and a card for each."""
    found: dict[str, System] = {}
    items: list[GalleryItem] = []
    for entry in systems():
        try:
            system = read_system(entry.path)
        except SeparatrixError:  # said where it is opened, and by the tests of the tree
            continue
        found[entry.id] = system
        items.append(_item(system, entry.room))
    return found, tuple(items)


def _item(system: System, field: str) -> GalleryItem:
    d = system.equations.dimension
    known = system.catalogued
    tags = (KINDS[system.kind], f"{d}-D", *sorted(known.flags))
    return GalleryItem(
        system.id,
        system.title,
        _line(system),
        field_words(field),
        tags,
        "",
        system.about,
        system.source,
        chaos=chaos_of(system),
    )


def field_words(field: str) -> str:
    """Words for a folder of systems: "jerk-systems" is "Jerk systems", "sprott-a-j" Sprott A to J."""
    words = field.split("-")
    letters = [word.upper() for word in words if len(word) == 1]
    plain = " ".join(word for word in words if len(word) > 1).capitalize()
    return " ".join(part for part in (plain, "\N{EN DASH}".join(letters)) if part)


def _line(system: System) -> str:
    """The first words of what there is to say, as many as fit a card."""
    chaos = chaos_of(system)
    count = system.equations.dimension
    words = f"{count} state{'' if count == 1 else 's'}"
    return words if chaos is None else f"{words}, λT = {chaos:.2f}"


def chaos_of(system: System) -> float | None:
    """Largest exponent times the period: how many times e an error grows in one turn."""
    known = system.catalogued
    spectrum = known.computed.lyapunov_spectrum
    largest = spectrum[0] if spectrum else known.published.max_lyapunov
    if largest is None or known.period is None:
        return None
    return largest * known.period
