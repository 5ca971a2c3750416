"""Equations as people type or paste them, made into a system."""

from __future__ import annotations

import keyword
import math
import re
from collections.abc import Collection, Mapping, Sequence
from typing import NoReturn

from engines.equations.algebra.tree import Name, Node
from engines.equations.equations import Equations, read_equations
from engines.equations.functions import RESERVED, TIME
from engines.equations.parse import parse
from engines.equations.to_numpy import evaluated
from engines.errors import EquationError
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Box
from engines.systems.stochastic.reading import seed_declaration
from engines.systems.system import System
from engines.systems.written import statements as said
from engines.systems.written.formulas import Formula, Words, differentials, elsewhere, formula
from engines.systems.written.histories import histories, pasts, present, written
from engines.systems.written.marks import Mark, Page
from engines.systems.written.sliders import DOT, shown, slider
from engines.systems.written.statements import Statement, statements
from engines.systems.written.windows import extent, unseen

MOST_STATES = 32
MOST_PARAMETERS = 64
_STATE_KINDS = (said.RATE, said.NEXT, said.SHAKEN, said.SECOND)
_STEP = "dt"
_METHODS = frozenset(dir(Parameters))


def typed(text: str, known: Collection[str] = (), walks: bool = True) -> System:
    r"""The system that a text of several lines describes.

    Understood are, one a line or parted by ";":

        x' = ...   dx/dt = ...   x'' = ...   \dot x = ...   \frac{dx}{dt} = ...
        x_{n+1} = ...   x -> ...                       a map
        x' = -x(t - tau)   or  -x@tau                  a delay equation
        dx = (...) dt + (...) dW                       a stochastic equation
        sigma = 10   sigma = 10 in [0, 20]             a parameter and its slider
        r = sqrt(x^2 + y^2)                            an abbreviation
        x = cos(t) for t <= 0   x(t <= 0) = 0.5        what was before a delay equation begins
        x(0) = 1   x in [-20, 20]   t in [0, 50]   dt = 0.01

    Products may be left out, `2x`, `a (x + y)`. A name that is said nothing about becomes a
    parameter that is 1. Where no window is given one is found by a short walk.

    Args:
        text: The text; comments begin with #, % or //.
        known: Names that somebody else knows, parameters and states with their window: `vc` among
            them is no product of v and c, and if all states are, nobody walks.
        walks: Whether somebody walks at all, which takes most of the time.

    Raises:
        EquationError: One sentence naming line and column, with `line`, `column` and `length` of
            what is wrong.
    """
    return _Reading(Page(text), known, walks).system()


class _Reading:
    """One text while it is read."""

    def __init__(self, page: Page, known: Collection[str] = (), walks: bool = True) -> None:
        self.page = page
        self.walks = walks
        self.known = frozenset(known)
        self.said = statements(page)
        self.about: dict[str, dict[str, Statement]] = {}  # by kind, then by name
        for one in self.said:
            self._check_name(one)
            group = self.about.setdefault("state" if one.kind in _STATE_KINDS else one.kind, {})
            if one.name in group:
                what = "a history" if one.kind == said.BEFORE else "an equation"
                self.refuse(one, f"'{one.name}' has {what} already, allowed is one")
            group[one.name] = one
        self.own = self.about.get("state", {})
        if not self.own:
            page.refuse("no equation is written, expected for instance x' = -x", 0, 1)
        if len(self.own) > MOST_STATES:
            self.refuse(
                list(self.own.values())[MOST_STATES],
                f"this is one state too many, allowed {MOST_STATES}",
            )
        self.kinds = {one.kind for one in self.own.values()}
        if said.NEXT in self.kinds and len(self.kinds) > 1:
            stray = next(o for o in self.own.values() if o.kind != said.NEXT)
            self.refuse(stray, "a map has no rates, allowed are equations of one kind")
        self.states = self._states()
        self.formulas: dict[str, Formula] = {}  # by the place errors name

    def refuse(self, one: Statement, reason: str) -> NoReturn:
        self.page.refuse(reason, one.mark.start, one.mark.end)

    def _check_name(self, one: Statement) -> None:
        name = one.name
        if one.kind == said.WINDOW and name == TIME:
            return
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,29}", name) or "__" in name:
            self.refuse(
                one, f"'{name[:30]}' is not a name, allowed are up to 30 letters, digits, _"
            )
        if keyword.iskeyword(name) or name in RESERVED or name in _METHODS:
            self.refuse(one, f"'{name}' has a meaning of its own, allowed is another name")

    def _states(self) -> tuple[str, ...]:
        """States in the order written, derivatives of a second-order equation behind them."""
        names: list[str] = []
        for name, one in self.own.items():
            names.append(name)
            if one.kind == said.SECOND:
                names.append(name + DOT)
        return tuple(names)

    def system(self) -> System:
        values = self.about.get(said.VALUE, {})
        if _STEP in values:
            values = {name: one for name, one in values.items() if name != _STEP}
        words = Words(self.states, frozenset(values) | self.known, said.NEXT in self.kinds)
        for name in values:
            if name in self.states:
                self.refuse(values[name], f"'{name}' is a state, allowed is one meaning a name")
        rates, noise = self._right(words)
        numbers, auxiliaries = self._values(values, words)
        past = self.about.get(said.BEFORE, {})
        before = histories(self.page, past, self.states, words.given)
        used: dict[str, None] = {}
        for one in (*rates.values(), *noise.values(), *auxiliaries.values(), *before.values()):
            # what stands before a bracket and is no function is left for the reader to refuse
            found = re.findall(r"(?<![\w.])[A-Za-z]\w*\b(?! *\()", one.text)
            used.update(dict.fromkeys(found))
        known = {*self.states, *auxiliaries, *RESERVED}
        fresh = [n for n in used if n not in known and n not in numbers and self._may_be_new(n)]
        parameters = (*numbers, *fresh)
        if len(parameters) > MOST_PARAMETERS:
            self.page.refuse(f"{len(parameters)} parameters, allowed {MOST_PARAMETERS}", 0, 1)
        equations = self._equations(rates, parameters, auxiliaries)
        shaken = None
        if noise:
            every = {s: noise[s].text if s in noise else "0" for s in self.states}
            shaken = self._read(every, noise, parameters, auxiliaries, "noise")
        kind = self._kind(equations, bool(noise))
        at_rest = {name: numbers.get(name, 1.0) for name in parameters}
        if before and kind != "dde":
            first = next(iter(past.values()))
            self.refuse(first, "a history needs an equation with a delay, as in x(t - 1)")
        history = pasts(self.page, before, parameters)
        return self._finished(kind, equations, shaken, at_rest, history)

    def _may_be_new(self, name: str) -> bool:
        """Whether an unknown name may become a parameter; others are left for the reader of
        formulas to refuse at their place.
        """
        odd = keyword.iskeyword(name) or len(name) > 30 or "__" in name or name in _METHODS
        return not odd

    def _formula(self, right: Sequence[Mark], words: Words, where: str) -> Formula:
        made = formula(self.page, right, words)
        self.formulas[where] = made
        return made

    def _right(self, words: Words) -> tuple[dict[str, Formula], dict[str, Formula]]:
        """Right-hand sides and noises by state."""
        rates: dict[str, Formula] = {}
        noise: dict[str, Formula] = {}
        for name, one in self.own.items():
            right: Sequence[Mark] = one.right
            if one.kind == said.SHAKEN:
                parts = differentials(self.page, right)
                zero = (Mark("number", "0", one.mark.start, one.mark.end),)
                right = parts.get("dt", zero)
                if "dW" in parts:
                    noise[name] = self._formula(parts["dW"], words, f"noise: equation for {name}")
            if one.kind == said.SECOND:
                velocity = name + DOT
                mark = Mark("word", velocity, one.mark.start, one.mark.end)
                rates[name] = self._formula([mark], words, f"equation for {name}")
                name = velocity
            rates[name] = self._formula(right, words, f"equation for {name}")
        return rates, noise

    def _values(
        self, values: Mapping[str, Statement], words: Words
    ) -> tuple[dict[str, float], dict[str, Formula]]:
        """Parameters and their numbers; abbreviations and their formulas."""
        numbers: dict[str, float] = {}
        rest: dict[str, Formula] = {}
        for name, one in values.items():
            made = self._formula(one.right, words, f"equation for {name}")
            if made.names or re.search(rf"\b{TIME}\b", made.text):
                rest[name] = made
            else:
                numbers[name] = self._number(made, f"equation for {name}")
        return numbers, rest

    def _number(self, made: Formula, where: str) -> float:
        try:
            tree = parse(made.text, (), where)
        except EquationError as error:
            elsewhere(self.page, error, made)
        value = float(evaluated([tree], {TIME: 0.0})[0])  # type: ignore[dict-item]
        if not math.isfinite(value):
            self.page.refuse("this is not a finite number", *made.span(1, len(made.text)))
        return value

    def _read(
        self,
        texts: Mapping[str, str],
        rates: Mapping[str, Formula],
        parameters: tuple[str, ...],
        auxiliaries: Mapping[str, Formula],
        file: str = "",
    ) -> Equations:
        where = {name: made.text for name, made in auxiliaries.items()}
        discrete = said.NEXT in self.kinds
        try:
            return read_equations(
                texts, parameters, where, file=file, discrete=discrete, delays=not discrete
            )
        except EquationError as error:
            made = self.formulas.get(error.where) or self.formulas.get(
                error.where.removeprefix(f"{file}: ")
            )
            if made is None:
                self.page.refuse(str(error), 0, 1)
            elsewhere(self.page, error, made)

    def _equations(
        self,
        rates: Mapping[str, Formula],
        parameters: tuple[str, ...],
        auxiliaries: Mapping[str, Formula],
    ) -> Equations:
        return self._read({n: f.text for n, f in rates.items()}, rates, parameters, auxiliaries)

    def _kind(self, equations: Equations, noisy: bool) -> str:
        if equations.discrete:
            return "map"
        if equations.delayed and noisy:
            self.page.refuse("noise and delays together are not known here, allowed is one", 0, 1)
        return "dde" if equations.delayed else "sde" if noisy else "ode"

    def _finished(
        self,
        kind: str,
        equations: Equations,
        noise: Equations | None,
        values: Mapping[str, float],
        history: Mapping[str, Node],
    ) -> System:
        starts = present(self.page, self.about.get(said.BEFORE, {}), history, values)
        for name, one in self.about.get(said.START, {}).items():
            starts[name] = self._number(self._formula(one.right, Words((), ()), "start"), "start")
        windows = {n: self._ends(one) for n, one in self.about.get(said.WINDOW, {}).items()}
        for kind_, group in ((said.START, starts), (said.WINDOW, windows)):
            for name in group:
                if name not in (*self.states, *values, TIME):
                    self.refuse(self.about[kind_][name], f"no equation names '{name}'")
        delays = {n.delay.name for n in equations.delayed if isinstance(n.delay, Name)}
        for name in delays:
            if not values[name] > 0.0:
                self._refuse_delay(name, values[name])
        walks = self.walks and not set(self.states) <= self.known
        found = extent(equations, values, starts) if walks else unseen(self.states, starts)
        low, high = list(found.low), list(found.high)
        start = [starts.get(s, found.start[i]) for i, s in enumerate(self.states)]
        for i, state in enumerate(self.states):
            if state in windows:
                low[i], high[i] = windows[state]
            start[i] = min(max(start[i], low[i]), high[i]) if state not in starts else start[i]
            low[i], high[i] = min(low[i], start[i]), max(high[i], start[i])
        d = len(self.states)
        box = Box(
            low=tuple(low[:d]),
            high=tuple(high[:d]),
            periodic=(False,) * d,
            labels=self.states,
            symbols=tuple(shown(s) for s in self.states),
            units=("",) * d,
            start=tuple(start),
        )
        step, duration = found.step, found.duration
        if _STEP in self.about.get(said.VALUE, {}):
            one = self.about[said.VALUE][_STEP]
            step = self._number(self._formula(one.right, Words((), ()), _STEP), _STEP)
            if not step > 0.0:
                self.refuse(one, f"dt = {step:g}, allowed above 0")
        if TIME in windows:
            duration = windows[TIME][1]
            if not duration > 0.0:
                self.refuse(self.about[said.WINDOW][TIME], "t ends at 0, allowed above 0")
        step = max(step, duration / 1e6)
        return System(
            id="typed",
            title="Typed equations",
            source="",
            about="",
            kind=kind,
            equations=equations,
            declared=(
                *(slider(n, v, windows.get(n), delay=n in delays) for n, v in values.items()),
                *([seed_declaration()] if noise is not None else []),
            ),
            box=box,
            time_unit="",
            step=step,
            duration=duration,
            symbols=dict(zip(self.states, box.symbols, strict=True)),
            lines=tuple(
                self._line(one) for one in (*self.own.values(), *self._abbreviations(values))
            )
            + tuple(self._past(one) for one in self.about.get(said.BEFORE, {}).values()),
            noise=noise,
            history=history,
        )

    def _line(self, one: Statement) -> str:
        return " ".join(self.page.text[one.mark.start : one.right[-1].end].split())

    def _past(self, one: Statement) -> str:
        text = " ".join(self.page.text[one.right[0].start : one.right[-1].end].split())
        return written(one.name, text)

    def _abbreviations(self, values: Mapping[str, float]) -> list[Statement]:
        found = self.about.get(said.VALUE, {})
        return [one for name, one in found.items() if name not in values and name != _STEP]

    def _refuse_delay(self, name: str, value: float) -> NoReturn:
        one = self.about.get(said.VALUE, {}).get(name)
        reason = f"{name}: must be > 0, got {value:g}"
        if one is None:
            self.page.refuse(reason, 0, 1)
        self.refuse(one, reason)

    def _ends(self, one: Statement) -> tuple[float, float]:
        cut = next(i for i, m in enumerate(one.right) if m.text == ",")
        sides = one.right[:cut], one.right[cut + 1 :]
        if not all(sides):
            self.refuse(one, "two numbers are needed, as in x in [-1, 1]")
        low, high = (
            self._number(self._formula(side, Words((), ()), "window"), "window") for side in sides
        )
        if not low < high:
            self.refuse(one, f"the window from {low:g} to {high:g} is empty")
        return low, high
