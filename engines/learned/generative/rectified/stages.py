"""Which of several trainings of one velocity is meant."""

from __future__ import annotations

from collections.abc import Mapping

from engines.errors import FlowError, near_miss
from engines.numerics.diffusion.path import Linear, Path, Trig, VariancePreserving

DISTILLED = "distilled"
ROUNDS = ("1", "2", "3", DISTILLED)
MATCHED = "matched"
# Other first rounds: on curves instead of straight lines, or on pairs that were matched.
CURVES: Mapping[str, Path] = {"VP": VariancePreserving(), "trig": Trig()}
STAGES = (*ROUNDS, *CURVES, MATCHED)


def stem(stage: int | str) -> str:
    """Prefix of the names of the arrays of a stage."""
    return f"k{stage}." if str(stage).isdigit() else f"{stage}."


def path_of(stage: str) -> Path:
    """The path on which a stage was trained."""
    return CURVES.get(stage, Linear())


def checked_stages(stages: object) -> tuple[str, ...]:
    """Stages a card may name.

    Raises:
        ValueError: If one is unknown or named twice, or there is none.
    """
    if not isinstance(stages, list) or not stages:
        raise ValueError(f"stages = {stages!r}, must be a list such as ['1', '2']")
    for stage in stages:
        if stage not in STAGES:
            raise ValueError(f"stages has {stage!r}, {near_miss(str(stage), STAGES)}")
    if len(set(stages)) != len(stages):
        raise ValueError(f"stages = {stages}, one is named twice")
    return tuple(stages)


def present(stage: str, known: tuple[str, ...]) -> str:
    """`stage`, if it was trained.

    Raises:
        FlowError: If it was not, with what would make it.
    """
    if stage in known:
        return stage
    if stage == DISTILLED:
        raise FlowError("k = distilled: no stored pairs, run reflow 1 first")
    if stage.isdigit() and int(stage) > 1:
        raise FlowError(f"k = {stage}: no stored pairs, run reflow {int(stage) - 1} first")
    raise FlowError(f"stage '{stage}' was not trained, {near_miss(stage, known)}")
