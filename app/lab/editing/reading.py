"""A text of equations made into something that can be shown, or into a sentence; on a thread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.bare_system import PORTRAIT, edited
from app.catalogue import Opened, experiment_of, opened
from app.catalogue import preset as read_again
from app.lab.beside.keeping import rewrapped
from app.lab.editing.carrying import carried, numbers
from app.preset_file import Preset
from engines.equations.algebra.tree import Number
from engines.errors import EquationError, SeparatrixError
from engines.parameters.declare import Parameters
from engines.protocols.experiment import Experiment
from engines.protocols.subject import Subject
from engines.running.imports import IMPORTS
from engines.running.ticket import Ticket
from engines.systems.edited.sheet import sheet_of, system_of
from engines.systems.edited.surfaces import dropped
from engines.systems.system import System
from widgets.panels.equations.editor import Fault
from widgets.panels.equations.typeset_lines import in_rows

_PLACE = re.compile(r"^line \d+, column \d+: ")
_QUOTED = re.compile(r"'(\w+)'")
NOWHERE = Fault()
STOOD = "Until t = 0 all stood still, unless a line says '{0} = cos(t) for t <= 0'."


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What a text is typed over.

    Attributes:
        origin: What the equations of a file were opened as; None for a new system.
        shown: What is open now.
        values: Its values now.
        remembered: Value of each parameter when it was last there.
        room: Width the typeset equations will have, px.
    """

    origin: Opened | None
    shown: Opened
    values: Parameters
    remembered: Mapping[str, float]
    room: float = 200.0


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a text says.

    Attributes:
        text: The text.
        found: What it is, ready to be shown; None if it cannot be read.
        values: Its parameters, those of before where they still mean something.
        tex: Its equations typeset, numbers of sliders marked.
        check: What is known about them.
        sentence: Why it cannot be read; "" if it can.
        fault: Where.
        origin: What the equations of the file were opened as; None for a new system.
    """

    text: str
    found: Opened | None = None
    values: Parameters | None = None
    tex: tuple[str, ...] = ()
    check: str = ""
    sentence: str = ""
    fault: Fault = NOWHERE
    origin: Opened | None = None


def readings(text: str, context: Context, ticket: Ticket) -> Iterator[Reading]:
    """The one reading of a text. Nothing in the text is ever executed."""
    ticket.check()
    origin = context.origin
    try:
        if origin is None and context.shown.preset.system:
            origin = opened(read_again(context.shown.preset.path))
        reading = _read(text, origin, context)
        ticket.check()
        in_rows(reading.tex, context.room)  # laid out here rather than in the window
        yield reading
    except EquationError as error:
        sentence = _sentence(_PLACE.sub("", str(error)))
        fault = Fault(error.line, error.column, error.length) if error.line else _named(text, error)
        yield Reading(text, sentence=sentence, fault=fault, origin=origin)
    except SeparatrixError as error:
        sentence = _sentence(str(error))
        yield Reading(text, sentence=sentence, fault=_named(text, error), origin=origin)


def known_of(origin: Opened | None, shown: Opened) -> dict[str, Any]:
    """The sheet of what a text is typed over: the equations of the file, if there is one."""
    if origin is not None and isinstance(origin.subject, System):
        return dict(origin.preset.equations) or sheet_of(origin.subject)
    return dict(shown.preset.equations)


def _read(text: str, origin: Opened | None, context: Context) -> Reading:
    shown = context.shown
    if origin is not None and text.strip() == text_of(origin).strip():
        values = carried(context.values, origin.experiment, context.remembered)
        return _good(text, rewrapped(origin, shown.experiment), values, origin)
    preset = edited(shown.preset, {**known_of(origin, shown), "text": text})
    subject = system_of(preset.equations, preset.id, preset.title, preset.paper)
    if _same(subject, shown.subject):  # blanks and remarks make no other system
        found = replace(shown, preset=preset)
        return _good(text, found, context.values, origin)
    experiment, preset = _experiment(preset, subject)
    values = carried(context.values, experiment, context.remembered)
    rest = carried(context.shown.parameters, experiment, context.remembered)
    experiment.views(values)  # refused here rather than in the window
    found = rewrapped(Opened(preset, experiment, rest, subject), shown.experiment)
    return _good(text, found, values, origin)


def _same(one: System, other: Subject) -> bool:
    """Whether two systems differ in nothing that is computed or shown."""
    if not isinstance(other, System):
        return False
    parts = ["kind", "declared", "box", "step", "duration", "symbols", "noise", "history"]
    parts += ["section", "sphere"]
    return one.equations == other.equations and all(
        getattr(one, part) == getattr(other, part) for part in parts
    )


def _experiment(preset: Preset, subject: System) -> tuple[Experiment, Preset]:
    """What shows the system: as before, with the instruments that fit, else its portrait."""
    tries = [preset, replace(preset, instruments=())]
    tries.append(replace(tries[1], experiment=PORTRAIT))
    for one in tries:
        with IMPORTS:
            make: Any = experiment_of(one)
        try:
            made = make(subject, one.instruments) if one.instruments else make(subject)
        except SeparatrixError:
            if one is tries[-1]:
                raise
            continue
        return made, one
    raise AssertionError  # the last one raises


def _good(text: str, found: Opened, values: Parameters, origin: Opened | None) -> Reading:
    flow = found.experiment.flow(values)
    subject = found.subject
    tex = subject.tex(numbers(found, values)) if isinstance(subject, System) else ()
    check = check_of(found, flow.discrete, flow.steady)
    if isinstance(subject, System) and found.preset.equations:
        check = " ".join(filter(None, (check, dropped(found.preset.equations, subject))))
    return Reading(text, found, values, tex, check, origin=origin)


def check_of(found: Opened, discrete: bool, steady: bool) -> str:
    """What is known about the equations of a system, in a few words."""
    subject = found.subject
    words = {"dde": "With delays.", "sde": "With noise."}
    kind = words.get(subject.kind, "") if isinstance(subject, System) else ""
    if isinstance(subject, System) and subject.kind == "dde" and not subject.history:
        kind += f" {STOOD.format(subject.equations.states[0])}"
    known = [kind or ("A map." if discrete else "Steady." if steady else "Depends on time.")]
    if isinstance(subject, System) and subject.kind == "ode":
        divergence = subject.equations.divergence()
        if isinstance(divergence, Number):
            known.append(f"Divergence: {divergence.value:g}.")
    return " ".join(known)


def text_of(found: Opened) -> str:
    """The equations of what is open, as a text that can be edited."""
    kept = found.preset.draft or found.preset.equations.get("text", "")
    if kept:
        return str(kept)
    return "\n".join(found.subject.lines) if isinstance(found.subject, System) else ""


def _named(text: str, error: Exception) -> Fault:
    """The place of the first word that an error quotes; no place if it quotes none."""
    for word in _QUOTED.findall(str(error)):
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
        if found:
            before = text[: found.start()]
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            return Fault(line, column, len(word))
    return Fault()


def _sentence(words: str) -> str:
    """With a capital and a full stop, in one line."""
    words = " ".join(words.split())
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")
