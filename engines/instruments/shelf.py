"""All instruments there are, found by looking into the rooms."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any

from engines import instruments as rooms
from engines.protocols.instrument import Instrument


@cache
def instruments() -> tuple[type[Instrument], ...]:
    """Every class a module of `engines/instruments/<room>/` names `INSTRUMENT`.

    Returns:
        Ordered by depth, then by name: the order in which their layers lie on each other.
    """
    found: list[type[Instrument]] = []
    for room in pkgutil.iter_modules(rooms.__path__, f"{rooms.__name__}."):
        if not room.ispkg:
            continue
        for module in pkgutil.iter_modules(import_module(room.name).__path__, f"{room.name}."):
            kept: Any = vars(import_module(module.name)).get("INSTRUMENT")
            if kept is not None:
                found.append(kept)
    return tuple(sorted(found, key=lambda one: (one.depth, one.name)))


def kind_of(one: type[Instrument]) -> str:
    """Words for the kind of an instrument: what its room calls itself by `TITLE`, or the room."""
    room = one.__module__.rpartition(".")[0]
    words: str = vars(import_module(room)).get("TITLE", room.rpartition(".")[2].capitalize())
    return words
