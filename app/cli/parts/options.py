"""What several commands accept, read and checked in one way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.catalogue import Opened, opened, preset
from engines.errors import ParameterError, SeparatrixError
from engines.parameters.declare import declarations
from engines.parameters.reading import changed

WHAT = "An id ('separatrix list' prints them), a .toml file, or a file that was exported."
SET = "A value of a slider, as often as you like."
SMALLEST, LARGEST = 16, 16384
_SIZE = re.compile(r"(\d{1,6})[xX×](\d{1,6})")


def settings(pairs: list[str]) -> dict[str, str]:
    """Name to text of each `--set name=value`; the last one wins.

    Raises:
        ParameterError: If one has no name or no equals sign.
    """
    read: dict[str, str] = {}
    for pair in pairs:
        name, mark, value = pair.partition("=")
        if not mark or not name.strip():
            raise ParameterError(f"--set {pair}, expected name=value")
        read[name.strip()] = value
    return read


def size_of(text: str, option: str = "--size") -> tuple[int, int]:
    """Width and height written as WxH.

    Raises:
        SeparatrixError: If the text is anything else or out of range.
    """
    found = _SIZE.fullmatch(text.strip())
    if not found:
        raise SeparatrixError(f"{option} = {text}, expected WIDTHxHEIGHT such as 1280x720")
    width, height = int(found[1]), int(found[2])
    if not all(SMALLEST <= n <= LARGEST for n in (width, height)):
        raise SeparatrixError(f"{option} = {text}, allowed {SMALLEST} to {LARGEST} pixels a side")
    return width, height


def theme_of(text: str) -> str:
    """A theme's name.

    Raises:
        SeparatrixError: If there is no such theme.
    """
    if text not in ("dark", "light"):
        raise SeparatrixError(f"--theme = {text}, allowed dark, light")
    return text


def prepared(
    name: str, pairs: list[str], seed: int | None = None, at: float | None = None
) -> Opened:
    """The preset `name` with everything set that the command line asks for.

    Args:
        name: Id of a preset, or a path.
        pairs: Values as name=value.
        seed: For the parameter `seed`, if the experiment has one.
        at: For the parameter that time drives.

    Raises:
        SeparatrixError: If anything is unknown or not allowed.
    """
    ready = opened(preset(name), settings(pairs))
    extra: dict[str, Any] = {}
    if seed is not None:
        if seed < 0:
            raise ParameterError(f"--seed = {seed}, allowed a whole number from 0")
        if "seed" in declarations(ready.experiment.parameters):
            extra["seed"] = seed
    if at is not None:
        clock = ready.experiment.clock(ready.parameters)
        if not clock.parameter:
            raise ParameterError(f"--at = {at:g}, but no parameter of '{name}' is driven by time")
        extra[clock.parameter] = at
    return with_values(ready, extra) if extra else ready


def with_values(ready: Opened, values: Mapping[str, Any], where: str = "--") -> Opened:
    """`ready` with some parameters replaced.

    Raises:
        ParameterError: If a value is not allowed.
    """
    parameters = changed(ready.parameters, values, where)
    return Opened(ready.preset, ready.experiment, parameters, ready.subject)
