"""The largest exponent of all directions by power iteration, with two vectors instead of d."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numba import njit

from engines.errors import UnfitError
from engines.instruments.transport.deformation import Seeds, released
from engines.protocols.capabilities import Bounded, Differentiable, Recorded, Spherical
from engines.protocols.flow import Flow
from engines.running.slices import in_slices
from engines.running.ticket import Ticket
from engines.running.warming import Warming

TOLERANCE = 1e-4  # residual of C v = s^2 v, as a share of s^2: ln s is off by less than half of it
POWER_FROM = 3  # in a plane the largest exponent has a closed form
_MOST = 200  # rounds; what has not settled by then is said
_STEP = 0.15  # over the largest rate of the derivative
_LEAST_STEPS = 16
_MOST_STEPS = 20_000
_ROOM = 48 << 20  # bytes of derivatives kept at a time
_DENSE = 16 << 20  # bytes of whole Jacobians at a time
LANES = 16  # states carried together
_WORK = 100_000  # steps times entries between two looks at the ticket, a few ms

_warming = Warming()


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """D and D^T as products along recorded paths; D itself is never written out.

    Of each Jacobian only the entries that are ever different from zero are kept.

    Attributes:
        entries: Shape (blocks, m, e, 16), for 16 states together: of an ODE at the ends and in the
            middle of each of k steps, m = 2 k + 1; of a map of each iteration, m = k.
        count: How many states there are; the last block is filled up with copies.
        rows: Row of each entry, shape (e,).
        columns: Column of each entry, shape (e,).
        dimension: d.
        step: Of RK4, signed; 0 for a map.
    """

    entries: np.ndarray
    count: int
    rows: np.ndarray
    columns: np.ndarray
    dimension: int
    step: float

    def pushed(self, v: np.ndarray, block: int, ticket: Ticket | None = None) -> np.ndarray:
        """D v of one block of states, v of shape (d, 16), by RK4 of v' = J v."""
        return self._through(v, block, _forth, ticket)

    def pulled(self, u: np.ndarray, block: int, ticket: Ticket | None = None) -> np.ndarray:
        """D^T u: the adjoint of every step of `pushed`, from the last one to the first."""
        return self._through(u, block, _back, ticket)

    def _through(
        self, v: np.ndarray, block: int, run: Callable[..., None], ticket: Ticket | None
    ) -> np.ndarray:
        m = self.entries.shape[1]
        steps = m if self.step == 0.0 else (m - 1) // 2
        many = max(1, _WORK // max(1, len(self.rows)))
        w, stages = np.array(v, dtype=np.float64), np.empty((5, *v.shape))
        for done in range(0, steps, many):
            if ticket is not None:
                ticket.check()
            low, high = done, min(done + many, steps)
            if run is _back:
                low, high = steps - high, steps - low
            run(self.entries[block], self.rows, self.columns, self.step, w, stages, low, high)
        return w


@dataclass(frozen=True, slots=True, eq=False)
class Stretched:
    """What power iteration found.

    Attributes:
        log: Logarithm of the largest singular value of D, shape (...); NaN where a state blew up.
        residual: |C v - s^2 v| / s^2 that was left: ln s is off by less than half of it.
        rounds: How many products with D and D^T that took.
    """

    log: np.ndarray
    residual: np.ndarray
    rounds: np.ndarray


def refuses_power(flow: Flow) -> str:
    """Why the largest exponent cannot be found by power iteration; empty if it can."""
    if isinstance(flow, Spherical) or flow.dimension < POWER_FROM:
        return "needs three coordinates at least"
    return "" if isinstance(flow, Differentiable) else "needs a flow that knows its derivative"


def by_power(
    flow: Flow,
    seeds: Seeds,
    ticket: Ticket | None,
    *,
    finer: int = 1,
    tolerance: float = TOLERANCE,
) -> Stretched:
    """Largest stretching of all directions at each seed.

        v <- D^T D v / |D^T D v|,   s = |D v|

    D v by the variational equation along the recorded path, D^T u by its adjoint, both exactly
    transposed to each other. Beside the path that takes two vectors of length d a state, where D
    takes d; in time, helpers are cheaper up to some hundred coordinates.

    Args:
        flow: Knows the derivative of its velocity, see `refuses_power`.
        seeds: The nodes.
        ticket: Looked at every few ms.
        finer: By how much the steps of the tangents are shorter than usual.
        tolerance: Residual at which it ends.

    Returns:
        Fields of shape (ny, nx).

    Raises:
        UnfitError: If the flow does not fit.
        Withdrawn: If the ticket was withdrawn.

    Source:
        Golub & Van Loan (2013), Matrix Computations, 4th ed., sec. 8.2; adjoints of RK steps:
        Sanz-Serna (2016), SIAM Rev. 58, 3-33.
    """
    if reason := refuses_power(flow):
        raise UnfitError(f"power iteration {reason}")
    states = released(flow, seeds).states
    steps = finer * _steps(flow, states, seeds)
    warm(ticket)
    mask = _pattern(flow, states, seeds)
    samples = steps if flow.discrete else 2 * steps + 1
    size = LANES * max(1, _ROOM // (8 * LANES * samples * int(mask.sum())))
    parts = []
    for first in range(0, len(states), size):
        chain = chained(flow, states[first : first + size], seeds, steps, mask, ticket)
        parts.append(largest(chain, tolerance, ticket))
    shape = (len(seeds.y), len(seeds.x))
    return Stretched(
        *(
            np.concatenate([getattr(part, name) for part in parts]).reshape(shape)
            for name in ("log", "residual", "rounds")
        )
    )


def chained(
    flow: Flow, states: np.ndarray, seeds: Seeds, steps: int, mask: np.ndarray | None = None,
    ticket: Ticket | None = None,
) -> Chain:  # fmt: skip
    """Derivatives along the paths of `states`, shape (n, d).

    Args:
        flow: What moves them.
        states: Where they begin.
        seeds: When, and for how long.
        steps: Steps of RK4; of a map, its iterations.
        mask: Entries of the Jacobian that may be different from zero, flat; all if None.
        ticket: Looked at throughout.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    d = states.shape[1]
    wanted = np.ones(d * d, bool) if mask is None else mask
    at = steps + 1 if flow.discrete else 2 * steps + 1
    times = np.linspace(seeds.start, seeds.stop, at)
    paths = flow.record(states, times, ticket).transpose(1, 0, 2)
    if flow.discrete:  # backwards an iteration is undone where it began
        gone = seeds.horizon < 0.0
        paths, times = (paths[1:], times[1:]) if gone else (paths[:-1], times[:-1])
    n, blocks = len(states), -(-len(states) // LANES)
    entries = np.empty((blocks, len(times), int(wanted.sum()), LANES))
    lanes = np.minimum(np.arange(blocks * LANES), n - 1).reshape(blocks, LANES)
    lost = np.isnan(paths).any(axis=(0, 2))
    together = max(1, _DENSE // (8 * d * d * n)) if flow.steady else 1
    for first in range(0, len(times), together):
        if ticket is not None:
            ticket.check()
        part = paths[first : first + together]
        found = _jacobian(flow, part.reshape(-1, d), float(times[first]))
        if flow.discrete:
            found = found + np.eye(d)
            if seeds.horizon < 0.0:
                found = _inverse(found)
        flat = found.reshape(len(part), n, d * d)
        if np.nan_to_num(flat[..., ~wanted]).any():  # a corner has been passed
            return chained(flow, states, seeds, steps, None, ticket)
        some = flat[..., wanted]
        some[:, lost] = np.nan
        entries[:, first : first + len(part)] = some[:, lanes].transpose(1, 0, 3, 2)
    rows, columns = np.nonzero(wanted.reshape(d, d))
    step = 0.0 if flow.discrete else seeds.horizon / steps
    return Chain(entries, n, rows, columns, d, step)


def largest(chain: Chain, tolerance: float, ticket: Ticket | None) -> Stretched:
    """Power iteration on D^T D of every path of a chain.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    blocks, d = len(chain.entries), chain.dimension
    log, residual = np.full((2, blocks, LANES), np.nan)
    took = np.zeros((blocks, LANES), np.int64)
    begin = np.random.default_rng(0).normal(size=(d, 1))

    def work(first: int, last: int) -> None:
        for block in range(first, last):
            v = np.tile(begin / np.linalg.norm(begin), (1, LANES))
            for rounds in range(1, _MOST + 1):
                with np.errstate(all="ignore"):
                    u = chain.pushed(v, block, ticket)
                    size = np.linalg.norm(u, axis=0)
                    back = chain.pulled(u / size, block, ticket)
                    off = np.linalg.norm(back - size * v, axis=0) / size
                    v = back / np.linalg.norm(back, axis=0)
                    log[block] = np.log(size)
                residual[block], took[block] = off, rounds
                if not (off > tolerance).any():
                    break

    in_slices(work, blocks, 1, ticket)
    log[~np.isfinite(log)] = np.nan
    return Stretched(*(a.ravel()[: chain.count] for a in (log, residual, took)))


def _jacobian(flow: Flow, states: np.ndarray, time: float) -> np.ndarray:
    if not isinstance(flow, Differentiable):
        raise UnfitError("power iteration needs a flow that knows its derivative")
    with np.errstate(all="ignore"):
        return flow.jacobian(states, time)


def _inverse(matrices: np.ndarray) -> np.ndarray:
    whole = np.isfinite(matrices).all(axis=(1, 2))
    found = np.full(matrices.shape, np.nan)
    found[whole] = np.linalg.inv(matrices[whole])
    return found


def _sample(flow: Flow, states: np.ndarray, seeds: Seeds) -> np.ndarray:
    """Jacobians at some states and moments, all finite: shape (k, d, d)."""
    some = states[:: max(1, len(states) // 48)]
    times = seeds.start + seeds.horizon * np.linspace(0.0, 1.0, 1 if flow.steady else 5)
    if isinstance(flow, Recorded):
        times = np.clip(times, *flow.span)
    found = np.concatenate([_jacobian(flow, some, float(t)) for t in times])
    return found[np.isfinite(found).all(axis=(1, 2))]


def _steps(flow: Flow, states: np.ndarray, seeds: Seeds) -> int:
    """Steps of RK4 that resolve how fast tangents turn and grow; of a map, its iterations."""
    if flow.discrete:
        return max(1, round(abs(seeds.horizon)))
    found = _sample(flow, states, seeds)
    rate = float(np.linalg.norm(found, axis=(1, 2)).max(initial=0.0)) / math.sqrt(flow.dimension)
    rate = max(rate, float(np.abs(found).max(initial=0.0)))
    wanted = abs(seeds.horizon) * rate / _STEP
    return int(min(max(math.ceil(wanted), _LEAST_STEPS), _MOST_STEPS))


def _pattern(flow: Flow, states: np.ndarray, seeds: Seeds) -> np.ndarray:
    """Entries of the Jacobian that may be different from zero, shape (d * d,)."""
    d = states.shape[1]
    if flow.discrete and seeds.horizon < 0.0:  # an inverse has no zeros to speak of
        return np.ones(d * d, bool)
    spans = np.ones(d)
    if isinstance(flow, Bounded):
        spans = np.subtract(flow.box.high, flow.box.low)
    # beside the plane of the seeds, on which more may vanish than elsewhere
    aside = np.random.default_rng(0).normal(size=(64, d)) * 0.05 * spans
    whole = states[np.isfinite(states).all(axis=1)]
    base = whole[:: max(1, len(whole) // 64)][:64] if len(whole) else np.zeros((1, d))
    found = _sample(flow, np.resize(base, (64, d)) + aside, seeds)
    mask: np.ndarray = np.any(found != 0.0, axis=0).ravel()
    if flow.discrete:
        mask |= np.eye(d, dtype=bool).ravel()
    if not mask.any():
        mask[0] = True
    return mask


@njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "nsz"})
def _applied(
    entries: np.ndarray, rows: np.ndarray, columns: np.ndarray, scale: float, v: np.ndarray,
    out: np.ndarray, transposed: bool,
) -> None:  # fmt: skip
    """J v, or J^T v, times `scale`."""
    out[:] = 0.0
    for e in range(rows.shape[0]):
        r, c = (columns[e], rows[e]) if transposed else (rows[e], columns[e])
        for i in range(LANES):
            out[r, i] += scale * entries[e, i] * v[c, i]


@njit(nogil=True, cache=True, error_model="numpy")
def _forth(
    entries: np.ndarray, rows: np.ndarray, columns: np.ndarray, h: float, v: np.ndarray,
    k: np.ndarray, low: int, high: int,
) -> None:  # fmt: skip
    for step in range(low, high):
        if h == 0.0:
            _applied(entries[step], rows, columns, 1.0, v, k[0], False)
            v[:] = k[0]
            continue
        a, b, c = entries[2 * step], entries[2 * step + 1], entries[2 * step + 2]
        _applied(a, rows, columns, h, v, k[0], False)
        k[4] = v + 0.5 * k[0]
        _applied(b, rows, columns, h, k[4], k[1], False)
        k[4] = v + 0.5 * k[1]
        _applied(b, rows, columns, h, k[4], k[2], False)
        k[4] = v + k[2]
        _applied(c, rows, columns, h, k[4], k[3], False)
        v += (k[0] + 2.0 * k[1] + 2.0 * k[2] + k[3]) / 6.0


@njit(nogil=True, cache=True, error_model="numpy")
def _back(
    entries: np.ndarray, rows: np.ndarray, columns: np.ndarray, h: float, u: np.ndarray,
    k: np.ndarray, low: int, high: int,
) -> None:  # fmt: skip
    for step in range(high - 1, low - 1, -1):
        if h == 0.0:
            _applied(entries[step], rows, columns, 1.0, u, k[0], True)
            u[:] = k[0]
            continue
        a, b, c = entries[2 * step], entries[2 * step + 1], entries[2 * step + 2]
        k[4] = u / 6.0
        _applied(c, rows, columns, h, k[4], k[3], True)
        k[4] = u / 3.0 + k[3]
        _applied(b, rows, columns, h, k[4], k[2], True)
        k[4] = u / 3.0 + 0.5 * k[2]
        _applied(b, rows, columns, h, k[4], k[1], True)
        k[4] = u / 6.0 + 0.5 * k[1]
        _applied(a, rows, columns, h, k[4], k[0], True)
        u += k[0] + k[1] + k[2] + k[3]


def warm(ticket: Ticket | None = None) -> None:
    """Return when the loops have been compiled.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """

    def compile() -> None:
        nowhere, v = np.zeros(0, np.int64), np.zeros((1, LANES))
        for run in (_forth, _back):
            run(np.zeros((1, 1, LANES)), nowhere, nowhere, 0.0, v, np.zeros((5, 1, LANES)), 0, 0)

    _warming.ready("power", compile, ticket)
