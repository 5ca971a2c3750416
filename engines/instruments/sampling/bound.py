"""What each step of the variational view costs, and what is left when there are many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.sampling.cost import refusal, solved_by
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.series import Series
from engines.numerics.diffusion.discrete import Chain
from engines.numerics.diffusion.grids import grid
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.randomness import stream
from engines.running.ticket import Ticket

FINE = 160  # levels that stand for any number of them
FIRST, LAST = -4.0, 4.0  # ln(a/s) of the levels called noise and clean, in units of the data


class Bound(Charting):
    r"""The terms of the evidence bound, added up from the noise on.

        KL_k = (SNR_{k-1} - SNR_k) E|x - D(x_k)|^2 / 2

    With ever more levels the sum becomes int E|x - D|^2 dSNR / 2, which for the exact denoiser is
    what noisy data tell of clean ones, in nats: fewer levels pay more.

    Source:
        Kingma, Salimans, Poole & Ho (2021), arXiv:2107.00630; Guo, Shamai & Verdu (2005), IEEE
        Trans. Inf. Theory 51, 1261-1282.
    """

    name: ClassVar[str] = "bound"
    title: ClassVar[str] = "Variational bound"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("bound_limit", "bound")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("bound_levels", 20, 4, 1000, title="Levels", symbol="K", group=Bound.title,
                  logarithmic=True, help="Steps of the chain from noise to data."),
            whole("bound_draws", 400, 50, 20000, title="Draws", group=Bound.title,
                  logarithmic=True, help="Data that are made noisy at each level."),
        )  # fmt: skip

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        return (
            Axis("signal over noise of the data, ln", "", "", FIRST, LAST),
            Axis("nats, added up", "", "", 0.0, 0.5 * LAST * _many(flow)),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        return Bound.title, f"{p.bound_levels} levels, and what very many cost"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """The limit first, then the sum over the levels."""
        p: Any = parameters
        flow: Any = solved_by(self.flow)
        yield Frame({}, progress=0.0, task=self.title)
        draw = stream(0, "bound")
        data = flow.advance(flow.noise(int(p.bound_draws), draw), 0.0, 1.0, ticket)
        data = data[np.isfinite(data).all(axis=1)]
        spread = float(np.sqrt((data**2).mean()))
        fine = _times(flow, FINE, spread)
        errors = _errors(flow, fine, data, draw, ticket)
        snr = np.exp(2.0 * np.asarray(flow.path.lam(fine)))
        # even in ln SNR: dSNR = SNR dln SNR
        whole = 0.5 * _added(snr * errors, np.log(snr))
        axis = np.log(spread) + 0.5 * np.log(snr)
        layers: dict[str, Layer] = {
            "bound_limit": Series(axis, whole, role="reference", label="many levels")
        }
        yield Frame(dict(layers), progress=0.6, task=self.title)
        rising = _times(flow, int(p.bound_levels), spread)
        chain = Chain(flow.path, rising[::-1])
        # the error at any level is that of the fine ones between
        found = np.exp(np.interp(rising[:-1], fine, np.log(np.maximum(errors, 1e-300))))
        terms = [chain.divergence(chain.levels - i, error) for i, error in enumerate(found)]
        sums = np.concatenate([[0.0], np.cumsum(terms)])
        levels = np.log(spread) + np.asarray(flow.path.lam(rising))
        layers["bound"] = Series(
            np.repeat(levels, 2)[1:], np.repeat(sums, 2)[:-1], label=f"{chain.levels} levels"
        )
        yield Frame(
            dict(layers),
            readings={self.name: Reading(float(sums[-1]), f"nats, {whole[-1]:.2f} at the limit")},
            trust=Trust(
                "good",
                f"{chain.levels} levels pay {sums[-1] - whole[-1]:.2g} nats more than very many.",
            ),
            task=self.title,
        )


def _many(flow: Flow) -> int:
    """Coordinates of what is denoised."""
    found = solved_by(flow)
    return flow.dimension if found is None else found.dimension


def _times(flow: Any, count: int, spread: float) -> np.ndarray:
    """Rising times, even in ln(a/s), as far as noise and data can be told apart."""
    ends = flow.path.time_of(np.array([FIRST, LAST]) - np.log(spread))
    low, high = max(float(ends[0]), 1e-6), min(float(ends[1]), 1.0 - 1e-6)
    return grid("lam", flow.path, count, low, high)


def _errors(
    flow: Any, times: np.ndarray, data: np.ndarray, draw: np.random.Generator, ticket: Ticket
) -> np.ndarray:
    """E|x - D(x_t)|^2 at each time, by one draw of noise for all of them."""
    noise, found = draw.standard_normal(data.shape), np.empty(len(times))
    for i, t in enumerate(times):
        ticket.check()
        m = flow.path.at(float(t))
        clean = flow.field.denoiser(m.a * data + m.s * noise, float(t))
        found[i] = float(((clean - data) ** 2).sum(axis=1).mean())
    return found


def _added(values: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The integral from the first node to each, by trapezia."""
    steps = 0.5 * (values[1:] + values[:-1]) * np.diff(x)
    return np.concatenate([[0.0], np.cumsum(steps)])


INSTRUMENT = Bound
