"""One coordinate of a flow, at so many moments a period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engines.instruments.forecast.models import AHEAD, PER_PERIOD, TRAINED
from engines.instruments.modes.power_spectrum import dominant, spectrum
from engines.instruments.portrait.scales import box_of, crossing_time, lasting
from engines.protocols.capabilities import Refinable, Remembering
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

SETTLED = 5  # periods, forgotten first
ANOTHER = 60  # periods, forgotten before the curve on which models are practised
PILOT = 40.0  # usual durations from which the period is found
SAMPLES = 24.0  # of the pilot while the box is crossed at the median speed
LEAST, MOST = 1000, 40_000  # samples of the pilot
MAP_SETTLED, MAP_SEEN, MAP_AHEAD = 1000, 1000, 40  # iterations
KNOWN = 0.1  # of a standard deviation: two runs that agree
FAR = 1e3  # what is further away than this many boxes is lost


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """What is told ahead, and what it is told from.

    Attributes:
        series: Values, shape (k,).
        ahead: How many of the last have to be forecast.
        per_period: Samples a period.
        period: The period, in the flow's time.
        known: Samples of the last for which a finer run agrees.
        progress: Share that has been recorded; the rest is missing at the end.
    """

    series: np.ndarray
    ahead: int
    per_period: int
    period: float
    known: int
    progress: float = 1.0


def recorded(
    flow: Flow,
    i: int,
    period: float | None = None,
    ticket: Ticket | None = None,
    sampling: int = PER_PERIOD,
    settled: int = SETTLED,
) -> Iterator[Recording]:
    """Follow a flow from where it begins for twelve periods, after some to settle.

    Args:
        flow: Any that goes on.
        i: Coordinate.
        period: Its period; None to find it by the power spectrum.
        ticket: To withdraw it.
        sampling: Samples a period; a map knows only its iterations.
        settled: Periods that are forgotten first; a map forgets a thousand iterations.

    Yields:
        What is there so far, the whole at last; values are NaN from where the orbit left.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    if period is None:
        period = rhythm(flow, i, ticket)
    if flow.discrete:
        count, ahead, step = MAP_SEEN + MAP_AHEAD, MAP_AHEAD, 1.0
        per_period = max(1, round(period))
    else:
        count, ahead = (TRAINED + AHEAD) * sampling, AHEAD * sampling
        per_period, step = sampling, period / sampling
    begin = float(MAP_SETTLED) if flow.discrete else settled * period
    start = np.array([box_of(flow).start], float)
    if isinstance(flow, Remembering):  # two calls in a row would be two paths
        times = np.append(0.0, begin + step * np.arange(count))
        series = flow.record(start, times, ticket)[0, 1:, i]
        yield Recording(series, ahead, per_period, period, ahead)
        return
    state = flow.advance(start, 0.0, begin, ticket)
    piece, series = min(per_period, ahead), np.empty(0)
    before, until = state, begin + step * np.arange(ahead)
    while len(series) < count:
        # No piece goes past the moment from which the rest is told.
        rest = count - len(series) if len(series) >= count - ahead else count - ahead - len(series)
        times = begin + step * (len(series) + np.arange(min(piece, rest) + 1))
        if len(series) == count - ahead:
            before, until = state, begin + step * (count - ahead + np.arange(ahead))
        found = flow.record(state, times, ticket)[0]
        state, series = found[-1:], np.append(series, found[:-1, i])
        if len(series) < count:
            yield Recording(series, ahead, per_period, period, 0, len(series) / count)
    known = _known(flow, before, until, series[-ahead:], i, float(series[:-ahead].std()), ticket)
    yield Recording(series, ahead, per_period, period, known)


def rhythm(flow: Flow, i: int, ticket: Ticket | None = None) -> float:
    """The period with most power: where f S(f) is highest, which is power per octave.

    A chaotic signal may have most power per frequency in its slowest wanderings.

    Args:
        flow: Any that goes on.
        i: Coordinate.
        ticket: To withdraw it.

    Returns:
        In the flow's time; a tenth of its usual duration if nothing moves.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    usual = lasting(flow)
    step = 1.0 if flow.discrete else crossing_time(flow) / SAMPLES
    count = int(np.clip(PILOT * usual / step, LEAST, MOST))
    step = 1.0 if flow.discrete else PILOT * usual / count
    start = np.array([box_of(flow).start], float)
    path = flow.record(start, step * np.arange(count), ticket)[0, count // 5 :, i]
    if lost(flow, i, path) or np.ptp(path) == 0.0:
        return usual / 10.0
    frequencies, power = spectrum(path, step)
    k = int(np.argmax(frequencies * power))
    while 0 < k < len(power) - 1 and power[k] < max(power[k - 1], power[k + 1]):
        k += 1 if power[k + 1] > power[k - 1] else -1  # the factor f moves a peak
    near = slice(max(0, k - 1), k + 2)
    return 1.0 / dominant(frequencies[near], power[near])[0]


def lost(flow: Flow, i: int, series: np.ndarray) -> bool:
    """Whether values of coordinate i have left the domain: `FAR` sides of the box, or for good."""
    box = box_of(flow)
    side = box.high[i] - box.low[i] + max(abs(box.low[i]), abs(box.high[i]))
    return not bool(np.all(np.abs(series) < FAR * side))


def _known(
    flow: Flow,
    state: np.ndarray,
    times: np.ndarray,
    series: np.ndarray,
    i: int,
    spread: float,
    ticket: Ticket | None,
) -> int:
    if not isinstance(flow, Refinable):
        return len(series)
    finer = flow.refined().record(state, times, ticket)[0, :, i]
    off = ~(np.abs(finer - series) <= KNOWN * spread)
    return int(np.argmax(off)) if off.any() else len(series)
