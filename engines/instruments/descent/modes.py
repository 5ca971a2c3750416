"""The spectrum of a method over all curvatures of a landscape, in the complex plane."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from engines.instruments.descent.walks import NEEDED, walker
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.points import Points
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.descent import Descending, Method
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

CURVATURES = 300
WIDEST = 12.0  # slowest rates by which the view reaches to the left


class Modes(Charting):
    """Eigenvalues on f = lambda x^2/2 for all lambda from mu to L, coloured by log10 lambda.

    Of a flow the roots of r^2 + (d + h lambda) r + c lambda = 0; of steps those of
    z^2 - (1 + beta - alpha lambda (1 + gamma)) z + beta - alpha lambda gamma = 0.
    """

    name: ClassVar[str] = "modes"
    title: ClassVar[str] = "Modes"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("mode_bounds", "mode_values", "mode_ends")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return "" if isinstance(flow, Descending) else NEEDED

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return ()

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        if flow.discrete:
            reach = 1.15
            return Axis("real part", "", "", -reach, reach), Axis(
                "imaginary part", "", "", -reach, reach
            )
        values = eigenvalues(flow, curvatures(flow))
        tall = 1.25 * max(float(np.abs(values.imag).max()), 0.05)
        slow = max(-float(values.real.max()), 1e-3)
        left = min(1.1 * float(-values.real.min()), max(WIDEST * slow, 2.0 * tall))
        left = max(left, 0.4 * tall)
        return (
            Axis("real part", "", "1/time", -left, 0.15 * left),
            Axis("imaginary part", "", "", -max(tall, 0.3 * left), max(tall, 0.3 * left)),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        what = "multipliers of a step" if flow.discrete else "rates of the flow"
        return Modes.title, f"{what}, for all curvatures"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        flow, many = self.flow, curvatures(self.flow)
        values = eigenvalues(flow, many)
        places = np.stack([values.real.ravel(), values.imag.ravel()], axis=1)
        colours = np.repeat(np.log10(many), 2)
        ends = values[[0, -1]]
        words = ("μ", "", "L", "") if len(many) > 1 else ("", "", "", "")
        worst = float(np.abs(values).max() if flow.discrete else values.real.max())
        stable = worst < (1.0 if flow.discrete else 0.0)
        layers: dict[str, Layer] = {
            "mode_bounds": _bounds(flow, worst),
            "mode_values": Points(places, "cloud", values=colours, scale="amount"),
            "mode_ends": Points(
                np.stack([ends.real.ravel(), ends.imag.ravel()], axis=1), "dot", words
            ),
        }
        text = "spectral radius" if flow.discrete else "slowest rate"
        yield Frame(
            layers,
            readings={self.name: Reading(worst, text, "attract" if stable else "repel")},
            trust=Trust("good", _sentence(flow, worst)),
        )


def curvatures(flow: Flow) -> np.ndarray:
    """Curvatures from mu to L, evenly spaced in their logarithm."""
    low, high = walker(flow).tuned_for
    return np.geomspace(low, high, CURVATURES)


def eigenvalues(flow: Flow, many: np.ndarray) -> np.ndarray:
    """Both eigenvalues for each curvature, shape (k, 2), complex."""
    walking = walker(flow)
    if flow.discrete:
        return _multipliers(walking.own, many)
    d, h, c = walking.coefficients
    return _roots(d + h * many, c * many)


def _multipliers(method: Method, many: np.ndarray) -> np.ndarray:
    pull = method.alpha * many
    return _roots(
        pull * (1.0 + method.gamma) - 1.0 - method.beta, method.beta - pull * method.gamma
    )


def _roots(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Roots of z^2 + p z + q, the one nearer to zero first where both are real."""
    root = np.sqrt((p * p - 4.0 * q).astype(complex))
    return np.stack([-0.5 * p + 0.5 * root, -0.5 * p - 0.5 * root], axis=-1)


def _bounds(flow: Flow, worst: float) -> Curves:
    """Where stability ends, and how far the slowest mode is from there."""
    if flow.discrete:
        turn = np.linspace(0.0, 2.0 * math.pi, 241)
        circle = np.stack([np.cos(turn), np.sin(turn)], axis=1)
        return Curves(
            (circle, min(worst, 3.0) * circle),
            ("neutral", "reference"),
            (("neutral", "|z| = 1"), ("reference", f"spectral radius {worst:.3f}")),
        )
    far = 1e3
    edge = np.array([[0.0, -far], [0.0, far]])
    shown = f"slowest rate {worst:.3f}".replace("-", "\N{MINUS SIGN}")
    return Curves(
        (edge, edge + np.array([worst, 0.0])),
        ("neutral", "reference"),
        (("neutral", "edge of stability"), ("reference", shown)),
    )


def _sentence(flow: Flow, worst: float) -> str:
    d, h, c = walker(flow).coefficients
    if flow.discrete:
        return f"On quadratics a step multiplies distances by {worst:.4f} at worst."
    words = f"On quadratics distances fall like exp({worst:.4f} t) at worst"
    return f"{words}; immersion defect c − d h = {c - d * h:.3f}.".replace("-", "\N{MINUS SIGN}")


INSTRUMENT = Modes
