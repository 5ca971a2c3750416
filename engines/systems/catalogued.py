"""What a system file says beyond its equations: rhythm, character, and numbers others or we found."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from engines.systems.table import Table

__all__ = ["FLAGS", "KEYS", "Catalogued", "Invariants", "read_catalogued"]

# What a flow may be called, and what that means to those who look for it.
FLAGS = {
    "conservative": "keeps volume or an energy: it has no attractor",
    "forced": "its last state is the clock of something that drives it",
    "nonsmooth": "its rates have a corner or a jump",
    "polar": "elsewhere it is told by a distance and an angle, here by places on the plane",
    "quasiperiodic": "not chaotic at these values: it stays on a torus",
    "stiff": "needs an implicit solver, equal steps would have to be far too short",
}
KEYS = frozenset({"dysts", "inherits", "period", "flags", "published", "computed"})

_NUMBERS = (
    "max_lyapunov",
    "kaplan_yorke",
    "correlation_dimension",
    "pesin_entropy",
    "multiscale_entropy",
)
_ERRORS = {f"{name}_error" for name in _NUMBERS}
_PUBLISHED = {"lyapunov_spectrum", *_NUMBERS}
_COMPUTED = {*_PUBLISHED, "lyapunov_error", *_ERRORS, "mean_divergence", "settings"}
_MOST_EXPONENTS = 32
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"


@dataclass(frozen=True)
class Invariants:
    """Numbers that do not depend on where a trajectory began; None or empty where unknown.

    Attributes:
        lyapunov_spectrum: Lyapunov exponents, falling as far as they were found, 1/time.
        lyapunov_error: Standard error of each; empty if nobody estimated it.
        max_lyapunov: Largest exponent, 1/time, found by itself.
        kaplan_yorke: Kaplan-Yorke dimension.
        correlation_dimension: Correlation dimension.
        pesin_entropy: Sum of the positive exponents, 1/time.
        multiscale_entropy: Sample entropy over coarser and coarser series.
        errors: Name of a number above to its standard error.
        mean_divergence: Mean of the divergence along the trajectory, 1/time: what the exponents
            add up to.
        settings: How the numbers were found, one line.
    """

    lyapunov_spectrum: tuple[float, ...] = ()
    lyapunov_error: tuple[float, ...] = ()
    max_lyapunov: float | None = None
    kaplan_yorke: float | None = None
    correlation_dimension: float | None = None
    pesin_entropy: float | None = None
    multiscale_entropy: float | None = None
    errors: dict[str, float] = field(default_factory=dict)
    mean_divergence: float | None = None
    settings: str = ""

    def known(self) -> bool:
        """Whether there is any number at all."""
        return bool(self.lyapunov_spectrum) or any(
            getattr(self, name) is not None for name in _NUMBERS
        )


@dataclass(frozen=True)
class Catalogued:
    """Where a system stands among others.

    Attributes:
        dysts: Its name in the collection dysts; "" if it is not there.
        inherits: Id of the system whose equations it shares at other values; "" if none.
        period: Dominant period, in units of time; None if unknown.
        flags: Names from `FLAGS`.
        published: Invariants as published; not always possible ones, see `doubts`.
        computed: Invariants as found by this program.
        doubts: One sentence for each published number that cannot be true.
    """

    dysts: str = ""
    inherits: str = ""
    period: float | None = None
    flags: frozenset[str] = frozenset()
    published: Invariants = field(default_factory=Invariants)
    computed: Invariants = field(default_factory=Invariants)
    doubts: tuple[str, ...] = ()


def read_catalogued(top: Table, dimension: int, *, delayed: bool = False) -> Catalogued:
    """The keys of `KEYS` in a system file.

    Args:
        top: The file.
        dimension: Number of states.
        delayed: Whether the system remembers, so that it has more exponents than states.

    Raises:
        SystemFileError: One sentence naming file, field, value and what is allowed.
    """
    inherits = top.text("inherits")
    if inherits and not re.fullmatch(_ID, inherits):
        top.refuse("inherits", f"= '{inherits[:40]}', expected the id of a system")
    dysts = top.text("dysts")
    if dysts and not re.fullmatch(r"[A-Za-z0-9]{1,40}", dysts):
        top.refuse("dysts", f"= '{dysts[:40]}', expected the name of a class of dysts")
    published = _invariants(top.table("published", _PUBLISHED), dimension, delayed)
    return Catalogued(
        dysts=dysts,
        inherits=inherits,
        period=top.positive("period", 1.0) if "period" in top.content else None,
        flags=_flags(top),
        published=published,
        computed=_invariants(top.table("computed", _COMPUTED), dimension, delayed),
        doubts=() if delayed else _doubts(published, dimension),
    )


def _flags(top: Table) -> frozenset[str]:
    flags = top.list_of_texts("flags")
    for flag in flags:
        if flag not in FLAGS:
            top.refuse("flags", f"has '{flag[:40]}', allowed {', '.join(FLAGS)}")
        if flags.count(flag) > 1:
            top.refuse("flags", f"has '{flag}' twice, allowed once")
    return frozenset(flags)


def _invariants(table: Table, dimension: int, delayed: bool) -> Invariants:
    spectrum = table.numbers("lyapunov_spectrum")
    if spectrum and not delayed and len(spectrum) != dimension:
        table.refuse("lyapunov_spectrum", f"has {len(spectrum)} entries, expected {dimension}")
    if len(spectrum) > _MOST_EXPONENTS:
        table.refuse("lyapunov_spectrum", f"has {len(spectrum)} entries, allowed {_MOST_EXPONENTS}")
    error = table.numbers("lyapunov_error")
    if error and len(error) != len(spectrum):
        table.refuse(
            "lyapunov_error",
            f"has {len(error)} entries, expected {len(spectrum)} as lyapunov_spectrum",
        )
    found = {name: table.number(name) for name in _NUMBERS if name in table.content}
    errors = {}
    for name in _NUMBERS:
        key = f"{name}_error"
        if key in table.content:
            if name not in found:
                table.refuse(key, f"has no {name} beside it")
            errors[name] = table.number(key)
    for key, value in (*((f"{n}_error", v) for n, v in errors.items()), *_named(error)):
        if value < 0.0:
            table.refuse(key, f"= {value:g}, allowed from 0")
    settings = table.text("settings")
    if (errors or error) and not settings:
        table.refuse("settings", "is missing, expected a text that says how errors were found")
    mean = table.number("mean_divergence") if "mean_divergence" in table.content else None
    return Invariants(
        lyapunov_spectrum=spectrum,
        lyapunov_error=error,
        errors=errors,
        mean_divergence=mean,
        settings=settings,
        **found,
    )


def _named(error: tuple[float, ...]) -> list[tuple[str, float]]:
    return [("lyapunov_error", value) for value in error]


def _doubts(published: Invariants, dimension: int) -> tuple[str, ...]:
    """Sentences about dimensions larger than that of the space they lie in."""
    words = {
        "Kaplan-Yorke dimension": published.kaplan_yorke,
        "correlation dimension": published.correlation_dimension,
    }
    return tuple(
        f"the published {name} {value:.4g} is impossible: there are {dimension} states"
        for name, value in words.items()
        if value is not None and not math.isclose(value, dimension) and value > dimension
    )
