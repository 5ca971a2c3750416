"""One flat parameter model from a flow's declarations and those of its instruments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from engines.errors import PresetError
from engines.instruments.shelf import kind_of
from engines.parameters.declare import (
    Declaration,
    Parameters,
    parameters_model,
    switch,
)
from engines.protocols.flow import Flow
from engines.protocols.instrument import Instrument


@dataclass(frozen=True, slots=True)
class FlatModel:
    """What an experiment's form shows, and how instruments find their own values in it.

    Attributes:
        model: Everything that can be set: flow first, then one switch per instrument, followed
            by that instrument's own parameters.
        renamed: Instrument's name of a parameter to its name in `model`, where the two differ
            because the flow or a switch already bears the name.
        declared: Instrument name to its own declarations.
    """

    model: type[Parameters]
    renamed: Mapping[str, str]
    declared: Mapping[str, tuple[Declaration, ...]]

    def named(self, name: str) -> str:
        """Where the instruments' parameter `name` is found in the model."""
        return self.renamed.get(name, name)

    def seen_by(self, instrument: str, parameters: Parameters) -> Parameters:
        """The values as `instrument` knows them; the same object where no name was changed."""
        own = self.declared[instrument]
        if not any(d.name in self.renamed for d in own):
            return parameters
        values = {d.name: getattr(parameters, self.named(d.name)) for d in own}
        return parameters_model(instrument, own)(**values)


def flat_model(
    title: str,
    flow_declared: tuple[Declaration, ...],
    flow: Flow,
    shelf: Iterable[type[Instrument]],
    shown: Iterable[str],
) -> FlatModel:
    """Compose the model of an experiment.

    Two instruments that declare the same name with the same kind share one value. An instrument's
    parameter that bears the name of one of the flow's is kept as `instrument_<name>`.

    Args:
        title: Name of the model.
        flow_declared: Declarations of the flow's parameters.
        flow: The flow at its defaults, which instruments fit their ranges to.
        shelf: Instruments offered; one that refuses the flow gets its switch and nothing else.
        shown: Names of the instruments switched on at rest.

    Raises:
        PresetError: If names clash beyond that.
    """
    shelf, shown = tuple(shelf), tuple(shown)
    rows: dict[str, Declaration] = {}
    for d in flow_declared:
        if d.name in {one.name for one in shelf}:
            raise PresetError(
                f"{title}: parameter '{d.name}' bears the name of an instrument, rename it"
            )
        _add(title, rows, replace(d, group=d.group or "Flow"))
    switches = {
        one.name: switch(
            one.name,
            one.name in shown and not one.refuses(flow),
            title=one.title,
            help=f"Put this on the flow: {one.title}.",
            group="Instruments",
            section=kind_of(one),
        )
        for one in shelf
    }
    for name in shown:
        if name not in switches:
            known = ", ".join(sorted(switches))
            raise PresetError(f"{title}: no instrument '{name}', known: {known}")
    twice = [n for n, c in Counter(one.name for one in shelf).items() if c > 1]
    if twice:
        raise PresetError(f"{title}: two instruments are called '{twice[0]}'")
    titles = {one.title for one in shelf}
    taken = set(rows) | set(switches)
    renamed: dict[str, str] = {}
    declared: dict[str, tuple[Declaration, ...]] = {}
    for one in shelf:
        _add(title, rows, switches[one.name])
        own = () if one.refuses(flow) else tuple(one.declared(flow))
        declared[one.name] = own
        for d in own:
            if d.name in taken:
                renamed[d.name] = f"instrument_{d.name}"
            name = renamed.get(d.name, d.name)
            known_row = rows.get(name)
            if known_row is None:
                _add(title, rows, replace(d, name=name, group=d.group or one.title))
            elif known_row.kind != d.kind:
                raise PresetError(
                    f"{title}: {one.title} declares '{name}' as {d.kind}, "
                    f"another instrument as {known_row.kind}"
                )
            elif d.group and known_row.group in titles:
                rows[name] = replace(known_row, group=d.group)  # it belongs to more than one
    return FlatModel(
        parameters_model(title, tuple(rows.values())),
        MappingProxyType(renamed),
        MappingProxyType(declared),
    )


def _add(title: str, rows: dict[str, Declaration], d: Declaration) -> None:
    if d.name in rows:
        raise PresetError(f"{title}: two parameters are called '{d.name}', rename one of them")
    rows[d.name] = d
