"""What is born at a Hopf point: cycles that attract, or cycles that repel."""

from __future__ import annotations

import numpy as np

from engines.instruments.stability.linear import gradients
from engines.protocols.flow import Flow

STEP = 1e-3  # of the size of the box, along an eigenvector of length one in boxes


def first_lyapunov(flow: Flow, place: np.ndarray, sides: np.ndarray) -> float:
    """The first Lyapunov coefficient of a rest with eigenvalues +- i w.

    With A q = i w q, A^T p = -i w p, <p, q> = 1 and B, C the second and third derivatives of v,

        l1 = 1/(2 w) Re [ <p, C(q, q, q*)> - 2 <p, B(q, A^-1 B(q, q*))>
                          + <p, B(q*, (2 i w - A)^-1 B(q, q))> ],

    negative where the cycles that are born attract. Derivatives of the Jacobian are taken by
    central differences. Its size depends on the length of q, which is 1 in boxes; its sign does
    not.

    Args:
        flow: The flow at the value of the parameter.
        place: The rest, shape (d,).
        sides: Sides of the box, shape (d,).

    Returns:
        The coefficient in coordinates scaled by `sides`, per unit time.

    Source:
        Kuznetsov (2004), Elements of Applied Bifurcation Theory, formula (5.62).
    """
    d = len(place)
    ratio = sides[None, :] / sides[:, None]

    def jacobian(away: np.ndarray) -> np.ndarray:
        there = place + away * sides
        scaled: np.ndarray = gradients(flow, there[None])[0] * ratio
        return scaled

    a = jacobian(np.zeros(d))
    values, vectors = np.linalg.eig(a)
    one = int(np.argmin(np.abs(values.real) + np.where(values.imag > 0.0, 0.0, np.inf)))
    w, q = float(values[one].imag), vectors[:, one] / np.linalg.norm(vectors[:, one])
    left, rows = np.linalg.eig(a.T)
    p = rows[:, int(np.argmin(np.abs(left + 1j * w)))]
    p = p / np.conj(np.vdot(p, q))

    def bend(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        total = np.zeros(d, complex)
        for part, unit in ((u.real, 1.0), (u.imag, 1j)):
            size = float(np.linalg.norm(part))
            if size > 0.0:
                h = STEP * part / size
                total += unit * size * (jacobian(h) - jacobian(-h)) @ v / (2.0 * STEP)
        return total

    def third(part: np.ndarray) -> np.ndarray:
        """The matrix of C(part, part, .)."""
        size = float(np.linalg.norm(part))
        if size == 0.0:
            return np.zeros((d, d))
        h = STEP * part / size
        twice: np.ndarray = size**2 * (jacobian(h) - 2.0 * a + jacobian(-h)) / STEP**2
        return twice

    x, y = q.real, q.imag
    along, across = third(x), third(y)
    cubic = along @ x + across @ x + 1j * (along @ y + across @ y)
    shifted = bend(q, np.linalg.solve(a, bend(q, np.conj(q))))
    doubled = bend(np.conj(q), np.linalg.solve(2j * w * np.eye(d) - a, bend(q, q)))
    return float((np.vdot(p, cubic) - 2.0 * np.vdot(p, shifted) + np.vdot(p, doubled)).real / 2 / w)
