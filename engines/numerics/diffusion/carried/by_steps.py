"""The derivative of the map that a sampler is, where the equation it follows is stiff."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.path import Path
from engines.numerics.diffusion.solvers import Solver, solved
from engines.numerics.one_thread import one_thread
from engines.running.slices import in_slices
from engines.running.ticket import Ticket

PIECE = 128  # states of one piece: with their displacements they stay near the processor
PushedData = Callable[[np.ndarray, np.ndarray, float], tuple[np.ndarray, np.ndarray]]


def carried_by_steps(
    data: PushedData,
    path: Path,
    solver: Solver,
    states: np.ndarray,
    moves: np.ndarray,
    nodes: np.ndarray,
    ticket: Ticket | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    r"""Where a sampler takes states, and what it makes of small displacements of them, exactly.

    Every sampler here is a sum of places x_i and of clean data D(x_i, t_i) with weights that do not
    depend on the place, so that displacements m_i go through the very same steps,

        x_{i+1} = sum_j (p_j x_j + q_j D_j),   m_{i+1} = sum_j (p_j m_j + q_j (dD/dx)_j m_j)

    Where D is all that a network puts out, x' = a' D + s' (x - a D) / s falls onto it at the rate
    1 / s: an explicit scheme in t needs the more steps the nearer to the data it comes, a sampler
    that takes this fall as it is, in ln(a/s), does not.

    Args:
        data: Places, shape (n, d), displacements of each, shape (k, n, d), and a time to D and
            the displacements of D, of the same shapes.
        path: The path.
        solver: The sampler.
        states: Given at nodes[0], shape (n, d).
        moves: k displacements of each, shape (n, d, k).
        nodes: Rising or falling times.
        ticket: Looked at before each step.

    Returns:
        States at nodes[-1], shape (n, d), and displacements there, shape (n, d, k); NaN where a
        state blew up.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    one_thread()

    def value(stack: np.ndarray, time: float) -> np.ndarray:
        place, moved = data(stack[0], stack[1:], time)
        return np.concatenate([place[None], moved])

    field = Field(path, "x", value)
    stack = np.concatenate([states[None], moves.transpose(2, 0, 1)])
    found = np.empty_like(stack)

    def work(first: int, last: int) -> None:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            found[:, first:last] = solved(solver, field, stack[:, first:last], nodes, ticket)

    in_slices(work, len(states), PIECE, ticket)
    found[:, ~np.isfinite(found).all(axis=(0, 2))] = np.nan
    return found[0], found[1:].transpose(1, 2, 0)
