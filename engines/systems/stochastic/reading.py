"""What a system file says about noise."""

from __future__ import annotations

from collections.abc import Mapping

from engines.equations.equations import Equations, read_equations
from engines.parameters.declare import Declaration, whole
from engines.systems.table import Table

KIND = "sde"
SEED = "noise_seed"  # the parameter that chooses the noise


def seed_declaration() -> Declaration:
    """The parameter that chooses one of the possible noises."""
    return whole(
        SEED,
        0,
        0,
        999,
        title="Noise path",
        symbol=r"\omega",
        help="Which of the possible noises shakes the states; the same number, the same noise.",
        group="Flow",
    )


def read_noise(
    top: Table, kind: str, equations: Equations, where: Mapping[str, str], file: str
) -> Equations | None:
    """How strongly each state is shaken: the section [noise]; None for other kinds.

    dx_i = f_i(x, t) dt + g_i(x, t) dW_i, in the sense of Ito, with the g_i of the section; a state
    that is not named is not shaken.

    Args:
        top: The file.
        kind: Its kind.
        equations: Its drift f.
        where: Its abbreviations.
        file: Its name.

    Raises:
        SystemFileError: If there is no noise, or one that belongs to no state.
        EquationError: If a formula cannot be read.
    """
    formulas = top.texts("noise")
    if kind != KIND:
        if formulas:
            top.refuse("noise", f"does not belong to kind = '{kind}', allowed for '{KIND}'")
        return None
    if not formulas:
        top.refuse("noise", "is missing, expected one formula for each state that is shaken")
    for key in ("sphere", "section"):
        if key in top.content:
            top.refuse(key, f"does not belong to kind = '{KIND}', allowed for 'ode'")
    for name in formulas:
        if name not in equations.states:
            top.refuse(f"noise.{name}", f"is no state, allowed {', '.join(equations.states)}")
    every = {name: formulas.get(name, "0") for name in equations.states}
    return read_equations(every, equations.parameters, where, file=f"{file}: noise")
