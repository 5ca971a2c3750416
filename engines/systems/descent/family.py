"""The two families of methods as systems: one of differential equations, one of maps.

Both are written with the trees of a landscape, so that everything that is made of equations is
made of these too: machine code, derivatives, shaders, TeX.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from engines.equations.algebra.derive import substitute
from engines.equations.algebra.tree import Node
from engines.equations.equations import Equations
from engines.equations.parse import parse
from engines.equations.to_tex import tex
from engines.parameters.declare import Declaration, real
from engines.protocols.capabilities import Box
from engines.systems.descent.landscape import HEIGHT, HIGHEST, LOWEST, Landscape
from engines.systems.system import System

DAMPING = real("d", 0.2, 0.0, 4.0, title="Damping", symbol="d", live=True, group="Flow",
               help="Of the momentum.")  # fmt: skip
AHEAD = real("h", 0.0, 0.0, 10.0, title="Curvature damping", symbol="h", live=True, group="Flow",
             help="How much the slope ahead counts: damping in proportion to curvature.")  # fmt: skip
GAIN = real("c", 1.0, 0.0, 4.0, title="Gain", symbol="c", live=True, group="Flow",
            help="How hard the slope pulls.")  # fmt: skip
STEP = real("alpha", 1.0, 0.05, 4.0, title="Step", symbol=r"\alpha L", live=True, group="Flow",
            help="In units of 1/L, L the highest curvature.")  # fmt: skip
MOMENTUM = real("beta", 0.5, 0.0, 1.0, title="Momentum", symbol=r"\beta", live=True, group="Flow",
                help="How much of the last step is made again.")  # fmt: skip
LOOK = real("gamma", 0.0, 0.0, 1.0, title="Look ahead", symbol=r"\gamma", live=True, group="Flow",
            help="How far ahead of the ball the slope is taken.")  # fmt: skip
BEGIN = 1e-6  # t0 of flows whose damping is 3/t
LONGEST_STEP = 0.02
FLOWING = ("{w} - h*{g}", "-d*{w} - (c - d*h)*{g}")
WALKING = ("(1 + beta)*{x} - beta*{w} - alpha/L*{g}", "{x}")


@cache
def accelerated(landscape: Landscape) -> System:
    """X'' + d x' + h H(x) x' + c grad f(x) = 0 without H, by w = x' + h grad f:

        x' = w - h grad f(x),  w' = -d w - (c - d h) grad f(x)

    Returns:
        An "ode" with states (x, w) and the landscape's parameters, then d, h, c.
    """
    return _made(landscape, "w", FLOWING, (DAMPING, AHEAD, GAIN), discrete=False)


@cache
def vanishing(landscape: Landscape) -> System:
    """The same with d = 3/s and c = 1 + b/s at s = t + t0: the flow of Nesterov's convex method.

    Returns:
        An "ode" with states (x, w) and the landscape's parameters, then h, b, t0.

    Source:
        Su, Boyd & Candes (2016), J. Mach. Learn. Res. 17, 1-43, for b = h = 0.
    """
    late = real("b", 0.0, 0.0, 4.0), real("t0", BEGIN, 0.0, 100.0)
    rates = ("{w} - h*{g}", "-3/(t + t0)*{w} - (1 + b/(t + t0) - 3*h/(t + t0))*{g}")
    return _made(landscape, "w", rates, (AHEAD, *late), discrete=False)


@cache
def stepping(landscape: Landscape) -> System:
    """xi_{k+1} = (1 + beta) xi_k - beta xi_{k-1} - (alpha/L) grad f((1 + gamma) xi_k - gamma xi_{k-1}).

    Returns:
        A "map" with states (xi_k, xi_{k-1}) and the landscape's parameters, then alpha in units
        of 1/L, beta, gamma.
    """
    return _made(landscape, "p", WALKING, (STEP, MOMENTUM, LOOK), discrete=True)


@cache
def growing(landscape: Landscape) -> System:
    """The same with beta = gamma = k/(k + 3) at step k = 0, 1, ...; its own parameter is alpha."""
    rates = ("(1 + t/(t + 3))*{x} - t/(t + 3)*{w} - alpha/L*{g}", "{x}")
    return _made(landscape, "p", rates, (STEP,), discrete=True, ahead="t/(t + 3)")


def _made(
    landscape: Landscape,
    second: str,
    rates: Sequence[str],
    declared: tuple[Declaration, ...],
    *,
    discrete: bool,
    ahead: str = "gamma",
) -> System:
    """A system with two states a coordinate; {x}, {w}, {g} stand for place, second, slope."""
    own = landscape.system
    places = own.equations.states
    seconds = tuple(_second(x, second) for x in places)
    slopes = tuple(f"slope_{i + 1}" for i in range(len(places)))
    parameters = (*own.equations.parameters, *(d.name for d in declared))
    names = (*places, *seconds, *slopes, *parameters, HIGHEST)
    written = tuple(
        parse(text.format(x=x, w=w, g=g), names)
        for text in rates
        for x, w, g in zip(places, seconds, slopes, strict=True)
    )
    # the slope of a map is taken where the ball is going to be
    seen: dict[str, Node] = {}
    if discrete:
        seen = {
            x: parse(f"(1 + {ahead})*{x} - {ahead}*{w}", names)
            for x, w in zip(places, seconds, strict=True)
        }
    given = {g: substitute(tree, seen) for g, tree in zip(slopes, landscape.slopes, strict=True)}
    given[HIGHEST] = landscape.highest
    equations = Equations(
        states=(*places, *seconds),
        parameters=parameters,
        rates=tuple(substitute(tree, given) for tree in written),
        written=written,
        auxiliaries=tuple(
            (name, tree)
            for name, tree in own.equations.auxiliaries
            if name not in (LOWEST, HIGHEST)
        ),
        discrete=discrete,
    )
    box = _box(landscape, second, discrete)
    return replace(
        own,
        kind="map" if discrete else "ode",
        equations=equations,
        declared=(*own.declared, *declared),
        box=box,
        step=LONGEST_STEP,
        duration=100.0 if discrete else _lasting(landscape),
        truths=replace(own.truths, divergence=None, fixed_points=(), conserved=None),
        symbols=dict(zip(equations.states, box.symbols, strict=True)),
        lines=(),
    )


def written(landscape: Landscape, values: Mapping[str, float], discrete: bool) -> tuple[str, ...]:
    """Equations of the family in TeX, in vectors where there are several coordinates, then f."""
    own = landscape.system
    second, rates = ("p", WALKING) if discrete else ("w", FLOWING)
    known = (*own.equations.parameters, "d", "h", "c", "alpha", "beta", "gamma")
    names = ("x", second, "slope", "y", HIGHEST, *known)
    ahead = parse(f"(1 + gamma)*x - gamma*{second}", names)
    moved = Equations(
        states=("x", second),
        parameters=known,
        rates=(),
        written=tuple(parse(text.format(x="x", w=second, g="slope"), names) for text in rates),
        auxiliaries=(("y", ahead),) if discrete else (),
        discrete=discrete,
    )
    at = "y" if discrete else "x"
    slope = rf"\nabla f({at})" if landscape.dimension > 1 else f"f'({at})"
    heights = sorted(
        (one for one in own.equations.auxiliaries if one[0] not in (LOWEST, HIGHEST)),
        key=lambda one: one[0] != HEIGHT,
    )
    height = Equations((), known, (), auxiliaries=tuple(heights))
    return (*tex(moved, values, {"slope": slope}), *tex(height, values))


def _second(place: str, letter: str) -> str:
    """w1 for x1, w for x, w_y for y."""
    return letter + place[1:] if place.startswith("x") else f"{letter}_{place}"


def _box(landscape: Landscape, second: str, discrete: bool) -> Box:
    """Twice the window of the landscape; momentum as large as a fall through it makes."""
    own = landscape.system.box
    n = len(own.low)
    if discrete:
        labels = tuple(f"{x} before" for x in own.labels)
        symbols = tuple(f"{second}_{{{i + 1}}}" if n > 1 else second for i in range(n))
        return Box(
            (*own.low, *own.low), (*own.high, *own.high), (False,) * 2 * n,
            (*own.labels, *labels), (*own.symbols, *symbols), ("",) * 2 * n,
            (*own.start, *own.start),
        )  # fmt: skip
    values = landscape.system.defaults()
    fall = float(landscape.heights(np.array([own.start]), values)[0])
    reach = (_friendly(1.3 * math.sqrt(2.0 * max(fall, 1e-12))),) * n
    names = tuple(_second(x, second) for x in landscape.system.equations.states)
    symbols = tuple(f"{second}_{{{i + 1}}}" if n > 1 else second for i in range(n))
    return Box(
        (*own.low, *(-r for r in reach)), (*own.high, *reach), (False,) * 2 * n,
        (*own.labels, *(("momentum",) if n == 1 else names)), (*own.symbols, *symbols),
        ("",) * 2 * n, (*own.start, *(0.0,) * n),
    )  # fmt: skip


def _friendly(number: float) -> float:
    """`number` rounded up to 1, 1.5, 2, 3, 4, 5 or 8 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(number))
    leads = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 8.0, 10.0)
    return float(next(lead for lead in leads if lead * power >= number * (1.0 - 1e-9)) * power)


def _lasting(landscape: Landscape) -> float:
    """A hundred steps of length 1/sqrt(L), two digits."""
    _, largest = landscape.curvature(landscape.system.defaults())
    return float(f"{100.0 / math.sqrt(largest):.1g}")


def step_of(h: float, largest: float) -> float:
    """Step of RK4 that follows the fastest mode, whose rate is about h L."""
    return min(LONGEST_STEP, 0.1 / (1.0 + h * largest))


def values_with(
    landscape: Landscape, values: Mapping[str, float], **more: float
) -> dict[str, float]:
    """Values of the landscape's parameters, and `more`."""
    return {name: float(values[name]) for name in landscape.system.equations.parameters} | more
