"""Equations over batches of torch tensors, differentiable by states and parameters."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from engines.equations.algebra.tree import Node
from engines.equations.equations import Equations
from engines.equations.functions import FUNCTIONS, TIME
from engines.equations.program import program
from engines.equations.to_numpy import run

if TYPE_CHECKING:
    import torch

    # states (n, d), time, name to parameter -> values (n, k)
    Batched = Callable[[torch.Tensor, Any, Mapping[str, Any]], torch.Tensor]

PRIMITIVES = frozenset(name for name, f in FUNCTIONS.items() if f.torch)


@cache
def _table() -> dict[str, Callable[..., Any]]:
    import torch

    return {
        "neg": operator.neg,
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": operator.truediv,
        "^": torch.pow,
        **{name: getattr(torch, FUNCTIONS[name].torch) for name in PRIMITIVES},
    }


def batched(equations: Equations, roots: Sequence[Node]) -> Batched:
    """A function of a batch of states that returns the values of `roots`, shape (n, k).

    The tree is walked here, once; the function then only runs down a list of tensor operations.
    """
    steps = program(roots, PRIMITIVES)

    def values(states: torch.Tensor, time: Any, parameters: Mapping[str, Any]) -> torch.Tensor:
        import torch

        def tensor(value: Any) -> torch.Tensor:
            return torch.as_tensor(value, dtype=states.dtype, device=states.device)

        scope = dict(zip(equations.states, states.unbind(-1), strict=True))
        scope[TIME] = tensor(time)
        for name in equations.parameters:
            scope[name] = tensor(parameters[name])
        found = run(steps, scope, _table(), number=tensor)
        shape = states.shape[:-1]
        return torch.stack([value.expand(shape) for value in found], dim=-1)

    return values


def rates(equations: Equations) -> Batched:
    """(states (n, d), t, parameters by name) -> right-hand sides, shape (n, d)."""
    return batched(equations, equations.rates)


def jacobian(equations: Equations) -> Batched:
    """(states (n, d), t, parameters by name) -> df_i/dx_j, shape (n, d, d)."""
    flat = batched(equations, [entry for row in equations.jacobian() for entry in row])
    d = equations.dimension

    def values(states: torch.Tensor, time: Any, parameters: Mapping[str, Any]) -> torch.Tensor:
        return flat(states, time, parameters).unflatten(-1, (d, d))

    return values
