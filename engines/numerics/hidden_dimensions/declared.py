"""What a hand can set of a flow whose noise has hidden dimensions."""

from __future__ import annotations

from engines.parameters.declare import Declaration, choice, real, whole

# Far away field lines are straight in sigma, not in time: the first of these follows them exactly.
SOLVERS = ("EDM Heun", "Heun", "Euler", "DDIM", "DPM++2M")
SOLVER: Declaration = choice(
    "solver",
    SOLVERS[0],
    SOLVERS,
    title="Solver",
    group="Sampler",
    help="How a field line is followed.",
)
STEPS: Declaration = whole(
    "sampling_steps",
    18,
    3,
    200,
    title="Steps",
    symbol="K",
    group="Sampler",
    logarithmic=True,
    help="Number of steps from far away to the charges.",
)
SHAKEN: Declaration = real(
    "alpha",
    0.0,
    0.0,
    1.0,
    title="Shaking",
    symbol="\\alpha",
    group="Sampler",
    help="Noise that is injected before each step, as a share of the noise there is.",
)
